/** Coverage, gaps, what the doctor finds and rows in quarantine, for tests of screens. */

import type {CoverageRow, CoverageView, SeriesGap} from '#desk/views/quality.js';
import {passed, warned} from '#domain/doctor/check.js';
import type {Gap} from '#domain/doctor/gap.js';
import type {Examination} from '#pipeline/commands.js';
import type {QuarantineRow} from '#ports/storage.js';
import {noon} from './fake-desk.js';

const day = 86_400_000;

/** A month of hourly bitcoin candles, half of the second third missing. */
export function coverageRow(changes: Partial<CoverageRow> = {}): CoverageRow {
	const buckets = Float64Array.from({length: 60}, (_, i) => (i >= 20 && i < 40 ? 0.5 : 1));
	return {
		source: 'binance',
		asset: 'bitcoin',
		symbol: 'BTC',
		quote: 'USDT',
		interval: '1h',
		origin: 'exchange',
		from: noon - 30 * day,
		to: noon,
		count: 600,
		gaps: 120,
		revisions: 3,
		expected: 720,
		buckets,
		...changes,
	};
}

/** Three series: half a gap, complete, and one that begins late with nothing stored at its end. */
export const coverageView = (rows: readonly CoverageRow[] = coverageRows): CoverageView => ({
	range: {from: noon - 30 * day, to: noon},
	rows,
});

export const coverageRows: readonly CoverageRow[] = [
	coverageRow(),
	coverageRow({
		asset: 'ethereum',
		symbol: 'ETH',
		interval: '1d',
		count: 30,
		expected: 30,
		gaps: 0,
		revisions: 0,
		buckets: new Float64Array(60).fill(1),
	}),
	coverageRow({
		asset: 'solana',
		symbol: 'SOL',
		source: 'coingecko',
		count: 100,
		expected: 360,
		gaps: 260,
		revisions: 0,
		buckets: Float64Array.from({length: 60}, (_, i) => (i < 30 ? Number.NaN : i < 45 ? 0.97 : 0)),
	}),
];

/** One gap of each cause. */
export const seriesGaps: readonly SeriesGap[] = [
	{from: noon - 20 * day, to: noon - 19 * day, candles: 24, cause: 'not-fetched'},
	{from: noon - 15 * day, to: noon - 15 * day + 3_600_000, candles: 1, cause: 'no-trades'},
	{from: noon - 10 * day, to: noon - 9 * day, candles: 24, cause: 'before-listing'},
	{from: noon - 5 * day, to: noon - 5 * day + 7_200_000, candles: 2, cause: 'maintenance'},
];

/** A day of hourly bitcoin candles that nobody asked for, twenty days ago. */
export function gap(changes: Partial<Gap> = {}): Gap {
	return {
		source: 'binance',
		asset: 'bitcoin',
		quote: 'USDT',
		interval: '1h',
		origin: 'exchange',
		from: noon - 20 * day,
		to: noon - 19 * day,
		candles: 24,
		cause: 'our-outage',
		obstacle: null,
		heldUntil: null,
		proof: null,
		attempts: [],
		...changes,
	};
}

/** A sound store with one check that wants attention, a hole that can be healed, one that is settled and one held back. */
export function examination(changes: Partial<Examination> = {}): Examination {
	return {
		checks: [
			passed('database', 'SQLite 3.53.2, schema 6, integrity ok.'),
			warned('budget.coingecko', 'coingecko has 90 of 10000 credits left this month.', 'Ask less often.'),
		],
		gaps: [settledGap, gap(), heldGap],
		series: 12,
		plan: {
			gaps: 1,
			candles: 24,
			requests: 1,
			cost: [{source: 'binance', requests: 1, credits: null, weight: 2, ms: 2000}],
			ms: 2000,
		},
		...changes,
	};
}

const settledGap = gap({
	asset: 'ethereum',
	from: noon - 400 * day,
	to: noon - 400 * day + 7_200_000,
	candles: 2,
	cause: 'maintenance',
	obstacle: 'settled',
	proof: {run: '20251017-120000-aaaaaa', payload: '0f'.repeat(32), answeredAt: noon - 9 * day},
});

const heldGap = gap({
	asset: 'solana',
	from: noon - 5 * day,
	to: noon - 5 * day + 3_600_000,
	candles: 1,
	cause: 'refused',
	obstacle: 'held',
	heldUntil: noon + 25 * day,
	attempts: [
		{
			source: 'binance',
			asset: 'solana',
			quote: 'USDT',
			interval: '1h',
			origin: 'exchange',
			from: noon - 5 * day,
			to: noon - 5 * day + 3_600_000,
			at: noon - 5 * day,
			run: '20261116-120000-bbbbbb',
			outcome: 'not-found',
			candles: 0,
			message: 'binance does not know SOLUSDT.',
			payload: null,
			until: noon + 25 * day,
		},
	],
});

/** A row with a negative price. */
export function quarantineRow(changes: Partial<QuarantineRow> = {}): QuarantineRow {
	return {
		id: 7,
		kind: 'violation',
		rule: 'price-positive',
		field: 'current_price',
		sample: '-3.5',
		key: 'dogecoin',
		raw: '{"id":"dogecoin","current_price":-3.5,"roi":null}',
		source: 'coingecko',
		endpoint: 'markets',
		asset: 'dogecoin',
		contract: 'coingecko.markets@1',
		run: '20261121-115757-4f2a9c',
		payload: 'sha256-00aa',
		firstSeenAt: noon - 2 * day,
		lastSeenAt: noon - 3_600_000,
		timesSeen: 12,
		state: 'held',
		question: {kind: 'markets', page: 1},
		...changes,
	};
}
