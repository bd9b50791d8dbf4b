/** The comparison as sentences, as rows of a spreadsheet, and the value under its cursor. */

import type {Sheet} from '#desk/desk.js';
import type {OriginQuestion} from '#desk/views/origin.js';
import {toIso} from '#domain/time.js';
import type {Context} from '../../screen.js';
import type {SharedState} from '../../state/view-state.js';
import {symbolOf} from '../../state/named-assets.js';
import {listOn} from './cast.js';
import {correlationText, whenText} from './columns.js';
import {chosenName, gridName, notesOf, sceneOf, type Row, type Scene} from './scene.js';
import type {CompareState} from './state.js';
import {words as allWords, type Words} from './words.js';

function sentenceOf({symbol, studied, correlation}: Row, context: Context, words: Words): string {
	const {format} = context;
	if (studied === null || studied.measures.points === 0) return words.sentence.none(symbol);
	const {change, volatility, drawdown} = studied.measures;
	const sentence = words.sentence.asset(
		symbol,
		format.percent(change),
		format.share(volatility / 100),
		format.percent(-drawdown),
		correlationText(correlation?.value, context),
	);
	const isShort = studied.startsLate || studied.endsEarly;
	const [from, to] = [whenText(studied.from, studied, context), whenText(studied.to, studied, context)];
	return isShort ? `${sentence}, ${words.sentence.short(from, to)}.` : `${sentence}.`;
}

/** The comparison for screen readers. */
export function compareLines(state: CompareState, context: Context): readonly string[] {
	const {shared, format, language} = context;
	const words = allWords[language];
	const scene = sceneOf(state, shared);
	if (shared.market.rows.length === 0 && scene.assets.length === 0) return words.noMarket;
	const name = chosenName(state, words);
	if (scene.assets.length === 0) return words.noAssets(name);
	if (scene.study === null) return [state.problem === null ? words.reading : words.failed(state.problem)];
	const grid = gridName(scene, format, words);
	return [
		words.sentence.head(name, words.ranges[state.range], grid, scene.benchmarkSymbol),
		...scene.rows.map(row => sentenceOf(row, context, words)),
		...notesOf(scene, state.problem, words),
	];
}

const known = (value: number | undefined): number | null =>
	value === undefined || Number.isNaN(value) ? null : value;
const dated = (at: number | null | undefined): string | null =>
	at === null || at === undefined ? null : toIso(at);

function measuresSheet({rows, benchmarkSymbol}: Scene, words: Words): Sheet {
	const {columns} = words;
	return {
		name: 'compare',
		columns: [
			columns.asset,
			`${columns.change} %`,
			`${columns.volatility} %`,
			`${columns.drawdown} %`,
			columns.correlation(benchmarkSymbol),
			columns.pairs,
			columns.from,
			columns.to,
			columns.points,
		],
		rows: rows.map(({asset, studied, correlation}) => [
			asset,
			known(studied?.measures.change),
			known(studied?.measures.volatility),
			known(studied?.measures.drawdown),
			known(correlation?.value),
			correlation?.pairs ?? null,
			dated(studied?.from),
			dated(studied?.to),
			studied?.measures.points ?? null,
		]),
	};
}

function matrixSheet({assets, study}: Scene, words: Words): Sheet {
	return {
		name: 'correlation',
		columns: [words.columns.asset, ...assets],
		rows: assets.map(asset => [asset, ...assets.map(other => known(study?.correlation(asset, other).value))]),
	};
}

/** The table, or the matrix when that is shown. */
export function compareSheet(state: CompareState, {shared, language}: Context): Sheet | null {
	const scene = sceneOf(state, shared);
	if (scene.study === null || scene.rows.length === 0) return null;
	const words = allWords[language];
	return state.view === 'matrix' ? matrixSheet(scene, words) : measuresSheet(scene, words);
}

function rowUnder(state: CompareState, shared: SharedState): Row | undefined {
	const {assets, rows} = sceneOf(state, shared);
	return rows[listOn(state.list, assets, shared.selected, assets.length).cursor];
}

/** The last close that is compared. */
export function compareOrigin(state: CompareState, shared: SharedState): OriginQuestion | null {
	const row = rowUnder(state, shared);
	if (!row) return null;
	const {series, to} = row.studied ?? {series: null, to: null};
	return series === null || to === null ? {of: 'quote', asset: row.asset} : {of: 'candle', series, ts: to};
}

/** The return of the asset; in the matrix the correlation. */
export function compareCopied(state: CompareState, {shared, format}: Context): string | null {
	const row = rowUnder(state, shared);
	if (!row) return null;
	const {assets, study} = sceneOf(state, shared);
	const other = assets[state.column];
	if (state.view === 'matrix' && other !== undefined) {
		const pair = `${row.symbol} ${symbolOf(shared, other)}`;
		return `${pair} ${correlationText(study?.correlation(row.asset, other).value, {format})}`;
	}

	return `${row.symbol} ${format.percent(row.studied?.measures.change ?? null)}`;
}
