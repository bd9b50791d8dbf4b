/** Versions of the data in the screen: made, compared and restored by keys, and looked at with `--as-of`. */

import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeAll, expect, test} from 'vitest';
import {runHeadless, sizes, tabs, type Home} from '../../support/stories.js';
import {createWorld, homeOfTest, quietStream, type World} from '../../support/stories-world.js';

let world: World;
beforeAll(async () => {
	world = await createWorld(quietStream);
	return async () => world.close();
});

const madeVersion = /Made version (\d{8}-\d{6}-[\da-f]{6})/;

/** Makes a version without the screen; its id. */
async function snapshotOf(home: Home): Promise<string> {
	const record = await runHeadless(home, world.exchange, ['snapshot', 'create', '-m', 'old', '--json']);
	return (JSON.parse(record) as {id: string}).id;
}

test('a version is made, the data changes, the difference shows, and the version is restored', async () => {
	const story = world.open({size: sizes.wide});
	await story.opened();
	await story.go('versions');
	await story.shows('There is no version yet');
	story.press('n');
	await story.shows('╭─ New version');
	story.type('as it was');
	story.press('enter');
	await story.shows(madeVersion, 'as it was', /Series: \d+/);
	await story.clear();

	await story.go('market');
	story.press('f');
	await story.shows('BTC is a favourite now.');
	await story.clear();
	await story.go('versions');
	story.press('n');
	await story.shows('╭─ New version');
	story.press('enter');
	await story.shows('2 versions in');
	await story.clear();
	story.press('m', 'j', 'd');
	await story.shows('╭─ What changed', /watchlists: 1 added/);
	await story.clear();

	story.press('G', 'R');
	await story.shows('╭─ Restore this version?', join(story.home.data, 'backups'));
	story.press('enter');
	await story.shows('Restored version', 'The database before it is');
	await story.clear();
	expect(readdirSync(join(story.home.data, 'backups'))).toEqual([
		expect.stringContaining('before-restore') as string,
	]);
	await story.go('market');
	story.press('f');
	await story.shows('BTC is a favourite now.');
	expect(await story.leave()).toBe(0);
});

test('with --as-of the screen shows what was, says so everywhere, and refuses to write', async () => {
	const home = homeOfTest(world.home);
	const id = await snapshotOf(home);
	const now = world.open({home, size: sizes.wide});
	await now.opened();
	await now.shows('Tether');
	now.press('f');
	await now.shows('BTC is a favourite now.');
	expect(await now.leave()).toBe(0);

	const story = world.open({home, size: sizes.wide, args: ['--as-of', id]});
	await story.opened();
	for (const tab of tabs) {
		await story.go(tab);
		await story.shows('READ-ONLY, AS OF', /version of .*, ages up to now/, 'not collecting');
	}

	await story.go('market');
	await story.shows('Tether');
	for (const [key, label] of [
		['f', 'Favourite, yes or no'],
		['r', 'Collect now'],
		['b', 'Fetch history'],
		['D', 'Simulated market, on or off'],
	] as const) {
		story.press(key);
		await story.shows(`${label}: a version never changes`);
		await story.clear();
	}

	await story.go('versions');
	await story.shows(id);
	story.press('R');
	await story.shows('Restore this version: a version never changes');
	expect(await story.leave()).toBe(0);
});

test('a name that means no version is told before the screen opens', async () => {
	const home = homeOfTest(world.home);
	await snapshotOf(home);
	const story = world.open({home, args: ['--as-of', 'nonsense']});
	expect((await story.exit()).code).toBe(2);
	await story.shows('There is no snapshot "nonsense"', 'crypto-tui snapshot list');
});

test('a picture of a version says of when it is', async () => {
	const home = homeOfTest(world.home);
	await snapshotOf(home);
	const out = join(home.folder, 'market.txt');
	await runHeadless(home, world.exchange, ['--as-of', 'latest', '--screenshot', 'market', '--out', out]);
	expect(readFileSync(out, 'utf8')).toContain('READ-ONLY, AS OF');
});

test('the loop of the screen makes the versions that are due', async () => {
	const env = {CRYPTO_TUI_SNAPSHOT_EVERY_DAYS: '7'};
	const story = world.openEmpty({env});
	await story.opened();
	await story.go('versions');
	await story.shows('1 version in', 'made by the screen');
	expect(await story.leave()).toBe(0);
});
