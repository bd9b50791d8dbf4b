/** The commands of the market screen. */

import {motionCommands} from '../../components/motions.js';
import {noWriting} from '../../components/writing.js';
import type {Command} from '../../screen.js';
import {marketColumns, type ColumnId} from './columns.js';
import {manageLists, nextList} from './lists.js';
import type {MarketAction, MarketState} from './state.js';
import {columnsIn, goTo, keepSelectionShown, windowNow, type MarketTools} from './table-window.js';
import {words} from './words.js';

type MarketCommand = Command<MarketState, MarketAction>;

/** Sorts by a column: again by the same one turns the direction. */
export function sortBy(tools: MarketTools, column: ColumnId): void {
	const {sort} = tools.state();
	const descending = sort.column === column ? !sort.descending : marketColumns[column].descending;
	tools.dispatch({type: 'sorted', sort: {column, descending}});
}

/** Sorts by the column `by` places away, in the order of the table. */
function sortBeside(tools: MarketTools, by: number): void {
	const {columns, sort} = tools.state();
	const at = columns.indexOf(sort.column);
	const next =
		at === -1 ? (by > 0 ? 0 : columns.length - 1) : (at + by + columns.length * 2) % columns.length;
	const column = columns[next]!;
	tools.dispatch({type: 'sorted', sort: {column, descending: marketColumns[column].descending}});
}

/** Shows columns further right or left. */
function scrollColumns(tools: MarketTools, by: number): void {
	const state = tools.state();
	const {skipped, mostSkipped} = columnsIn(state, tools.context(), windowNow(tools).layout.table.width);
	tools.dispatch({type: 'scrolled', skip: Math.max(0, Math.min(mostSkipped, skipped + by))});
}

function prompt(tools: MarketTools, of: 'search' | 'filter'): void {
	tools.dispatch({type: 'prompted', of, selected: tools.shared().selected});
}

function cycleList(tools: MarketTools, by: number): void {
	const {watchlist} = tools.state();
	const next = nextList(tools.shared().watchlists, watchlist, by);
	tools.dispatch({type: 'listed', watchlist: next});
	keepSelectionShown(tools);
}

/** Opens the technical screen on the asset under the cursor. */
export function openAsset(tools: MarketTools): void {
	if (windowNow(tools).shown.entries.length > 0) tools.open('technical');
}

export const marketCommands: readonly MarketCommand[] = [
	...motionCommands<MarketState, MarketAction>('market', (tools, motion) => {
		const now = windowNow(tools);
		goTo(tools, now, motion(now.list, now.shown.entries.length, now.visible));
	}),
	{
		id: 'market.open',
		keys: ['enter'],
		label: {en: 'Open the chart of the asset', 'pt-BR': 'Abrir o gráfico do ativo'},
		footer: {en: 'chart', 'pt-BR': 'gráfico'},
		run: openAsset,
	},
	{
		id: 'market.search',
		keys: ['/'],
		label: {en: 'Search by symbol or name', 'pt-BR': 'Buscar por símbolo ou nome'},
		footer: {en: 'search', 'pt-BR': 'buscar'},
		run: tools => prompt(tools, 'search'),
	},
	{
		id: 'market.filter',
		keys: ['F'],
		label: {en: 'Filter by an expression', 'pt-BR': 'Filtrar por uma expressão'},
		footer: {en: 'filter', 'pt-BR': 'filtrar'},
		run: tools => prompt(tools, 'filter'),
	},
	{
		id: 'market.clear',
		keys: ['x'],
		label: {en: 'Clear search and filter', 'pt-BR': 'Limpar busca e filtro'},
		off: tools =>
			tools.state().search === '' && tools.state().filter === ''
				? {en: 'There is no search and no filter.', 'pt-BR': 'Não há busca nem filtro.'}
				: null,
		run: tools => tools.dispatch({type: 'cleared'}),
	},
	{
		id: 'market.sort-next',
		keys: ['s'],
		label: {en: 'Sort by the next column', 'pt-BR': 'Ordenar pela próxima coluna'},
		footer: {en: 'sort', 'pt-BR': 'ordenar'},
		run: (tools, count) => sortBeside(tools, Math.max(1, count)),
	},
	{
		id: 'market.sort-previous',
		keys: ['S'],
		label: {en: 'Sort by the previous column', 'pt-BR': 'Ordenar pela coluna anterior'},
		run: (tools, count) => sortBeside(tools, -Math.max(1, count)),
	},
	{
		id: 'market.sort-turn',
		keys: ['o'],
		label: {en: 'Turn the order around', 'pt-BR': 'Inverter a ordem'},
		run: tools => sortBy(tools, tools.state().sort.column),
	},
	{
		id: 'market.sort-choose',
		keys: ['O'],
		label: {en: 'Sort by a column of a list', 'pt-BR': 'Escolher a coluna da ordem'},
		async run(tools) {
			const {columns} = tools.words(words);
			const column = await tools.choose<ColumnId>({
				title: tools.words(words).sortTitle,
				items: tools.state().columns.map(id => ({value: id, label: columns[id].long})),
				current: tools.state().sort.column,
			});
			if (column !== null) sortBy(tools, column);
		},
	},
	{
		id: 'market.columns',
		keys: ['c'],
		label: {en: 'Choose and order columns', 'pt-BR': 'Escolher e ordenar colunas'},
		footer: {en: 'columns', 'pt-BR': 'colunas'},
		run: tools => tools.dispatch({type: 'editor-opened'}),
	},
	{
		id: 'market.columns-right',
		keys: ['l', 'right'],
		label: {en: 'Columns further right', 'pt-BR': 'Colunas mais à direita'},
		motion: true,
		run: (tools, count) => scrollColumns(tools, Math.max(1, count)),
	},
	{
		id: 'market.columns-left',
		keys: ['h', 'left'],
		label: {en: 'Columns further left', 'pt-BR': 'Colunas mais à esquerda'},
		motion: true,
		run: (tools, count) => scrollColumns(tools, -Math.max(1, count)),
	},
	{
		id: 'market.list-next',
		keys: ['w'],
		label: {en: 'Show the next watchlist', 'pt-BR': 'Mostrar a próxima lista'},
		footer: {en: 'list', 'pt-BR': 'lista'},
		run: (tools, count) => cycleList(tools, Math.max(1, count)),
	},
	{
		id: 'market.lists',
		keys: ['W'],
		label: {en: 'Manage watchlists', 'pt-BR': 'Gerenciar listas'},
		footer: {en: 'lists', 'pt-BR': 'listas'},
		off: noWriting,
		run: manageLists,
	},
];
