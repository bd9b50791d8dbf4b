/** The queue of backfills and healings: progress, rate and time left of each, and the cost of the one under the cursor. */

import type {Job} from '#desk/views/pipeline.js';
import {cleanText} from '#domain/text.js';
import type {Grid, Rect} from '../../cells/grid.js';
import {drawGauge} from '../../components/gauge.js';
import {drawTable, layoutTable, tableRows, type TableColumn} from '../../components/table.js';
import {drawHeading} from '../../components/tabs-in-view.js';
import {toldFault} from '../../i18n/faults.js';
import type {Context} from '../../screen.js';
import type {ListState} from '../../state/list.js';
import type {Market} from '../../state/view-state.js';
import type {Glyphs} from '../../theme/glyphs.js';
import type {Role, Surface} from '../../theme/roles.js';
import type {Drawing} from './draw-flow.js';
import {amountText, choiceText, costText, progressOf, rateOf} from './jobs.js';
import {words} from './words.js';

type JobsDrawing = {
	readonly jobs: readonly Job[];
	readonly market: Pick<Market, 'byId'>;
	readonly list: ListState;
	readonly active: boolean;
	readonly now: number;
};

const marks = (glyphs: Glyphs): Readonly<Record<Job['state'], readonly [glyph: string, role: Role]>> => ({
	queued: [glyphs.flat, 'muted'],
	running: [glyphs.pointer, 'info'],
	done: [glyphs.check, 'good'],
	partial: ['!', 'warning'],
	failed: [glyphs.fail, 'bad'],
	cancelled: [glyphs.none, 'muted'],
});

/** Table below the heading, and one line for the cost where there is room. */
function placeTable({width, height}: Pick<Rect, 'width' | 'height'>): Rect {
	return {x: 0, y: 1, width, height: Math.max(0, height - (height >= 6 ? 2 : 1))};
}

/** Rows of the queue that fit. */
export const visibleJobs = (panel: Rect): number => Math.max(1, tableRows(placeTable(panel).height));

function drawProgress(job: Job, grid: Grid, rect: Rect, surface: Surface, {look, format}: Drawing): void {
	const share = progressOf(job);
	const percent = share === null ? format.none : format.share(share, 0);
	const bar = rect.width - 5;
	if (bar >= 4) {
		const role = job.state === 'failed' || job.state === 'partial' ? 'warning' : 'info';
		drawGauge(grid, rect.x, rect.y, bar, share, {look, role, surface});
	}

	const left = Math.max(rect.x, rect.x + rect.width - 4);
	const style = look.theme.paint('text', surface);
	grid.text(left, rect.y, percent, style, rect.x + rect.width - left, 'right');
}

function jobColumns(
	{market, now}: JobsDrawing,
	drawing: Drawing & Pick<Context, 'format'>,
): readonly TableColumn<Job>[] {
	const {look, format, language} = drawing;
	const say = words[language].jobs;
	const mark = marks(look.glyphs);
	return [
		{
			id: 'state',
			title: say.titles.state,
			width: 11,
			most: 12,
			priority: 1,
			cell({state}) {
				const [glyph, role] = mark[state];
				return {text: `${glyph} ${say.states[state]}`, role};
			},
		},
		{
			id: 'what',
			title: say.titles.what,
			width: 18,
			most: 40,
			cell: job => ({
				text: choiceText(job, {...drawing, shared: {market}}),
				tail: ` ${amountText(job, drawing)}`,
			}),
		},
		{
			id: 'progress',
			title: say.titles.progress,
			width: 12,
			most: 25,
			cell: job => ({
				text: '',
				draw: (grid, rect, surface) => drawProgress(job, grid, rect, surface, drawing),
			}),
		},
		{
			id: 'rate',
			title: say.titles.rate,
			width: 6,
			align: 'right',
			priority: 3,
			cell: job => format.count(rateOf(job, now)),
		},
		{
			id: 'eta',
			title: say.titles.eta,
			width: 8,
			most: 12,
			align: 'right',
			priority: 2,
			cell: ({state, etaMs}) =>
				state === 'running' ? {text: format.duration(etaMs), shorter: format.age(etaMs)} : format.none,
		},
	];
}

/** What is known of the job under the cursor, in one line: its fault, else its cost and where it is. */
function noteOf(job: Job, {language, format}: Drawing): {readonly text: string; readonly role: Role} {
	const say = words[language].jobs;
	if (job.fault) {
		const {text, hint} = toldFault(job.fault, language);
		return {text: cleanText(`${text} ${hint}`), role: 'bad'};
	}

	const cost = costText(job, {language, format}) ?? say.noPlan;
	const at = job.state === 'running' && job.asset !== null ? `${say.at(job.asset)}; ` : '';
	return {text: `${at}${cost}`, role: 'muted'};
}

/** Draws the queue. */
export function drawJobs(grid: Grid, data: JobsDrawing, drawing: Drawing): void {
	const {jobs, list, active} = data;
	const {look, language, format} = drawing;
	const say = words[language];
	const running = jobs.filter(({state}) => state === 'running').length;
	const queued = jobs.filter(({state}) => state === 'queued').length;
	const detail = running + queued === 0 ? '' : say.jobs.heading(format.count(running), format.count(queued));
	drawHeading(grid, say.sections.jobs, detail, active, look);
	if (jobs.length === 0) {
		grid.text(1, 1, say.jobs.none, look.theme.paint('muted'), grid.width - 2);
		return;
	}

	const place = placeTable(grid);
	const layout = layoutTable(jobColumns(data, drawing), grid.width);
	drawTable(grid, place, {layout, rows: jobs, list, look, cursorHidden: !active});
	const chosen = jobs[list.cursor];
	if (chosen && place.height < grid.height - 1) {
		const {text, role} = noteOf(chosen, drawing);
		grid.text(0, grid.height - 1, text, look.theme.paint(role), grid.width);
	}
}
