/** Draws Ink's tree of laid out nodes into a grid: what Ink's own renderer does with strings. */

import type {DOMElement} from 'ink';
import {Grid, type Rect} from '../cells/grid.js';
import {drawBox, insideOf, type InkStyle} from './ink-box.js';
import {drawText, type LineTransform} from './ink-text.js';

/** Yoga's number for a node that is not shown; its names are not ours to import. */
const displayNone: number = 1;

/** What a node inherits from those around it. */
type Around = {
	readonly x: number;
	readonly y: number;
	readonly clip: Rect;
	readonly transforms: readonly LineTransform[];
};

/** Where both are. */
function overlap(a: Rect, b: Rect): Rect {
	const x = Math.max(a.x, b.x);
	const y = Math.max(a.y, b.y);
	return {
		x,
		y,
		width: Math.max(0, Math.min(a.x + a.width, b.x + b.width) - x),
		height: Math.max(0, Math.min(a.y + a.height, b.y + b.height) - y),
	};
}

/** The clip of what is inside a box that hides its overflow, in one direction or both. */
function clipInside({overflow, overflowX, overflowY, ...style}: InkStyle, rect: Rect, clip: Rect): Rect {
	const inside = insideOf(style, rect);
	const across = overflowX === 'hidden' || overflow === 'hidden' ? inside : clip;
	const down = overflowY === 'hidden' || overflow === 'hidden' ? inside : clip;
	return overlap(clip, {x: across.x, y: down.y, width: across.width, height: down.height});
}

function drawNode(frame: Grid, node: DOMElement, around: Around): void {
	const yoga = node.yogaNode;
	const display: number | undefined = yoga?.getDisplay();
	if (!yoga || display === displayNone || node.internal_static) return;
	const rect: Rect = {
		x: Math.round(around.x + yoga.getComputedLeft()),
		y: Math.round(around.y + yoga.getComputedTop()),
		width: yoga.getComputedWidth(),
		height: yoga.getComputedHeight(),
	};
	const {clip} = around;
	const transforms = node.internal_transform
		? [node.internal_transform, ...around.transforms]
		: around.transforms;
	if (node.nodeName === 'ink-text') {
		drawText(frame, node, rect, {clip, transforms});
		return;
	}

	const canvas: unknown = node.attributes['canvas'];
	if (canvas instanceof Grid) {
		frame.blit(canvas, rect.x, rect.y, clip);
		return;
	}

	drawBox(frame, node.style, rect, clip);
	const inside = {x: rect.x, y: rect.y, clip: clipInside(node.style, rect, clip), transforms};
	for (const child of node.childNodes) {
		if (child.nodeName !== '#text') drawNode(frame, child, inside);
	}
}

/** Draws the whole tree; what it does not cover is blank. Boxes that hide their overflow do so within each other too. */
export function drawTree(frame: Grid, root: DOMElement): void {
	frame.clear();
	const height = Math.min(frame.height, root.yogaNode?.getComputedHeight() ?? 0);
	drawNode(frame, root, {x: 0, y: 0, clip: {x: 0, y: 0, width: frame.width, height}, transforms: []});
}
