/** The sources: a line of gauges and a line of words for each. */

import type {SourceState} from '#desk/views/pipeline.js';
import type {StoredRun} from '#ports/storage.js';
import type {Grid} from '../../cells/grid.js';
import {widthOf} from '../../cells/cell-text.js';
import {drawGauge} from '../../components/gauge.js';
import {drawHeading} from '../../components/tabs-in-view.js';
import {sourceLabel} from '../../i18n/sources.js';
import type {ListState} from '../../state/list.js';
import type {Surface} from '../../theme/roles.js';
import type {Drawing} from './draw-flow.js';
import type {Flow} from './flow.js';
import {budgetRole, budgetText, healthOf} from './sources.js';
import {words} from './words.js';

type SourcesDrawing = {
	/** Null while nothing was read. */
	readonly sources: readonly SourceState[] | null;
	readonly runs: readonly StoredRun[];
	readonly live: Flow | null;
	readonly list: ListState;
	readonly active: boolean;
	readonly now: number;
};

/** Lines per source: two where all of them fit like that. */
export const linesPerSource = (height: number, count: number): number => (height - 1 >= count * 2 ? 2 : 1);

/** Sources that fit below the heading. */
export const visibleSources = (height: number, count: number): number =>
	Math.max(1, Math.floor((height - 1) / linesPerSource(height, count)));

/** Draws the heading and a window of sources. */
export function drawSources(grid: Grid, data: SourcesDrawing, drawing: Drawing): void {
	const {sources, runs, live, list, active, now} = data;
	const {look, language} = drawing;
	const {theme} = look;
	const say = words[language];
	drawHeading(grid, say.sections.sources, '', active, look);
	if (sources === null || sources.length === 0) {
		const text = sources === null ? say.loading : say.sources.none;
		grid.text(1, 1, text, theme.paint('muted'), grid.width - 2);
		return;
	}

	const lines = linesPerSource(grid.height, sources.length);
	const shown = sources.slice(list.top, list.top + visibleSources(grid.height, sources.length));
	for (const [i, source] of shown.entries()) {
		const y = 1 + i * lines;
		const surface = active && list.top + i === list.cursor ? 'selected' : 'base';
		const place = {x: 0, y, width: grid.width, height: lines};
		if (surface !== 'base') grid.fill(place, theme.paint('text', surface));

		const health = healthOf(source, live, runs, now, drawing);
		grid.text(0, y, health.glyph, theme.paint(health.role, surface), 1);
		grid.text(2, y, sourceLabel(source.source), theme.paint('strong', surface), 10);
		// A source left out spends nothing: gauges would only mislead.
		const isOut = source.missing !== null;
		const after = isOut ? 13 : drawBudgets(grid, 13, y, source, surface, drawing);
		const [x, line] = lines === 1 ? [after + 1, y] : [2, y + 1];
		const used = grid.text(x, line, health.text, theme.paint(health.role, surface), grid.width - x);
		if (health.hint !== '') {
			const left = x + used + 1;
			grid.text(left, line, health.hint, theme.paint('muted', surface), grid.width - left);
		}
	}
}

/** Gauges of the minute and of the month, as far as they fit; returns the column after them. */
function drawBudgets(
	grid: Grid,
	from: number,
	y: number,
	{budget}: SourceState,
	surface: Surface,
	drawing: Drawing,
): number {
	const {look, language} = drawing;
	const {minute, month} = words[language].sources;
	const gauges = [
		budgetText(budget.usedThisMinute, budget.perMinute, minute, drawing),
		...(budget.perMonth === null ? [] : [budgetText(budget.usedThisMonth, budget.perMonth, month, drawing)]),
	];
	const barWidth = Math.max(4, Math.min(12, Math.floor(grid.width / 8)));
	let x = from;
	for (const {text, share} of gauges) {
		const bar = share === null ? 0 : barWidth + 1;
		const width = bar + widthOf(text);
		if (x + width > grid.width) break;
		if (share !== null) drawGauge(grid, x, y, barWidth, share, {look, role: budgetRole(share), surface});
		const style = look.theme.paint('muted', surface);
		grid.text(x + bar, y, text, style, grid.width - x - bar);
		x += width + 2;
	}

	return x;
}
