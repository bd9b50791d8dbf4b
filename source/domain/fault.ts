/** Everything that is expected to go wrong, with the sentence that says what to do. Anything else is our bug. */

import type {AssetId, SourceName} from './market.js';

/**
 * One row per fault: whether the same call may succeed if it is sent again soon, whether the whole source is
 * meant (and not one asset or one call), and the next step for the user.
 */
const table = {
	unreachable: {
		retryable: true,
		ofSource: true,
		hint: 'Check the network and the base URL of this source, then run the same command again.',
	},
	timeout: {
		retryable: true,
		ofSource: true,
		hint: 'The source is slow or hangs; run the same command again later.',
	},
	truncated: {retryable: true, ofSource: false, hint: 'The answer broke off; run the same command again.'},
	'server-error': {
		retryable: true,
		ofSource: true,
		hint: 'The source has a problem of its own; try again in a few minutes.',
	},
	'rate-limited': {
		retryable: true,
		ofSource: true,
		hint: 'Wait for the time named, or lower the allowed rate (see "crypto-tui config list").',
	},
	banned: {
		retryable: false,
		ofSource: true,
		hint: 'The source banned this address for a while; do not call it before the time named.',
	},
	restricted: {
		retryable: false,
		ofSource: true,
		hint: 'This source does not serve your country; use another source with --source.',
	},
	unauthorized: {
		retryable: false,
		ofSource: true,
		hint: 'The API key is missing, wrong, or belongs to another plan; check the key and COINGECKO_PLAN.',
	},
	forbidden: {
		retryable: false,
		ofSource: true,
		hint: 'The edge of the source refused the request; check key, plan and address, and wait before trying again.',
	},
	'plan-limit': {
		retryable: false,
		ofSource: false,
		hint: 'Your plan does not reach that far back; ask for a shorter history or set a key of a higher plan.',
	},
	'not-found': {
		retryable: false,
		ofSource: false,
		hint: 'The source does not know this asset, pair or address; check the id and the base URL.',
	},
	'bad-request': {
		retryable: false,
		ofSource: false,
		hint: 'The source refused the question; this may be our bug, please report it with the log.',
	},
	'not-json': {
		retryable: false,
		ofSource: false,
		hint: 'Something between you and the source answered with a page (a login, a proxy, a firewall); check the base URL and the network.',
	},
	'too-large': {
		retryable: false,
		ofSource: false,
		hint: 'The answer was larger than any real one; check the base URL of this source.',
	},
	empty: {
		retryable: false,
		ofSource: false,
		hint: 'The source answered with no rows; check the asset and the range, or try another source.',
	},
	'contract-violated': {
		retryable: false,
		ofSource: false,
		hint: 'Nothing of this answer was stored; look at it with "crypto-tui quarantine list", or load the good rows with --on-invalid quarantine.',
	},
	'clock-off': {
		retryable: false,
		ofSource: false,
		hint: 'Set the clock of this machine, best by time synchronisation, then run the same command again.',
	},
	'budget-spent': {
		retryable: false,
		ofSource: true,
		hint: 'The monthly credits of this source are spent; wait for the next month, or raise its limit ("crypto-tui config list" names the setting).',
	},
	'key-missing': {
		retryable: false,
		ofSource: true,
		hint: 'This source answers only with a key; set COINCAP_API_KEY, or leave the source out.',
	},
	'unknown-asset': {
		retryable: false,
		ofSource: false,
		hint: 'Use a CoinGecko id such as "bitcoin", or a symbol of an asset already collected.',
	},
	'ambiguous-asset': {retryable: false, ofSource: false, hint: 'Name the asset by its id.'},
	'no-candle-source': {
		retryable: false,
		ofSource: false,
		hint: 'No source gives candles of this interval for this asset; choose another --interval or --source.',
	},
	'price-disagrees': {
		retryable: false,
		ofSource: false,
		hint: 'The pair with this symbol trades at another price, so it is another coin; its candles are taken from CoinGecko instead.',
	},
	'no-assets': {
		retryable: false,
		ofSource: false,
		hint: 'Nothing is stored yet; run "crypto-tui --headless" first.',
	},
	busy: {
		retryable: true,
		ofSource: false,
		hint: 'Another crypto-tui is doing this right now; wait for it to finish, then run the same command again.',
	},
	'storage-unavailable': {
		retryable: false,
		ofSource: false,
		hint: 'Check that the data folder exists, can be written and is not full, or choose another one with --data-dir.',
	},
	'storage-full': {
		retryable: false,
		ofSource: false,
		hint: 'Free some disk space, then run the same command again; nothing was half-written.',
	},
	'storage-busy': {
		retryable: true,
		ofSource: false,
		hint: 'Another program holds the database; close it or run the same command again.',
	},
	'storage-newer': {
		retryable: false,
		ofSource: false,
		hint: 'Update crypto-tui ("npm install -g crypto-tui@latest"), or choose another --data-dir.',
	},
	'storage-damaged': {
		retryable: false,
		ofSource: false,
		hint: 'Bring a version back with "crypto-tui snapshot restore latest" or a copy from the "backups" folder beside the database, or choose another --data-dir.',
	},
	'payload-missing': {
		retryable: false,
		ofSource: false,
		hint: 'The archived payload is gone (older than the retention, or deleted); fetch the range again instead.',
	},
	'training-failed': {
		retryable: false,
		ofSource: false,
		hint: 'The other series went on; run the same command again, and report it if it happens twice.',
	},
	'too-few-candles': {
		retryable: false,
		ofSource: false,
		hint: 'Fetch more history first, for example "crypto-tui --headless --historical --days 365".',
	},
	'candles-stale': {
		retryable: false,
		ofSource: false,
		hint: 'Fetch the newest candles first with "crypto-tui --headless".',
	},
	'model-missing': {
		retryable: false,
		ofSource: false,
		hint: 'Train one first with "crypto-tui train".',
	},
	'model-unusable': {
		retryable: false,
		ofSource: false,
		hint: 'Train it again with "crypto-tui train"; nothing else is lost.',
	},
	'not-sent': {
		retryable: true,
		ofSource: false,
		hint: 'Check the settings of the channel ("crypto-tui config list"), then run "crypto-tui alert send-test".',
	},
	'invalid-config': {
		retryable: false,
		ofSource: false,
		hint: 'Correct the value; "crypto-tui config list" shows every key with its allowed values.',
	},
	usage: {
		retryable: false,
		ofSource: false,
		hint: 'Run "crypto-tui --help" for the commands and their options.',
	},
	interrupted: {
		retryable: true,
		ofSource: false,
		hint: 'What was finished is stored; run the same command again to go on.',
	},
	bug: {
		retryable: false,
		ofSource: false,
		hint: 'This is a bug of crypto-tui; please report it with the log ("crypto-tui logs").',
	},
} as const satisfies Record<string, {retryable: boolean; ofSource: boolean; hint: string}>;

