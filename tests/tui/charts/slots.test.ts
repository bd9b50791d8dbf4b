import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {intervals, stepOf} from '#domain/interval.js';
import {columnOf, createSlots, slotAt, slotOf, visible, xOf} from '#tui/charts/slots.js';

const hour = 3_600_000;
const noon = Date.UTC(2026, 10, 21, 12);

const anySlots = fc
	.tuple(
		fc.constantFrom(...intervals),
		fc.integer({min: noon - 1000 * 86_400_000, max: noon}),
		fc.integer({min: 1, max: 600}),
		fc.integer({min: 1, max: 250}),
		fc.boolean(),
	)
	.map(([interval, end, candles, width, exact]) => {
		const span = candles * stepOf[interval];
		return {span, slots: createSlots({interval, end, span, width, exact})};
	});

describe('createSlots', () => {
	test('gives every slot at least a column and shows at least the asked time', () => {
		fc.assert(
			fc.property(anySlots, ({slots, span}) => {
				expect(slots.spacing).toBeGreaterThanOrEqual(1);
				expect(slots.to - slots.from).toBeGreaterThanOrEqual(span * (1 - 1e-9));
			}),
		);
	});

	test('ends with the slot that is under way', () => {
		const slots = createSlots({interval: '1h', end: noon + 1, span: 100 * hour, width: 100});
		expect(slots.to).toBe(noon + hour);
		expect(columnOf(slots, noon)).toBe(99);
	});

	test('fills what is left over with older time', () => {
		expect(createSlots({interval: '1h', end: noon, span: 96 * hour, width: 100})).toMatchObject({
			spacing: 1,
			from: noon - 100 * hour,
		});
	});

	test('stands candles evenly, however many columns are left over', () => {
		for (const candles of [26, 34, 51, 60, 99]) {
			const slots = createSlots({interval: '1h', end: noon, span: candles * hour, width: 100});
			expect(Number.isInteger(slots.spacing)).toBe(true);
		}
	});

	test('spreads everything there is rather than leave a third of the columns empty', () => {
		const all = {interval: '1h', end: noon, width: 100, exact: true} as const;
		expect(createSlots({...all, span: 60 * hour}).spacing).toBeCloseTo(1.667);
		expect(createSlots({...all, span: 70 * hour}).spacing).toBe(1);
	});

	test('puts several candles into one slot when there are more than columns', () => {
		const slots = createSlots({interval: '1w', end: noon, span: 500 * stepOf['1w'], width: 100});
		expect(slots).toMatchObject({candles: 5, step: 5 * stepOf['1w'], spacing: 1});
	});
});

describe('columns and times', () => {
	test('lead to each other', () => {
		fc.assert(
			fc.property(anySlots, fc.nat(), ({slots}, seed) => {
				const column = seed % slots.width;
				const ts = slotAt(slots, column);
				expect(slotOf(slots, ts)).toBe(ts);
				const left = xOf(slots, ts);
				expect(column + 0.5).toBeGreaterThanOrEqual(left - 1e-6);
				expect(column + 0.5).toBeLessThanOrEqual(left + slots.spacing + 1e-6);
			}),
		);
	});

	test('give different candles different columns', () => {
		fc.assert(
			fc.property(anySlots, ({slots}) => {
				const columns: number[] = [];
				for (let ts = slots.to - slots.step; columnOf(slots, ts) >= 0; ts -= slots.step) {
					columns.push(columnOf(slots, ts));
				}

				expect(new Set(columns).size).toBe(columns.length);
				expect(Math.max(...columns)).toBeLessThan(slots.width);
			}),
		);
	});

	test('tell which candles are visible', () => {
		const slots = createSlots({interval: '1h', end: noon, span: 3 * hour, width: 3});
		const ts = [-5, -4, -3, -2, -1, 0, 1].map(hours => noon + hours * hour);
		expect(visible(slots, ts)).toEqual({first: 2, end: 5});
	});
});
