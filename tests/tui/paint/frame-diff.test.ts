import {Unicode11Addon} from '@xterm/addon-unicode11';
import xterm from '@xterm/headless';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {rightHalf} from '#tui/cells/cell-text.js';
import {Grid} from '#tui/cells/grid.js';
import {colourDepths, styleId, styleOf} from '#tui/cells/style.js';
import {frameDiff} from '#tui/paint/frame-diff.js';

const size = {width: 18, height: 5};
const all = {x: 0, y: 0, ...size};
const options = {depth: 'truecolor', sparesCorner: false} as const;
const red = styleId({fg: {rgb: 0xff0000, ansi: 9}});
const bar = styleId({bg: {rgb: 0x202020, ansi: 0}, bold: true});
const faint = styleId({dim: true, underline: true});
const redOnBar = styleId({fg: {rgb: 0xff0000, ansi: 9}, bg: {rgb: 0x202020, ansi: 0}});

function drawn(draw: (grid: Grid) => void): Grid {
	const grid = new Grid(size.width, size.height);
	draw(grid);
	return grid;
}

const piece = fc.record({
	x: fc.integer({min: -3, max: size.width}),
	y: fc.nat(size.height - 1),
	text: fc.oneof(
		fc.constantFrom('a', 'BTC', '60,754.01', '比特币', '한', 'e\u0301', '▁▂▃', '🚀', 'x\u0323\u0307y', '   '),
		fc.string({maxLength: 6}),
	),
	style: fc.constantFrom(0, red, bar, faint, redOnBar),
});
const frame = fc
	.array(piece, {maxLength: 12})
	.map(pieces => drawn(grid => pieces.forEach(({x, y, text, style}) => grid.text(x, y, text, style))));

type Look = {
	readonly fg: number | null;
	readonly bg: number | null;
	readonly bold: boolean;
	readonly dim: boolean;
	readonly underline: boolean;
};

/** One cell as a person sees it: of a blank, only the ground and lines through it. */
function cellLook(text: string, {fg, bg, bold, dim, underline}: Look): string {
	return text === ' '
		? `blank ${underline ? fg : null} ${bg} ${underline}`
		: `${text.normalize('NFC')} ${fg} ${bg} ${bold} ${dim} ${underline}`;
}

/** What an emulator shows, cell by cell. */
function look(emulator: xterm.Terminal): string[] {
	const cells: string[] = [];
	for (let y = 0; y < size.height; y++) {
		const line = emulator.buffer.active.getLine(y)!;
		for (let x = 0; x < size.width; x++) {
			const cell = line.getCell(x)!;
			const fg = cell.isFgRGB() ? cell.getFgColor() : null;
			const bg = cell.isBgRGB() ? cell.getBgColor() : null;
			const text = cell.getWidth() === 0 ? 'right half' : cell.getChars() || ' ';
			cells.push(
				cellLook(text, {
					fg,
					bg,
					bold: cell.isBold() > 0,
					dim: cell.isDim() > 0,
					underline: cell.isUnderline() > 0,
				}),
			);
		}
	}

	return cells;
}

function wanted(grid: Grid): string[] {
	return Array.from(grid.styles, (id, at) => {
		const {fg, bg, bold, dim, underline} = styleOf(id);
		const text = grid.codes[at] === rightHalf ? 'right half' : cellText(grid, at);
		return cellLook(text, {fg: fg?.rgb ?? null, bg: bg?.rgb ?? null, bold, dim, underline});
	});
}

function cellText(grid: Grid, at: number): string {
	const one = new Grid(1, 1);
	one.codes[0] = grid.codes[at]!;
	return (one.line(0) || ' ').normalize('NFC');
}

const write = async (emulator: xterm.Terminal, text: string): Promise<void> =>
	new Promise(resolve => emulator.write(text, resolve));

