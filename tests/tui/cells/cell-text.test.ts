import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {cellsOf, rightHalf, textOf, widthOf} from '#tui/cells/cell-text.js';

const shown = (text: string): string => cellsOf(text).map(textOf).join('');

describe('text as cells', () => {
	test.each([
		['BTC 60,754.01', 'BTC 60,754.01', 13],
		['比特币', '比特币', 6],
		['Tether 테더', 'Tether 테더', 11],
		['café', 'café', 4],
		['cafe\u0301', 'café', 4],
		['x\u0323\u0307', 'x\u0323\u0307', 1],
		['🚀', '🚀', 2],
		['❤️', '❤', 1],
		['👨‍👩‍👧‍👦!', '👨!', 3],
		['👍🏽', '👍', 2],
		['🇧🇷', 'BR', 2],
		['ｆｕｌｌ', 'ｆｕｌｌ', 8],
		['a\tb', 'a b', 3],
		['a\u200Bb\u00ADc', 'abc', 3],
		['\u202Eevil\u2066', 'evil', 4],
		['\u001B[31mred\u001B[m', '[31mred[m', 9],
		['\u009B31m', '31m', 3],
		['\uD83D', '', 0],
		['\u0301a', 'a', 1],
	])('%j is %j on the screen', (text, expected, width) => {
		expect(shown(text)).toBe(expected.normalize('NFC'));
		expect(widthOf(text)).toBe(width);
	});

	test('a heap of marks is cut', () => {
		expect(shown(`a${'\u0335'.repeat(50)}`)).toBe(`a${'\u0335'.repeat(3)}`);
	});

	test('never holds a control character, whatever the text', () => {
		fc.assert(
			fc.property(fc.string({unit: 'binary'}), text => {
				expect(shown(text)).not.toMatch(/\p{Cc}|\p{Bidi_Control}/u);
			}),
			{seed: 3},
		);
	});

	test('every wide character is followed by its right half, and nothing else is', () => {
		fc.assert(
			fc.property(fc.string({unit: fc.constantFrom('a', '比', '🚀', '\u0301', '\u200D', '🇧', 'é')}), text => {
				const cells = cellsOf(text);
				const before = cells.flatMap((code, i) => (code === rightHalf ? [textOf(cells[i - 1]!)] : []));
				expect(before.filter(wide => widthOf(wide) !== 2)).toEqual([]);
			}),
			{seed: 4},
		);
	});
});
