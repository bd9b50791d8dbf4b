/** What the keys and the mouse do on the comparison. */

import type {AssetId} from '#domain/market.js';
import {noteLines} from '../../components/messages.js';
import {motionCommands, type Motion} from '../../components/motions.js';
import {layoutTable, tableAt, tableRows} from '../../components/table.js';
import {sectionAt} from '../../components/tabs-in-view.js';
import {inBoth, type Bilingual} from '../../i18n/language.js';
import type {Command, Tools, ViewMouse} from '../../screen.js';
import {moveTo, scrollBy} from '../../state/list.js';
import {symbolOf} from '../../state/named-assets.js';
import {highlightsOf, listOn, mostHighlights, topCount} from './cast.js';
import {columnsOf} from './columns.js';
import {layoutOf} from './layout.js';
import {layoutMatrix, matrixAt} from './matrix.js';
import {rangeAfter, rangeIds} from './ranges.js';
import {chosenName, notesOf, sceneOf} from './scene.js';
import type {Chosen, CompareAction, CompareState} from './state.js';
import {words as allWords} from './words.js';

type CompareTools = Tools<CompareState, CompareAction>;

/** What is on the screen right now. */
function shown(tools: CompareTools) {
	const state = tools.state();
	const shared = tools.shared();
	const scene = sceneOf(state, shared);
	const size = tools.size();
	const notes = noteLines(notesOf(scene, state.problem, tools.words(allWords)), size.width);
	const layout = layoutOf(size, state.view, {assets: scene.assets.length, notes: notes.length});
	const visible =
		state.view === 'matrix'
			? layoutMatrix(layout.table, scene.assets.length, state.column).visible
			: tableRows(layout.table.height);
	const list = listOn(state.list, scene.assets, shared.selected, visible);
	return {state, scene, layout, visible, list, column: Math.min(state.column, scene.assets.length - 1)};
}

const assetUnder = (tools: CompareTools): AssetId | null => {
	const {scene, list} = shown(tools);
	return scene.assets[list.cursor] ?? null;
};

/** Moves the cursor and, with it, the one selection of all screens. */
function moveWith(tools: CompareTools, motion: Motion): void {
	const {scene, list, visible} = shown(tools);
	const next = motion(list, scene.assets.length, Math.max(1, visible));
	tools.dispatch({type: 'moved', list: next});
	const asset = scene.assets[next.cursor];
	if (asset !== undefined) tools.change({type: 'select', asset});
}

function moveColumn(tools: CompareTools, by: number): void {
	const {scene, column} = shown(tools);
	tools.dispatch({type: 'column', column: Math.max(0, Math.min(scene.assets.length - 1, column + by))});
}

const itemOf = (tools: CompareTools, asset: AssetId) => ({
	value: asset,
	label: symbolOf(tools.shared(), asset),
	detail: tools.shared().market.byId.get(asset)?.name ?? asset,
});

async function add(tools: CompareTools): Promise<void> {
	const words = tools.words(allWords);
	const {scene} = shown(tools);
	const {market, selected} = tools.shared();
	const others = market.rows.map(({asset}) => asset).filter(asset => !scene.assets.includes(asset));
	if (others.length === 0) {
		tools.toast('info', market.rows.length === 0 ? words.noMarket.join(' ') : words.allIn);
		return;
	}

	const asset = await tools.choose<AssetId>({
		title: words.add,
		items: others.map(other => itemOf(tools, other)),
		...(selected !== null && others.includes(selected) ? {current: selected} : {}),
	});
	if (asset === null) return;
	const {scene: now} = shown(tools);
	const highlights = highlightsOf(tools.state(), now.assets);
	tools.dispatch({type: 'chosen', chosen: {kind: 'own', assets: [...new Set([...now.assets, asset])]}});
	if (highlights.length < mostHighlights)
		tools.dispatch({type: 'highlighted', assets: [...highlights, asset]});
	tools.change({type: 'select', asset});
}

