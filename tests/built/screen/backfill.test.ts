/** History fetched from the screen: its price first, then its progress, and the way out. */

import {beforeAll, describe, expect, test} from 'vitest';
import {runHeadless, sizes, type Story} from '../../support/stories.js';
import {createWorld, homeOfTest, quietStream, withCoinCap, type World} from '../../support/stories-world.js';

let world: World;
beforeAll(async () => {
	world = await createWorld(quietStream);
	return async () => world.close();
});

async function openForm(): Promise<Story> {
	const story = world.open({size: sizes.wide});
	await story.opened();
	await story.shows('Bitcoin');
	story.press('b');
	await story.shows('╭─ Fetch history', 'BTC Bitcoin');
	return story;
}

/** Changes the last field, how many days back. */
async function typeDays(story: Story, days: string): Promise<void> {
	story.press('tab', 'tab', 'tab', 'backspace', 'backspace');
	story.type(days);
	await story.shows(new RegExp(`Days +${days}\\b`));
}

describe('a backfill', () => {
	test('shows what it costs while it is asked for, and what it brought when it is over', async () => {
		const story = await openForm();
		await story.shows('Everything asked for is stored already.');
		await typeDays(story, '300');
		await story.shows(/[\d,]+ candles in \d+ requests?, about/, /binance: \d+ requests?, weight \d+/i);
		story.press('enter');
		await story.shows(/Backfill done: [\d,]+ candles\./);
		await story.clear();
		await story.go('pipeline');
		await story.shows(/done +(backfill|BTC)/);
		await story.go('technical');
		story.press(']', ']', ']');
		await story.shows('›1Y');
		expect(await story.leave()).toBe(0);
	});

	test('refuses an answer that makes no sense, and goes away with Escape', async () => {
		const story = await openForm();
		await typeDays(story, '99999');
		story.press('enter');
		await story.shows('A whole number from 1 to');
		story.press('escape');
		await story.hides('╭─ Fetch history');
		expect(await story.leave()).toBe(0);
	});

	test('shows its progress, and is cancelled: what came stays', async () => {
		await world.setFaults([{kind: 'delay', ms: 400, source: 'binance', path: '^/klines'}]);
		const story = await openForm();
		story.press('right');
		await story.shows('the 50 largest');
		await typeDays(story, '300');
		await story.shows(/candles in \d+ requests/);
		story.press('enter');
		await story.shows('The backfill has started.');
		await story.clear();
		await story.shows(/backfill \d+\/\d+/);
		story.press('q');
		await story.shows('A backfill is running.');
		await story.clear();
		await story.go('pipeline');
		story.press('s', 's');
		await story.shows('›Backfills', /running.*Top 50/);
		story.press('x');
		await story.shows('Cancel this backfill?');
		story.press('enter');
		await story.shows('Backfill cancelled; what came is stored.');
		await story.clear();
		await story.hides(/backfill \d+\/\d+/);
		await world.setFaults([]);
		expect(await story.leave()).toBe(0);
	});
});

describe('a collection of another process', () => {
	test('is shown, not repeated, and what it brings appears', async () => {
		const home = homeOfTest(world.home);
		const story = world.open({home});
		await story.opened();
		await world.setFaults([{kind: 'delay', ms: 5000, source: 'coingecko'}]);
		const other = runHeadless(home, world.exchange, ['--headless'], withCoinCap);
		await story.shows(/process \d+ collects/);
		story.press('r');
		await story.shows('Collect now: another process collects');
		await story.clear();
		await world.setFaults([]);
		await other;
		await story.hides(/process \d+ collects/);
		await story.shows(/CoinGecko \ds ago/i);
		expect(await story.leave()).toBe(0);
	});
});
