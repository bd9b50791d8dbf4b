import {describe, expect, test} from 'vitest';
import {askBackground, colourDepthOf, hasUnicode, isDumb, likelyBackground} from '#tui/terminal/abilities.js';

const linux = {platform: 'linux', release: '6.1.0'} as const;

describe('the colour depth', () => {
	test.each([
		[{TERM: 'xterm-256color'}, '256'],
		[{TERM: 'xterm-256color', COLORTERM: 'truecolor'}, 'truecolor'],
		[{TERM: 'xterm-256color', COLORTERM: '24bit'}, 'truecolor'],
		[{TERM: 'xterm-kitty'}, 'truecolor'],
		[{TERM: 'xterm-ghostty'}, 'truecolor'],
		[{TERM: 'alacritty'}, 'truecolor'],
		[{TERM: 'xterm-direct'}, 'truecolor'],
		[{TERM: 'tmux-direct', TMUX: '/tmp/tmux'}, '16'],
		[{TERM: 'tmux-256color', TMUX: '/tmp/tmux', COLORTERM: 'truecolor'}, 'truecolor'],
		[{TERM: 'screen-256color'}, '256'],
		[{TERM: 'xterm'}, '16'],
		[{TERM: 'linux'}, '16'],
		[{TERM: 'vt100'}, 'mono'],
		[{TERM: 'dumb'}, 'mono'],
		[{}, '16'],
		[{TERM: 'xterm-kitty', NO_COLOR: '1'}, 'mono'],
		[{TERM: 'xterm-kitty', NO_COLOR: ''}, 'truecolor'],
		[{TERM: 'dumb', FORCE_COLOR: '3'}, 'truecolor'],
		[{TERM: 'xterm-kitty', FORCE_COLOR: '0'}, 'mono'],
		[{TERM: 'xterm-kitty', FORCE_COLOR: '2'}, '256'],
		[{FORCE_COLOR: '3', NO_COLOR: '1'}, 'mono'],
	])('of %j is %s', (variables, depth) => {
		expect(colourDepthOf(variables, linux)).toBe(depth);
	});

	test('of a Windows console depends on its build', () => {
		expect(colourDepthOf({}, {platform: 'win32', release: '10.0.19045'})).toBe('truecolor');
		expect(colourDepthOf({}, {platform: 'win32', release: '10.0.10586'})).toBe('16');
	});
});

describe('characters beyond ASCII', () => {
	test.each([
		[{LANG: 'pt_BR.UTF-8'}, true],
		[{LANG: 'C.utf8'}, true],
		[{LANG: 'pt_BR.UTF-8', LC_ALL: 'C'}, false],
		[{LANG: 'C', LC_CTYPE: 'en_US.UTF-8'}, true],
		[{LANG: 'pt_BR.ISO-8859-1'}, false],
		[{}, false],
		[{LANG: 'en_US.UTF-8', TERM: 'linux'}, false],
	])('of %j: %s', (variables, expected) => {
		expect(hasUnicode(variables, linux)).toBe(expected);
	});

	test('are there on Windows, and on a Mac without a locale', () => {
		expect(hasUnicode({}, {platform: 'win32', release: '10.0.19045'})).toBe(true);
		expect(hasUnicode({}, {platform: 'darwin', release: '23.0.0'})).toBe(true);
	});
});

test('a dumb terminal is known as one', () => {
	expect(isDumb({TERM: 'dumb'})).toBe(true);
	expect(isDumb({TERM: 'xterm'})).toBe(false);
});

/** A question whose time is up when the test says so. */
function ask() {
	const written: string[] = [];
	let timeUp: (() => void) | null = null;
	const question = askBackground(
		text => written.push(text),
		work => {
			timeUp = work;
			return () => {};
		},
	);
	return {...question, written, timeUp: () => timeUp?.()};
}

describe('the background', () => {
	test('is asked for, with a question after it that every terminal answers', () => {
		expect(ask().written).toEqual(['\u001B]11;?\u0007\u001B[c']);
	});

	test.each([
		[0xffffff, 'light'],
		[0xfdf6e3, 'light'],
		[0x1e1e1e, 'dark'],
		[0x0000ff, 'dark'],
	])('of %d is %s', async (rgb, expected) => {
		const question = ask();
		question.hear({type: 'key', key: 'j'});
		question.hear({type: 'background', rgb});
		question.hear({type: 'device'});
		await expect(question.answer).resolves.toBe(expected);
	});

	test('is unknown when the terminal answers only the second question, or nothing in time', async () => {
		const silent = ask();
		silent.hear({type: 'device'});
		await expect(silent.answer).resolves.toBeNull();
		const dead = ask();
		dead.timeUp();
		await expect(dead.answer).resolves.toBeNull();
	});

	test.each([
		[{COLORFGBG: '0;15'}, 'light'],
		[{COLORFGBG: '0;default;7'}, 'light'],
		[{COLORFGBG: '15;0'}, 'dark'],
		[{}, 'dark'],
	])('guessed from %j is %s', (variables, expected) => {
		expect(likelyBackground(variables)).toBe(expected);
	});
});
