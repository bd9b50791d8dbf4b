/** Every command of the table is pressed in every size, and every one shows that it was heard. */

import {beforeAll, describe, expect, test} from 'vitest';
import {frameCommands} from '#tui/frame/commands.js';
import type {Command} from '#tui/screen.js';
import {screens} from '#tui/screens.js';
import type {ScreenId} from '#tui/state/view-state.js';
import {openScreen, sizes, type Story} from '../../support/stories.js';
import {createWorld, quietStream, withCoinCap, type World} from '../../support/stories-world.js';

const shown = screens.filter(({hidden}) => !hidden);

let world: World;
beforeAll(async () => {
	world = await createWorld(quietStream);
	await settleIn();
	return async () => world.close();
});

/** Gives whoever lives in the world a favourite and something in the portfolio. */
async function settleIn(): Promise<void> {
	const story = openScreen({...world, env: withCoinCap});
	await story.opened();
	await story.shows('next');
	story.press('f');
	await story.shows('BTC is a favourite now.');
	await story.go('portfolio');
	await story.shows('Nothing here yet.');
	story.press('n');
	await story.shows('╭─ New lot');
	story.press('tab');
	story.type('2');
	story.press('tab');
	story.type('50000');
	story.press('enter');
	await story.shows('Bitcoin');
	await story.clear();
	await story.go('alerts');
	await story.shows('No rule yet.');
	story.press('n');
	await story.shows('╭─ New alert');
	story.type('> 900m');
	story.press('enter');
	await story.shows('Watching: BTC');
	await story.clear();
	await story.go('versions');
	await story.shows('There is no version yet');
	story.press('n');
	await story.shows('╭─ New version');
	story.press('enter');
	await story.shows('Made version');
	await story.clear();
	await story.go('market');
	expect(await story.leave()).toBe(0);
	await story.close();
}

/** Where no text tells that a command was heard. */
type Effect = {readonly effect: 'changes' | 'written' | 'nothing'};
/** The picture is another one than before. */
const changes: Effect = {effect: 'changes'};
/** The same picture is sent once more. */
const written: Effect = {effect: 'written'};
/** It only shows with more than this world has. */
const nothing: Effect = {effect: 'nothing'};

/** What shows that a command was heard: a text that comes, or an effect. The order is that of the table. */
type Sign = string | RegExp | Effect;

/** Keys that put things back, where the next command needs them as they were. */
const back: Readonly<Record<string, readonly string[]>> = {
	'market.sort-turn': ['o'],
	'market.list-next': ['w'],
	'technical.crosshair': ['x'],
	'technical.interval-next': ['T', 'home', 'enter'],
	'technical.scale': ['o'],
	'technical.mode': ['c'],
	'compare.matrix': ['c'],
	'frame.pause': ['p'],
	'frame.language': ['L'],
};

