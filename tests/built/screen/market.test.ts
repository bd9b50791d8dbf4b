/** The market: moving, finding, sorting, choosing, keeping, and taking out what is on the screen. */

import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeAll, describe, expect, test} from 'vitest';
import {sizes, type Home, type Story} from '../../support/stories.js';
import {createWorld, quietStream, type World} from '../../support/stories-world.js';

let world: World;
beforeAll(async () => {
	world = await createWorld(quietStream);
	return async () => world.close();
});

/** Row 0 is the header of the program, then come the status of the table and the names of its columns. */
const firstRow = 3;

/** The symbols in the table, from the top. */
const symbols = (story: Story): readonly string[] =>
	story
		.screen()
		.slice(firstRow, -3)
		.flatMap(row => /^[★ ] *\d+ (\S+)/.exec(row)?.[1] ?? []);

/** What stands in a column of the table, from the top; a column begins where its title does. */
const column = (story: Story, title: string): readonly string[] => {
	const end = story.row(title).indexOf(title) + title.length;
	return story
		.screen()
		.slice(firstRow, -3)
		.filter(row => /^[★ ] *\d+ /.test(row))
		.map(row => row.slice(0, end).split(/ +/).at(-1)!);
};

async function isSelected(story: Story, symbol: string): Promise<void> {
	await story.until(([header]) => header!.includes(` ${symbol} $`), `${symbol} selected`);
}

async function openMarket(home?: Home): Promise<Story> {
	const story = world.open({size: sizes.wide, ...(home && {home})});
	await story.opened();
	await story.onScreen('market');
	await story.shows('Bitcoin');
	return story;
}

test('the cursor obeys arrows, vim keys, counts and pages', async () => {
	const story = await openMarket();
	const rows = symbols(story);
	for (const [keys, row] of [
		['j', 1],
		['5j', 6],
		['3k', 3],
		['10j', 13],
		['gg', 0],
		['\u001B[B', 1],
		['\u001B[A', 0],
		['\u0004', Math.floor(rows.length / 2)],
		['\u0015', 0],
	] as const) {
		story.type(keys);
		await isSelected(story, rows[row]!);
	}

	story.press('pagedown');
	await story.until(() => symbols(story)[0] !== rows[0], 'the next page');
	story.press('G');
	await story.shows(/ 250 /);
	const last = symbols(story).at(-1)!;
	await isSelected(story, last);
	story.press('ctrl+b');
	await story.until(() => !story.screen()[0]!.includes(` ${last} $`), 'a page up');
	story.press('home');
	await isSelected(story, rows[0]!);
	expect(await story.leave()).toBe(0);
});

test('a search finds while it is typed; Escape forgets it, Enter keeps it, x clears it', async () => {
	const story = await openMarket();
	story.type('/dogec');
	await story.shows('/dogec', /[1-5] of 249/);
	await isSelected(story, 'DOGE');
	await story.clear();
	await isSelected(story, 'BTC');
	await story.shows('249 of 249');
	story.type('/bitcoin');
	await story.shows(/ [2-9] of 249/);
	story.press('enter');
	await story.hides('Enter keeps');
	expect(symbols(story)).toContain('BTC');
	story.press('x');
	await story.shows('249 of 249');
	expect(await story.leave()).toBe(0);
});

test('a filter shows what passes; one that cannot be read says where it is wrong and stays open', async () => {
	const story = await openMarket();
	story.type('F');
	await story.shows('Escape goes back');
	story.type('price > ');
	story.press('enter');
	await story.shows('^', 'expected a number such as 1.5k');
	story.type('1000 and change24h < 100');
	await story.shows(/\d+ match. Enter keeps/);
	story.press('enter');
	await story.hides('Escape goes back');
	const prices = column(story, 'Price USD').map(price => Number(price.replaceAll(',', '')));
	expect(prices.length).toBeGreaterThan(1);
	expect(prices.length).toBeLessThan(20);
	for (const price of prices) expect(price).toBeGreaterThan(1000);
	expect(await story.leave()).toBe(0);
});

test('the table is sorted by any column, both ways, and stays so at the next start', async () => {
	const story = await openMarket();
	const prices = (): readonly number[] =>
		column(story, 'Price USD').map(price => Number(price.replaceAll(',', '')));
	const isFalling = (): boolean => prices().every((price, i) => i === 0 || price <= prices()[i - 1]!);
	story.press('O');
	await story.shows('╭─ Sort by');
	story.type('Price');
	await story.shows('Price');
	story.press('enter');
	await story.shows('by Price ▾');
	await story.until(isFalling, 'falling prices');
	story.press('o');
	await story.shows('by Price ▴');
	await story.until(() => !isFalling(), 'rising prices');
	expect(await story.leave()).toBe(0);
	const again = await openMarketSorted(story.home);
	expect(await again.leave()).toBe(0);
});

