/** The chart of one asset, and the comparison of many. */

import {beforeAll, describe, expect, test} from 'vitest';
import {sizes, type Story} from '../../support/stories.js';
import {createWorld, quietStream, type World} from '../../support/stories-world.js';

let world: World;
beforeAll(async () => {
	world = await createWorld(quietStream);
	return async () => world.close();
});

async function openChart(): Promise<Story> {
	const story = world.open({size: sizes.wide});
	await story.opened();
	await story.go('technical');
	await story.shows('SMA 20', '›1M');
	return story;
}

/** The row that says what the candles are. */
const granularity = (story: Story): string => story.screen()[2]!;
const axis = (story: Story): string => story.screen().at(-3)!.trimEnd();

describe('the chart', () => {
	test('has ranges by key and by list, and says how long its candles are', async () => {
		const story = await openChart();
		expect(granularity(story)).toMatch(/1d candles.*BTCUSDT.*linear/i);
		const seen = new Set([granularity(story)]);
		for (const range of ['1W', '1D']) {
			story.press('[');
			await story.shows(`›${range}`);
			await story.hides('loading');
			seen.add(granularity(story));
		}

		expect(seen.size).toBe(3);
		story.press('R');
		await story.shows('╭─ Time shown');
		story.type('6M');
		story.press('enter');
		await story.shows('›6M');
		expect(await story.leave()).toBe(0);
	});

	test('zooms to shorter candles and pans back and forth', async () => {
		const story = await openChart();
		const whole = axis(story);
		story.press('+', '+', '+', '+');
		await story.until(() => /[1-6]h candles/.test(granularity(story)), 'shorter candles');
		story.press('-', '-', '-', '-');
		await story.shows('1d candles');
		await story.until(() => axis(story) === whole, 'the same time as before');
		story.press('h', 'h', 'h');
		await story.until(() => axis(story) !== whole, 'an earlier time');
		await story.shows('panned: end for now');
		story.press('end');
		await story.hides('panned');
		await story.until(() => axis(story) === whole, 'the same time as at first');
		expect(await story.leave()).toBe(0);
	});

	test('has a crosshair that reads out the candle it is on', async () => {
		const story = await openChart();
		story.press('x');
		await story.shows(/\w+ \d\d, \d{4} {2}O [\d,.]+ {2}H [\d,.]+ {2}L [\d,.]+ {2}C [\d,.]+/);
		const readOut = (): string => story.screen()[3]!;
		const last = readOut();
		story.press('left', 'left', 'left');
		await story.until(() => readOut() !== last && / O /.test(readOut()), 'another candle');
		story.press('right', 'right', 'right');
		await story.until(() => readOut() === last, 'the candle before');
		expect(await story.leave()).toBe(0);
	});

	test('switches the scale, and between candles and a line', async () => {
		const story = await openChart();
		story.press('o');
		await story.until(() => granularity(story).includes('log'), 'a logarithmic scale');
		story.press('o');
		await story.until(() => granularity(story).includes('linear'), 'a linear scale');
		const candles = (): boolean => /[┃╿╽┿]/.test(story.text());
		expect(candles()).toBeTruthy();
		story.press('c');
		await story.until(() => !candles() && /[╭╰╮╯]/.test(story.text()), 'a line');
		story.press('c');
		await story.until(candles, 'candles');
		expect(await story.leave()).toBe(0);
	});

	test('shows the indicators that are chosen, with the parameters that are given', async () => {
		const story = await openChart();
		story.press('n');
		await story.shows('╭─ Indicators');
		story.type('SMA');
		story.press('enter');
		await story.shows('Change parameters');
		story.type('Change');
		story.press('enter');
		await story.shows('Period', 'A whole number from');
		story.press('backspace', 'backspace');
		story.type('0');
		story.press('enter');
		await story.shows('╭─ SMA');
		story.press('backspace');
		story.type('50');
		story.press('enter');
		await story.shows('╭─ Indicators', '✓ SMA 50');
		story.type('RSI');
		story.press('enter');
		await story.shows('Hide');
		story.press('enter');
		await story.shows('╭─ Indicators');
		await story.clear();
		await story.shows(/SMA 50 [\d,.]+/);
		await story.hides('RSI');
		expect(await story.leave()).toBe(0);
	});

	test('lists where the asset is traded', async () => {
		const story = await openChart();
		story.press('v');
		await story.shows('Where BTC is traded', 'Exchange', 'Share');
		await story.shows(/\w+\/USDT? +\$[\d,.]+/);
		story.press('v');
		await story.hides('Where BTC is traded');
		expect(await story.leave()).toBe(0);
	});

	test('of an asset without candles says so and what to press', async () => {
		const story = world.open();
		await story.opened();
		story.press('G');
		await story.shows(' 250 ');
		await story.go('technical');
		await story.shows(/No candles of \S+ are stored/, 'b  backfill');
		expect(await story.leave()).toBe(0);
	});
});

async function openComparison(): Promise<Story> {
	const story = world.open({size: sizes.wide});
	await story.opened();
	await story.go('compare');
	await story.shows('Corr BTC', 'BTC Bitcoin');
	return story;
}

describe('the comparison', () => {
	test('takes assets in and out', async () => {
		const story = await openComparison();
		story.press('n');
		await story.shows('╭─ Add to the comparison');
		story.type('cardano');
		story.press('enter');
		await story.shows('ADA Cardano', 'own choice');
		story.press('G', 'x');
		await story.hides('ADA Cardano');
		story.press('g g', 'x');
		await story.until(rows => !rows.some(row => /^. BTC Bitcoin/.test(row)), 'Bitcoin taken out');
		story.press('w');
		await story.shows('╭─ What to compare');
		story.type('top 10');
		story.press('enter');
		await story.shows('BTC Bitcoin');
		expect(await story.leave()).toBe(0);
	});

	test('measures against another asset, in another range', async () => {
		const story = await openComparison();
		story.press('m');
		await story.shows('╭─ Measure against');
		story.type('ethereum');
		story.press('enter');
		await story.shows('Corr ETH', 'against ETH');
		story.press('[');
		await story.shows('›1W');
		story.press(']', ']');
		await story.shows('›3M');
		expect(await story.leave()).toBe(0);
	});

	test('shows the matrix of correlations and what each is made of', async () => {
		const story = await openComparison();
		story.press('c');
		await story.shows(/BTC and \S+: -?\d\.\d\d, from [\d,]+ returns/);
		story.press('right');
		await story.shows(/BTC and ETH: |ETH and BTC: /);
		story.press('c');
		await story.shows('Drawdown');
		expect(await story.leave()).toBe(0);
	});
});
