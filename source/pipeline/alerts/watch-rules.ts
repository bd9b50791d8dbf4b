/** Price rules against what is stored: every event once, whoever evaluates. */

import {
	candleObservations,
	evaluate,
	quoteObservation,
	standingAt,
	type Firing,
	type Observation,
} from '#domain/alerts/evaluate.js';
import {conditionText} from '#domain/alerts/rule-text.js';
import type {Condition, QuoteMeasure} from '#domain/alerts/rule.js';
import {stepOf, type Interval} from '#domain/interval.js';
import {candleFlag, seriesOrigins, type AssetId, type SeriesKey} from '#domain/market.js';
import type {AlertRule, NewAlert} from '#ports/alerts.js';
import type {Storage, StoredQuote} from '#ports/storage.js';

const read: Readonly<Record<QuoteMeasure, (quote: StoredQuote) => number | null>> = {
	price: ({price}) => price,
	change1h: ({changePercent1h}) => changePercent1h,
	change24h: ({changePercent24h}) => changePercent24h,
	change7d: ({changePercent7d}) => changePercent7d,
	change30d: ({changePercent30d}) => changePercent30d,
	volume24h: ({volume24h}) => volume24h,
	marketCap: ({marketCap}) => marketCap,
};

async function quoteObservations(
	{quotes}: Storage,
	asset: AssetId,
	condition: Extract<Condition, {of: 'quote'}>,
	after: number,
): Promise<readonly Observation[]> {
	const observations: Observation[] = [];
	for await (const page of quotes.stream({assets: [asset], from: after + 1})) {
		for (const quote of page) {
			observations.push(quoteObservation(condition, quote.capturedAt, read[condition.measure](quote)));
		}
	}

	return observations;
}

/** The series a rule about candles looks at: real candles before derived ones, the longest first. */
async function seriesFor({candles}: Storage, asset: AssetId, interval: Interval): Promise<SeriesKey | null> {
	const known = await candles.list({asset, interval});
	const [best] = known.toSorted(
		(a, b) => seriesOrigins.indexOf(a.origin) - seriesOrigins.indexOf(b.origin) || b.count - a.count,
	);
	return best ?? null;
}

/** What a rule sees in the store after `after`, in time order. */
async function observationsOf(
	storage: Storage,
	asset: AssetId,
	condition: Condition,
	after: number,
): Promise<readonly Observation[]> {
	if (condition.of === 'quote') return quoteObservations(storage, asset, condition, after);
	const series = await seriesFor(storage, asset, condition.interval);
	if (!series) return [];
	const newest = await storage.candles.newestClosed(series);
	const step = stepOf[condition.interval];
	// Most often nothing is new, and a whole history need not be read to know it.
	if (newest === null || newest + step <= after) return [];
	const candles = await storage.candles.read(series, {from: 0, to: newest + step});
	return candleObservations(condition, candles, step);
}

/** The newest that a rule could look at; null while nothing of its asset is stored. */
export async function newestObservation(
	storage: Storage,
	{asset, condition}: Pick<AlertRule, 'asset' | 'condition'>,
): Promise<Observation | null> {
	if (condition.of !== 'quote') return (await observationsOf(storage, asset, condition, 0)).at(-1) ?? null;
	const [quote] = await storage.quotes.latest({assets: [asset]});
	return quote ? quoteObservation(condition, quote.capturedAt, read[condition.measure](quote)) : null;
}

/** What an alert says of its asset: its facts stay readable whatever becomes of the rule. */
async function alertsOf(
	{assets}: Storage,
	{id, asset, condition}: AlertRule,
	firings: readonly Firing[],
): Promise<readonly (Firing & {readonly alert: NewAlert})[]> {
	if (firings.length === 0) return [];
	const [known] = await assets.find([asset]);
	return firings.map(firing => ({
		...firing,
		alert: {
			key: `rule ${id} at ${firing.at}`,
			rule: id,
			kind: 'price',
			asset,
			at: firing.at,
			facts: {
				name: known?.name ?? null,
				symbol: known?.symbol ?? null,
				rule: conditionText(condition),
				value: firing.value,
				level: firing.level,
			},
		},
	}));
}

