import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Allowance, BudgetStore, Storage} from '#ports/storage.js';
import {openSqlite} from './temporary-storage.js';

const minute = 60_000;
const source = 'binance';
/** Away from the turn of a minute, and of a slot. */
const begin = Date.UTC(2026, 0, 15, 12, 0, 30) + 123;

const perMinute = (limit: number): Allowance => ({perMinute: limit, perMonth: Number.POSITIVE_INFINITY});

type Sent = {readonly at: number; readonly weight: number};

/** Sends as soon as allowed, one request after the other, each after `think` ms. */
async function send(
	budgets: readonly BudgetStore[],
	limit: number,
	requests: readonly {readonly weight: number; readonly think: number}[],
	start = begin,
): Promise<Sent[]> {
	const sent: Sent[] = [];
	let now = start;
	for (const [i, {weight, think}] of requests.entries()) {
		now += think;
		const booking = await budgets[i % budgets.length]!.reserve(
			source,
			weight,
			perMinute(limit),
			Math.round(now),
		);
		if (!booking.ok) throw new Error(`refused: ${booking.reason}`);
		if (booking.at < Math.round(now)) throw new Error('booked in the past');
		now = booking.at;
		sent.push({at: now, weight});
	}

	return sent;
}

/** The heaviest 60 seconds as the server counts them. */
function heaviest(sent: readonly Sent[]): number {
	const arrived = sent.toSorted((a, b) => a.at - b.at);
	let worst = 0;
	let sum = 0;
	let first = 0;
	for (const {at, weight} of arrived) {
		sum += weight;
		while (arrived[first]!.at <= at - minute) sum -= arrived[first++]!.weight;
		worst = Math.max(worst, sum);
	}

	return worst;
}

/** Each request arrives up to 100 ms after it left. */
const withLatency = (sent: readonly Sent[], latencies: readonly number[]): Sent[] =>
	sent.map(({at, weight}, i) => ({at: at + latencies[i % latencies.length]!, weight}));

const latencies = fc.array(fc.integer({min: 0, max: 100}), {minLength: 7, maxLength: 40});

const same = (count: number, weight = 1, think = 0) => Array.from({length: count}, () => ({weight, think}));

