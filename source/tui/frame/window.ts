/** How a window over the screen looks: centred, with a border that carries its title and its keys. */

import {widthOf} from '../cells/cell-text.js';
import {Grid, type Rect, type Size} from '../cells/grid.js';
import type {Context} from '../screen.js';
import type {Overlay} from '../state/overlay.js';

/** Border and one blank column at each side. */
const frameWidth = 4;
const frameHeight = 2;

/** Where a window with this inside lies; clipped to the screen. */
export function windowRect(inside: Size, screen: Size): Rect {
	const width = Math.max(0, Math.min(screen.width, inside.width + frameWidth));
	const height = Math.max(0, Math.min(screen.height, inside.height + frameHeight));
	return {x: (screen.width - width) >> 1, y: (screen.height - height) >> 1, width, height};
}

/** The inside of a window at `rect`, on the screen. */
export const insideOf = ({x, y, width, height}: Rect): Rect => ({
	x: x + 2,
	y: y + 1,
	width: Math.max(0, width - frameWidth),
	height: Math.max(0, height - frameHeight),
});

/** Where an open window lies. */
export const overlayRect = ({kind, state}: Overlay, context: Context): Rect =>
	windowRect(kind.size(state, context), context.shared.size);

/**
 * The keys of a window, separated by commas, as far as they fit into `room` columns: the first says what to do and the
 * last how to get out, so those between leave, the later ones first.
 */
export function footIn(foot: string, room: number): string {
	const parts = foot.split(', ');
	while (parts.length > 2 && widthOf(parts.join(', ')) > room) parts.splice(-2, 1);
	return parts.join(', ');
}

/** Draws border, title and foot into the whole grid. */
function drawBorder(grid: Grid, title: string, foot: string, {look}: Context): void {
	const {theme, glyphs} = look;
	const {width, height} = grid;
	const line = theme.paint('borderFocus', 'overlay');
	grid.fill({x: 0, y: 0, width, height}, theme.paint('text', 'overlay'));
	const edge = glyphs.horizontal.repeat(Math.max(0, width - 2));
	grid.text(0, 0, glyphs.topLeft + edge + glyphs.topRight, line);
	for (let y = 1; y < height - 1; y++) {
		grid.text(0, y, glyphs.vertical, line);
		grid.text(width - 1, y, glyphs.vertical, line);
	}

	if (height > 1) grid.text(0, height - 1, glyphs.bottomLeft + edge + glyphs.bottomRight, line);
	const room = width - frameWidth;
	if (room <= 2) return;
	if (title !== '') grid.text(2, 0, ` ${title} `, theme.paint('title', 'overlay'), room);
	if (foot !== '' && height > 1) {
		const shown = ` ${footIn(foot, room - 2)} `;
		const x = Math.max(2, width - 2 - widthOf(shown));
		grid.text(x, height - 1, shown, theme.paint('muted', 'overlay'), width - 2 - x);
	}
}

/** Draws one open window into a grid of its size. */
export function drawOverlay(grid: Grid, {kind, state}: Overlay, context: Context): void {
	drawBorder(grid, kind.title(state, context), kind.foot(state, context), context);
	const {x, y, width, height} = insideOf({x: 0, y: 0, width: grid.width, height: grid.height});
	const inside = new Grid(width, height);
	inside.clear(context.look.theme.paint('text', 'overlay'));
	kind.draw(inside, state, context);
	grid.blit(inside, x, y);
}
