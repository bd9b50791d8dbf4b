/** The ways around: numbers, Tab, the palette, the mouse; help; every size, and every change of size. */

import {beforeAll, describe, expect, test} from 'vitest';
import {frameCommands} from '#tui/frame/commands.js';
import {numberOf} from '#tui/frame/header.js';
import {screens} from '#tui/screens.js';
import {sizes, tabs, type Story} from '../../support/stories.js';
import {createWorld, quietStream, type World} from '../../support/stories-world.js';

let world: World;
beforeAll(async () => {
	world = await createWorld(quietStream);
	return async () => world.close();
});

const titleOf = (id: string): string => screens.find(screen => screen.id === id)!.title.en;

/** Something that only this screen shows. */
const content = {
	market: 'Price USD',
	technical: 'SMA 20',
	compare: 'Corr BTC',
	forecast: 'BTC',
	pipeline: 'Sources',
	quality: 'Completeness',
	portfolio: 'Nothing here yet.',
	alerts: 'No rule yet.',
	versions: 'There is no version yet: n makes one.',
} as const;

describe('every screen is reached', () => {
	test('by its number, by Tab there and back, by the palette and by a click on its tab', async () => {
		const story = world.open({size: sizes.wide});
		await story.opened();
		for (const tab of tabs) {
			await story.go(tab);
			await story.shows(content[tab]);
		}

		await story.go('market');
		for (const tab of [...tabs.slice(1), 'market' as const]) {
			story.press('tab');
			await story.onScreen(tab);
		}

		for (const tab of tabs.toReversed()) {
			story.press('shift+tab');
			await story.onScreen(tab);
		}

		for (const tab of tabs) {
			await story.command(`Go to ${titleOf(tab)}`);
			await story.onScreen(tab);
		}

		for (const tab of tabs) {
			story.click(story.find(`${numberOf(tab)} ${titleOf(tab).slice(0, 4)}`)!.x, 0);
			await story.onScreen(tab);
			await story.shows(content[tab]);
		}

		expect(await story.leave()).toBe(0);
	});

	test('and found again at the next start', async () => {
		const story = world.open();
		await story.opened();
		await story.go('quality');
		expect(await story.leave()).toBe(0);
		const again = world.open({home: story.home});
		await again.onScreen('quality');
		await again.shows(content.quality);
		expect(await again.leave()).toBe(0);
	});
});

test('help lists every command with its keys', async () => {
	const story = world.open({size: {width: 200, height: 250}});
	await story.opened();
	story.press('?');
	await story.shows('╭─ Help');
	// The window alone: what lies behind it changes by itself.
	const page = (): string => story.boxes().join();
	let help = page();
	while (!page().includes('Show in the next currency')) {
		const before = page();
		story.press('pagedown');
		await story.until(() => page() !== before, 'the next page');
		help += page();
	}

	const shown = screens.filter(({hidden}) => !hidden);
	const all = [
		...shown.flatMap(({commands}) => commands),
		...frameCommands(new Map(shown.map(({id, title}) => [id, title]))),
	];
	for (const {keys, label} of all) expect(help).toContain(`${keys.join(', ')} ${label.en}`);
	expect(all.length).toBeGreaterThan(100);
	await story.clear();
	expect(await story.leave()).toBe(0);
});

test('the palette says why a command is off, and runs one that is on', async () => {
	const story = world.open();
	await story.opened();
	story.press('ctrl+p');
	await story.shows('╭─ Commands');
	story.type('Clear search');
	await story.shows('There is no search and no filter');
	await story.clear();
	await story.command('Sort by the next column');
	await story.shows('by Symbol');
	expect(await story.leave()).toBe(0);
});

/** The table of the screen: below what has an age, above the footer. */
const pictureOf = (story: Story): string =>
	story
		.screen()
		.slice(3, -2)
		.map(row => row.trimEnd())
		.join('\n');