/** Evaluates one rule on what is new in the store; returns the alerts that were stored. */
async function watchRule(
	storage: Storage,
	rule: AlertRule,
	channels: readonly string[],
): Promise<readonly NewAlert[]> {
	const {alerts} = storage;
	const {asset, condition, repetition, createdAt} = rule;
	const known = await alerts.state(rule.id);
	if (known.done) return [];
	const seen = await observationsOf(storage, asset, condition, Math.max(known.through, createdAt - 1));
	const from = known.through === 0 ? standingAt(createdAt, condition, seen, repetition) : known;
	const {state, firings} = evaluate(from, condition, seen, repetition);
	if (state.through === from.through) return [];
	const told = await alertsOf(storage, rule, firings);
	const isOurs = await alerts.advance(rule.id, known, state, told, channels);
	return isOurs ? told.filter(({folded}) => !folded).map(({alert}) => alert) : [];
}

/**
 * Evaluates every rule on what is new in the store; returns the alerts that were stored. A rule that cannot be evaluated
 * is told through `onFault` and does not stop the others.
 */
export async function watchRules(
	storage: Storage,
	channels: readonly string[],
	onFault: (rule: AlertRule, error: unknown) => void,
): Promise<readonly NewAlert[]> {
	const stored: NewAlert[] = [];
	for (const rule of await storage.alerts.rules()) {
		try {
			stored.push(...(await watchRule(storage, rule, channels)));
		} catch (error) {
			onFault(rule, error);
		}
	}

	return stored;
}

/** Hours over which a measure of a quote is a change, and which the closes of hourly candles can say as well. */
const changeHours: Partial<Record<QuoteMeasure, number>> = {
	price: 0,
	change1h: 1,
	change24h: 24,
	change7d: 7 * 24,
	change30d: 30 * 24,
};

/** What hourly closes say where no quote was captured yet: prices, and changes of the price. */
async function closeObservations(
	storage: Storage,
	asset: AssetId,
	condition: Extract<Condition, {of: 'quote'}>,
	before: number,
): Promise<readonly Observation[]> {
	const hours = changeHours[condition.measure];
	const series = hours === undefined ? null : await seriesFor(storage, asset, '1h');
	if (!series || hours === undefined) return [];
	const step = stepOf['1h'];
	const {ts, close, length, flags} = await storage.candles.read(series, {from: 0, to: before});
	const closeAt = new Map(Array.from(ts, (at, i) => [at, close[i]!]));
	const observations: Observation[] = [];
	for (let i = 0; i < length; i++) {
		const at = ts[i]! + step;
		if ((flags[i]! & candleFlag.open) !== 0 || at >= before) continue;
		const earlier = closeAt.get(ts[i]! - hours * step);
		const value = hours === 0 ? close[i]! : earlier === undefined ? null : (close[i]! / earlier - 1) * 100;
		observations.push(quoteObservation(condition, at, value));
	}

	return observations;
}

/** Everything the store says about a condition, the time before the first quote included. */
async function historyOf(
	storage: Storage,
	asset: AssetId,
	condition: Condition,
	now: number,
): Promise<readonly Observation[]> {
	const seen = await observationsOf(storage, asset, condition, 0);
	if (condition.of !== 'quote') return seen;
	return [...(await closeObservations(storage, asset, condition, seen[0]?.at ?? now)), ...seen];
}

/** What a rehearsal found: firings, and how much history it could look at. Times are ms UTC; null without history. */
export type Rehearsal = {
	readonly firings: readonly Firing[];
	/** Known values in the time looked at. */
	readonly observations: number;
	readonly from: number | null;
	readonly to: number | null;
};

/** When a rule would have fired in the stored history of the last `ms`, had it been added at their beginning. */
export async function rehearse(
	storage: Storage,
	{asset, condition, repetition}: Pick<AlertRule, 'asset' | 'condition' | 'repetition'>,
	now: number,
	ms: number,
): Promise<Rehearsal> {
	const since = now - ms;
	const seen = await historyOf(storage, asset, condition, now);
	const {firings} = evaluate(standingAt(since, condition, seen, repetition), condition, seen, repetition);
	const known = seen.filter(({at, beyond}) => at >= since && Number.isFinite(beyond));
	return {
		firings,
		observations: known.length,
		from: known[0]?.at ?? null,
		to: known.at(-1)?.at ?? null,
	};
}
