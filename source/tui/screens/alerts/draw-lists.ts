/** The lists of the alerts screen: rules with where they stand, and every alert so far. */

import type {RuleView, ToldAlert} from '#desk/views/alerts.js';
import {conditionText} from '#domain/alerts/rule-text.js';
import type {Grid} from '../../cells/grid.js';
import {noteLines} from '../../components/messages.js';
import {distanceText, figureText, repetitionText} from '../../components/rule-figures.js';
import {drawTable, layoutTable, type TableColumn} from '../../components/table.js';
import {drawHeading} from '../../components/tabs-in-view.js';
import type {Context} from '../../screen.js';
import type {ListState} from '../../state/list.js';
import {symbolOf} from '../../state/named-assets.js';
import type {SectionId} from './state.js';
import {groupOf, noneText, sentCell} from './texts.js';
import {words} from './words.js';

const standingRoles = {waiting: 'muted', armed: 'info', fired: 'warning', done: 'good'} as const;

function ruleColumns(context: Context): readonly TableColumn<RuleView>[] {
	const {look, format, language, shared} = context;
	const {ruleTitles: titles, standings, never} = words[language];
	const {more, bullet, check} = look.glyphs;
	const marks = {waiting: more, armed: bullet, fired: '!', done: check};
	return [
		{
			id: 'state',
			title: titles.state,
			width: 11,
			cell: ({standing}) => ({
				text: `${marks[standing]} ${standings[standing]}`,
				role: standingRoles[standing],
			}),
		},
		{
			id: 'asset',
			title: titles.asset,
			width: 7,
			cell: ({asset}) => ({text: symbolOf(shared, asset), role: 'strong'}),
		},
		{
			id: 'condition',
			title: titles.condition,
			width: 18,
			most: 44,
			cell: ({condition}) => conditionText(condition),
		},
		{
			id: 'now',
			title: titles.now,
			width: 10,
			most: 12,
			align: 'right',
			priority: 1,
			cell: ({condition, seen}) => figureText(condition, seen?.value ?? null, format),
		},
		{
			id: 'level',
			title: titles.level,
			width: 10,
			most: 12,
			align: 'right',
			priority: 3,
			cell: ({condition, seen}) => ({
				text: figureText(condition, seen?.level ?? null, format),
				role: 'muted',
			}),
		},
		{
			id: 'distance',
			title: titles.distance,
			width: 11,
			align: 'right',
			priority: 2,
			cell: ({condition, seen}) => (seen ? distanceText(condition, seen, format) : format.none),
		},
		{
			id: 'told',
			title: titles.told,
			width: 16,
			most: 42,
			priority: 5,
			cell: ({repetition}) => ({text: repetitionText(repetition, context), role: 'muted'}),
		},
		{
			id: 'last',
			title: titles.last,
			width: 12,
			align: 'right',
			priority: 4,
			cell: ({lastToldAt: at}) => ({
				text: at === null ? never : `${format.day(at)} ${format.clock(at)}`,
				role: 'muted',
			}),
		},
	];
}

function alertColumns(context: Context): readonly TableColumn<ToldAlert>[] {
	const {format, language} = context;
	const {alertTitles: titles, kinds, times} = words[language];
	return [
		{
			id: 'time',
			title: titles.time,
			width: 12,
			cell: ({at}) => ({text: `${format.day(at)} ${format.clock(at)}`, role: 'muted'}),
		},
		{
			id: 'kind',
			title: titles.kind,
			width: 9,
			priority: 3,
			cell: alert => kinds[groupOf(alert)],
		},
		{
			id: 'message',
			title: titles.message,
			width: 32,
			most: 90,
			cell: ({told, kind}) => ({
				text: told[language].subject,
				role: kind === 'price' || kind === 'backfill-finished' ? 'strong' : 'warning',
			}),
		},
		{
			id: 'count',
			title: titles.count,
			width: 8,
			align: 'right',
			priority: 2,
			cell: ({count}) => (count > 1 ? times(format.count(count)) : ''),
		},
		{
			id: 'sent',
			title: titles.sent,
			width: 14,
			most: 36,
			priority: 1,
			cell: alert => sentCell(alert, context),
		},
	];
}

type ListDrawing<Row> = {
	/** Undefined while nothing was read. */
	readonly rows: readonly Row[] | undefined;
	/** Reading failed, which is told elsewhere. */
	readonly failed: boolean;
	readonly list: ListState;
	/** This list has the cursor. */
	readonly active: boolean;
};

function drawList<Row>(
	grid: Grid,
	{rows, failed, list, active}: ListDrawing<Row>,
	heading: {readonly section: SectionId; readonly detail: string},
	columns: readonly TableColumn<Row>[],
	context: Context,
): void {
	const {look, language} = context;
	const say = words[language];
	drawHeading(grid, say.sections[heading.section], heading.detail, active, look);
	if (rows === undefined || rows.length === 0) {
		const waiting = failed ? '' : say.loading;
		const text = rows === undefined ? waiting : noneText(heading.section, context);
		const lines = noteLines([text], grid.width);
		for (const [i, line] of lines.entries()) grid.text(1, i + 1, line, look.theme.paint('muted'));
		return;
	}

	const rect = {x: 0, y: 1, width: grid.width, height: grid.height - 1};
	drawTable(grid, rect, {layout: layoutTable(columns, grid.width), rows, list, look, cursorHidden: !active});
}

/** Draws the rules. */
export function drawRules(grid: Grid, data: ListDrawing<RuleView>, context: Context): void {
	const say = words[context.language];
	const count = data.rows?.length ?? 0;
	const detail = count === 0 ? '' : say.rules(count, context.format.count(count));
	drawList(grid, data, {section: 'rules', detail}, ruleColumns(context), context);
}

/** Draws the alerts. */
export function drawHistory(grid: Grid, data: ListDrawing<ToldAlert>, context: Context): void {
	drawList(grid, data, {section: 'history', detail: ''}, alertColumns(context), context);
}
