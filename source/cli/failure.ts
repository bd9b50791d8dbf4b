/** What a fault means for the exit code, and how it is told. */

import type {Fault, FaultCode} from '#domain/fault.js';
import {exitCode} from '#domain/run.js';

const codes: Readonly<Record<FaultCode, number>> = {
	unreachable: exitCode.nothing,
	timeout: exitCode.nothing,
	truncated: exitCode.nothing,
	'server-error': exitCode.nothing,
	'rate-limited': exitCode.partial,
	banned: exitCode.nothing,
	restricted: exitCode.nothing,
	unauthorized: exitCode.nothing,
	forbidden: exitCode.nothing,
	'plan-limit': exitCode.nothing,
	'not-found': exitCode.nothing,
	'bad-request': exitCode.nothing,
	'not-json': exitCode.nothing,
	'too-large': exitCode.nothing,
	empty: exitCode.nothing,
	'contract-violated': exitCode.blocked,
	'clock-off': exitCode.config,
	'budget-spent': exitCode.nothing,
	'key-missing': exitCode.config,
	'unknown-asset': exitCode.usage,
	'ambiguous-asset': exitCode.usage,
	'no-candle-source': exitCode.nothing,
	'price-disagrees': exitCode.nothing,
	'no-assets': exitCode.nothing,
	busy: exitCode.partial,
	'storage-unavailable': exitCode.storage,
	'storage-full': exitCode.storage,
	'storage-busy': exitCode.storage,
	'storage-newer': exitCode.storage,
	'storage-damaged': exitCode.storage,
	'payload-missing': exitCode.nothing,
	'training-failed': exitCode.bug,
	'too-few-candles': exitCode.nothing,
	'candles-stale': exitCode.nothing,
	'model-missing': exitCode.nothing,
	'model-unusable': exitCode.nothing,
	'not-sent': exitCode.nothing,
	'invalid-config': exitCode.config,
	usage: exitCode.usage,
	interrupted: exitCode.interrupted,
	bug: exitCode.bug,
};

/** The exit code of a command that a fault ended. */
export function exitCodeOfFault({code}: Pick<Fault, 'code'>): number {
	return codes[code];
}

/** A fault for a person: what happened, and on the next line what to do. */
export function faultText({message, hint}: Pick<Fault, 'message' | 'hint'>): string {
	return `crypto-tui: ${message.replaceAll('\n', '\n  ')}\n  ${hint}\n`;
}
