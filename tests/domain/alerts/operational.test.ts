import {describe, expect, test} from 'vitest';
import {cyclesDown, isNearlySpent, raisedBy} from '#domain/alerts/operational.js';
import type {FaultCode} from '#domain/fault.js';
import {noRows, type FaultReport, type RunReport, type SourceReport} from '#domain/run.js';

const source = (state: SourceReport['state']): SourceReport => ({
	source: 'binance',
	state,
	requests: 1,
	retries: 0,
	rateLimited: 0,
	bytes: 0,
});
const fault = (code: FaultCode): FaultReport => ({
	code,
	source: 'binance',
	asset: null,
	message: 'It failed.',
	hint: 'Wait.',
});
const report = (changes: Partial<RunReport> = {}): RunReport => ({
	run: 'r',
	kind: 'collect',
	status: 'done',
	simulated: false,
	startedAt: '2026-11-21T02:30:00.000Z',
	finishedAt: '2026-11-21T02:30:01.500Z',
	sources: [source('ok')],
	rows: {...noRows(), extracted: 10},
	stages: [],
	faults: [],
	drift: [],
	...changes,
});
const down = report({sources: [source('unreachable')], faults: [fault('unreachable')], status: 'partial'});
const kindsOf = (one: RunReport, cycles = 0) => raisedBy(one, {binance: cycles}, 3).map(({kind}) => kind);

describe('a run', () => {
	test.each([
		['that went well', report(), []],
		['that failed', report({status: 'failed', faults: [fault('timeout')]}), ['nothing-collected']],
		[
			'that brought no row',
			report({status: 'partial', rows: noRows(), faults: [fault('empty')]}),
			['nothing-collected'],
		],
		['with nothing new to fetch', report({rows: noRows()}), []],
		[
			'that a contract blocked',
			report({status: 'blocked', faults: [fault('contract-violated')]}),
			['contract-blocked'],
		],
		['that the user stopped', report({status: 'failed', faults: [fault('interrupted')]}), []],
		['in the way of another one', report({status: 'failed', faults: [fault('busy')]}), []],
		[
			'over a damaged store',
			report({status: 'partial', faults: [fault('storage-damaged')]}),
			['storage-damaged'],
		],
		['that fetched history', report({kind: 'backfill'}), ['backfill-finished']],
		[
			'that fetched some history',
			report({kind: 'backfill', status: 'partial', faults: [fault('timeout')]}),
			['backfill-failed'],
		],
		['that replayed', report({kind: 'replay', status: 'failed'}), []],
	])('%s', (_, one, kinds) => {
		expect(kindsOf(one)).toEqual(kinds);
	});
});

test('a source is told down in the cycle that is one too many, not before and not again', () => {
	expect([1, 2, 3, 4].map(cycles => kindsOf(down, cycles))).toEqual([[], [], ['source-down'], []]);
});

test('cycles out in a row end with one that worked; those without the source do not count', () => {
	const unused = report({sources: [source('unused')]});
	const backfill = report({kind: 'backfill', sources: [source('ok')]});
	expect(cyclesDown([down, unused, backfill, down, report(), down])).toEqual({binance: 2});
	expect(cyclesDown([report(), down])).toEqual({});
});

test('a budget is nearly spent from nine tenths on', () => {
	expect([89, 90, 120].map(used => isNearlySpent(used, 100))).toEqual([false, true, true]);
	expect([isNearlySpent(5, null), isNearlySpent(0, 0)]).toEqual([false, false]);
});
