/** A rectangle of cells on the screen, drawn by a pure function and drawn again only when its inputs change. */

import {Box} from 'ink';
import {createContext, memo, useContext, useRef, type ReactElement} from 'react';
import {Grid, type Rect} from '../cells/grid.js';
import type {StyleId} from '../cells/style.js';
import {Canvas} from './canvas.js';

/** The style of blank cells: most themes leave the terminal its own background. */
export const GroundContext = createContext<StyleId>(0);

export type PanelProps = {
	/** Where in the view. */
	readonly rect: Rect;
	/** Everything `draw` reads: a change of identity in any of them draws the panel again. */
	readonly inputs: readonly unknown[];
	/** Gets a blank grid of the size of `rect`. */
	readonly draw: (grid: Grid) => void;
};

function PanelOf({rect, draw}: PanelProps): ReactElement | null {
	const ground = useContext(GroundContext);
	const drawn = useRef({grid: new Grid(0, 0), revision: 0});
	if (rect.width <= 0 || rect.height <= 0) return null;
	const {grid, revision} = drawn.current;
	const canvas =
		grid.width === rect.width && grid.height === rect.height ? grid : new Grid(rect.width, rect.height);
	canvas.clear(ground);
	draw(canvas);
	drawn.current = {grid: canvas, revision: revision + 1};
	return (
		<Box position="absolute" marginLeft={rect.x} marginTop={rect.y} flexShrink={0}>
			<Canvas grid={canvas} revision={drawn.current.revision} />
		</Box>
	);
}

const sameRect = (a: Rect, b: Rect): boolean =>
	a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;

export const Panel = memo(
	PanelOf,
	(before, after) =>
		sameRect(before.rect, after.rect) &&
		before.inputs.length === after.inputs.length &&
		before.inputs.every((input, i) => Object.is(input, after.inputs[i])),
);
