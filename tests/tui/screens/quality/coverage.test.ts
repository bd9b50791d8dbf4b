import {expect, it} from 'vitest';
import {columnsOf, levelOf, orderedRows} from '#tui/screens/quality/coverage.js';
import {coverageRow, coverageView} from '../../../support/quality-view.js';

it('calls only nothing empty and only everything full', () => {
	expect([0, 1e-9, 0.49, 0.5, 0.94, 0.95, 0.999_999, 1].map(levelOf)).toEqual([0, 1, 1, 2, 2, 3, 3, 4]);
	expect(levelOf(Number.NaN)).toBeNull();
});

it('puts the least complete first and those that expect nothing last', () => {
	const rows = [
		coverageRow({asset: 'full', count: 720}),
		coverageRow({asset: 'none', expected: 0, count: 0}),
		coverageRow({asset: 'half', count: 360}),
	];
	expect(orderedRows(coverageView(rows), true).map(({asset}) => asset)).toEqual(['half', 'full', 'none']);
	expect(orderedRows(coverageView(rows), false).map(({asset}) => asset)).toEqual(['full', 'none', 'half']);
});

it('shows the worst of the buckets that share a column', () => {
	const buckets = Float64Array.of(1, 0.2, Number.NaN, Number.NaN, 1, Number.NaN);
	expect([...columnsOf(buckets, 3)]).toEqual([0.2, Number.NaN, 1]);
});

it('stretches buckets over more columns', () => {
	expect([...columnsOf(Float64Array.of(0, 1), 4)]).toEqual([0, 0, 1, 1]);
});
