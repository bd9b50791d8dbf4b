/** Alerts as JSON to a web address. `text` is what Slack reads, `content` what Discord reads, `alert` is for programs. */

import {Fault} from '#domain/fault.js';
import {toIso} from '#domain/time.js';
import type {Alert, AlertMessage, Notifier} from '#ports/alerts.js';
import {within} from './deadline.js';

export type WebhookOptions = {
	/** Secret: whoever knows it may post. */
	readonly url: string;
	/** Longest time one message may take, ms. */
	readonly timeoutMs: number;
};

/** Discord takes no more. */
const longest = 1900;

/** Slack reads `<!channel>` and `<http…|…>` as more than text. */
const forSlack = (text: string): string =>
	text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The document that is posted. */
function webhookBody({id, kind, asset, at, facts, count}: Alert, {subject, text}: AlertMessage) {
	const whole = `${subject}\n${text}`.slice(0, longest);
	return {
		text: forSlack(whole),
		content: whole,
		// Nobody is called by name, whatever a name says.
		allowed_mentions: {parse: []},
		alert: {id, kind, asset, at: toIso(at), count, subject, facts},
	};
}

/** The channel `webhook`. */
export function createWebhook({url, timeoutMs}: WebhookOptions): Notifier {
	return {
		channel: 'webhook',
		async send(alert, message, outer) {
			const status = await within(timeoutMs, outer, async signal => {
				const {Agent, request} = await import('undici');
				const dispatcher = new Agent({connect: {timeout: timeoutMs}});
				try {
					const answer = await request(url, {
						method: 'POST',
						headers: {'content-type': 'application/json', 'user-agent': 'crypto-tui'},
						body: JSON.stringify(webhookBody(alert, message)),
						dispatcher,
						signal,
					});
					return answer.statusCode;
				} finally {
					await dispatcher.destroy();
				}
			}).catch((error: unknown) => {
				if (error instanceof Fault && error.code === 'interrupted') throw error;
				// What the library says may repeat the address.
				const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
				throw notSent(code === 'timeout' ? 'no answer in time' : `no connection (${String(code)})`);
			});
			if (status < 200 || status >= 300) throw notSent(`answer ${status}`);
		},
	};
}

const notSent = (why: string): Fault =>
	new Fault('not-sent', `The webhook did not take it: ${why}.`, {
		hint: 'Check CRYPTO_TUI_ALERTS_WEBHOOK_URL (alerts.webhookUrl), then run "crypto-tui alert send-test".',
	});
