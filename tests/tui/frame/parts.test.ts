import {describe, expect, test} from 'vitest';
import {widthOf} from '#tui/cells/cell-text.js';
import {Grid} from '#tui/cells/grid.js';
import {styleId} from '#tui/cells/style.js';
import {memoryOf} from '#tui/frame/desk-session.js';
import {placeKeys} from '#tui/frame/footer.js';
import {shownTimes, untilNextAge} from '#tui/frame/freshness.js';
import {fuzzyOrder} from '#tui/frame/fuzzy.js';
import {drawLine, edit, insert, lineOf, suggested} from '#tui/frame/line-editor.js';
import {preferencesOf} from '#tui/frame/preferences.js';
import {pictureOf} from '#tui/frame/screenshot.js';
import {glyphShapes} from '#tui/frame/svg-glyphs.js';
import {footIn, windowRect} from '#tui/frame/window.js';
import {wrapped} from '#tui/frame/wrap.js';
import {createSharedState} from '#tui/state/view-state.js';

describe('the keys of a window', () => {
	const foot = 'enter edit, left/right choose, backspace default, esc close';
	test('stay whole where there is room', () => expect(footIn(foot, 80)).toBe(foot));
	test('leave from the middle, never in the middle of a word', () => {
		expect(footIn(foot, 45)).toBe('enter edit, left/right choose, esc close');
		expect(footIn(foot, 30)).toBe('enter edit, esc close');
		expect(footIn(foot, 5)).toBe('enter edit, esc close');
	});
});

describe('finding', () => {
	const texts = ['Bitcoin BTC', 'Wrapped Bitcoin WBTC', 'São Tomé STN', 'Ethereum ETH'];
	test('gives everything for nothing', () => expect(fuzzyOrder('  ', texts)).toEqual([0, 1, 2, 3]));
	test('puts a whole word first', () => expect(fuzzyOrder('btc', texts)).toEqual([0, 1]));
	test('puts a whole symbol before greater assets that only have the word', () =>
		expect(fuzzyOrder('cash', ['BCH Bitcoin Cash', 'XEC eCash', 'CASH Cashcoin'])).toEqual([2, 0, 1]));
	test('keeps the order of those that have a word beginning so', () =>
		expect(fuzzyOrder('dog', ['DOGE Dogecoin', 'BABYDOGE Baby Doge Coin', 'MRD Marauder Dog'])).toEqual([
			0, 1, 2,
		]));
	test('knows no accents', () => expect(fuzzyOrder('sao', texts)).toEqual([2]));
	test('forgives a wrong letter', () => expect(fuzzyOrder('ethreum', texts)).toEqual([3]));
	test('takes words in any order', () => expect(fuzzyOrder('btc wrapped', texts)).toEqual([1]));
	test('takes any characters', () => {
		for (const query of ['(', '[', '\\', '*', '$^', '"', 'ção', '🚀']) {
			expect(fuzzyOrder(query, texts).every(i => i < texts.length)).toBe(true);
		}
	});
});

/** A line after some keys. */
const typed = (text: string, ...keys: readonly string[]) =>
	keys.reduce((line, key) => edit(line, key) ?? line, lineOf(text));

describe('a suggested line', () => {
	test('gives way to what is typed or pasted', () => {
		expect(edit(suggested('30'), '9')).toEqual({text: '9', at: 1});
		expect(insert(suggested('bitcoin'), 'eth')).toEqual({text: 'eth', at: 3});
	});
	test('goes as a whole', () => {
		for (const key of ['backspace', 'delete', 'ctrl+u', 'ctrl+w']) {
			expect(edit(suggested('bitcoin cash'), key)).toEqual({text: '', at: 0});
		}
	});
	test('stays for the one who moves in it', () => {
		expect(edit(edit(suggested('30'), 'left')!, '6')).toEqual({text: '360', at: 2});
		expect(edit(edit(suggested('30'), 'end')!, '5')).toEqual({text: '305', at: 3});
	});
	test('is marked from end to end', () => {
		const grid = new Grid(6, 1);
		const cursor = styleId({inverse: true});
		drawLine(grid, {x: 0, y: 0, width: 6}, suggested('30'), {text: 0, cursor});
		expect([0, 1, 2].map(x => grid.style(x, 0))).toEqual([cursor, cursor, 0]);
	});
});

