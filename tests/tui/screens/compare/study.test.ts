import {describe, expect, test} from 'vitest';
import type {Interval} from '#domain/interval.js';
import {studyOf} from '#tui/screens/compare/study.js';
import {newYear} from '../../../domain/arbitraries.js';

const none = Number.NaN;
const hour = 3_600_000;
const ts = Float64Array.from({length: 96}, (_, i) => newYear + i * hour);
const series = (asset: string, interval: Interval, close: (row: number) => number) => ({
	asset,
	series: {source: 'binance', asset, quote: 'USDT', interval, origin: 'exchange'} as const,
	close: Float64Array.from(ts, (_, i) => close(i)),
});
const wave = (i: number): number => 100 + 10 * Math.sin(i / 5);
const answer = {
	interval: '1h' as const,
	ts,
	series: [
		series('whole', '1h', wave),
		series('late', '1h', i => (i < 40 ? none : wave(i) * 2)),
		series('gone', '1h', i => (i > 60 ? none : wave(i))),
		series('daily', '1d', i => (i % 24 === 23 ? wave(i) * 3 : none)),
		{asset: 'empty', series: null, close: new Float64Array(96).fill(none)},
	],
};

describe('a study', () => {
	const {assets, correlation} = studyOf(answer);

	test('is made once per answer', () => {
		expect(studyOf(answer)).toBe(studyOf(answer));
	});

	test('marks an asset that does not cover the whole range', () => {
		const marks = [...assets.values()].map(({asset, startsLate, endsEarly}) => [
			asset,
			startsLate,
			endsEarly,
		]);
		expect(marks).toEqual([
			['whole', false, false],
			['late', true, false],
			['gone', false, true],
			['daily', false, false],
			['empty', false, false],
		]);
		expect(assets.get('late')).toMatchObject({from: newYear + 40 * hour, to: newYear + 95 * hour});
	});

	test('keeps an asset without candles, with nothing known of it', () => {
		expect(assets.get('empty')).toMatchObject({series: null, from: null, to: null, measures: {points: 0}});
		expect(correlation('empty', 'whole')).toEqual({value: none, pairs: 0});
	});

	test('correlates over the time two assets share', () => {
		expect(correlation('whole', 'late')).toMatchObject({pairs: 55});
		expect(correlation('whole', 'late').value).toBeCloseTo(1, 9);
		expect(correlation('late', 'gone').pairs).toBe(20);
		expect(correlation('late', 'whole')).toBe(correlation('whole', 'late'));
	});

	test('measures a daily series by days, also beside an hourly one', () => {
		expect(assets.get('daily')).toMatchObject({interval: '1d', measures: {points: 4}});
		expect(assets.get('daily')?.measures.volatility).toBeGreaterThan(0);
		const beside = correlation('daily', 'whole');
		expect(beside.pairs).toBe(3);
		expect(beside.value).toBeCloseTo(1, 9);
	});

	test('knows nothing of an asset that was not asked for', () => {
		expect(correlation('whole', 'stranger')).toEqual({value: none, pairs: 0});
	});
});
