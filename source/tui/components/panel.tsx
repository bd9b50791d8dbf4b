/** A rectangle of cells on the screen, drawn by a pure function and drawn again only when its inputs change. */

import {Box} from 'ink';
import {createContext, memo, useContext, useState, type ReactElement} from 'react';
import {toAscii} from '../cells/ascii-cells.js';
import {Grid, type Rect} from '../cells/grid.js';
import type {StyleId} from '../cells/style.js';
import {Canvas} from './canvas.js';

/** The style of blank cells: most themes leave the terminal its own background. */
export const GroundContext = createContext<StyleId>(0);

/** Whether the terminal only has ASCII: then also names and words are written in it. */
export const AsciiContext = createContext(false);

export type PanelProps = {
	/** Where in the view. */
	readonly rect: Rect;
	/** Everything `draw` reads: a change of identity in any of them draws the panel again. */
	readonly inputs: readonly unknown[];
	/** Gets a blank grid of the size of `rect`. */
	readonly draw: (grid: Grid) => void;
};

/** The grid of one panel, used again and again: allocating one per drawing would cost more than drawing. */
class Drawing {
	#grid = new Grid(0, 0);
	#revision = 0;

	/** How often it was drawn. */
	get revision(): number {
		return this.#revision;
	}

	/** The grid, blank, in the given size, for the next drawing. */
	blank({width, height}: Rect): Grid {
		if (this.#grid.width !== width || this.#grid.height !== height) this.#grid = new Grid(width, height);
		this.#grid.clear();
		this.#revision++;
		return this.#grid;
	}
}

function PanelOf({rect, draw}: PanelProps): ReactElement | null {
	const ground = useContext(GroundContext);
	const ascii = useContext(AsciiContext);
	const [drawing] = useState(() => new Drawing());
	if (rect.width <= 0 || rect.height <= 0) return null;
	const grid = drawing.blank(rect);
	draw(grid);
	// Also what was copied from grids drawn earlier gets its ground.
	if (ground !== 0) grid.restyle({...rect, x: 0, y: 0}, style => (style === 0 ? ground : style));
	if (ascii) toAscii(grid);
	return (
		<Box position="absolute" marginLeft={rect.x} marginTop={rect.y} flexShrink={0}>
			<Canvas grid={grid} revision={drawing.revision} />
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
