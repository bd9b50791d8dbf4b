/** A grid of cells as an Ink node: the cell painter copies it as it is, stock Ink gets it as lines of text. */

import {Text, Transform} from 'ink';
import {createContext, createElement, useContext, type ReactElement} from 'react';
import {ansiLine} from '../cells/ansi-text.js';
import type {Grid} from '../cells/grid.js';
import type {ColourDepth} from '../cells/style.js';

/** How canvases reach the terminal. */
export type CanvasMode = {readonly painter: 'cells' | 'ink'; readonly depth: ColourDepth};

export const CanvasModeContext = createContext<CanvasMode>({painter: 'ink', depth: 'mono'});

export type CanvasProps = {
	readonly grid: Grid;
	/** Counts up with every drawing: grids change in place. */
	readonly revision: number;
};

const blanks = new Map<string, string>();

/** Ink measures this instead of the content: it keeps every distinct text it ever measured. */
function blankOf({width, height}: Grid): string {
	const key = `${width}x${height}`;
	let text = blanks.get(key);
	if (text === undefined) {
		text = Array.from({length: height}, () => ' '.repeat(width)).join('\n');
		blanks.set(key, text);
	}

	return text;
}

export function Canvas({grid, revision}: CanvasProps): ReactElement {
	const {painter, depth} = useContext(CanvasModeContext);
	if (painter === 'cells') {
		// Unknown attributes of an Ink box land on its node, where the painter finds them.
		return createElement('ink-box' as never, {
			style: {width: grid.width, height: grid.height, flexShrink: 0},
			canvas: grid,
			revision,
		});
	}

	return (
		<Transform transform={(_, index) => ansiLine(grid, index, depth)}>
			<Text>{blankOf(grid)}</Text>
		</Transform>
	);
}