describe('the difference of two frames', () => {
	test('makes a terminal that shows one show the other', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(frame, {minLength: 1, maxLength: 4}), async frames => {
				const emulator = new xterm.Terminal({
					cols: size.width,
					rows: size.height,
					allowProposedApi: true,
				});
				emulator.loadAddon(new Unicode11Addon());
				emulator.unicode.activeVersion = '11';
				await write(emulator, '\u001B[?7lsomething older');
				for (const [i, next] of frames.entries()) {
					await write(emulator, frameDiff(next, frames[i - 1] ?? null, options));
					expect(look(emulator)).toEqual(wanted(next));
				}

				emulator.dispose();
			}),
			{seed: 5, numRuns: 150},
		);
	});

	test('is nothing when they look the same', () => {
		fc.assert(
			fc.property(frame, grid => {
				const same = drawn(copy => copy.blit(grid, 0, 0));
				expect(frameDiff(same, grid, options)).toBe('');
			}),
			{seed: 6, numRuns: 50},
		);
	});

	test('says only what changed', () => {
		const before = drawn(grid => grid.text(0, 1, 'BTC  60,754.01', red));
		const after = drawn(grid => grid.text(0, 1, 'BTC  60,754.02', red));
		expect(frameDiff(after, before, options)).toBe('\u001B[2;14H\u001B[38;2;255;0;0m2\u001B[m');
	});

	test('says of a style only what the one before has not, and nothing of the ink of blanks', () => {
		const before = drawn(() => {});
		const after = drawn(grid => {
			grid.text(0, 0, 'a', bar);
			grid.text(1, 0, ' b', redOnBar);
			grid.text(4, 0, ' ', red);
		});
		expect(frameDiff(after, before, options)).toBe(
			'\u001B[1;1H\u001B[1;48;2;32;32;32ma \u001B[22;38;2;255;0;0mb\u001B[m',
		);
	});

	test('repeats a short gap and moves over a long one', () => {
		const before = drawn(() => {});
		const near = drawn(grid => {
			grid.text(2, 0, 'a', 0);
			grid.text(6, 0, 'b', 0);
		});
		expect(frameDiff(near, before, options)).toBe('\u001B[1;3Ha   b');
		const far = drawn(grid => {
			grid.text(2, 0, 'a', 0);
			grid.text(7, 0, 'b', 0);
		});
		expect(frameDiff(far, before, options)).toBe('\u001B[1;3Ha\u001B[4Cb');
	});

	test('gives the cursor a new address after a wide character, whose cells it clears first', () => {
		const after = drawn(grid => grid.text(0, 0, '🚀x', 0));
		expect(
			frameDiff(
				after,
				drawn(() => {}),
				options,
			),
		).toBe('\u001B[1;1H\u001B[2X🚀\u001B[3Gx');
	});

	test('erases the screen only where nothing is known about it, and never what was scrolled away', () => {
		fc.assert(
			fc.property(frame, frame, (next, before) => {
				expect(frameDiff(next, null, options)).toContain('\u001B[2J');
				const text = frameDiff(next, before, options);
				expect(text).not.toMatch(/\[\d*J/);
			}),
			{seed: 7, numRuns: 50},
		);
	});

	test('leaves the last cell alone where a console would scroll', () => {
		const full = drawn(grid => grid.fill(all, 0, 'x'.codePointAt(0)));
		const rows = (sparesCorner: boolean): number =>
			frameDiff(full, null, {...options, sparesCorner}).match(/x/g)!.length;
		expect(rows(false)).toBe(size.width * size.height);
		expect(rows(true)).toBe(size.width * size.height - 1);
	});

	test('never holds a control character that a cell was given by mistake', () => {
		const after = drawn(grid => {
			grid.set(0, 0, 0x1b, 0);
			grid.set(1, 0, 0x9b, 0);
			grid.set(2, 0, 0x0a, 0);
			grid.set(3, 0, 'x'.codePointAt(0)!, 0);
		});
		expect(
			frameDiff(
				after,
				drawn(() => {}),
				options,
			),
		).toBe('\u001B[1;1H   x');
	});

	test.each(colourDepths)('speaks %s', depth => {
		const after = drawn(grid => grid.text(0, 0, 'x', red));
		const sequences = {
			mono: '',
			16: '\u001B[91m',
			256: '\u001B[38;5;196m',
			truecolor: '\u001B[38;2;255;0;0m',
		};
		expect(
			frameDiff(
				after,
				drawn(() => {}),
				{...options, depth},
			),
		).toContain(`${sequences[depth]}x`);
	});
});