async function openMarketSorted(home: Home): Promise<Story> {
	const story = world.open({home});
	await story.shows('by Price ▴');
	return story;
}

test('columns are hidden, and those further right come in sight', async () => {
	const story = await openMarket();
	story.press('c');
	await story.shows('╭─ Columns');
	story.press('j', 'j', 'j', 'space', 'enter');
	await story.until(([, , titles]) => !titles!.includes('Name'), 'no column of names');
	expect(story.screen()[firstRow]).toMatch(/BTC +[\d,.]+/);
	const before = story.screen()[2];
	story.press('l', 'l');
	await story.until(([, , titles]) => titles !== before, 'other columns');
	story.press('h', 'h');
	await story.until(([, , titles]) => titles === before, 'the columns before');
	expect(await story.leave()).toBe(0);
});

test('favourites and watchlists are made, shown one after the other, and kept', async () => {
	const story = await openMarket();
	story.press('f');
	await story.shows('BTC is a favourite now.', '★    1 BTC');
	await story.clear();
	const [, second] = symbols(story);
	story.type('j');
	await isSelected(story, second!);
	story.press('W');
	await story.shows('╭─ Watchlists', `New list with ${second}`);
	story.type('New list');
	await story.shows(/› New list with/);
	story.press('enter');
	await story.shows('╭─ New list');
	story.type('to watch');
	story.press('enter');
	await story.shows('The list to watch is ready: w shows it.');
	await story.clear();
	story.press('w');
	await story.shows('Favourites  1 of');
	expect(symbols(story)).toEqual(['BTC']);
	story.press('w');
	await story.shows('to watch  1 of');
	expect(symbols(story)).toEqual([second]);
	story.press('w');
	await story.shows('All assets  249 of 249');
	expect(await story.leave()).toBe(0);
	const again = world.open({home: story.home});
	await again.opened();
	await again.shows('★    1 BTC');
	expect(await again.leave()).toBe(0);
});

test('i tells where a number comes from', async () => {
	const story = await openMarket();
	story.press('i');
	await story.shows('╭─ Where this number comes from');
	const [origin] = story.boxes();
	expect(origin).toMatch(/Source coingecko/i);
	expect(origin).toMatch(/Endpoint \S+/);
	expect(origin).toContain(world.exchange.urls.coingecko);
	expect(origin).toMatch(/Run \d{8}-\d{6}/);
	expect(origin).toMatch(/[\da-f]{16,}/);
	await story.clear();
	expect(await story.leave()).toBe(0);
});

/** What was saved in files with this ending. */
const exportsOf = (story: Story, ending: string): readonly string[] => {
	const folder = join(story.home.data, 'exports');
	return readdirSync(folder)
		.filter(name => name.endsWith(ending))
		.map(name => readFileSync(join(folder, name), 'utf8'));
};

describe('what is on the screen is taken out', () => {
	test('as CSV: every row of the table, in its order', async () => {
		const story = await openMarket();
		const shown = symbols(story);
		story.press('e');
		await story.shows('╭─ Export this view');
		story.press('enter');
		await story.shows(/Saved .*\.csv/);
		const [csv] = exportsOf(story, '.csv');
		const [titles, ...rows] = csv!.trimEnd().split(/\r?\n/);
		expect(rows).toHaveLength(249);
		const at = titles!.split(',').findIndex(title => /^"?symbol"?$/i.test(title));
		expect(rows.slice(0, shown.length).map(row => row.split(',')[at])).toEqual(shown);
		expect(await story.leave()).toBe(0);
	});

	test.each([
		['Text', '.txt', /Bitcoin +[\d,.]+/],
		// oxlint-disable-next-line no-control-regex -- the form is made of them
		['ANSI', '.ansi', /\u001B\[[\d;]*m/],
		['SVG', '.svg', /^<svg[\s\S]*<\/svg>\s*$/],
	])('as %s: the picture without the window that asked for it', async (form, ending, wanted) => {
		const story = await openMarket();
		story.press('e');
		await story.shows('╭─ Export this view');
		story.type(form);
		await story.until(() => !story.text().includes('CSV, the rows'), 'the one form');
		story.press('enter');
		await story.shows('Saved ');
		const [picture] = exportsOf(story, ending);
		expect(picture).toMatch(wanted);
		expect(picture).not.toContain('Export this view');
		expect(await story.leave()).toBe(0);
	});

	test('as a value on the clipboard of the terminal', async () => {
		const story = await openMarket();
		story.press('y');
		await story.shows('Copied: ');
		// oxlint-disable-next-line no-control-regex -- so the clipboard is told
		const [, copied] = /\u001B\]52;c;([A-Za-z\d+/=]+)/.exec(story.output())!;
		const text = Buffer.from(copied!, 'base64').toString('utf8');
		await story.shows(`Copied: ${text}`);
		expect(Number(text)).toBeGreaterThan(0);
		expect(await story.leave()).toBe(0);
	});
});
