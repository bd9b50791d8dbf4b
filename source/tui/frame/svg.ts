/** A frame as an SVG picture: backgrounds as rectangles, text in runs, drawing characters as shapes. */

import {rightHalf, textOf} from '../cells/cell-text.js';
import {blank, type Grid} from '../cells/grid.js';
import {styleOf, type Colour, type Style, type StyleId} from '../cells/style.js';
import {glyphShapes, shapePaints, type Shape} from './svg-glyphs.js';

export type SvgColours = {
	/** What the terminal's own colours are taken for, 0xrrggbb. */
	readonly fg: number;
	readonly bg: number;
};

const cellWidth = 9;
const cellHeight = 18;
const fontSize = 15;
/** From the top of a cell to the line that letters stand on. */
const baseline = 14;
const margin = 12;
const fonts =
	"ui-monospace, 'SF Mono', 'Cascadia Mono', 'JetBrains Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace";

const hex = (rgb: number): string => `#${rgb.toString(16).padStart(6, '0')}`;
const round = (value: number): string => String(Math.round(value * 100) / 100);

const hexOr = (colour: Colour, usual: number): string => hex(colour?.rgb ?? usual);

const escaped = (text: string): string =>
	text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

function inkOf(
	{fg, bg, inverse}: Style,
	assumed: SvgColours,
): {readonly ink: string; readonly ground: string | null} {
	return inverse
		? {ink: hexOr(bg, assumed.bg), ground: hexOr(fg, assumed.fg)}
		: {ink: hexOr(fg, assumed.fg), ground: bg === null ? null : hexOr(bg, assumed.bg)};
}

/** Neighbouring cells of one style. */
type Run = {readonly x: number; readonly y: number; readonly width: number; readonly style: StyleId};

function runsOf(grid: Grid): readonly Run[] {
	const runs: Run[] = [];
	for (let y = 0; y < grid.height; y++) {
		let from = 0;
		for (let x = 1; x <= grid.width; x++) {
			if (x < grid.width && grid.style(x, y) === grid.style(from, y)) continue;
			runs.push({x: from, y, width: x - from, style: grid.style(from, y)});
			from = x;
		}
	}

	return runs;
}

const attributes = ({bold, dim, italic, underline}: Style): string =>
	[
		bold ? ' font-weight="bold"' : '',
		dim ? ' opacity="0.7"' : '',
		italic ? ' font-style="italic"' : '',
		underline ? ' text-decoration="underline"' : '',
	].join('');

/** Path data by how it is painted: a picture has thousands of shapes, but few paints. */
class Shapes {
	readonly #paths = new Map<string, string[]>();

	add(shapes: readonly Shape[], ink: string, dim: boolean): void {
		for (const {d, paint} of shapes) {
			const painted = `${shapePaints[paint].replace('{}', ink)}${dim ? ' opacity="0.7"' : ''}`;
			const known = this.#paths.get(painted);
			if (known) known.push(d);
			else this.#paths.set(painted, [d]);
		}
	}

	elements(): readonly string[] {
		return [...this.#paths].map(([painted, data]) => `<path ${painted} d="${data.join('')}"/>`);
	}
}

/** A run: its drawing characters into `shapes`, its words in one element each, placed by the cell. */
function runText(grid: Grid, {x, y, width, style}: Run, assumed: SvgColours, shapes: Shapes): string {
	const look = styleOf(style);
	const {ink} = inkOf(look, assumed);
	const top = margin + y * cellHeight;
	let texts = '';
	let word = '';
	let wordAt = x;
	let columns = 0;
	const flush = (): void => {
		if (word !== '') {
			const length =
				columns > 1 ? ` textLength="${round(columns * cellWidth)}" lengthAdjust="spacingAndGlyphs"` : '';
			texts += `<text x="${round(margin + wordAt * cellWidth)}" y="${round(top + baseline)}" fill="${ink}"${attributes(look)}${length}>${escaped(word)}</text>`;
		}

		word = '';
		columns = 0;
	};
	for (let column = x; column < x + width; column++) {
		const code = grid.code(column, y);
		if (code === rightHalf) {
			columns++;
			continue;
		}

		const cell = {x: margin + column * cellWidth, y: top, width: cellWidth, height: cellHeight};
		const drawn = code === blank ? [] : glyphShapes(code, cell);
		if (drawn !== null) {
			flush();
			shapes.add(drawn, ink, look.dim);
			continue;
		}

		if (word === '') wordAt = column;
		word += textOf(code);
		columns++;
	}

	flush();
	return texts;
}

/** Rows of cells of one colour behind the text, as areas. */
function groundsOf(runs: readonly Run[], assumed: SvgColours): readonly string[] {
	const areas: {readonly x: number; readonly y: number; width: number; readonly ground: string}[] = [];
	for (const {x, y, width, style} of runs) {
		const {ground} = inkOf(styleOf(style), assumed);
		if (ground === null) continue;
		const last = areas.at(-1);
		if (last?.y === y && last.x + last.width === x && last.ground === ground) last.width += width;
		else areas.push({x, y, width, ground});
	}

	return areas.map(
		({x, y, width, ground}) =>
			`<rect x="${round(margin + x * cellWidth)}" y="${round(margin + y * cellHeight)}" width="${round(width * cellWidth)}" height="${cellHeight}" fill="${ground}"/>`,
	);
}

/** The picture as a document. `title` is read out by screen readers. */
export function svgOf(grid: Grid, assumed: SvgColours, title: string): string {
	const width = round(grid.width * cellWidth + 2 * margin);
	const height = round(grid.height * cellHeight + 2 * margin);
	const runs = runsOf(grid);
	const shapes = new Shapes();
	const texts = runs.map(run => runText(grid, run, assumed, shapes)).filter(Boolean);
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(title)}">`,
		`<title>${escaped(title)}</title>`,
		`<rect width="100%" height="100%" rx="8" fill="${hex(assumed.bg)}"/>`,
		'<g shape-rendering="crispEdges">',
		...groundsOf(runs, assumed),
		'</g>',
		'<g fill="none">',
		...shapes.elements(),
		'</g>',
		`<g font-family="${escaped(fonts)}" font-size="${fontSize}" fill="none" xml:space="preserve">`,
		...texts,
		'</g>',
		'</svg>',
		'',
	].join('\n');
}
