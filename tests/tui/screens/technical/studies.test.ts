import {describe, expect, test} from 'vitest';
import {indicators} from '#domain/indicators/catalog.js';
import {
	checkParameter,
	firstStudies,
	moved,
	parameterFrom,
	shownOverlays,
	shownPanes,
	studiesFrom,
	toggled,
	withSettings,
	type Study,
} from '#tui/screens/technical/studies.js';

const ids = (studies: readonly Study[]): string[] => studies.map(({id}) => id);

describe('studies', () => {
	test('offer every indicator of the catalog and the volume once', () => {
		expect(ids(firstStudies).toSorted()).toEqual([...indicators.map(({id}) => id), 'volume'].toSorted());
	});

	test('are shown and hidden one by one', () => {
		const studies = toggled(toggled(firstStudies, 'bollinger'), 'macd');
		expect(ids(shownOverlays(studies))).toEqual(['sma', 'ema', 'bollinger']);
		expect(ids(shownPanes(studies))).toEqual(['volume', 'rsi']);
	});

	test('change places among their own kind only', () => {
		expect(ids(shownPanes(moved(firstStudies, 'rsi', -1)))).toEqual(['volume', 'rsi', 'macd']);
		expect(ids(shownOverlays(moved(firstStudies, 'ema', -1)))).toEqual(['ema', 'sma']);
		expect(moved(firstStudies, 'sma', -1)).toEqual(firstStudies);
		expect(moved(firstStudies, 'volume', -1)).toEqual(firstStudies);
	});

	test('come back as they were remembered', () => {
		const studies = withSettings(moved(toggled(firstStudies, 'atr'), 'rsi', -1), 'rsi', {period: 7});
		expect(studiesFrom(structuredClone(studies))).toEqual(studies);
	});

	test('survive a memory that is not understood', () => {
		expect(studiesFrom('nonsense')).toEqual(firstStudies);
		const odd = [null, {id: 'gone'}, {id: 'rsi', shown: true, settings: {period: 0.5}}, {id: 'rsi'}];
		const studies = studiesFrom(odd);
		expect(studies[0]).toEqual({id: 'rsi', shown: true, settings: {period: 14}});
		expect(ids(studies).toSorted()).toEqual(ids(firstStudies).toSorted());
	});
});

const reason = (min: number, max: number, whole: boolean): string => `${whole} ${min} ${max}`;

describe('parameters', () => {
	const rsi = indicators.find(({id}) => id === 'rsi')!;
	const bollinger = indicators.find(({id}) => id === 'bollinger')!;

	test('are checked against the bounds of the catalog', () => {
		expect(checkParameter(rsi, 'period', '14', reason)).toBeNull();
		for (const text of ['0', '1.5', '10001', 'x', '', ' ']) {
			expect(checkParameter(rsi, 'period', text, reason)).toBe('true 1 10000');
		}
	});

	test('may have a decimal comma', () => {
		expect(checkParameter(bollinger, 'deviations', '2,5', reason)).toBeNull();
		expect(parameterFrom('2,5')).toBe(2.5);
	});
});
