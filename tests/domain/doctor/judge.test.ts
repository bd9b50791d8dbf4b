import {describe, expect, test} from 'vitest';
import {judgeBudget, judgeClock, judgeDatabase, judgeDisk, judgeRuns} from '#domain/doctor/judge.js';

const now = Date.UTC(2026, 10, 21, 12);

describe('the disk', () => {
	test.each([
		[5e9, 'ok', '5 GB'],
		[0.9e9, 'warn', '0.90 GB'],
		[1e6, 'fail', '0.00 GB'],
		[0, 'fail', '0.00 GB'],
	] as const)('with %d bytes free is %s', (free, state, said) => {
		const check = judgeDisk('/data', free);
		expect(check).toMatchObject({id: 'disk', state, message: expect.stringContaining(said)});
		expect(check.fix === null).toBe(state === 'ok');
	});
});

describe('the clock', () => {
	test('is judged by the most exact reading', () => {
		const exact = {source: 'binance', ahead: 40, error: 20} as const;
		const rough = {source: 'coingecko', ahead: 9000, error: 4500} as const;
		expect(judgeClock([rough, exact])).toMatchObject({state: 'ok'});
	});

	test('is behind when a source is ahead of it, and the other way round', () => {
		const reading = {source: 'binance', error: 10} as const;
		expect(judgeClock([{...reading, ahead: 90_000}])).toMatchObject({
			state: 'warn',
			message: 'The clock of this machine is 90.0 s behind binance.',
		});
		expect(judgeClock([{...reading, ahead: -90_000}])?.message).toContain('90.0 s ahead of binance');
	});

	test('is not blamed for what may be the way of the answer', () => {
		expect(judgeClock([{source: 'coingecko', ahead: 7000, error: 2500}])).toMatchObject({state: 'ok'});
	});

	test('is not judged without a reading', () => {
		expect(judgeClock([])).toBeNull();
	});
});

describe('a budget', () => {
	const budget = {source: 'coingecko', usedThisMonth: 10, perMonth: 10_000, blockedUntil: null} as const;

	test.each([
		[10, 'ok'],
		[9900, 'warn'],
		[10_000, 'fail'],
		[12_000, 'fail'],
	] as const)('with %d of 10000 credits used is %s', (usedThisMonth, state) => {
		expect(judgeBudget({...budget, usedThisMonth}, now)).toMatchObject({id: 'budget.coingecko', state});
	});

	test('of a source that wants no request says until when', () => {
		expect(judgeBudget({...budget, blockedUntil: now + 60_000}, now)).toMatchObject({
			state: 'warn',
			message: 'coingecko wants no request before 2026-11-21T12:01Z.',
		});
		expect(judgeBudget({...budget, blockedUntil: now - 1}, now).state).toBe('ok');
	});
});

describe('runs', () => {
	const run = {run: 'r1', kind: 'collect', status: 'done', startedAt: now, report: {faults: []}};

	test('whose process is gone are named, with the way to end them', () => {
		const [stuck] = judgeRuns([{...run, status: 'lost', report: null}]);
		expect(stuck).toMatchObject({
			id: 'runs',
			state: 'warn',
			message: expect.stringContaining('r1'),
			fix: expect.stringContaining('--heal'),
		});
	});

	test('tell how the last finished cycle ended, with its first fault and that fault’s next step', () => {
		const report = {faults: [{message: 'binance did not answer.', hint: 'Check the network.'}]};
		const running = {...run, run: 'r2', status: 'running', report: null};
		const [, cycle] = judgeRuns([running, {...run, status: 'partial', report}]);
		expect(cycle).toEqual({
			id: 'last-cycle',
			state: 'warn',
			message: 'The last cycle, 2026-11-21T12:00Z, ended as partial: binance did not answer.',
			fix: 'Check the network.',
		});
	});
});

test('a database that complains about itself is damaged', () => {
	const info = {engine: 'SQLite 3', location: '/data/a.db', schemaVersion: 5};
	expect(judgeDatabase({...info, integrity: 'ok'}).state).toBe('ok');
	expect(judgeDatabase({...info, integrity: 'row 3 missing from index x'})).toMatchObject({
		state: 'fail',
		message: '/data/a.db is damaged: row 3 missing from index x.',
	});
});
