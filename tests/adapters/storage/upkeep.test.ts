import {expect, test} from 'vitest';
import {stepOf} from '#domain/interval.js';
import {saveQuotes, vaultSetup} from '../../support/vault-place.js';

const hour = stepOf['1h'];
const day = stepOf['1d'];
const begin = Date.UTC(2026, 8, 1);

test('thinning keeps the newest quote of every asset and hour, and the counts right', async () => {
	const {within} = await vaultSetup({empty: true});
	await within(async storage => {
		for (let n = 0; n < 12 * 30; n++) await saveQuotes(storage, begin + n * (hour / 12), 1000 + n);
		const thinning = {from: 0, to: begin + day, stepMs: hour};
		const {upkeep, quotes} = storage;
		expect(await upkeep.spareQuotes(thinning)).toBe(24 * 11);
		expect(await upkeep.thinQuotes(thinning, async () => {})).toBe(24 * 11);
		expect(await upkeep.spareQuotes(thinning)).toBe(0);

		const kept: number[] = [];
		let rows = 0;
		for await (const page of quotes.stream({})) {
			rows += page.length;
			kept.push(...page.filter(({asset}) => asset === 'bitcoin').map(({price}) => price));
		}

		const hourly = Array.from({length: 24}, (_, i) => 1000 + i * 12 + 11);
		const young = Array.from({length: 12 * 6}, (_, i) => 1000 + 24 * 12 + i);
		expect(kept).toEqual([...hourly, ...young]);
		expect((await quotes.stats()).count).toBe(rows);
		// The others never changed: their only quote stays, and with it the oldest cycle.
		expect((await quotes.latest()).map(({asset, price}) => [asset, price])).toEqual([
			['bitcoin', 1000 + 12 * 30 - 1],
			['ethereum', 3000],
			['solana', 150],
		]);
	});
});

test('a thinning that is run again, or of nothing, removes nothing', async () => {
	const {within} = await vaultSetup();
	await within(async ({upkeep}) => {
		expect(await upkeep.thinQuotes({from: 0, to: begin, stepMs: day}, async () => {})).toBe(0);
	});
});

test('vacuum gives back what is free', async () => {
	const {within} = await vaultSetup({empty: true});
	await within(async storage => {
		for (let n = 0; n < 300; n++) await saveQuotes(storage, begin + n * (hour / 12), 1000 + n);
		await storage.upkeep.thinQuotes({from: 0, to: begin + 2 * day, stepMs: day}, async () => {});
		const {free} = await storage.upkeep.space();
		expect(free).toBeGreaterThan(0);
		await storage.upkeep.vacuum();
		expect((await storage.upkeep.space()).free).toBe(0);
		expect((await storage.info()).integrity).toBe('ok');
	});
});