function remove(tools: CompareTools): void {
	const {scene, list} = shown(tools);
	const asset = scene.assets[list.cursor];
	if (asset === undefined) return;
	const highlights = highlightsOf(tools.state(), scene.assets);
	const assets = scene.assets.filter(other => other !== asset);
	tools.dispatch({type: 'chosen', chosen: {kind: 'own', assets}});
	tools.dispatch({type: 'highlighted', assets: highlights.filter(other => other !== asset)});
	tools.dispatch({type: 'moved', list: moveTo(list, list.cursor, assets.length, assets.length)});
	const next = assets[Math.min(list.cursor, assets.length - 1)];
	if (next !== undefined) tools.change({type: 'select', asset: next});
}

function toggleHighlight(tools: CompareTools): void {
	const {scene, list} = shown(tools);
	const asset = scene.assets[list.cursor];
	if (asset === undefined) return;
	const highlights = highlightsOf(tools.state(), scene.assets);
	if (highlights.includes(asset)) {
		tools.dispatch({type: 'highlighted', assets: highlights.filter(other => other !== asset)});
	} else if (highlights.length < mostHighlights) {
		tools.dispatch({type: 'highlighted', assets: [...highlights, asset]});
	} else {
		tools.toast('info', tools.words(allWords).tooMany(mostHighlights));
	}
}

async function choosePreset(tools: CompareTools): Promise<void> {
	const words = tools.words(allWords);
	const {market, watchlists} = tools.shared();
	const presets: readonly {readonly chosen: Chosen; readonly count: number}[] = [
		{chosen: {kind: 'top'}, count: Math.min(topCount, market.rows.length)},
		...watchlists.map(({name, assets}) => ({chosen: {kind: 'list', name} as const, count: assets.length})),
	];
	const at = await tools.choose<number>({
		title: words.choosePreset,
		items: presets.map(({chosen, count}, value) => ({
			value,
			label: chosenName({chosen}, words),
			detail: words.assetCount(count),
		})),
	});
	const preset = at === null ? undefined : presets[at];
	if (preset) tools.dispatch({type: 'chosen', chosen: preset.chosen});
}

async function chooseBenchmark(tools: CompareTools): Promise<void> {
	const words = tools.words(allWords);
	const {scene} = shown(tools);
	const others = tools.shared().market.rows.map(({asset}) => asset);
	const items = [...new Set([...scene.assets, ...others])].map(asset => itemOf(tools, asset));
	const asset = await tools.choose<AssetId>({
		title: words.chooseBenchmark,
		items,
		...(scene.benchmark === null ? {} : {current: scene.benchmark}),
	});
	if (asset !== null) tools.dispatch({type: 'benchmark', asset});
}

const needsRow = (tools: CompareTools): Bilingual<string> | null =>
	assetUnder(tools) === null ? inBoth(allWords, words => words.noRow) : null;

const needsMatrix = (tools: CompareTools): Bilingual<string> | null =>
	tools.state().view === 'matrix' ? null : inBoth(allWords, words => words.onlyMatrix);

