/** Names are what a provider sends: they take their place in the table, and nothing else. */

import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {sizes, tabs, type Story} from '../../support/stories.js';
import {createWorld, quietStream, type World} from '../../support/stories-world.js';

/** By the place of the coin in the catalogue, from the second on. */
const names = [
	'\u001B[2J\u001B]0;owned\u0007Evil\u0000\u202E Coin\r\n',
	'\u009B31m\u009D0;owned\u009C C1 Coin',
	'\u001BP1$r\u001B\\\u001B[?1049l\u001B[6n DCS Coin',
	'עברית مرحبا',
	'Zé́́llo̧ Cöin',
	'日本語の長い名前のコイン',
	'👩‍👩‍👧‍👦🇧🇷👍🏽 family',
	'️⃣‍‍ joiners',
	'tab\there\u2028line\u2029paragraph',
	`${'very long '.repeat(19)}end of name`,
];

const catalogueFile = new URL('../../../data/simulated-assets.json', import.meta.url);
let folder: string;
let world: World;
beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'crypto-tui-names-'));
	const catalogue = JSON.parse(readFileSync(catalogueFile, 'utf8')) as {
		readonly assets: readonly {readonly name: string; readonly symbol: string}[];
	};
	const assets = catalogue.assets.map((asset, i) => ({...asset, name: names[i - 1] ?? asset.name}));
	const file = join(folder, 'catalogue.json');
	writeFileSync(file, JSON.stringify({...catalogue, assets}));
	world = await createWorld(['--catalogue', file, ...quietStream]);
	return async () => world.close();
});
afterAll(() => rmSync(folder, {recursive: true, force: true}));

/** Every sequence a program may send here: colours, places, modes, erasing, what is asked of the terminal. */
// oxlint-disable-next-line no-control-regex -- this is about control characters
const allowed = /\u001B(\[[\d;]*[mHJKGABCDdX]|\[\?[\d;]+[hl]|\[<u|\[c|\]11;\?(\u0007|\u001B\\))/g;

/** Controls other than line ends, and what turns the direction of text around. */
// oxlint-disable-next-line no-control-regex -- this is about control characters
const forbidden = /[\u0000-\u0009\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g;

/** Nothing reached the terminal but text and what the program itself says to it; the title was left alone. */
function isClean(story: Story): void {
	expect(story.output().replaceAll(allowed, '').match(forbidden)).toBeNull();
	expect(story.output()).not.toContain('owned\u0007');
}

describe.each(Object.entries(sizes))('at %s size', (_, size) => {
	test('prices stand in one column whatever the names are, and no escape gets out', async () => {
		const story = world.open({size});
		await story.opened();
		await story.shows('BTC');
		const title = story.find('Price USD')!;
		const end = title.x + 'Price USD'.length - 1;
		const rows = story.screen().flatMap((row, y) => (y > title.y && /^[★ ] *\d+ [A-Z]/.test(row) ? [y] : []));
		expect(rows.length).toBeGreaterThanOrEqual(9);
		for (const y of rows) {
			expect(story.cell(end, y).text, `price in row ${y}:\n${story.text()}`).toMatch(/\d/);
			expect(story.cell(end + 1, y).text.trim()).toBe('');
		}

		for (const tab of tabs) {
			await story.go(tab);
			story.press('j', 'j', 'enter');
			await story.clear();
		}

		await story.go('market');
		for (const key of ['a', ':', 'i', 'b', 'W']) {
			story.press(key);
			await story.shows('╭─');
			await story.clear();
		}

		expect(await story.leave()).toBe(0);
		isClean(story);
	});
});
