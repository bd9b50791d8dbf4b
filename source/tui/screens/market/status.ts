/** The line above the table: which list, how many, what narrows it; or the line being typed with help below. */

import {readFilter} from '#domain/filter/filter.js';
import {cellsOf, widthOf} from '../../cells/cell-text.js';
import type {Grid} from '../../cells/grid.js';
import type {Context} from '../../screen.js';
import type {Look} from '../../theme/look.js';
import type {Role} from '../../theme/roles.js';
import {listShown} from './entries.js';
import {filterFields, filterNames, problemText} from './filter-fields.js';
import type {LineEdit} from './line-edit.js';
import {listLabel} from './lists.js';
import type {Shown} from './shown.js';
import type {MarketState, Prompt} from './state.js';
import {words} from './words.js';
import {wrapped} from './wrapped.js';

/** Rows of help wanted below the line being typed. */
export const hintRows = ({prompt}: Pick<MarketState, 'prompt'>): number => (prompt?.of === 'filter' ? 7 : 0);

/** What stands before the typed text. */
const labelOf = ({of}: Prompt): string => (of === 'search' ? '/' : 'F ');

/** The part of a line that shows the cursor in `width` cells, and where the cursor is in it. */
function visiblePart(
	{text, at}: LineEdit,
	width: number,
): {readonly text: string; readonly skipped: number; readonly cursor: number} {
	const cursor = widthOf(text.slice(0, at));
	const skipped = Math.max(0, cursor - Math.max(0, width - 1));
	if (skipped === 0) return {text, skipped, cursor};
	let start = 0;
	while (start < at && widthOf(text.slice(0, start)) < skipped) start++;
	const real = widthOf(text.slice(0, start));
	return {text: text.slice(start), skipped: real, cursor: cursor - real};
}

type Part = {readonly text: string; readonly role: Role};

/** Draws parts with space between; what does not fit is cut. */
function drawParts(grid: Grid, parts: readonly Part[], {theme}: Look): void {
	let x = 0;
	for (const {text, role} of parts) {
		if (text !== '') x += grid.text(x, 0, text, theme.paint(role)) + 2;
	}
}

type StatusData = {
	readonly state: Pick<MarketState, 'watchlist' | 'search' | 'filter' | 'sort' | 'prompt'>;
	readonly shown: Shown;
	/** Columns that did not fit. */
	readonly hiddenColumns: number;
};

/** Draws the status into the only row of `grid`. */
export function drawStatus(grid: Grid, {state, shown, hiddenColumns}: StatusData, context: Context): void {
	const {look, format, language} = context;
	const texts = words[language];
	const {theme, glyphs} = look;
	const count = texts.shownOf(format.count(shown.entries.length), format.count(shown.all.length));
	if (state.prompt) {
		const label = labelOf(state.prompt);
		const room = Math.max(0, grid.width - widthOf(count) - 1);
		const width = Math.max(0, room - label.length);
		const part = visiblePart(state.prompt.line, width);
		grid.restyle({x: 0, y: 0, width: room, height: 1}, () => theme.paint('text', 'input'));
		grid.text(0, 0, label, theme.paint('key', 'input'), room);
		grid.cells(label.length, 0, cellsOf(part.text).slice(0, width), theme.paint('text', 'input'));
		const keys = state.prompt.of === 'search' ? texts.searchKeys : '';
		if (label.length + widthOf(part.text) + widthOf(keys) + 2 <= room) {
			grid.text(room - widthOf(keys) - 1, 0, keys, theme.paint('muted', 'input'));
		}

		grid.restyle({x: label.length + part.cursor, y: 0, width: 1, height: 1}, () =>
			theme.paint('strong', 'selected'),
		);
		grid.text(room + 1, 0, count, theme.paint('muted'));
		return;
	}

	const {column, descending} = state.sort;
	const mark = descending ? glyphs.sortDown : glyphs.sortUp;
	const more = hiddenColumns > 0 ? `${texts.moreColumns(hiddenColumns)} ${glyphs.pointer}` : '';
	const left: readonly Part[] = [
		{text: listLabel(listShown(context.shared.watchlists, state.watchlist), language), role: 'title'},
		{text: count, role: 'text'},
		{text: state.search === '' ? '' : `/${state.search}`, role: 'accent'},
		{text: state.filter === '' ? '' : `${texts.filter}: ${state.filter}`, role: 'accent'},
		{text: `${texts.by(texts.columns[column].long)} ${mark}`, role: 'muted'},
	];
	const used = left.reduce((sum, {text}) => sum + (text === '' ? 0 : widthOf(text) + 2), 0);
	drawParts(grid, left, look);
	if (more !== '' && used + widthOf(more) <= grid.width) {
		grid.text(grid.width - widthOf(more), 0, more, theme.paint('faint'));
	}
}

/** Draws the help for a filter being typed: what is wrong and where, or how many match; then grammar and names. */
export function drawFilterHints(
	grid: Grid,
	{prompt, matching, status}: {readonly prompt: Prompt; readonly matching: number; readonly status: number},
	{look, format, language}: Context,
): void {
	const {theme} = look;
	const texts = words[language];
	const {problem} = readFilter(prompt.line.text, filterFields(format.currency.perUsd));
	let y = 0;
	const line = (text: string, role: Role): void => {
		grid.text(0, y, text, theme.paint(role));
		y++;
	};
	if (problem) {
		const {skipped} = visiblePart(prompt.line, status - labelOf(prompt).length);
		const left = labelOf(prompt).length + widthOf(prompt.line.text.slice(0, problem.at)) - skipped;
		const carets = '^'.repeat(
			Math.max(1, widthOf(prompt.line.text.slice(problem.at, problem.at + problem.length))),
		);
		grid.text(Math.max(0, left), y, carets, theme.paint('bad'));
		y++;
		for (const text of wrapped(problemText(problem, language).split(' '), grid.width, ' ')) line(text, 'bad');
	} else {
		line(texts.matching(format.count(matching)), 'good');
	}

	for (const text of wrapped(texts.filterKeys.split('; '), grid.width, '  ')) line(text, 'muted');
	const names = `${texts.filterNames}: ${filterNames(language).join('  ')}`;
	for (const text of wrapped(names.split('  '), grid.width, '  ')) line(text, 'muted');
	line(texts.filterMoney(format.currency.code), 'muted');
}