describe('the minute', () => {
	test('no sliding minute, as the server sees it, ever holds more than allowed', async () => {
		const requests = fc.array(
			fc.record({
				weight: fc.constantFrom(1, 1, 1, 2, 5),
				think: fc.oneof(
					{weight: 6, arbitrary: fc.integer({min: 0, max: 300})},
					{weight: 1, arbitrary: fc.integer({min: 0, max: 70_000})},
				),
			}),
			{minLength: 20, maxLength: 120},
		);
		await fc.assert(
			fc.asyncProperty(fc.integer({min: 5, max: 60}), requests, latencies, async (limit, asked, delays) => {
				const {storage} = await openSqlite();
				const sent = await send([storage.budgets], limit, asked);
				expect(heaviest(withLatency(sent, delays))).toBeLessThanOrEqual(limit);
				await storage.close();
			}),
			{numRuns: 25},
		);
	});

	test('a whole crowd that asks at once fits as well', async () => {
		await fc.assert(
			fc.asyncProperty(fc.integer({min: 2, max: 40}), latencies, async (limit, delays) => {
				const {storage} = await openSqlite();
				const bookings = await Promise.all(
					same(3 * limit).map(async () => storage.budgets.reserve(source, 1, perMinute(limit), begin)),
				);
				const sent = bookings.flatMap(booking => (booking.ok ? [{at: booking.at, weight: 1}] : []));
				expect(sent).toHaveLength(3 * limit);
				expect(heaviest(withLatency(sent, delays))).toBeLessThanOrEqual(limit);
				await storage.close();
			}),
			{numRuns: 10},
		);
	});

	test.each([
		[5, 1],
		[30, 1],
		[300, 1],
		[6000, 20],
		[1200, 40],
	])('of %i a minute in requests of %i at least 97 percent is used, for minutes', async (limit, weight) => {
		const {storage} = await openSqlite();
		const minutes = 6;
		const sent = await send([storage.budgets], limit, same((minutes * limit) / weight, weight));
		// From the first request to the moment the next one could go.
		const lasted = sent.at(-1)!.at - sent[0]!.at + (minute * weight) / limit;
		expect((sent.length * weight) / ((lasted / minute) * limit)).toBeGreaterThanOrEqual(0.97);
		expect(heaviest(sent)).toBeLessThanOrEqual(limit);
	});

	test('a caller who is a little late each time loses nothing of the rate', async () => {
		const {storage} = await openSqlite();
		const sent = await send([storage.budgets], 60, same(360, 1, 150));
		expect(sent.at(-1)!.at - sent[0]!.at).toBeLessThanOrEqual((6 * minute) / 0.97);
	});

	test('a short burst goes at once', async () => {
		const {storage} = await openSqlite();
		const sent = await send([storage.budgets], 300, same(31));
		expect(sent.slice(0, 30).every(({at}) => at === begin)).toBe(true);
		expect(sent[30]!.at).toBeGreaterThan(begin);
	});

	test.each([5, 30, 300])(
		'after the burst %i a minute are evenly spaced, minute after minute',
		async limit => {
			const {storage} = await openSqlite();
			const sent = await send([storage.budgets], limit, same(5 * limit));
			const spacing = minute / limit;
			const late = sent.filter(({at}) => at > begin + 61_000);
			const pauses = late.slice(1).map(({at}, i) => at - late[i]!.at);
			expect(late.length).toBeGreaterThan(3 * limit);
			expect(Math.min(...pauses)).toBeGreaterThanOrEqual(0.9 * spacing);
			// A slot and the half second of safety once a minute, never a hole.
			expect(Math.max(...pauses)).toBeLessThanOrEqual(spacing + 1000);
		},
	);

	test('a request heavier than the whole minute goes alone', async () => {
		const {storage} = await openSqlite();
		const sent = await send([storage.budgets], 10, [
			{weight: 1, think: 0},
			{weight: 50, think: 0},
			{weight: 1, think: 0},
		]);
		expect(sent[1]!.at - sent[0]!.at).toBeGreaterThanOrEqual(minute);
		expect(sent[2]!.at - sent[1]!.at).toBeGreaterThanOrEqual(minute);
	});

	test('without a limit every request goes at once', async () => {
		const {storage} = await openSqlite();
		const sent = await send([storage.budgets], Number.POSITIVE_INFINITY, same(50));
		expect(sent.every(({at}) => at === begin)).toBe(true);
		await expect(storage.budgets.release(source, 1, begin)).resolves.toBeUndefined();
	});
});

describe('what was not sent', () => {
	test.each([1, 10])(
		'is given back whole: a minute with releases sends as many of weight %i',
		async weight => {
			const {storage} = await openSqlite();
			const limit = 4 * weight;
			const sent: Sent[] = [];
			for (let i = 0; i < 16; i++) {
				const now = sent.at(-1)?.at ?? begin;
				const given = await storage.budgets.reserve(source, weight, perMinute(limit), now);
				if (given.ok) await storage.budgets.release(source, weight, given.at);
				const booking = await storage.budgets.reserve(source, weight, perMinute(limit), now);
				expect(booking).toEqual(given);
				if (booking.ok) sent.push({at: booking.at, weight});
			}

			expect(heaviest(sent)).toBeLessThanOrEqual(limit);
		},
	);

	test('is given back also when it was heavier than the minute', async () => {
		const {storage} = await openSqlite();
		const {budgets} = storage;
		const first = await budgets.reserve(source, 50, perMinute(10), begin);
		await budgets.release(source, 50, begin);
		expect((await budgets.state(source, perMinute(10), begin)).usedThisMinute).toBe(0);
		expect(await budgets.reserve(source, 50, perMinute(10), begin)).toEqual(first);
	});

	test('is given back once: a second release, or one of nothing, opens no hole', async () => {
		const {storage} = await openSqlite();
		const {budgets} = storage;
		await send([budgets], 10, same(3));
		const before = await budgets.state(source, perMinute(10), begin + 30_000);
		await budgets.release(source, 1, begin - 5000);
		await budgets.release(source, 5, begin);
		expect(await budgets.state(source, perMinute(10), begin + 30_000)).toEqual(before);
		const sent = await send([budgets], 10, same(30));
		expect(heaviest([...sent, {at: begin, weight: 2}])).toBeLessThanOrEqual(10);
	});
});

