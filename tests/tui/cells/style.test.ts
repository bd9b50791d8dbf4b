import {describe, expect, test} from 'vitest';
import {ansiLine} from '#tui/cells/ansi-text.js';
import {Grid} from '#tui/cells/grid.js';
import {groundOf, sgrBetween, sgrOf, styleId, styleOf, to256} from '#tui/cells/style.js';

const orange = {rgb: 0xff8700, ansi: 3};

describe('styles', () => {
	test('are the same number when they look the same', () => {
		expect(styleId({fg: orange, bold: true})).toBe(styleId({bold: true, fg: {...orange}}));
		expect(styleId({})).toBe(0);
		expect(styleOf(styleId({fg: orange})).fg).toEqual(orange);
	});

	test.each([
		['mono', '\u001B[0;1;7m'],
		['16', '\u001B[0;1;7;33;104m'],
		['256', '\u001B[0;1;7;38;5;208;48;5;63m'],
		['truecolor', '\u001B[0;1;7;38;2;255;135;0;48;2;92;92;255m'],
	] as const)('in %s are %j', (depth, sequence) => {
		const id = styleId({fg: orange, bg: {rgb: 0x5c5cff, ansi: 12}, bold: true, inverse: true});
		expect(sgrOf(id, depth)).toBe(sequence);
	});

	test('change by what differs, or begin anew where that is shorter', () => {
		const strong = styleId({fg: orange, bold: true, dim: true});
		const inked = styleId({fg: orange});
		expect(sgrBetween(inked, strong, 'truecolor')).toBe('\u001B[1;2m');
		expect(sgrBetween(strong, styleId({fg: orange, dim: true}), 'truecolor')).toBe('\u001B[22;2m');
		expect(sgrBetween(styleId({bg: orange}), inked, '16')).toBe('\u001B[0;33m');
		expect(sgrBetween(strong, 0, 'truecolor')).toBe('\u001B[m');
		expect(sgrBetween(inked, 0, 'mono')).toBe('');
	});

	test('have the same ground where a blank looks the same', () => {
		expect(groundOf(styleId({fg: orange, bold: true}))).toBe(0);
		expect(groundOf(styleId({fg: orange, inverse: true}))).not.toBe(groundOf(styleId({inverse: true})));
		expect(groundOf(styleId({bg: orange}))).toBe(styleId({bg: orange}));
	});

	test.each([
		[0x000000, 16],
		[0xffffff, 231],
		[0x808080, 244],
		[0xff0000, 196],
		[0x30363d, 237],
	])('find the nearest of the 256 colours for %d', (rgb, index) => {
		expect(to256(rgb)).toBe(index);
	});

	test('make a line that ends as plain as it began', () => {
		const grid = new Grid(4, 1);
		grid.text(0, 0, 'a', 0);
		grid.text(1, 0, '比', styleId({bold: true}));
		expect(ansiLine(grid, 0, 'truecolor')).toBe('a\u001B[0;1m比\u001B[m ');
	});
});
