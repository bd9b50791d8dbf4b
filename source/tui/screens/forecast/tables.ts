/** The tables below the chart: rules that compete with the model, every model there was, and the record of forecasts. */

import type {ForecastView} from '#desk/views/forecast.js';
import {modelKinds, type PointScore} from '#domain/forecast/model.js';
import type {ListedModel, StoredForecast} from '#ports/forecasts.js';
import type {Grid} from '../../cells/grid.js';
import {drawTable, layoutTable, type TableColumn} from '../../components/table.js';
import type {ListState} from '../../state/list.js';
import type {Role} from '../../theme/roles.js';
import {bandText, currentModel, intervalText, isSignificant, shareText, skillText} from './facts.js';
import type {Drawing} from './draw-facts.js';
import type {TableId} from './state.js';
import {verdictOf, type Verdict} from './verdict.js';
import type {Words} from './words.js';

/** One rule and its scores. `shown`: the model whose forecast the screen shows. */
export type Rival = {readonly name: string; readonly score: PointScore; readonly shown: boolean};

/** The shown model, the rules that need no training, and models of other kinds that were trained. */
export function rivalsOf(view: ForecastView, words: Words): readonly Rival[] {
	const model = currentModel(view);
	if (model === null) return [];
	const {persistence, drift, reversal} = model.meta.evaluation.baselines;
	const others = modelKinds.flatMap(kind => {
		const other = kind === view.kind ? null : currentModel({...view, kind});
		return other === null
			? []
			: [{name: words.kinds[kind], score: other.meta.evaluation.model, shown: false}];
	});
	return [
		{name: words.kinds[view.kind], score: model.meta.evaluation.model, shown: true},
		{name: words.rules.persistence, score: persistence, shown: false},
		{name: words.rules.drift, score: drift, shown: false},
		{name: words.rules.reversal, score: reversal, shown: false},
		...others,
	];
}

/** The record, newest first. */
export const recordOf = ({history}: ForecastView): readonly StoredForecast[] => history.toReversed();

/** Coverage of the 80 % interval of a model, out of sample. */
export const held80Of = ({meta}: ListedModel) =>
	meta.evaluation.intervals.find(({level}) => level === 0.8) ?? null;

/** How many rows a table has. */
export function rowsOf(table: TableId, view: ForecastView, words: Words): number {
	return {
		rivals: () => rivalsOf(view, words).length,
		versions: () => view.models.length,
		record: () => view.history.length,
	}[table]();
}

const skillRole = (score: PointScore): Role =>
	isSignificant(score) ? (score.skill > 0 ? 'good' : 'bad') : 'text';

type Scored<Row> = (row: Row) => PointScore;

/** Columns about a score, the same in every table that has one. */
function scoreColumns<Row>(
	scoreOf: Scored<Row>,
	{words: {columns}, format}: Drawing,
): Readonly<Record<'skill' | 'dm' | 'rmse', TableColumn<Row>>> {
	return {
		skill: {
			id: 'skill',
			title: columns.skill,
			width: 9,
			align: 'right',
			cell: row => ({text: skillText(scoreOf(row), format), role: skillRole(scoreOf(row))}),
		},
		dm: {
			id: 'dm',
			title: columns.dm,
			width: 7,
			align: 'right',
			priority: 3,
			cell: row => format.fixed(scoreOf(row).dieboldMariano, 2),
		},
		rmse: {
			id: 'rmse',
			title: columns.rmse,
			width: 10,
			align: 'right',
			priority: 1,
			cell: row => format.number(scoreOf(row).rmse),
		},
	};
}

function rivalColumns(drawing: Drawing): readonly TableColumn<Rival>[] {
	const {words, format, look} = drawing;
	const {columns} = words;
	const {skill, dm, rmse} = scoreColumns<Rival>(({score}) => score, drawing);
	return [
		{
			id: 'rule',
			title: columns.rule,
			width: 16,
			most: 28,
			cell: ({name, shown}) => ({
				text: `${shown ? look.glyphs.pointer : ' '} ${name}`,
				role: shown ? 'strong' : 'text',
			}),
		},
		skill,
		dm,
		rmse,
		{
			id: 'mae',
			title: columns.mae,
			width: 10,
			align: 'right',
			priority: 4,
			cell: ({score}) => format.number(score.mae),
		},
		{
			id: 'mape',
			title: columns.mape,
			width: 7,
			align: 'right',
			priority: 5,
			cell: ({score}) => format.share(score.mape / 100, 3),
		},
		{
			id: 'r2',
			title: columns.r2,
			width: 9,
			align: 'right',
			priority: 6,
			cell: ({score}) => format.fixed(score.r2, 5),
		},
		{
			id: 'return-r2',
			title: columns.returnR2,
			width: 10,
			align: 'right',
			priority: 7,
			cell: ({score}) => format.fixed(score.returnR2, 5),
		},
		{
			id: 'direction',
			title: columns.direction,
			width: 18,
			align: 'right',
			priority: 2,
			cell: ({score}) => (score.direction === null ? format.none : intervalText(score.direction, format)),
		},
		{
			id: 'n',
			title: columns.n,
			width: 7,
			align: 'right',
			priority: 2,
			cell: ({score}) => format.count(score.n),
		},
	];
}