describe('a line being typed', () => {
	test('takes characters at the cursor', () => {
		expect(typed('ac', 'left', 'b')).toEqual({text: 'abc', at: 2});
		expect(typed('a', 'space', 'é')).toEqual({text: 'a é', at: 3});
	});

	test('deletes before and after the cursor, words and the rest', () => {
		expect(typed('abc', 'backspace').text).toBe('ab');
		expect(typed('abc', 'home', 'delete')).toEqual({text: 'bc', at: 0});
		expect(typed('one two  ', 'ctrl+w')).toEqual({text: 'one ', at: 4});
		expect(typed('one', 'ctrl+w', 'ctrl+w').text).toBe('');
		expect(typed('one two', 'left', 'ctrl+u').text).toBe('o');
		expect(typed('one two', 'home', 'ctrl+k')).toEqual({text: '', at: 0});
	});

	test('counts characters, not halves of them', () => {
		expect(typed('🚀a', 'left', 'backspace')).toEqual({text: 'a', at: 0});
	});

	test('makes one line of a paste', () => {
		expect(insert(lineOf(''), 'a\r\nb\tc\u001B[31m').text).toBe('a b c[31m');
	});

	test('leaves other keys alone', () => expect(edit(lineOf('a'), 'f5')).toBeNull());

	test('shows the part around the cursor', () => {
		const grid = new Grid(8, 1);
		drawLine(grid, {x: 0, y: 0, width: 8}, lineOf('0123456789'), {text: 0, cursor: styleId({inverse: true})});
		expect(grid.lines()).toEqual(['3456789']);
		expect(grid.style(7, 0)).toBe(styleId({inverse: true}));
		drawLine(grid, {x: 0, y: 0, width: 8}, {text: '漢字漢字漢字', at: 0}, {text: 0, cursor: 0});
		expect(grid.lines()[0]).toMatch(/^漢字漢/);
	});
});

describe('wrapping', () => {
	test('breaks at spaces and cuts what is too long', () => {
		expect(wrapped('the quick brown fox', 9)).toEqual(['the quick', 'brown fox']);
		expect(wrapped('abcdefgh i', 3)).toEqual(['abc', 'def', 'gh', 'i']);
		expect(wrapped('  in here', 6)).toEqual(['  in', '  here']);
		expect(wrapped('', 5)).toEqual(['']);
	});

	test('counts columns', () => {
		for (const line of wrapped('漢字漢字 🚀🚀🚀 é', 5)) expect(widthOf(line)).toBeLessThanOrEqual(5);
	});
});

describe('the clock of ages', () => {
	const now = 1_000_000_000_000;
	test('stands still when nothing has an age', () => expect(untilNextAge([], now, true)).toBeNull());
	test('counts seconds only while somebody looks', () => {
		expect(untilNextAge([now - 12_300], now, true)).toBe(700);
		expect(untilNextAge([now - 12_300], now, false)).toBe(47_700);
	});
	test('then minutes, hours, days', () => {
		expect(untilNextAge([now - 90_000], now, true)).toBe(30_000);
		expect(untilNextAge([now - 5_400_000], now, true)).toBe(1_800_000);
		expect(untilNextAge([now - 3 * 86_400_000], now, true)).toBe(86_400_000);
	});
	test('takes what changes first', () => {
		expect(untilNextAge([now - 5_400_000, now - 90_000], now, true)).toBe(30_000);
	});
	test('counts by the second on the screen that counts down to the next cycle, also with nothing stored', () => {
		const opening = {
			version: '1',
			dataDir: '/data',
			simulated: false,
			readOnly: false,
			asOf: null,
			memory: {},
		};
		const empty = {...createSharedState({width: 80, height: 24}, now), opening};
		const waiting = {state: 'waiting', run: null, nextAt: now + 60_000, holder: null, last: null} as const;
		expect(shownTimes({...empty, loop: waiting})).toEqual([]);
		expect(untilNextAge(shownTimes({...empty, screen: 'pipeline', loop: waiting}), now, true)).toBe(1000);
	});
});

const key = (id: string) => ({id, key: 'k', word: id});

const idsIn = (width: number) =>
	placeKeys([key('one'), key('two'), key('three')], [key('help'), key('quit')], width).map(({id}) => id);

test('the footer drops keys from the end, help and quit last', () => {
	expect(idsIn(80)).toEqual(['one', 'two', 'three', 'help', 'quit']);
	expect(idsIn(31)).toEqual(['one', 'two', 'help', 'quit']);
	expect(idsIn(5)).toEqual(['help', 'quit']);
});

test('a window is centred and never larger than the screen', () => {
	expect(windowRect({width: 20, height: 4}, {width: 80, height: 24})).toEqual({
		x: 28,
		y: 9,
		width: 24,
		height: 6,
	});
	expect(windowRect({width: 200, height: 90}, {width: 60, height: 15})).toEqual({
		x: 0,
		y: 0,
		width: 60,
		height: 15,
	});
});

