/** Layer: turns a reply into JSON that may be read, or into the Fault its status, its page or its error body stands for. */

import {Fault, type FaultCode} from '#domain/fault.js';
import type {SourceName} from '#domain/market.js';
import {cleanText} from '#domain/text.js';
import {waitAsked} from './retry-after.js';
import type {Call, Layer} from './send.js';

/** What a provider says went wrong, as its contract reads it. */
export type ErrorBody = {readonly code: string | number | null; readonly message: string};

/** The fault a provider's own error code or text stands for, or a better hint; null where the HTTP status says enough. */
export type VendorVerdict = (
	status: number,
	error: ErrorBody | null,
) => {readonly code?: FaultCode; readonly hint?: string} | null;

export type VerdictOptions = {
	readonly source: SourceName;
	readonly readErrorBody: (payload: unknown) => ErrorBody | null;
	readonly vendorVerdict?: VendorVerdict | undefined;
	/** Values that must not be repeated to anybody, whatever a provider writes. */
	readonly secrets: readonly string[];
};

const byStatus: Readonly<Record<number, readonly [FaultCode, string]>> = {
	304: ['empty', 'nothing new, although nothing was known'],
	401: ['unauthorized', 'the key was refused'],
	403: ['forbidden', 'the request was refused'],
	404: ['not-found', 'not found'],
	408: ['timeout', 'the source took too long'],
	418: ['banned', 'this address is banned for a while'],
	429: ['rate-limited', 'too many requests'],
	451: ['restricted', 'not available in your country'],
};

/** The fault an HTTP status stands for, with a few words. */
export function faultOf(status: number): readonly [FaultCode, string] {
	const known = byStatus[status];
	if (known) return known;
	if (status >= 500) return ['server-error', 'an error of the source'];
	if (status >= 400) return ['bad-request', 'the request was not understood'];
	return ['not-json', 'not an answer but a way elsewhere'];
}

/** How many characters of a provider's text are shown. */
const textLimit = 200;

/** Whether text that starts as JSON ends inside of a string, an array or an object. */
function breaksOff(text: string): boolean {
	let depth = 0;
	let inString = false;
	for (let i = 0; i < text.length; i++) {
		const unit = text[i];
		if (inString) {
			if (unit === '\\') i++;
			else if (unit === '"') inString = false;
		} else if (unit === '"') {
			inString = true;
		} else if (unit === '{' || unit === '[') {
			depth++;
		} else if (unit === '}' || unit === ']') {
			depth--;
		}
	}

	return inString || depth > 0;
}

type Read = {readonly ok: true; readonly json: unknown} | {readonly ok: false; readonly text: string};

function readJson(body: Uint8Array): Read {
	const text = new TextDecoder().decode(body);
	try {
		return {ok: true, json: JSON.parse(text)};
	} catch {
		return {ok: false, text};
	}
}

const isPage = (text: string): boolean => /^\s*</.test(text);

const isConditional = ({headers}: Call): boolean =>
	'if-none-match' in headers || 'if-modified-since' in headers;

/** What a page or a plain text says, in one line. */
function gist(text: string): string {
	if (!isPage(text)) return text;
	return /<title[^>]*>([^<]{1,400})<\/title>/i.exec(text)?.[1] ?? '';
}

/** An error number a provider wrote into its body in place of the HTTP status. */
const isErrorStatus = (code: string | number | null): code is number =>
	typeof code === 'number' && code >= 400 && code < 600;

/** Passes a 304 that was asked for and good JSON; rejects with the named Fault otherwise. `retryAt` is set where the source named a time. */
export function verdict({source, readErrorBody, vendorVerdict, secrets}: VerdictOptions): Layer {
	const safe = (text: string): string => {
		const hidden = secrets.reduce((left, secret) => left.replaceAll(secret, '***'), text);
		return cleanText(hidden, textLimit);
	};

	return next => async call => {
		const reply = await next(call);
		const {status, headers, receivedAt} = reply;
		const where = `${source} ${call.endpoint}`;
		if (status === 304 && isConditional(call)) return reply;
		const accepted = status >= 200 && status < 300;
		const read = readJson(reply.body);

		if (accepted && !read.ok) {
			const context = {source, status};
			if (read.text.trim() === '')
				throw new Fault('empty', `${where}: HTTP ${status} with an empty body.`, context);
			if (/^\s*[[{]/.test(read.text) && breaksOff(read.text))
				throw new Fault('truncated', `${where}: the JSON breaks off in the middle.`, context);
			const title = isPage(read.text) ? safe(gist(read.text)) : '';
			const what = isPage(read.text) ? 'a page' : 'something';
			throw new Fault(
				'not-json',
				`${where}: ${what} that is not JSON${title === '' ? '' : ` ("${title}")`}.`,
				context,
			);
		}

		const error = read.ok ? readErrorBody(read.json) : null;
		if (accepted && read.ok && error === null) return {...reply, json: read.json};

		const vendor = vendorVerdict?.(status, error);
		const meant = accepted && isErrorStatus(error?.code ?? null) ? Number(error?.code) : status;
		const [general, what] =
			accepted && meant === status ? (['bad-request', 'refused'] as const) : faultOf(meant);
		const said = error ? error.message : read.ok ? '' : gist(read.text);
		const firewall = status === 403 && !read.ok && /\b1020\b/.test(read.text) ? ' (firewall rule, 1020)' : '';
		const text = safe(said);
		const wait = waitAsked(reply, said);
		const elsewhere = status >= 300 && status < 400 ? targetOf(headers['location']) : '';
		throw new Fault(
			vendor?.code ?? general,
			`${where}: HTTP ${status}, ${what}${firewall}${elsewhere}${text === '' ? '' : `: "${text}"`}.`,
			{
				source,
				status,
				retryAt: wait === null ? undefined : receivedAt + wait,
				hint: vendor?.hint,
			},
		);
	};
}

/** The host a redirect points to: nothing more of a foreign address is repeated. */
function targetOf(location: string | undefined): string {
	if (location === undefined || !URL.canParse(location)) return '';
	return ` (to ${cleanText(new URL(location).host, 100)})`;
}