const signs: Readonly<Record<string, Sign>> = {
	'market.open': /›2/,
	'market.search': 'Enter keeps, Escape clears',
	'market.filter': 'Enter keeps, Escape goes back',
	'market.clear': 'There is no search and no filter.',
	'market.sort-next': 'by Symbol',
	'market.sort-previous': 'by Rank ▴',
	'market.sort-turn': 'by Rank ▾',
	'market.sort-choose': '╭─ Sort by',
	'market.columns': '╭─ Columns',
	'market.list-next': /Favourites {2}1 of/,
	'market.lists': '╭─ Watchlists',
	'technical.range-shorter': /›1W|BTC {2}1W/,
	'technical.range-longer': /›1M|BTC {2}1M/,
	'technical.range': '╭─ Time shown',
	'technical.zoom-in': changes,
	'technical.zoom-out': changes,
	'technical.crosshair': changes,
	'technical.indicators': '╭─ Indicators',
	'technical.interval-next': changes,
	'technical.interval': '╭─ Length of a candle',
	'technical.scale': changes,
	'technical.mode': changes,
	'technical.exchanges': /Where BTC is traded/,
	'compare.shorter': '›1W',
	'compare.longer': '›1M',
	'compare.highlight': changes,
	'compare.add': '╭─ Add to the comparison',
	'compare.remove': changes,
	'compare.preset': '╭─ What to compare',
	'compare.benchmark': '╭─ Measure against',
	'compare.matrix': changes,
	'compare.open': /›2/,
	'forecast.interval': changes,
	'forecast.train': '╭─ ',
	'forecast.predict': 'There is no model yet',
	'forecast.cancel': 'No training is under way',
	'forecast.card': 'There is no model yet',
	'forecast.next-section': nothing,
	'forecast.previous-section': nothing,
	'forecast.longer': nothing,
	'forecast.shorter': nothing,
	'pipeline.next-section': '›Sources',
	'pipeline.previous-section': '›Stages',
	'pipeline.open': '╭─',
	'pipeline.cancel': /Cancel this backfill: .*\./,
	'pipeline.log-level': changes,
	'pipeline.log-search': changes,
	'pipeline.log-pause': 'paused',
	'quality.next-section': '›Quarantine',
	'quality.previous-section': '›Coverage',
	'quality.open': '╭─',
	'quality.interval': changes,
	'quality.worst-first': 'worst first',
	'quality.retry': /check this row again: .*\./,
	'quality.retry-all': /broken as before|still|no longer|pass/,
	'quality.heal': /╭─ Heal holes|Doctor: heal holes: .*\./,
	'quality.examine': /examining\.\.\.|Doctor: examine again: .*\./,
	'portfolio.open': changes,
	'portfolio.add': '╭─ New lot',
	'portfolio.import': '╭─ Import',
	'portfolio.remove': '╭─ ',
	'portfolio.lots': changes,
	'portfolio.hide': changes,
	'portfolio.currency': changes,
	'alerts.next-section': '›History',
	'alerts.previous-section': '›Rules',
	'alerts.open': '╭─ BTC',
	'alerts.add': '╭─ New alert',
	'alerts.remove': '╭─ Remove this rule?',
	'alerts.rehearse': '╭─ Rehearse an alert',
	'alerts.send-test': '╭─ No channel is set up',
	'versions.create': '╭─ New version',
	'versions.open': '╭─ 2',
	'versions.mark': changes,
	'versions.compare': 'this is the marked version',
	'versions.verify': 'Every hash is right',
	'versions.verify-all': 'Every hash is right',
	'versions.restore': '╭─ Restore this version?',
	'versions.prune': '╭─ Let old versions go',
	'versions.compact': /nothing to free|╭─ Free room/,
	'frame.screen-market': /›1/,
	'frame.screen-technical': /›2/,
	'frame.screen-compare': /›3/,
	'frame.screen-forecast': /›4/,
	'frame.screen-pipeline': /›5/,
	'frame.screen-quality': /›6/,
	'frame.screen-portfolio': /›7/,
	'frame.screen-alerts': /›8/,
	'frame.screen-versions': /›9/,
	'frame.next-screen': /›2/,
	'frame.previous-screen': /›9/,
	'frame.palette': '╭─ Commands',
	'frame.help': '╭─ Help',
	'frame.assets': '╭─ Assets',
	'frame.refresh': 'Collecting now.',
	'frame.backfill': '╭─ Fetch history',
	'frame.pause': 'Collecting is paused',
	'frame.favourite': /is (no|a) favourite/,
	'frame.origin': '╭─ Where this number comes from',
	'frame.alerts': '╭─ ',
	'frame.alert-add': '╭─ New alert',
	'frame.export': '╭─ Export this view',
	'frame.copy': 'Copied: ',
	'frame.demo': '╭─ Simulated market?',
	'frame.settings': '╭─ Settings',
	'frame.theme': 'Theme: ',
	'frame.language': 'Idioma: português',
	'frame.messages': '╭─ Messages',
	'frame.dismiss': changes,
	'frame.restart': 'by Rank',
	'frame.redraw': written,
};

