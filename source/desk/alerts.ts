/** Alerts for the screen: those that are new, whoever stored them, and the history. */

import type {App} from '#app.js';
import {messageStyle, readableAlert} from '#pipeline/alerts/message.js';
import {messageLanguages, type MessageLanguage} from '#pipeline/alerts/words.js';
import type {DeskNews} from './desk.js';
import type {ToldAlert} from './views/alerts.js';
import type {Borrow} from './held-app.js';

/** More of them at once nobody reads; the history has them all. */
const mostTold = 20;

/** The newest alerts, newest first. The screen knows best in which language it runs, so they come in all. */
export async function readAlerts(
	{storage, config, simulated}: App,
	limit: number,
): Promise<readonly ToldAlert[]> {
	const style = messageStyle(config, simulated);
	const alerts = await storage.alerts.history(limit);
	return alerts.map(alert => {
		const {id, kind, asset, at, count, deliveries} = alert;
		const told = Object.fromEntries(
			messageLanguages.map(language => [language, readableAlert(alert, {...style, language})]),
		) as Record<MessageLanguage, ReturnType<typeof readableAlert>>;
		return {id, kind, asset, at, count, told, deliveries};
	});
}

export type AlertNews = {
	/** What is stored now is known; only what comes later is told. */
	start(): void;
	/** Something may have been stored. */
	look(): void;
};

export function createAlertNews(borrow: Borrow, tell: (news: DeskNews) => void): AlertNews {
	let seen: number | null = null;
	let last: Promise<unknown> = Promise.resolve();
	const inTurn = (work: (app: App) => Promise<void>): void => {
		// A store that cannot be read is told by whoever reads it next.
		last = last.then(async () => borrow(work)).catch(() => {});
	};
	return {
		start() {
			seen = null;
			inTurn(async app => {
				seen = (await readAlerts(app, 1))[0]?.id ?? 0;
			});
		},
		look() {
			inTurn(async app => {
				const known = seen;
				if (known === null) return;
				const fresh = (await readAlerts(app, mostTold)).filter(({id}) => id > known);
				seen = Math.max(known, ...fresh.map(({id}) => id));
				for (const alert of fresh.toReversed()) tell({type: 'alert', alert});
			});
		},
	};
}
