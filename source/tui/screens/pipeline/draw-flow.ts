/** The stages of one run as a small diagram, with the cycles before it below. */

import {stageNames, type StageName} from '#domain/run.js';
import {cleanText} from '#domain/text.js';
import type {StoredRun} from '#ports/storage.js';
import {widthOf} from '../../cells/cell-text.js';
import type {Grid, Rect} from '../../cells/grid.js';
import {faultText, runMark} from '../../components/run-report.js';
import {runWords} from '../../components/run-words.js';
import {drawHeading} from '../../components/tabs-in-view.js';
import {toldFault} from '../../i18n/faults.js';
import {sourceLabel} from '../../i18n/sources.js';
import type {Context} from '../../screen.js';
import type {Look} from '../../theme/look.js';
import type {Role} from '../../theme/roles.js';
import {countdown} from './countdown.js';
import {flowOf, type Flow} from './flow.js';
import {words} from './words.js';

/** What drawing needs besides data. */
export type Drawing = Pick<Context, 'look' | 'format' | 'language'>;

type FlowDrawing = {
	/** Null before the first run. */
	readonly flow: Flow | null;
	/** Newest first. */
	readonly runs: readonly StoredRun[];
	readonly active: boolean;
	/** The screen's clock, ms UTC. */
	readonly now: number;
};

const arrowWidths = [5, 3, 1] as const;
/** Boxes of this width hold their words; where they cannot have it, arrows get shorter, then boxes leave. */
const leastBox = 17;
const boxHeight = 5;

/** What a run is and since when, as heading. */
export function flowTitle(flow: Flow, now: number, {format, language}: Omit<Drawing, 'look'>): string {
	const {flow: say} = words[language];
	const {kinds, states, simulatedMark} = runWords[language];
	const mark = flow.simulated ? ` (${simulatedMark})` : '';
	if (flow.status === 'running') {
		const age = countdown(now - flow.startedAt, format);
		return (flow.kind === null ? say.nowUnnamed(age) : say.now(kinds[flow.kind], age)) + mark;
	}

	const kind = flow.kind === null ? '' : kinds[flow.kind];
	return say.last(kind, states[flow.status], format.age(now - (flow.finishedAt ?? flow.startedAt))) + mark;
}

/** The third line of a stage: what it did besides rows and time; longest first, to choose from by room. */
function notesOf(flow: Flow, stage: StageName, {format, language}: Omit<Drawing, 'look'>): readonly string[] {
	const say = words[language].flow;
	const {requests, retries, rejected, inserted, updated} = flow;
	switch (stage) {
		case 'extract': {
			const plain = say.requests(format.count(requests));
			return retries === 0 ? [plain] : [`${plain}, ${say.retries(format.count(retries))}`, plain];
		}

		case 'validate':
			return [say.rejected(format.count(rejected))];
		case 'transform':
			return [''];
		case 'load': {
			const fresh = say.inserted(format.count(inserted));
			return [`${fresh}, ${say.updated(format.count(updated))}`, fresh];
		}
	}
}

const fitting = (texts: readonly string[], width: number): string =>
	texts.find(text => widthOf(text) <= width) ?? texts.at(-1)!;

/** What keeps the run waiting, or what went wrong last, with the next step. */
export function flowNews(
	flow: Flow,
	now: number,
	{format, language}: Omit<Drawing, 'look'>,
): {readonly text: string; readonly hint: string; readonly role: Role} {
	const say = words[language].flow;
	const {waiting} = flow;
	if (flow.status === 'running' && waiting !== null && waiting.until > now) {
		const wait = countdown(waiting.until - now, format);
		return {text: say.waiting[waiting.reason](sourceLabel(waiting.source), wait), hint: '', role: 'warning'};
	}

	const fault = flow.faults.at(-1);
	if (fault) {
		return {
			text: faultText(fault, language),
			hint: cleanText(toldFault(fault, language).hint, 400),
			role: 'bad',
		};
	}

	if (flow.stages === null) {
		const isRunning = flow.status === 'running';
		return {text: isRunning ? say.elsewhere : runWords[language].noReportLost, hint: '', role: 'muted'};
	}

	return {text: say.allWell, hint: '', role: 'muted'};
}

/** Draws heading, diagram, news and as many cycles before as there is room for. */
export function drawFlow(grid: Grid, {flow, runs, active, now}: FlowDrawing, drawing: Drawing): void {
	const {look, language} = drawing;
	const {theme} = look;
	const title = words[language].sections.flow;
	drawHeading(grid, title, flow === null ? '' : flowTitle(flow, now, drawing), active, look);
	if (flow === null) {
		grid.text(1, 1, words[language].flow.none, theme.paint('muted'), grid.width - 2);
		return;
	}

	const boxes = placeBoxes(grid);
	if (boxes === null) drawCompact(grid, flow, drawing);
	else {
		for (const [i, rect] of boxes.entries()) {
			const next = boxes[i + 1];
			drawStage(grid, rect, flow, stageNames[i]!, drawing);
			if (next) drawArrow(grid, rect.x + rect.width, next.x, look);
		}
	}

	const below = boxes === null ? 1 + stageNames.length : 1 + boxHeight;
	const {text, hint, role} = flowNews(flow, now, drawing);
	const used = grid.text(1, below, text, theme.paint(role), grid.width - 2);
	if (hint !== '') grid.text(used + 2, below, hint, theme.paint('muted'), grid.width - used - 3);
	const before = runs.filter(({run, report}) => run !== flow.run && report !== null);
	for (const [i, run] of before.slice(0, Math.max(0, grid.height - below - 1)).entries()) {
		drawBefore(grid, below + 1 + i, run, boxes, drawing);
	}
}

