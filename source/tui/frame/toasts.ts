/** Short messages over the lower right corner of the screen. */

import type {Grid, Rect, Size} from '../cells/grid.js';
import type {Context} from '../screen.js';
import {widthOf} from '../cells/cell-text.js';
import type {Toast} from '../state/view-state.js';
import {wrapped} from './wrap.js';

const widest = 60;
const most = 3;
/** Rows at the bottom that belong to the footer. */
const footerRows = 2;

/** How long a message stays: long enough to read it, ms. */
export function stayMs({kind, text, hint}: Pick<Toast, 'kind' | 'text' | 'hint'>): number {
	const base = kind === 'bad' || kind === 'warning' ? 6000 : 2500;
	return base + 40 * (text.length + (hint?.length ?? 0));
}

const roles = {good: 'good', info: 'info', warning: 'warning', bad: 'bad'} as const;

type ToastRow = {
	readonly text: string;
	readonly kind: Toast['kind'];
	readonly isHint: boolean;
	readonly first: boolean;
};

function rowsOf(toasts: readonly Toast[], width: number): readonly ToastRow[] {
	return toasts.slice(-most).flatMap(({kind, text, hint}) => {
		const rows = wrapped(text, width).map((line, i) => ({text: line, kind, isHint: false, first: i === 0}));
		if (hint === null) return rows;
		return rows.concat(wrapped(hint, width).map(line => ({text: line, kind, isHint: true, first: false})));
	});
}

/** Border, mark and margins. */
const aroundWidth = 6;

const innerWidth = (toasts: readonly Toast[], {width}: Size): number =>
	Math.max(
		1,
		Math.min(
			widest,
			width - aroundWidth - 2,
			Math.max(...toasts.flatMap(({text, hint}) => [widthOf(text), widthOf(hint ?? '')])),
		),
	);

/** Where the messages lie on a screen of this size; nothing when there are none. */
export function toastsRect(toasts: readonly Toast[], size: Size): Rect {
	if (toasts.length === 0) return {x: 0, y: 0, width: 0, height: 0};
	const inner = innerWidth(toasts, size);
	const height = Math.min(rowsOf(toasts, inner).length + 2, Math.max(0, size.height - footerRows - 1));
	const width = Math.min(size.width, inner + aroundWidth);
	return {
		x: Math.max(0, size.width - width - 1),
		y: Math.max(0, size.height - footerRows - height),
		width,
		height,
	};
}

/** Draws the messages into the rectangle above. */
export function drawToasts(grid: Grid, toasts: readonly Toast[], {look, shared}: Context): void {
	const {theme, glyphs} = look;
	const {width, height} = grid;
	grid.fill({x: 0, y: 0, width, height}, theme.paint('text', 'overlay'));
	const worst = toasts.some(({kind}) => kind === 'bad')
		? 'bad'
		: toasts.some(({kind}) => kind === 'warning')
			? 'warning'
			: 'border';
	const line = theme.paint(worst, 'overlay');
	const edge = glyphs.horizontal.repeat(Math.max(0, width - 2));
	grid.text(0, 0, glyphs.topLeft + edge + glyphs.topRight, line);
	grid.text(0, height - 1, glyphs.bottomLeft + edge + glyphs.bottomRight, line);
	const marks = {good: glyphs.check, info: glyphs.bullet, warning: '!', bad: glyphs.fail};
	const rows = rowsOf(toasts, innerWidth(toasts, shared.size)).slice(0, Math.max(0, height - 2));
	for (let y = 1; y < height - 1; y++) {
		grid.text(0, y, glyphs.vertical, line);
		grid.text(width - 1, y, glyphs.vertical, line);
	}

	for (const [i, {text, kind, isHint, first}] of rows.entries()) {
		if (first) grid.text(2, i + 1, marks[kind], theme.paint(roles[kind], 'overlay'), 1);
		grid.text(4, i + 1, text, theme.paint(isHint ? 'muted' : 'text', 'overlay'), width - 5);
	}
}
