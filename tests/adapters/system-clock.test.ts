import {expect, test} from 'vitest';
import {systemClock, systemRandom} from '#adapters/system-clock.js';

test('sleeping takes at least the time asked for', async () => {
	const before = systemClock.monotonic();
	await systemClock.sleep(20);
	expect(systemClock.monotonic() - before).toBeGreaterThan(18);
});

test('an abort ends a sleep with its reason, before and during', async () => {
	const controller = new AbortController();
	const sleep = systemClock.sleep(60_000, controller.signal);
	const reason = new Error('enough');
	controller.abort(reason);
	await expect(sleep).rejects.toBe(reason);
	await expect(systemClock.sleep(60_000, controller.signal)).rejects.toBe(reason);
});

test('a sleep longer than a timer can hold does not end at once', async () => {
	const controller = new AbortController();
	const sleep = systemClock.sleep(2 ** 32, controller.signal);
	const first = await Promise.race([sleep, systemClock.sleep(20).then(() => 'the short one')]);
	expect(first).toBe('the short one');
	controller.abort(new Error('enough'));
	await expect(sleep).rejects.toThrow('enough');
});

test('chance lies in [0, 1)', () => {
	const values = Array.from({length: 100}, () => systemRandom.next());
	expect(values.every(value => value >= 0 && value < 1)).toBe(true);
	expect(new Set(values).size).toBeGreaterThan(90);
});