export type FaultCode = keyof typeof table;

export type FaultContext = {
	readonly source?: SourceName | undefined;
	readonly asset?: AssetId | undefined;
	/** HTTP status, where there was one. */
	readonly status?: number | undefined;
	/** When calling again makes sense, ms UTC. */
	readonly retryAt?: number | undefined;
	readonly cause?: unknown;
	/** Replaces the general hint where the place knows a better one. */
	readonly hint?: string | undefined;
};

/** An expected failure. `message` says what happened (no secrets), `hint` what to do next. */
export class Fault extends Error {
	override readonly name = 'Fault';
	readonly code: FaultCode;
	readonly source: SourceName | undefined;
	readonly asset: AssetId | undefined;
	readonly status: number | undefined;
	readonly retryAt: number | undefined;
	readonly hint: string;

	constructor(code: FaultCode, message: string, context: FaultContext = {}) {
		super(message, context.cause === undefined ? undefined : {cause: context.cause});
		this.code = code;
		this.source = context.source;
		this.asset = context.asset;
		this.status = context.status;
		this.retryAt = context.retryAt;
		this.hint = context.hint ?? table[code].hint;
	}

	/** Whether the same call may succeed when sent again soon. */
	get retryable(): boolean {
		return table[this.code].retryable;
	}

	/** Whether the whole source is affected: further calls would meet the same fault. */
	get ofSource(): boolean {
		return table[this.code].ofSource;
	}

	/** The same fault, with the asset it struck. */
	forAsset(asset: AssetId): Fault {
		if (this.asset !== undefined) return this;
		const {source, status, retryAt, hint} = this;
		return new Fault(this.code, this.message, {source, asset, status, retryAt, hint, cause: this.cause});
	}
}

/** Any thrown value as a fault: an unexpected one becomes `bug`, with the original as cause. */
export function toFault(error: unknown): Fault {
	if (error instanceof Fault) return error;
	if (error instanceof Error && error.name === 'AbortError') {
		return new Fault('interrupted', 'Interrupted.', {cause: error});
	}

	return new Fault('bug', error instanceof Error ? error.message : String(error), {cause: error});
}

/** Rethrows what ends a whole run: an interruption, a bug, a store that cannot be trusted with more rows. */
export function throwIfFatal(fault: Fault): void {
	if (fault.code === 'interrupted' || fault.code === 'bug' || fault.code.startsWith('storage-')) throw fault;
}
