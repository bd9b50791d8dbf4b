/** When a source wants to be asked again: the `Retry-After` header, and the ban message of Binance. */

import type {Reply} from './send.js';

const banUntil = /\bbanned until (\d{13})\b/i;

/**
 * Milliseconds to wait from the moment of the reply, or null when it says nothing usable. Dates are compared with
 * the server's own clock, so that ours may be wrong.
 */
export function waitAsked(
	{headers, serverNow}: Pick<Reply, 'headers' | 'serverNow'>,
	message = '',
): number | null {
	const header = headers['retry-after']?.trim() ?? '';
	if (/^\d+(\.\d+)?$/.test(header)) return Number(header) * 1000;
	const date = header === '' ? Number.NaN : Date.parse(header);
	if (Number.isFinite(date)) return Math.max(0, date - serverNow);
	const ban = banUntil.exec(message)?.[1];
	return ban === undefined ? null : Math.max(0, Number(ban) - serverNow);
}
