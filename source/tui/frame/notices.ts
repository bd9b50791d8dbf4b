/** What stands in the place of a screen that cannot be shown: too small, not open yet, nothing stored, broken. */

import {widthOf} from '../cells/cell-text.js';
import {toldFault} from '../i18n/faults.js';
import type {Grid} from '../cells/grid.js';
import type {Context, Screen} from '../screen.js';
import type {Role} from '../theme/roles.js';
import {awaitedText, faultPart} from './freshness.js';
import {leastSize} from './layout.js';
import {wrapped} from './wrap.js';
import {frameWords} from './words.js';

type NoticeLine = {readonly text: string; readonly role: Role; readonly keys?: string};

/** Puts lines in the middle; those with keys stand in two columns. */
function drawCentred(grid: Grid, lines: readonly NoticeLine[], {look: {theme}}: Context): void {
	const keysWidth = Math.max(0, ...lines.map(({keys}) => (keys === undefined ? 0 : widthOf(keys) + 2)));
	const room = Math.max(1, grid.width - 4);
	const rows = lines.flatMap(line =>
		line.keys === undefined
			? wrapped(line.text, room).map((text): NoticeLine => ({text, role: line.role}))
			: [line],
	);
	const columns = Math.max(
		0,
		...rows.map(({keys, text}) => (keys === undefined ? widthOf(text) : keysWidth + widthOf(text))),
	);
	const left = Math.max(0, (grid.width - columns) >> 1);
	const top = Math.max(0, (grid.height - rows.length) >> 1);
	for (const [i, {text, role, keys}] of rows.entries()) {
		const x = left + (keys === undefined ? 0 : keysWidth);
		if (keys !== undefined) grid.text(left, top + i, keys, theme.paint('key'), keysWidth - 1);
		grid.text(x, top + i, text, theme.paint(role));
	}
}

/** The size it needs, down to a terminal of one cell. */
export function drawTooSmall(grid: Grid, context: Context): void {
	const words = frameWords[context.language].tooSmall(leastSize.width, leastSize.height);
	const short = `${leastSize.width}x${leastSize.height}`;
	const fits = words.every(line => widthOf(line) <= grid.width) && grid.height >= words.length;
	drawCentred(
		grid,
		(fits ? words : [short]).map(text => ({text, role: 'text'})),
		context,
	);
}

export function drawOpening(grid: Grid, context: Context): void {
	const {opening, lost} = frameWords[context.language];
	const lines = context.shared.lost ? [lost, toldFault(context.shared.lost, context.language).text] : opening;
	drawCentred(
		grid,
		lines.map((text, i) => ({text, role: i === 0 ? 'title' : 'muted'})),
		context,
	);
}

/** What a first start shows instead of an empty table. */
export function welcomeLines(context: Context): readonly NoticeLine[] {
	const {shared, language} = context;
	const {welcome, welcomeBusy} = frameWords[language];
	const waits = awaitedText(shared, context);
	if (shared.loop.state === 'running' && waits === null) return [{text: welcomeBusy, role: 'title'}];
	const lines = waits === null ? welcome : welcome.filter(([keys]) => keys !== 'r');
	const trouble = waits === null ? faultPart(shared, context) : {text: waits, role: 'warning' as const};
	return [
		...(trouble === null ? [] : [trouble, {text: '', role: 'text'} as const]),
		...lines.map(([keys, text]): NoticeLine =>
			keys === null ? {text, role: 'title'} : {text, role: 'text', keys},
		),
	];
}

export const drawWelcome = (grid: Grid, context: Context): void =>
	drawCentred(grid, welcomeLines(context), context);

/** What is told of a screen that threw. */
export function brokenLines({title}: Screen, message: string, {language}: Context): readonly NoticeLine[] {
	const {broken} = frameWords[language];
	return [
		{text: broken.title(title[language]), role: 'bad'},
		{text: message, role: 'muted'},
		{text: '', role: 'text'},
		...broken.lines.map((text): NoticeLine => ({text, role: 'text'})),
	];
}

export const drawBroken = (grid: Grid, screen: Screen, message: string, context: Context): void =>
	drawCentred(grid, brokenLines(screen, message, context), context);