describe('refusals', () => {
	test('a short block is waited for, evenly spaced behind it; a long one refuses', async () => {
		const {storage} = await openSqlite();
		const {budgets} = storage;
		await budgets.block(source, begin + 30_000);
		const sent = await send([budgets], 30, same(6));
		expect(sent[0]!.at).toBe(begin + 30_000);
		expect(sent[5]!.at).toBeGreaterThan(begin + 30_000);
		const until = begin + 60 * minute;
		await budgets.block(source, until);
		const refused = {ok: false, reason: 'blocked', until};
		expect(await budgets.reserve(source, 1, perMinute(30), begin + 5000)).toEqual(refused);
		expect(await budgets.reserve(source, 1, perMinute(Number.POSITIVE_INFINITY), begin)).toEqual(refused);
		expect(await budgets.reserve('coingecko', 1, perMinute(30), begin)).toEqual({ok: true, at: begin});
	});

	test('a block never ends earlier than any answer said, and is told while it lasts', async () => {
		const {storage} = await openSqlite();
		const {budgets} = storage;
		await budgets.block(source, begin + 60 * minute);
		await budgets.block(source, begin + minute);
		const blockedUntil = async (now: number) =>
			(await budgets.state(source, perMinute(10), now)).blockedUntil;
		expect(await blockedUntil(begin)).toBe(begin + 60 * minute);
		expect(await blockedUntil(begin + 60 * minute)).toBeNull();
		expect(await budgets.reserve(source, 1, perMinute(10), begin + 60 * minute)).toMatchObject({ok: true});
	});

	test('a spent month refuses until the next one begins, whatever is booked', async () => {
		const {storage} = await openSqlite();
		const {budgets} = storage;
		const allowance = {perMinute: 30, perMonth: 100};
		await budgets.charge(source, 99.5, begin);
		expect(await budgets.reserve(source, 1, allowance, begin)).toEqual({ok: true, at: begin});
		await budgets.charge(source, 0.5, begin);
		const until = Date.UTC(2026, 1, 1);
		expect(await budgets.reserve(source, 1, allowance, begin)).toEqual({
			ok: false,
			reason: 'month-spent',
			until,
		});
		expect(await budgets.reserve(source, 1, allowance, until - 1)).toMatchObject({reason: 'month-spent'});
		expect(await budgets.reserve(source, 1, allowance, until)).toMatchObject({ok: true});
		expect((await budgets.state(source, allowance, begin)).usedThisMonth).toBe(100);
		expect((await budgets.state(source, allowance, until)).usedThisMonth).toBe(0);
	});
});

