/** The background and the border of an Ink box. */

import cliBoxes, {type BoxStyle} from 'cli-boxes';
import type {DOMElement} from 'ink';
import {Grid, type Rect} from '../cells/grid.js';
import {styleId} from '../cells/style.js';
import {inkColour} from './ink-colour.js';

/** What a component was given about its look and its layout. */
export type InkStyle = DOMElement['style'];
type Side = 'Top' | 'Bottom' | 'Left' | 'Right';

const hasSide = (style: InkStyle, side: Side): boolean =>
	style.borderStyle !== undefined && style[`border${side}`] !== false;

function sideStyle(style: InkStyle, side: Side): number {
	return styleId({
		fg: inkColour(style[`border${side}Color`] ?? style.borderColor),
		dim: style[`border${side}DimColor`] ?? style.borderDimColor ?? false,
	});
}

/** The box without its border. */
export function insideOf(style: InkStyle, {x, y, width, height}: Rect): Rect {
	const [top, bottom, left, right] = (['Top', 'Bottom', 'Left', 'Right'] as const).map(side =>
		hasSide(style, side) ? 1 : 0,
	) as [number, number, number, number];
	return {
		x: x + left,
		y: y + top,
		width: Math.max(0, width - left - right),
		height: Math.max(0, height - top - bottom),
	};
}

function drawBackground(frame: Grid, style: InkStyle, rect: Rect, clip: Rect): void {
	if (style.backgroundColor === undefined) return;
	const {x, y, width, height} = insideOf(style, rect);
	const fill = new Grid(width, height);
	fill.clear(styleId({bg: inkColour(style.backgroundColor)}));
	frame.blit(fill, x, y, clip);
}

/** A run of one side, across or down. */
function drawSide(frame: Grid, text: string, id: number, at: Rect, clip: Rect): void {
	const run = new Grid(at.width, at.height);
	if (at.height === 1) run.text(0, 0, text, id);
	else for (let row = 0; row < at.height; row++) run.text(0, row, text, id);
	frame.blit(run, at.x, at.y, clip);
}

function drawBorder(frame: Grid, style: InkStyle, rect: Rect, clip: Rect): void {
	if (style.borderStyle === undefined) return;
	const box: BoxStyle =
		typeof style.borderStyle === 'string' ? cliBoxes[style.borderStyle] : style.borderStyle;
	const {x, y, width, height} = rect;
	const inside = insideOf(style, rect);
	const across = (left: string, middle: string, right: string): string =>
		(hasSide(style, 'Left') ? left : '') +
		middle.repeat(inside.width) +
		(hasSide(style, 'Right') ? right : '');
	if (hasSide(style, 'Top')) {
		const text = across(box.topLeft, box.top, box.topRight);
		drawSide(frame, text, sideStyle(style, 'Top'), {x, y, width, height: 1}, clip);
	}

	if (hasSide(style, 'Left')) {
		const at = {x, y: inside.y, width: 1, height: inside.height};
		drawSide(frame, box.left, sideStyle(style, 'Left'), at, clip);
	}

	if (hasSide(style, 'Right')) {
		const at = {x: x + width - 1, y: inside.y, width: 1, height: inside.height};
		drawSide(frame, box.right, sideStyle(style, 'Right'), at, clip);
	}

	if (hasSide(style, 'Bottom')) {
		const text = across(box.bottomLeft, box.bottom, box.bottomRight);
		drawSide(frame, text, sideStyle(style, 'Bottom'), {x, y: y + height - 1, width, height: 1}, clip);
	}
}

/** Draws what a box is besides its children. */
export function drawBox(frame: Grid, style: InkStyle, rect: Rect, clip: Rect): void {
	drawBackground(frame, style, rect, clip);
	drawBorder(frame, style, rect, clip);
}
