/** The last two rows: how fresh everything is, and the keys that work now. */

import {widthOf} from '../cells/cell-text.js';
import type {Grid} from '../cells/grid.js';
import type {Context} from '../screen.js';
import type {Language} from '../i18n/language.js';
import type {ScreenId} from '../state/view-state.js';
import type {CommandRow} from './command-table.js';
import {freshnessParts, type Part} from './freshness.js';
import {frameWords} from './words.js';

/** A key of the footer: the command it runs, and its word. */
export type FooterKey = {readonly id: string; readonly key: string; readonly word: string};

export type PlacedKey = FooterKey & {readonly x: number; readonly width: number};

const gap = 2;
/** Commands whose keys stay however narrow it is. */
const alwaysInFooter: ReadonlySet<string> = new Set(['frame.palette', 'frame.help', 'frame.quit']);

const widthOfKey = ({key, word}: FooterKey): number => widthOf(key) + 1 + widthOf(word);

/** Keys from the left as far as there is room; the last ones of the list (help, quit) keep theirs. */
export function placeKeys(
	keys: readonly FooterKey[],
	always: readonly FooterKey[],
	width: number,
): readonly PlacedKey[] {
	let left = always.reduce((room, key) => room - widthOfKey(key) - gap, width);
	const shown: FooterKey[] = [];
	for (const key of keys) {
		left -= widthOfKey(key) + gap;
		if (left < 0) break;
		shown.push(key);
	}

	const placed: PlacedKey[] = [];
	let x = 1;
	for (const key of [...shown, ...always]) {
		const columns = widthOfKey(key);
		placed.push({...key, x, width: columns});
		x += columns + gap;
	}

	return placed;
}

/** The keys of the commands that work now on a screen. */
export function placeRows(
	rows: readonly CommandRow[],
	screen: ScreenId,
	width: number,
	language: Language,
): readonly PlacedKey[] {
	const shown = rows.flatMap(({id, scope, keys, footer, off}) => {
		const isHere = scope === 'global' || scope === screen;
		const [key] = keys;
		return isHere && footer && key !== undefined && off() === null ? [{id, key, word: footer[language]}] : [];
	});
	return placeKeys(
		shown.filter(({id}) => !alwaysInFooter.has(id)),
		shown.filter(({id}) => alwaysInFooter.has(id)),
		width,
	);
}

function jobPart({shared, language}: Context): Part | null {
	const running = shared.jobs.find(({state}) => state === 'running');
	if (!running || running.requests === 0) return null;
	const {request, doneRequests, requests} = running;
	return {text: frameWords[language].job[request.work](doneRequests, requests), role: 'info'};
}

/** All that the first row says: when none of it changes, nothing has to be drawn. */
export const statusTexts = (context: Context): readonly string[] =>
	[...freshnessParts(context), jobPart(context)].flatMap(part => (part ? [part.text, part.role] : []));

/** Draws both rows. `pending` is what was typed of a count or a sequence. */
export function drawFooter(grid: Grid, keys: readonly PlacedKey[], pending: string, context: Context): void {
	const {theme, glyphs} = context.look;
	grid.fill({x: 0, y: 0, width: grid.width, height: 2}, theme.paint('text', 'bar'));
	const right = [jobPart(context), pending === '' ? null : ({text: pending, role: 'key'} as const)].filter(
		part => part !== null,
	);
	let end = grid.width - 1;
	for (const {text, role} of right.toReversed()) {
		end -= widthOf(text);
		grid.text(end, 0, text, theme.paint(role, 'bar'));
		end -= 2;
	}

	let x = 1;
	for (const [i, {text, role}] of freshnessParts(context).entries()) {
		if (x >= end) break;
		if (i > 0) x += grid.text(x, 0, ` ${glyphs.dot} `, theme.paint('muted', 'bar'), end - x);
		if (x < end) x += grid.text(x, 0, text, theme.paint(role, 'bar'), end - x);
	}

	for (const {key, word, x, width} of keys) {
		const used = grid.text(x, 1, key, theme.paint('key', 'bar'), Math.min(width, grid.width - x));
		grid.text(x + used + 1, 1, word, theme.paint('text', 'bar'), grid.width - x - used - 1);
	}
}

/** The command whose key is in column `x` of the second row, or null. */
export const footerTarget = (keys: readonly PlacedKey[], x: number): string | null =>
	keys.find(key => x >= key.x && x < key.x + key.width)?.id ?? null;

/** The status row as a sentence. */
export const footerLine = (context: Context): string =>
	freshnessParts(context)
		.map(({text}) => text)
		.join(', ');