/** Every key of the comparison. */
export const compareCommands: readonly Command<CompareState, CompareAction>[] = [
	...motionCommands<CompareState, CompareAction>('compare', moveWith),
	{
		id: 'compare.column-left',
		keys: ['h', 'left'],
		label: {en: 'Column to the left', 'pt-BR': 'Coluna à esquerda'},
		motion: true,
		off: needsMatrix,
		run: (tools, count) => moveColumn(tools, -Math.max(1, count)),
	},
	{
		id: 'compare.column-right',
		keys: ['l', 'right'],
		label: {en: 'Column to the right', 'pt-BR': 'Coluna à direita'},
		motion: true,
		off: needsMatrix,
		run: (tools, count) => moveColumn(tools, Math.max(1, count)),
	},
	{
		id: 'compare.shorter',
		keys: ['['],
		label: {en: 'Shorter range', 'pt-BR': 'Período menor'},
		run: tools => tools.dispatch({type: 'range', range: rangeAfter(tools.state().range, -1)}),
	},
	{
		id: 'compare.longer',
		keys: [']'],
		label: {en: 'Longer range', 'pt-BR': 'Período maior'},
		footer: {en: 'range', 'pt-BR': 'período'},
		run: tools => tools.dispatch({type: 'range', range: rangeAfter(tools.state().range, 1)}),
	},
	{
		id: 'compare.highlight',
		keys: ['space'],
		label: {en: 'Highlight, or put in the background', 'pt-BR': 'Destacar, ou pôr ao fundo'},
		footer: {en: 'highlight', 'pt-BR': 'destacar'},
		off: needsRow,
		run: toggleHighlight,
	},
	{
		id: 'compare.add',
		keys: ['n'],
		label: {en: 'Add an asset', 'pt-BR': 'Incluir um ativo'},
		footer: {en: 'add', 'pt-BR': 'incluir'},
		run: add,
	},
	{
		id: 'compare.remove',
		keys: ['x', 'delete'],
		label: {en: 'Take the asset out', 'pt-BR': 'Tirar o ativo'},
		footer: {en: 'remove', 'pt-BR': 'tirar'},
		off: needsRow,
		run: remove,
	},
	{
		id: 'compare.preset',
		keys: ['w'],
		label: {en: 'Compare the largest, or a watchlist', 'pt-BR': 'Comparar os maiores, ou uma lista'},
		footer: {en: 'list', 'pt-BR': 'lista'},
		run: choosePreset,
	},
	{
		id: 'compare.benchmark',
		keys: ['m'],
		label: {en: 'Choose the benchmark', 'pt-BR': 'Escolher a referência'},
		footer: {en: 'benchmark', 'pt-BR': 'referência'},
		run: chooseBenchmark,
	},
	{
		id: 'compare.matrix',
		keys: ['c'],
		label: {en: 'Correlation matrix, or chart', 'pt-BR': 'Matriz de correlação, ou gráfico'},
		footer: {en: 'matrix', 'pt-BR': 'matriz'},
		run: tools => tools.dispatch({type: 'view-toggled'}),
	},
	{
		id: 'compare.open',
		keys: ['enter'],
		label: {en: 'Open the chart of the asset', 'pt-BR': 'Abrir o gráfico do ativo'},
		off: needsRow,
		run(tools) {
			const asset = assetUnder(tools);
			if (asset !== null) tools.change({type: 'select', asset});
			tools.open('technical');
		},
	},
];

/** The row, and in the matrix the column, under the mouse. */
function placeUnder(tools: CompareTools, at: {readonly x: number; readonly y: number}) {
	const {state, scene, layout, list, column} = shown(tools);
	const {table} = layout;
	if (state.view === 'matrix') return matrixAt(table, scene.assets.length, {list, column}, at);
	const columns = columnsOf(scene, tools.context(), tools.words(allWords));
	const hit = tableAt(layoutTable(columns, table.width), table, list, scene.rows.length, at.x, at.y);
	return hit?.part === 'row' ? {row: hit.index, column: null} : null;
}

/** The wheel scrolls, a press moves the cursor or takes a range, a double press highlights. */
export function compareMouse({kind, button, x, y, wheel, double}: ViewMouse, tools: CompareTools): void {
	if (kind === 'wheel') {
		moveWith(tools, (list, count, visible) => scrollBy(list, wheel, count, visible));
		return;
	}

	if (kind !== 'press' || button !== 'left') return;
	if (y === 0) {
		const {ranges} = tools.words(allWords);
		const range = sectionAt(
			rangeIds.map(id => ({id, title: ranges[id]})),
			x,
		);
		if (range !== null) tools.dispatch({type: 'range', range});
		return;
	}

	const place = placeUnder(tools, {x, y});
	if (place === null) return;
	moveWith(tools, list => ({...list, cursor: place.row}));
	if (place.column !== null) tools.dispatch({type: 'column', column: place.column});
	else if (double) toggleHighlight(tools);
}
