/** The tail of the log: time, level, who speaks, and what happened. */

import type {LogLine} from '#desk/views/pipeline.js';
import type {EventLevel} from '#domain/event-line.js';
import {cleanText} from '#domain/text.js';
import type {Grid} from '../../cells/grid.js';
import {drawHeading} from '../../components/tabs-in-view.js';
import type {Role} from '../../theme/roles.js';
import type {Drawing} from './draw-flow.js';
import {listOf, type LogTail} from './log-tail.js';
import {words} from './words.js';

type LogDrawing = {
	readonly log: LogTail;
	/** The first answer has not come yet. */
	readonly loading: boolean;
	readonly active: boolean;
	/** The keys move it, and it shows its cursor. */
	readonly moved: boolean;
};

const roleOf: Readonly<Record<EventLevel, Role>> = {
	debug: 'faint',
	info: 'text',
	warn: 'warning',
	error: 'bad',
};

/** Lines of the log that fit below the heading, and above the search while it is typed. */
export const visibleLines = (height: number, typing: boolean): number =>
	Math.max(1, height - (typing ? 2 : 1));

function detailOf({level, search, held, dropped, following}: LogTail, {language, format}: Drawing): string {
	const say = words[language].log;
	const waiting = held === null ? 0 : held.length + dropped;
	return [
		say.from[level],
		...(search.trim() === '' ? [] : [say.found(search.trim())]),
		...(held === null ? [] : [say.paused(waiting, format.count(waiting))]),
		...(held === null && !following ? [say.scrolled] : []),
	].join(', ');
}

function drawLine(grid: Grid, y: number, line: LogLine, selected: boolean, drawing: Drawing): void {
	const {look, format, language} = drawing;
	const surface = selected ? 'selected' : 'base';
	const paint = (role: Role) => look.theme.paint(role, surface);
	const row = {x: 0, y, width: grid.width, height: 1};
	if (selected) grid.fill(row, paint('text'));
	grid.text(0, y, format.clockSeconds(line.at), paint('faint'), 8);
	grid.text(9, y, words[language].log.levels[line.level], paint(roleOf[line.level]), 6);
	const wide = grid.width >= 60;
	if (wide) grid.text(16, y, cleanText(line.module, 40), paint('muted'), 9);
	const x = wide ? 26 : 16;
	const message = cleanText(line.message, 400);
	grid.text(x, y, message, paint(line.level === 'debug' ? 'faint' : 'text'), grid.width - x);
}

/** Draws the log. */
export function drawLog(grid: Grid, {log, loading, active, moved}: LogDrawing, drawing: Drawing): void {
	const {look, language} = drawing;
	const {theme} = look;
	const say = words[language];
	drawHeading(grid, say.sections.log, detailOf(log, drawing), active, look);
	const visible = visibleLines(grid.height, log.typing);
	if (log.lines.length === 0) {
		const isFiltered = log.search.trim() !== '' || log.level !== 'debug';
		const text = loading ? say.loading : isFiltered ? say.log.nothingFound : say.log.none;
		grid.text(1, 1, text, theme.paint('muted'), grid.width - 2);
	}

	const {cursor, top} = listOf(log, visible);
	for (const [i, line] of log.lines.slice(top, top + visible).entries()) {
		drawLine(grid, 1 + i, line, moved && top + i === cursor, drawing);
	}

	if (log.typing) {
		const y = grid.height - 1;
		const row = {x: 0, y, width: grid.width, height: 1};
		grid.fill(row, theme.paint('text', 'input'));
		const used = grid.text(0, y, say.log.prompt, theme.paint('key', 'input'));
		const typed = used + grid.text(used, y, log.search, theme.paint('text', 'input'), grid.width - used - 1);
		grid.text(typed, y, '_', theme.paint('accent', 'input'), 1);
	}
}
