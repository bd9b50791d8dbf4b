import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {rightHalf, widthOf, textOf} from '#tui/cells/cell-text.js';
import {Grid} from '#tui/cells/grid.js';
import {styleId, styleOf} from '#tui/cells/style.js';

const bold = styleId({bold: true});

describe('a grid', () => {
	test('ends text that does not fit in an ellipsis, and text beside a wide character in a blank', () => {
		const grid = new Grid(5, 2);
		expect(grid.text(0, 0, 'bitcoin', 0)).toBe(5);
		expect(grid.text(0, 1, 'a比特币', 0)).toBe(5);
		expect(grid.lines()).toEqual(['bitc…', 'a比 …']);
	});

	test('aligns text within its width', () => {
		const grid = new Grid(7, 3);
		grid.text(0, 0, 'abc', 0, 7, 'right');
		grid.text(0, 1, 'abc', 0, 7, 'center');
		grid.text(2, 2, '比', 0, 4, 'right');
		expect(grid.lines()).toEqual(['    abc', '  abc', '    比']);
	});

	test('blanks the other half of a wide character that is overwritten', () => {
		const grid = new Grid(6, 1);
		grid.text(0, 0, '比特币', 0);
		grid.text(1, 0, 'x', 0, 1);
		grid.text(4, 0, 'y', 0, 1);
		expect(grid.lines()).toEqual([' x特y']);
	});

	test('copies another grid within a clip, without halves of wide characters', () => {
		const from = new Grid(6, 3);
		for (let y = 0; y < 3; y++) from.text(0, y, '比特币', bold);
		const grid = new Grid(10, 5);
		grid.fill({x: 0, y: 0, width: 10, height: 5}, 0, '.'.codePointAt(0));
		grid.blit(from, 1, 1, {x: 2, y: 2, width: 4, height: 2});
		expect(grid.lines()).toEqual(['..........', '..........', '.. 特 ....', '.. 特 ....', '..........']);
		expect(styleOf(grid.style(3, 2)).bold).toBe(true);
	});

	test('restyles cells and leaves their text', () => {
		const grid = new Grid(3, 1);
		grid.text(0, 0, 'abc', 0);
		grid.restyle({x: 1, y: 0, width: 9, height: 9}, () => bold);
		expect([...grid.styles]).toEqual([0, bold, bold]);
		expect(grid.lines()).toEqual(['abc']);
	});

	test('takes any drawing anywhere, and stays whole', () => {
		const at = fc.integer({min: -6, max: 12});
		const size = fc.nat(12);
		const drawing = fc.oneof(
			fc.record({
				kind: fc.constant('text'),
				x: at,
				y: at,
				text: fc.string({unit: fc.constantFrom('a', '比', '🚀')}),
				width: size,
			}),
			fc.record({kind: fc.constant('fill'), x: at, y: at, width: size, height: size}),
			fc.record({kind: fc.constant('set'), x: at, y: at}),
			fc.record({
				kind: fc.constant('blit'),
				x: at,
				y: at,
				text: fc.string({unit: fc.constantFrom('a', '比')}),
				width: size,
				clipX: at,
			}),
		);
		fc.assert(
			fc.property(fc.nat(8), fc.nat(5), fc.array(drawing, {maxLength: 20}), (width, height, drawings) => {
				const grid = new Grid(width, height);
				for (const one of drawings) {
					if ('clipX' in one) {
						const from = new Grid(one.width, 2);
						from.text(0, 0, one.text, 0);
						grid.blit(from, one.x, one.y, {x: one.clipX, y: 0, width: 5, height: 5});
					} else if ('text' in one) grid.text(one.x, one.y, one.text, 0, one.width);
					else if ('height' in one) grid.fill(one, bold);
					else grid.set(one.x, one.y, 'x'.codePointAt(0)!, 0);
				}

				for (let y = 0; y < height; y++) {
					for (let x = 0; x < width; x++) {
						const wide = widthOf(textOf(grid.code(x, y))) === 2;
						expect(grid.code(x + 1, y) === rightHalf && x + 1 < width).toBe(wide);
						if (x === 0) expect(grid.code(x, y)).not.toBe(rightHalf);
					}
				}
			}),
			{seed: 9, numRuns: 400},
		);
	});
});