test('memory of any shape is read as far as it makes sense', () => {
	expect(memoryOf({screen: 'quality', selected: 'solana', lastSeen: 5})).toEqual({
		screen: 'quality',
		selected: 'solana',
		lastSeen: 5,
	});
	for (const broken of [undefined, null, 7, 'x', [], {screen: 'nowhere', selected: 5, lastSeen: 'now'}]) {
		expect(memoryOf(broken)).toEqual({screen: null, selected: null, lastSeen: null});
	}
});

describe('preferences', () => {
	const traits = {background: 'light', coloured: true, unicode: true, locale: 'pt_BR.UTF-8'} as const;
	test('follow the terminal where nothing is set', () => {
		expect(preferencesOf([], {}, traits)).toMatchObject({
			theme: 'light',
			language: 'pt-BR',
			currency: 'USD',
			ascii: false,
			mouse: true,
			linear: false,
		});
		expect(preferencesOf([], {}, {...traits, unicode: false}).ascii).toBe(true);
	});

	test('take the theme that needs no colours where there are none, whatever is chosen', () => {
		for (const chosen of [{}, {'ui.theme': 'dark'}]) {
			expect(preferencesOf([], chosen, {...traits, coloured: false}).theme).toBe('mono');
		}
	});

	test('take the choice of this start before the setting', () => {
		const entry = {
			key: 'ui.theme',
			value: 'mono',
			text: 'mono',
			given: true,
			origin: 'file',
			place: '',
			about: '',
			allowed: '',
			choices: null,
			secret: false,
			problem: null,
		} as const;
		expect(preferencesOf([entry], {}, traits).theme).toBe('mono');
		expect(preferencesOf([entry], {'ui.theme': 'dark'}, traits).theme).toBe('dark');
		expect(preferencesOf([{...entry, problem: 'broken'}], {}, traits).theme).toBe('light');
	});
});

describe('a picture', () => {
	const grid = new Grid(12, 2);
	grid.text(0, 0, '<a> & "b"', styleId({bold: true, fg: {rgb: 0xff0000, ansi: 9}}));
	grid.text(0, 1, '─│╭⣿█▁漢', styleId({inverse: true}));
	test('as text is the rows', () => {
		expect(pictureOf(grid, 'txt', 'dark', 'x')).toBe('<a> & "b"\n─│╭⣿█▁漢\n');
	});

	test('holds letters with marks, whatever they are', () => {
		const marked = new Grid(12, 1);
		marked.text(0, 0, 'Ze\u0301\u0302\u0303llo', styleId({}));
		expect(pictureOf(marked, 'svg', 'dark', 'x')).toContain('Z\u00E9\u0302\u0303llo');
	});

	test('for a terminal carries colours and ends plain', () => {
		const text = pictureOf(grid, 'ansi', 'dark', 'x');
		expect(text).toContain('\u001B[0;1;38;2;255;0;0m<a>');
		expect(text.split('\n')[0]!.trimEnd().endsWith('\u001B[m')).toBe(true);
	});

	test('as SVG is well-formed, with words as text and drawings as shapes', () => {
		const svg = pictureOf(grid, 'svg', 'dark', 'a "title" & <more>');
		expect(svg).toContain('&lt;a&gt;');
		expect(svg).toContain('&amp;');
		expect(svg).toContain('漢');
		expect(svg).not.toMatch(/[─│╭⣿█▁]/);
		expect(svg).toContain('aria-label="a &quot;title&quot; &amp; &lt;more&gt;"');
		const open = [...svg.matchAll(/<([a-z]+)(?=[ >])[^>]*(?<!\/)>/g)].map(([, name]) => name!);
		const closed = [...svg.matchAll(/<\/([a-z]+)>/g)].map(([, name]) => name!);
		expect(new Set(open)).toEqual(new Set(closed));
		expect(open).toHaveLength(closed.length);
	});

	test('draws every box, block and braille character as a shape', () => {
		const cell = {x: 0, y: 0, width: 8, height: 16};
		for (const character of '─│╭╮╰╯├┤┼┃╽╿╷╵╻╹┿▁▂▃▄▅▆▇█▏▎▍▌▋▊▉░▒▓╱⠁⣿') {
			const shapes = glyphShapes(character.codePointAt(0)!, cell);
			expect(shapes).not.toEqual([]);
			for (const {d} of shapes!) expect(d).toMatch(/^M[\d.]+ [\d.]+[hHvVLQ]/);
		}

		expect(glyphShapes(65, cell)).toBeNull();
	});

	test('draws shapes of one paint as one path', () => {
		const chart = new Grid(40, 2);
		chart.text(0, 0, '⣿'.repeat(40), styleId({}));
		chart.text(0, 1, '█'.repeat(40), styleId({}));
		expect(pictureOf(chart, 'svg', 'dark', 'x').match(/<path /g)).toHaveLength(2);
	});
});