describe('sizes', () => {
	test('a terminal that is too small says so, and what it needs', async () => {
		const story = world.open({size: {width: 59, height: 14}});
		await story.shows('The terminal is too small.', 'It needs 60x15 cells.');
		story.resize({width: 12, height: 3});
		await story.until(() => story.text().trim() === '60x15', 'the size alone');
		story.resize(sizes.small);
		await story.opened();
		await story.shows('Bitcoin');
		expect(await story.leave()).toBe(0);
	});

	test('a storm of sizes ends in the picture that a fresh start has', async () => {
		const story = world.open({size: sizes.wide});
		await story.opened();
		await story.shows('Bitcoin', 'next');
		for (const size of [
			sizes.large,
			sizes.usual,
			{width: 59, height: 14},
			{width: 1, height: 1},
			sizes.wide,
		]) {
			story.resize(size);
			story.press('j', 'k');
		}

		for (const tab of tabs) await story.go(tab);
		for (let width = 60; width <= 120; width += 5) story.resize({width, height: 15 + (width >> 2)});
		story.resize(sizes.wide);
		await story.go('quality');
		await story.shows('Completeness', 'No gap: every expected candle is stored.');
		const fresh = world.open({home: story.home, size: sizes.wide});
		await fresh.opened();
		await fresh.go('quality');
		await fresh.shows('Completeness', 'No gap: every expected candle is stored.');
		const wanted = pictureOf(fresh);
		await story.until(() => pictureOf(story) === wanted, 'the picture of a fresh start');
		expect(await fresh.leave()).toBe(0);
		expect(await story.leave()).toBe(0);
	});
});

describe('the mouse', () => {
	test('selects a row, sorts by a header, scrolls, opens by a double click, and presses keys of the footer', async () => {
		const story = world.open();
		await story.opened();
		await story.shows('Tether');
		story.click(30, story.find('Ethereum')!.y);
		await story.until(() => story.screen()[0]!.includes('ETH $'), 'Ethereum as the selected asset');
		const {x} = story.find('Symbol')!;
		story.click(x, 2);
		await story.shows('by Symbol ▴');
		story.click(x, 2);
		await story.shows('by Symbol ▾');
		story.click(x - 4, 2);
		await story.shows('by Rank ▴');
		story.mouse({kind: 'wheel', x: 30, y: 10, wheel: 5});
		await story.hides('1 BTC');
		story.mouse({kind: 'wheel', x: 30, y: 10, wheel: -9});
		await story.shows('1 BTC');
		const {x: left, y: top} = story.find('1 BTC')!;
		story.click(left, top);
		story.click(left, top);
		await story.onScreen('technical');
		const help = story.find('? help')!;
		story.click(help.x, help.y);
		await story.shows('╭─ Help');
		await story.clear();
		expect(await story.leave()).toBe(0);
	});

	test('drags a chart through time', async () => {
		const story = world.open();
		await story.opened();
		await story.go('technical');
		await story.shows('SMA 20');
		story.mouse({kind: 'press', x: 40, y: 12});
		story.mouse({kind: 'drag', x: 60, y: 12});
		story.mouse({kind: 'drag', x: 80, y: 12});
		story.mouse({kind: 'release', x: 80, y: 12});
		await story.shows('panned: end for now');
		story.press('G');
		await story.hides('panned');
		expect(await story.leave()).toBe(0);
	});
});

describe('pasted text', () => {
	test('goes into the field of a form as one piece, without its line breaks running anything', async () => {
		const story = world.open();
		await story.opened();
		await story.go('portfolio');
		await story.shows('Nothing here yet.');
		story.press('n');
		await story.shows('╭─ New lot');
		story.press('tab', 'tab', 'tab', 'tab', 'tab');
		story.paste('bought with\nq and D\u001B[31m');
		await story.shows(/bought with.q and D/);
		await story.clear();
		await story.shows('Nothing here yet.');
		expect(await story.leave()).toBe(0);
	});

	test('searches the market where nothing is typed', async () => {
		const story = world.open();
		await story.opened();
		await story.shows('Tether');
		story.paste('cardano');
		await story.shows('/cardano', 'ADA');
		await story.hides('Tether');
		await story.clear();
		expect(await story.leave()).toBe(0);
	});
});