function placeBoxes({width, height}: Grid): readonly Rect[] | null {
	const gaps = stageNames.length - 1;
	const boxWith = (arrow: number): number => Math.floor((width - gaps * arrow) / stageNames.length);
	const arrow = arrowWidths.find(wanted => boxWith(wanted) >= leastBox);
	if (arrow === undefined || height < boxHeight + 1) return null;
	const box = boxWith(arrow);
	return stageNames.map((_, i) => ({x: i * (box + arrow), y: 1, width: box, height: boxHeight}));
}

function rowsAndTime(flow: Flow, stage: StageName, {format, language}: Drawing): readonly [string, string] {
	const {rows, ms} = flow.stages?.[stage] ?? {rows: null, ms: null};
	return [words[language].flow.rows(format.count(rows)), format.duration(ms)];
}

function drawStage(grid: Grid, rect: Rect, flow: Flow, stage: StageName, drawing: Drawing): void {
	const {theme, glyphs} = drawing.look;
	const {x, y, width, height} = rect;
	const working = flow.status === 'running' && flow.active === stage;
	const line = theme.paint(working ? 'borderFocus' : 'border');
	const across = glyphs.horizontal.repeat(width - 2);
	grid.text(x, y, `${glyphs.topLeft}${across}${glyphs.topRight}`, line);
	grid.text(x, y + height - 1, `${glyphs.bottomLeft}${across}${glyphs.bottomRight}`, line);
	for (let row = y + 1; row < y + height - 1; row++) {
		grid.text(x, row, glyphs.vertical, line);
		grid.text(x + width - 1, row, glyphs.vertical, line);
	}

	const name = runWords[drawing.language].stages[stage];
	const marked = working ? `${glyphs.pointer} ${name}` : name;
	grid.text(x + 1, y, ` ${marked} `, theme.paint(working ? 'accent' : 'title'), width - 2);
	const [rows, time] = rowsAndTime(flow, stage, drawing);
	grid.text(x + 2, y + 1, rows, theme.paint('text'), width - 3);
	grid.text(x + 2, y + 2, time, theme.paint('muted'), width - 3);
	const note = flow.stages === null ? '' : fitting(notesOf(flow, stage, drawing), width - 3);
	const alarming = stage === 'validate' && flow.rejected > 0;
	grid.text(x + 2, y + 3, note, theme.paint(alarming ? 'warning' : 'muted'), width - 3);
}

function drawArrow(grid: Grid, from: number, to: number, {theme, glyphs}: Look): void {
	const shaft = glyphs.horizontal.repeat(to - from - 1);
	grid.text(from, 1 + (boxHeight >> 1), `${shaft}${glyphs.pointer}`, theme.paint('border'), to - from);
}

/** One line per stage, where boxes have no room. */
function drawCompact(grid: Grid, flow: Flow, drawing: Drawing): void {
	const {theme, glyphs} = drawing.look;
	for (const [i, stage] of stageNames.entries()) {
		const working = flow.status === 'running' && flow.active === stage;
		const [rows, time] = rowsAndTime(flow, stage, drawing);
		const name = runWords[drawing.language].stages[stage];
		grid.text(0, 1 + i, working ? glyphs.pointer : ' ', theme.paint('accent'), 1);
		grid.text(1, 1 + i, name, theme.paint(working ? 'accent' : 'title'), 11);
		const note = flow.stages === null ? '' : notesOf(flow, stage, drawing)[0]!;
		grid.text(13, 1 + i, `${rows}  ${time}  ${note}`, theme.paint('text'), grid.width - 13);
	}
}

/** An earlier cycle in one line, under the boxes where there are any. */
function drawBefore(
	grid: Grid,
	y: number,
	stored: StoredRun,
	boxes: readonly Rect[] | null,
	drawing: Drawing,
): void {
	const {look, format, language} = drawing;
	const {theme} = look;
	const flow = flowOf(stored);
	const {glyph, role} = runMark(stored.status, look.glyphs);
	const when = format.clock(stored.startedAt);
	const kind = runWords[language].kinds[stored.kind];
	if (boxes === null) {
		grid.text(1, y, glyph, theme.paint(role), 1);
		grid.text(3, y, `${when} ${kind}`, theme.paint('muted'), grid.width - 3);
		return;
	}

	for (const [i, {x, width}] of boxes.entries()) {
		const {rows, ms} = flow.stages?.[stageNames[i]!] ?? {rows: null, ms: null};
		const room = i === 0 ? width - 9 : width - 2;
		const whole = `${format.count(rows)} ${look.glyphs.dot} ${format.duration(ms)}`;
		const text = fitting([whole, format.count(rows)], room);
		if (i === 0) {
			grid.text(x, y, glyph, theme.paint(role), 1);
			grid.text(x + 2, y, when, theme.paint('muted'), 6);
		}

		grid.text(i === 0 ? x + 9 : x + 2, y, text, theme.paint('faint'), room);
	}
}