describe('what others spent', () => {
	test('the count of the server takes the place of what is left', async () => {
		const {storage} = await openSqlite();
		const {budgets} = storage;
		const sent = await send([budgets], 100, same(5));
		const now = begin + 5000;
		await budgets.learn(source, 95, begin - 3000, now);
		expect((await budgets.state(source, perMinute(100), now)).usedThisMinute).toBe(95);
		const more = await send([budgets], 100, same(40), now);
		const others = {at: now, weight: 90};
		expect(heaviest([...sent, others, ...more])).toBeLessThanOrEqual(100);
	});

	test('hearing the same count again, or a smaller one, books nothing', async () => {
		const {storage} = await openSqlite();
		const {budgets} = storage;
		await send([budgets], 100, same(5));
		for (const used of [50, 50, 3]) await budgets.learn(source, used, begin - 3000, begin + 1000);
		expect((await budgets.state(source, perMinute(100), begin + 1000)).usedThisMinute).toBe(50);
	});

	test('requests booked for later are not taken for what the server has counted', async () => {
		const {storage} = await openSqlite();
		const {budgets} = storage;
		for (let i = 0; i < 80; i++) await budgets.reserve(source, 1, perMinute(100), begin);
		const before = (await budgets.state(source, perMinute(100), begin)).usedThisMinute;
		expect(before).toBeLessThan(20);
		await budgets.learn(source, 60, begin - 3000, begin);
		expect((await budgets.state(source, perMinute(100), begin)).usedThisMinute).toBe(60);
	});

	test('requests of the next minute are not taken for those of the counted one', async () => {
		const {storage} = await openSqlite();
		const {budgets} = storage;
		const counted = begin - 30_123;
		const next = counted + minute + 5000;
		for (let i = 0; i < 10; i++) await budgets.reserve(source, 1, perMinute(100), next);
		// The answer was sent in the minute before and took its time.
		await budgets.learn(source, 40, counted, next);
		expect((await budgets.state(source, perMinute(100), next)).usedThisMinute).toBe(50);
	});
});

describe('the budget is shared', () => {
	test('it survives a restart', async () => {
		const {storage, another} = await openSqlite();
		const before = await send([storage.budgets], 10, same(10));
		await storage.budgets.charge(source, 7, begin);
		await storage.close();
		const {budgets} = await another();
		const after = await send([budgets], 10, same(10), before.at(-1)!.at);
		expect(heaviest([...before, ...after])).toBeLessThanOrEqual(10);
		expect((await budgets.state(source, {perMinute: 10, perMonth: 50}, begin)).usedThisMonth).toBe(7);
	});

	test('two processes on one database keep one limit, and use it', async () => {
		const {storage, another} = await openSqlite();
		const stores: Storage[] = [storage, await another()];
		const limit = 60;
		const crowd = await Promise.all(
			same(4 * limit).map(async (_, i) => stores[i % 2]!.budgets.reserve(source, 1, perMinute(limit), begin)),
		);
		const sent = crowd.flatMap(booking => (booking.ok ? [{at: booking.at, weight: 1}] : []));
		expect(heaviest(sent)).toBeLessThanOrEqual(limit);
		expect(Math.max(...sent.map(({at}) => at)) - begin).toBeLessThanOrEqual((4 * minute) / 0.97);
	});

	test('what was booked under a clock that was a day ahead is not waited for once it is set right', async () => {
		const {storage} = await openSqlite();
		await send([storage.budgets], 5, same(5), begin + 24 * 60 * minute);
		const sent = await send([storage.budgets], 5, same(5));
		expect(sent[0]!.at).toBe(begin);
		expect(heaviest(sent)).toBeLessThanOrEqual(5);
		expect(sent.at(-1)!.at).toBeLessThan(begin + 2 * minute);
	});

	test('sources do not spend each other', async () => {
		const {storage} = await openSqlite();
		await send([storage.budgets], 5, same(5));
		expect(await storage.budgets.reserve('coingecko', 1, perMinute(5), begin)).toEqual({ok: true, at: begin});
	});

	test('what a source may do is told, no limit as null', async () => {
		const {storage} = await openSqlite();
		await send([storage.budgets], 100, same(3));
		expect(await storage.budgets.state(source, perMinute(100), begin)).toEqual({
			source,
			usedThisMinute: 3,
			perMinute: 100,
			usedThisMonth: 0,
			perMonth: null,
			blockedUntil: null,
		});
		expect((await storage.budgets.state(source, perMinute(100), begin + 2 * minute)).usedThisMinute).toBe(0);
	});
});
