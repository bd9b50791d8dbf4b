/** The whole screen as plain lines, for screen readers: no boxes, no columns. */

import type {Grid} from '../cells/grid.js';
import type {Context, Screen} from '../screen.js';
import type {FrameState} from '../state/frame-state.js';
import {footerLine, type PlacedKey} from './footer.js';
import {headerLine} from './header.js';
import {brokenLines, welcomeLines} from './notices.js';
import {frameWords} from './words.js';
import {wrapped} from './wrap.js';

/** Screens that have nothing to say before a market is stored. */
export const needsMarket = (screen: Screen, {shared}: Context): boolean =>
	shared.market.rows.length === 0 &&
	(screen.id === 'market' || screen.id === 'technical' || screen.id === 'compare');

function bodyLines(screen: Screen, state: unknown, frame: FrameState, context: Context): readonly string[] {
	const top = frame.overlays.at(-1);
	if (top) return [top.kind.title(top.state, context), ...top.kind.lines(top.state, context)];
	const broken = frame.broken[screen.id];
	if (broken !== undefined) return brokenLines(screen, broken, context).map(({text}) => text);
	if (!context.shared.opening) return frameWords[context.language].opening;
	if (needsMarket(screen, context)) {
		return welcomeLines(context).map(({keys, text}) => (keys === undefined ? text : `${keys}: ${text}`));
	}

	return screen.lines(state, context);
}

/** Draws everything: where it is, what was told, the screen, how fresh it is, the keys. */
export function drawLinear(
	grid: Grid,
	{
		screens,
		screen,
		state,
		frame,
		keys,
	}: {
		readonly screens: readonly Screen[];
		readonly screen: Screen;
		readonly state: unknown;
		readonly frame: FrameState;
		readonly keys: readonly PlacedKey[];
	},
	context: Context,
): void {
	const {theme} = context.look;
	const width = Math.max(1, grid.width);
	const fit = (texts: readonly string[]): readonly string[] => texts.flatMap(text => wrapped(text, width));
	const told = context.shared.toasts.map(({text, hint}) => (hint === null ? text : `${text} ${hint}`));
	const head = fit([headerLine(screens, context), ...told]);
	const foot = fit([footerLine(context), keys.map(({key, word}) => `${key} ${word}`).join(', ')]);
	const body = fit(bodyLines(screen, state, frame, context));
	const room = Math.max(1, grid.height - head.length - foot.length);
	const top = Math.max(0, Math.min(frame.linearTop, body.length - room));
	const rows = [...head, ...body.slice(top, top + room)];
	for (const [y, row] of rows.entries()) grid.text(0, y, row, theme.paint('text'));
	for (const [i, row] of foot.entries()) {
		grid.text(0, Math.max(rows.length, grid.height - foot.length) + i, row, theme.paint('muted'));
	}
}
