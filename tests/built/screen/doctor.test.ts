/** The doctor on the screen: a hole is seen with its cause, healed by keys, and gone. */

import {beforeAll, describe, expect, test} from 'vitest';
import {runHeadless, sizes, type Home, type Story} from '../../support/stories.js';
import {createWorld, homeOfTest, quietStream, type World} from '../../support/stories-world.js';

let world: World;
beforeAll(async () => {
	world = await createWorld(quietStream);
	return async () => world.close();
});

const day = 86_400_000;
/** The world holds sixty days of hours; these ten days are far from them. */
const apart = {from: 90, to: 80} as const;

/** A home in which hours of Bitcoin are missing that nobody asked for. */
async function homeWithHole(): Promise<Home> {
	const home = homeOfTest(world.home);
	const [from, to] = [apart.from, apart.to].map(days => {
		const midnight = Math.floor(Date.now() / day - days) * day;
		return new Date(midnight).toISOString();
	});
	const window = [`--from=${from}`, `--to=${to}`];
	await runHeadless(home, world.exchange, [
		'--headless',
		'--historical',
		'--interval=1h',
		'--assets=bitcoin',
		...window,
	]);
	return home;
}

async function openDoctor(home: Home, options: Parameters<World['open']>[0] = {}): Promise<Story> {
	const story = world.open({size: sizes.wide, home, ...options});
	await story.opened();
	await story.go('quality');
	story.press('S');
	await story.shows('›Doctor', /✓ ok +Terminal/);
	await story.hides('examining...');
	return story;
}

describe('a hole', () => {
	test('is listed with its cause, healed by keys, and gone', async () => {
		const story = await openDoctor(await homeWithHole());
		await story.shows('2 holes can be healed with 1 request');
		await story.shows(/\+ heal +BTC 1h Binance +our outage, 4\d\d candles, .*; press h to heal it/);
		story.press('h');
		await story.shows('╭─ Heal holes', '2 holes can be healed.', /Binance: 1 request, weight \d+/);
		story.press('enter');
		// The exchange of the world was out for some hours of some years: those are proven, not healed.
		await story.shows(/Healing done: 4\d\d candles came\./, /1 hole is healed\.|1 is not whole/);
		await story.clear();
		await story.hides('can be healed');
		await story.hides('+ heal');
		await story.shows(/in total|no hole in \d+ series/);
		await story.go('pipeline');
		story.press('s', 's');
		await story.shows('›Backfills', /✓ done +(All assets|BTC) holes/);
		expect(await story.leave()).toBe(0);
	});

	test('is seen while it is healed, and can be let go', async () => {
		const story = await openDoctor(await homeWithHole());
		await world.setFaults([{kind: 'delay', ms: 5000, source: 'binance', path: '^/klines'}]);
		story.press('h');
		await story.shows('╭─ Heal holes', /Binance: 1 request/);
		story.press('enter');
		await story.shows('healing 0/1');
		await story.clear();
		story.press('h');
		await story.shows('Doctor: heal holes: A healing is under way');
		await story.clear();
		await story.go('pipeline');
		story.press('s', 's');
		await story.shows('›Backfills', /running +All assets holes/);
		story.press('x');
		await story.shows('╭─ Cancel this healing?');
		story.press('enter');
		await story.shows('Healing cancelled; what came is stored.');
		await world.setFaults([]);
		await story.clear();
		await story.go('quality');
		await story.shows('2 holes can be healed with 1 request');
		expect(await story.leave()).toBe(0);
	});

	test('tells everything about itself, and what the sources said', async () => {
		const story = await openDoctor(await homeWithHole(), {size: sizes.usual});
		await story.shows('+ heal', '✓ ok');
		story.press('j', 'enter');
		await story.shows('╭─ Hole in BTC 1h Binance', 'Next step: press h to heal it', 'Nobody has tried');
		await story.clear();
		await world.setFaults([{kind: 'delay', ms: 1500, source: 'binance', path: '^/time'}]);
		story.press('c');
		await story.shows('examining...');
		await story.hides('examining...');
		await world.setFaults([]);
		await story.shows(/Binance +binance answers/);
		expect(await story.leave()).toBe(0);
	});
});
