/** The text of an Ink text node: joined, wrapped or cut as Ink does, and drawn. */

import cliTruncate from 'cli-truncate';
import type {DOMElement} from 'ink';
import wrapAnsi from 'wrap-ansi';
import type {Grid, Rect} from '../cells/grid.js';
import {lineCells} from './line-cells.js';

type InkNode = DOMElement['childNodes'][number];

/** Changes one line before it is drawn: the styles of `<Text>`, what `<Transform>` does. */
export type LineTransform = NonNullable<DOMElement['internal_transform']>;

/** The text of a node, with what its children do to their own. */
function joined(node: DOMElement): string {
	return node.childNodes
		.map((child: InkNode, index) => {
			if (child.nodeName === '#text') return child.nodeValue;
			const text = joined(child);
			return text === '' ? '' : (child.internal_transform?.(text, index) ?? text);
		})
		.join('');
}

const positions: Readonly<Record<string, 'start' | 'middle' | 'end'>> = {
	truncate: 'end',
	'truncate-end': 'end',
	'truncate-middle': 'middle',
	'truncate-start': 'start',
};

function wrapped(text: string, width: number, wrap: string): string {
	if (wrap === 'wrap') return wrapAnsi(text, width, {trim: false, hard: true});
	const position = positions[wrap];
	return position === undefined ? text : cliTruncate(text, width, {position});
}

const mostTexts = 256;
const known = new Map<string, readonly string[]>();

/** The lines of a text in `width` columns. */
function linesOf(text: string, width: number, wrap: string): readonly string[] {
	const lines = text.split('\n');
	if (lines.every(line => lineCells(line).width <= width)) return lines;
	const key = `${width} ${wrap} ${text}`;
	let cut = known.get(key);
	if (cut !== undefined) return cut;
	cut = wrapped(text, width, wrap).split('\n');
	if (known.size >= mostTexts) known.delete(known.keys().next().value!);
	known.set(key, cut);
	return cut;
}

/** Draws a text node at its place; `transforms` are its own and those around it, innermost first. */
export function drawText(
	frame: Grid,
	node: DOMElement,
	{x, y, width}: Rect,
	{clip, transforms}: {readonly clip: Rect; readonly transforms: readonly LineTransform[]},
): void {
	const text = joined(node);
	if (text === '') return;
	for (const [index, line] of linesOf(text, width, node.style.textWrap ?? 'wrap').entries()) {
		const styled = transforms.reduce((changed, transform) => transform(changed, index), line);
		frame.blit(lineCells(styled), x, y + index, clip);
	}
}