/** Commands with stories of their own: they end or stop the program. */
const endings: ReadonlySet<string> = new Set(['frame.quit', 'frame.quit-now', 'frame.suspend']);

/** Keys that lead to where a command has something to do. */
const way: Readonly<Record<string, readonly string[]>> = {
	'frame.dismiss': ['ctrl+t'],
	'frame.restart': ['s'],
	'quality.heal': ['S'],
};

/** What a screen shows when it has read what its commands work on, where that takes a while. */
const ready: Partial<Record<ScreenId, RegExp>> = {versions: /\d versions? in/};

const masked = (story: Story): string =>
	story
		.screen()
		.slice(0, -2)
		.join('\n')
		.replaceAll(/\d+ ?(s|min|ms)\b/g, '');

/** The sign of a command, or that nothing is written down about it: a new command needs a sign. */
const signOf = (id: string): Sign => {
	const sign = signs[id];
	if (sign === undefined) throw new Error(`Nothing says what shows that "${id}" was heard: add a sign.`);
	return sign;
};

async function isHeard(story: Story, key: string, sign: Sign, what: string): Promise<void> {
	const before = masked(story);
	const bytes = story.bytes();
	story.press(key);
	if (typeof sign === 'string' || sign instanceof RegExp) await story.shows(sign);
	else if (sign === changes) await story.until(() => masked(story) !== before, `${what} changes the screen`);
	else if (sign === written) await story.until(() => story.bytes() > bytes + before.trim().length, what);
	expect(story.text(), what).not.toMatch(/Unexpected error|stopped working/);
}

async function walk(
	story: Story,
	tab: ScreenId,
	commands: readonly Pick<Command, 'id' | 'keys' | 'motion'>[],
): Promise<void> {
	for (const {id, keys, motion} of commands) {
		if (endings.has(id)) continue;
		await story.clear();
		await story.go(tab);
		await story.shows(ready[tab] ?? /^/);
		const [before] = way[id] ?? [];
		if (before !== undefined) await isHeard(story, before, changes, before);
		if (motion) story.press(...keys);
		else await isHeard(story, keys[0]!, signOf(id), id);
		story.press(...(back[id] ?? []));
	}

	await story.clear();
}

describe.each(Object.entries(sizes))('at %s size', (_, size) => {
	test('every command of every screen is heard', async () => {
		const story = world.open({size});
		await story.opened();
		await story.shows('next');
		for (const {id, commands} of shown) await walk(story, id, commands);
		expect(await story.leave()).toBe(0);
	});

	test('every command of the frame is heard', async () => {
		const story = world.open({size});
		await story.opened();
		await story.shows('next');
		await walk(story, 'market', frameCommands(new Map(shown.map(({id, title}) => [id, title]))));
		expect(await story.leave()).toBe(0);
	});
});

test('with nothing stored, every command that is off says why', async () => {
	const story = world.openEmpty({exchange: null, size: sizes.large});
	await story.opened();
	await story.shows('Nothing is stored yet.', 'next');
	let refused = 0;
	for (const {id, commands} of [...shown, {id: 'market', commands: frameCommands(new Map())} as const]) {
		await story.go(id);
		await story.shows(ready[id] ?? /^/);
		for (const {label, keys} of commands) {
			story.press('?');
			await story.shows('╭─ Help');
			// Help is longer than the screen: its search brings the command in sight.
			story.press('/');
			story.type(label.en);
			await story.shows(label.en);
			await story.until(() => story.boxes().some(box => box.includes(label.en)), `help of ${label.en}`);
			const [, told] = story.boxes()[0]!.split(`${label.en} (`);
			await story.clear();
			if (told === undefined) continue;
			refused++;
			story.press(keys[0]!);
			await story.shows(`${label.en}: ${told.slice(0, told.search(/\.?\)/))}`);
			await story.clear();
		}
	}

	expect(refused).toBeGreaterThan(15);
	expect(await story.leave()).toBe(0);
});