function versionColumns(drawing: Drawing): readonly TableColumn<ListedModel>[] {
	const {words, format} = drawing;
	const {columns} = words;
	const {skill, dm, rmse} = scoreColumns<ListedModel>(({meta}) => meta.evaluation.model, drawing);
	return [
		{
			id: 'trained',
			title: columns.trained,
			width: 20,
			cell: ({meta}) => format.dateTime(Date.parse(meta.createdAt)),
		},
		{id: 'id', title: columns.id, width: 12, priority: 2, cell: ({meta}) => meta.id},
		{
			id: 'kind',
			title: columns.kind,
			width: 10,
			most: 26,
			priority: 3,
			cell: ({meta}) => words.kinds[meta.kind],
		},
		skill,
		dm,
		rmse,
		{
			id: 'held',
			title: columns.held80,
			width: 29,
			align: 'right',
			priority: 2,
			cell(model) {
				const held = held80Of(model);
				return held === null ? format.none : shareText(held.coverage, format);
			},
		},
		{
			id: 'width',
			title: columns.width,
			width: 8,
			align: 'right',
			priority: 5,
			cell: model => format.fixed(held80Of(model)?.widthBp ?? null, 1),
		},
		{
			id: 'rows',
			title: columns.rows,
			width: 7,
			align: 'right',
			priority: 6,
			cell: ({meta}) => format.count(meta.data.rows),
		},
		{
			id: 'use',
			title: columns.use,
			width: 8,
			priority: 1,
			cell: ({current, bytes}) =>
				current
					? {text: words.inUse, role: 'good'}
					: {text: bytes === null ? words.pruned : '', role: 'muted'},
		},
	];
}

const verdictRoles: Readonly<Record<Verdict, Role>> = {
	held: 'good',
	outside: 'warning',
	missed: 'muted',
	open: 'accent',
};

function recordColumns({words, format}: Drawing): readonly TableColumn<StoredForecast>[] {
	const {columns, verdicts} = words;
	return [
		{
			id: 'candle',
			title: columns.candle,
			width: 13,
			cell: ({for: at}) => `${format.day(at)} ${format.clock(at)}`,
		},
		{
			id: 'last',
			title: columns.lastClose,
			width: 11,
			align: 'right',
			priority: 3,
			cell: ({lastClose}) => format.number(lastClose),
		},
		{
			id: 'predicted',
			title: columns.predicted,
			width: 11,
			align: 'right',
			priority: 1,
			cell: ({predicted}) => format.number(predicted),
		},
		{
			id: 'band',
			title: columns.band80,
			width: 24,
			align: 'right',
			priority: 2,
			cell: ({interval80}) => (interval80 === null ? format.none : bandText(interval80, format)),
		},
		{
			id: 'outcome',
			title: columns.outcome,
			width: 11,
			align: 'right',
			cell: ({outcome}) => format.number(outcome),
		},
		{
			id: 'error',
			title: columns.error,
			width: 8,
			align: 'right',
			priority: 4,
			cell: ({outcome, predicted}) =>
				format.percent(outcome === null ? null : (predicted / outcome - 1) * 100),
		},
		{
			id: 'verdict',
			title: columns.verdict,
			width: 10,
			cell(forecast) {
				const verdict = verdictOf(forecast);
				return {text: verdicts[verdict], role: verdictRoles[verdict]};
			},
		},
	];
}

/** Draws one table over the whole grid. */
export function drawForecastTable(
	grid: Grid,
	table: TableId,
	{view, list}: {readonly view: ForecastView; readonly list: ListState},
	drawing: Drawing,
): void {
	const {look, words} = drawing;
	const rect = {x: 0, y: 0, width: grid.width, height: grid.height};
	const draw = <Row>(rows: readonly Row[], columns: readonly TableColumn<Row>[]): void =>
		drawTable(grid, rect, {layout: layoutTable(columns, grid.width), rows, list, look});
	if (table === 'rivals') draw(rivalsOf(view, words), rivalColumns(drawing));
	else if (table === 'versions') draw(view.models, versionColumns(drawing));
	else if (view.history.length > 0) draw(recordOf(view), recordColumns(drawing));
	else grid.text(1, 0, words.noRecord, look.theme.paint('muted'), grid.width - 2);
}
