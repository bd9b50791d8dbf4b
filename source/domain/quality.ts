/** What a contract says about a payload: the rows it accepts, the rows it sets aside, the shape it saw. */

import type {SourceName} from './market.js';

/**
 * `violation`: an impossible value; blocks the batch. `incomplete`: a null the provider is known to send; the row is
 * set aside and the rest loads.
 */
export type RejectionKind = 'violation' | 'incomplete';

/** One row set aside, with everything needed to understand and to retry it. */
export type Rejection = {
	readonly kind: RejectionKind;
	/** Name of the broken rule, e.g. `price-positive`, `high-below-low`, `missing-field`, `wrong-type`. */
	readonly rule: string;
	/** The field at fault, e.g. `current_price`; dotted for nested ones; `[4]` for tuple places. */
	readonly field: string;
	/** The offending value as JSON, cut to 200 characters. */
	readonly sample: string;
	/** What identifies the row inside its payload: an asset id, a timestamp, or its index. */
	readonly key: string;
	/** The whole row as JSON. */
	readonly raw: string;
};

/** JSON types seen per field over all rows of a payload, e.g. `{current_price: ['number', 'null']}`. */
export type Shape = Readonly<Record<string, readonly string[]>>;

/** The result of checking one payload. `rows` holds only what passed. */
export type Parsed<Rows> = {
	/** Name and version of the contract, e.g. `coingecko.markets@1`. */
	readonly contract: string;
	/** Rows in the payload, accepted or not. */
	readonly extracted: number;
	/** Accepted rows that were identical copies of another row, and dropped. */
	readonly duplicates: number;
	readonly rows: Rows;
	readonly rejections: readonly Rejection[];
	readonly shape: Shape;
};

/** What a field of a payload is expected to be: JSON types it may have, and whether it must be there. */
export type ExpectedField = {readonly types: readonly string[]; readonly required: boolean};
export type ExpectedShape = Readonly<Record<string, ExpectedField>>;

/** A change of a provider's payload, told the first time it is seen. */
export type DriftNotice = {
	readonly source: SourceName;
	readonly endpoint: string;
	readonly field: string;
	readonly change: 'added' | 'gone' | 'retyped';
	/** The types expected or seen before, and those seen now. */
	readonly before: readonly string[];
	readonly now: readonly string[];
};

/** How a batch with violations is treated. */
export const invalidPolicies = ['block', 'quarantine'] as const;
export type InvalidPolicy = (typeof invalidPolicies)[number];

/** Above this share of violating rows the rest of a batch is not trusted either. */
const worstViolationShare = 0.05;

/** Whether a batch may load: `block` tolerates no violation, `quarantine` up to 5 % of the rows. */
export function mayLoad(
	policy: InvalidPolicy,
	parsed: Pick<Parsed<unknown>, 'extracted' | 'rejections'>,
): boolean {
	const violations = parsed.rejections.filter(({kind}) => kind === 'violation').length;
	if (violations === 0) return true;
	return policy === 'quarantine' && violations <= parsed.extracted * worstViolationShare;
}

/** How good the rows of one run were. Shares go from 0 to 1; null where nothing was read, or no end is known. */
export type RunQuality = {
	/** Share of the rows read that came with every value they must have. */
	readonly completeness: number | null;
	/** Share of the rows read that broke a rule. */
	readonly rejectRate: number | null;
	/** Time since the run ended, ms. */
	readonly ageMs: number | null;
};

/** Judges a run by its row counts and by when it ended (ms UTC). */
export function qualityOf(
	{
		extracted,
		incomplete,
		violating,
	}: {readonly extracted: number; readonly incomplete: number; readonly violating: number},
	finishedAt: number | null,
	now: number,
): RunQuality {
	return {
		completeness: extracted === 0 ? null : 1 - incomplete / extracted,
		rejectRate: extracted === 0 ? null : violating / extracted,
		ageMs: finishedAt === null ? null : Math.max(0, now - finishedAt),
	};
}
