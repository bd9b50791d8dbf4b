/** What an answer of the desk says of each of its assets, worked out once per answer. */

import type {CompareAnswer} from '#desk/views/chart.js';
import {
	coarsened,
	correlation,
	gridReturns,
	measure,
	normalised,
	type Correlation,
	type Measures,
} from '#domain/comparison.js';
import {stepOf, type Interval} from '#domain/interval.js';
import type {AssetId, SeriesKey} from '#domain/market.js';

/** One asset of an answer. */
export type StudiedAsset = {
	readonly asset: AssetId;
	/** Null when nothing is stored, or nothing inside the range. */
	readonly series: SeriesKey | null;
	/** Percent since its first close, on the rows of the answer; NaN is a hole. */
	readonly line: Float64Array;
	/** What it is measured at: the interval of the grid, or a coarser one it is stored as. */
	readonly interval: Interval;
	readonly measures: Measures;
	/** Openings of its first and last rows, ms UTC; null without a close. */
	readonly from: number | null;
	readonly to: number | null;
	/** Its history begins after the range does. */
	readonly startsLate: boolean;
	/** Others go on after its last close. */
	readonly endsEarly: boolean;
};

/** A whole answer. */
export type Study = {
	readonly interval: Interval;
	readonly ts: Float64Array;
	readonly assets: ReadonlyMap<AssetId, StudiedAsset>;
	/** Of the returns two assets share, at the coarser of their intervals. */
	readonly correlation: (a: AssetId, b: AssetId) => Correlation;
};

const nothing: Correlation = {value: Number.NaN, pairs: 0};

const coarser = (a: Interval, b: Interval): Interval => (stepOf[a] > stepOf[b] ? a : b);

function work({interval, ts, series}: CompareAnswer): Study {
	const closes = new Map(series.map(({asset, close}) => [asset, close]));
	const newest = Math.max(-1, ...series.map(({close}) => close.findLastIndex(price => !Number.isNaN(price))));
	const assets = new Map(
		series.map(({asset, series: key, close}): [AssetId, StudiedAsset] => {
			const own = key === null ? interval : coarser(interval, key.interval);
			const whole = measure(close, interval);
			const rows = stepOf[own] / stepOf[interval];
			const {volatility} = measure(coarsened(close, ts, {grid: interval, to: own}), own);
			const {first, last} = whole;
			return [
				asset,
				{
					asset,
					series: first < 0 ? null : key,
					line: normalised(close),
					interval: own,
					measures: {...whole, volatility},
					from: first < 0 ? null : ts[first]!,
					to: last < 0 ? null : ts[last]!,
					// The range rarely begins with a candle: its first one may close a row later.
					startsLate: first > rows,
					endsEarly: last >= 0 && last < newest - rows,
				},
			];
		}),
	);
	const returns = new Map<string, Float64Array>();
	const returnsOf = (asset: AssetId, at: Interval): Float64Array => {
		const key = `${at} ${asset}`;
		let known = returns.get(key);
		if (!known) {
			known = gridReturns(coarsened(closes.get(asset)!, ts, {grid: interval, to: at}));
			returns.set(key, known);
		}

		return known;
	};
	const pairs = new Map<string, Correlation>();
	return {
		interval,
		ts,
		assets,
		correlation(a, b) {
			const [one, other] = [assets.get(a), assets.get(b)];
			if (!one || !other) return nothing;
			const key = a < b ? `${a} ${b}` : `${b} ${a}`;
			let known = pairs.get(key);
			if (!known) {
				const at = coarser(one.interval, other.interval);
				known = correlation(returnsOf(a, at), returnsOf(b, at));
				pairs.set(key, known);
			}

			return known;
		},
	};
}

const studies = new WeakMap<CompareAnswer, Study>();

/** The study of an answer; the same object for the same answer. */
export function studyOf(answer: CompareAnswer): Study {
	let study = studies.get(answer);
	if (!study) studies.set(answer, (study = work(answer)));
	return study;
}
