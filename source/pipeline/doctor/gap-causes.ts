/** Why candles are missing: told from the ledger of answers, from the first candle, and from the other pairs of a source. */

import type {Candles} from '#domain/candles.js';
import type {GapCause} from '#domain/doctor/gap.js';
import {gaps} from '#domain/grid.js';
import {floorTo, stepOf, type Interval} from '#domain/interval.js';
import {subtract, type Range} from '#domain/range.js';
import {keyOf, ledgerOf, spanOf} from '#domain/series.js';
import type {SeriesSummary, Storage} from '#ports/storage.js';

/** Why candles are missing, as far as the candles and the answers themselves tell; `not-fetched` is never asked. */
export type MissingCause = Extract<GapCause, 'not-fetched' | 'no-trades' | 'before-listing' | 'maintenance'>;

/** A stretch without candles. */
export type MissingCandles = Range & {readonly candles: number; readonly cause: MissingCause};

/** A silence of the exchange shows in all pairs of a source; with fewer than this many known pairs nobody can tell. */
const leastWitnesses = 3;

export type GapQuestion = {
	readonly storage: Storage;
	/** The stored series behind the candles. */
	readonly base: SeriesSummary;
	/** Candles of `interval` as shown, all there are in `range`. */
	readonly candles: Candles;
	readonly interval: Interval;
	readonly range: Range;
	/** Nothing is missing that has not closed by then. */
	readonly now: number;
};

/** The missing candles of a range with their causes, ascending. */
export async function explainGaps(question: GapQuestion): Promise<readonly MissingCandles[]> {
	const {storage, base, candles, interval, range, now} = question;
	const closed = {from: range.from, to: Math.min(range.to, floorTo(interval, now))};
	if (closed.from >= closed.to) return [];
	return explainMissing({storage, base, interval, missing: gaps(candles, interval, closed)});
}

export type MissingQuestion = Pick<GapQuestion, 'storage' | 'base' | 'interval'> & {
	/** Ascending, disjoint, closed by now. */
	readonly missing: readonly Range[];
};

/** The causes of candles known to be missing, ascending. */
export async function explainMissing({
	storage,
	base,
	interval,
	missing,
}: MissingQuestion): Promise<readonly MissingCandles[]> {
	if (missing.length === 0) return [];
	const answered = await storage.candles.answered(ledgerOf(base));
	const silenceOf = createWitnesses(storage, base);
	const explained: MissingCandles[] = [];
	for (const gap of missing) {
		for (const [part, cause] of await explain(gap, answered, base.from, silenceOf)) {
			add(explained, part, cause, interval);
		}
	}

	return explained;
}

type Explained = readonly [part: Range, cause: MissingCause];

async function explain(
	gap: Range,
	answered: readonly Range[],
	first: number,
	silenceOf: (part: Range) => Promise<MissingCause>,
): Promise<readonly Explained[]> {
	const unasked = subtract(gap, answered);
	const parts: Explained[] = unasked.map(part => [part, 'not-fetched']);
	for (const part of subtract(gap, unasked)) {
		const listed = Math.min(part.to, Math.max(part.from, first));
		if (part.from < listed) parts.push([{from: part.from, to: listed}, 'before-listing']);
		if (listed < part.to) {
			const rest = {from: listed, to: part.to};
			parts.push([rest, await silenceOf(rest)]);
		}
	}

	return parts.toSorted(([a], [b]) => a.from - b.from);
}

/** Adds a part on the grid of the interval, joined to the one before when the cause is the same. */
function add(list: MissingCandles[], part: Range, cause: MissingCause, interval: Interval): void {
	const from = floorTo(interval, part.from);
	const to = floorTo(interval, part.to);
	if (from >= to) return;
	const last = list.at(-1);
	const joined = last && last.cause === cause && last.to === from;
	const begin = joined ? last.from : from;
	if (joined) list.pop();
	list.push({from: begin, to, cause, candles: (to - begin) / stepOf[interval]});
}

/** Tells whether a silence is of one pair or of the whole source. */
function createWitnesses(storage: Storage, base: SeriesSummary): (part: Range) => Promise<MissingCause> {
	let known: Promise<readonly SeriesSummary[]> | undefined;
	return async part => {
		known ??= storage.candles.list({source: base.source, interval: base.interval});
		const witnesses = (await known).filter(other => {
			const span = spanOf(other);
			return (
				other.origin === base.origin &&
				other.asset !== base.asset &&
				span.from < part.from &&
				span.to > part.to
			);
		});
		if (witnesses.length + 1 < leastWitnesses) return 'no-trades';
		// The fullest series speaks up first.
		for (const witness of witnesses.toSorted((a, b) => b.count - a.count)) {
			const [candles = 0] = await storage.candles.counts(keyOf(witness), part, 1);
			if (candles > 0) return 'no-trades';
		}

		return 'maintenance';
	};
}
