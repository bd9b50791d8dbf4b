/** What the keys and the mouse do on the portfolio screen. */

import {noteLines} from '../../components/messages.js';
import {motionCommands, type Motion} from '../../components/motions.js';
import {layoutTable, tableAt, tableRows} from '../../components/table.js';
import {noWriting} from '../../components/writing.js';
import {scrollBy} from '../../state/list.js';
import {inBoth, type Bilingual} from '../../i18n/language.js';
import type {Command, ViewMouse} from '../../screen.js';
import {columnsOf} from './columns.js';
import {currenciesOf, cycleOf} from './currencies.js';
import {addLot, changeLot, importLots, removeLot, type PortfolioTools} from './editing.js';
import {layoutOf, listIn, rowsOf, rowUnder, shownCurrency, valuationNow, type Row} from './model.js';
import type {PortfolioAction, PortfolioState} from './state.js';
import {figuresOf, inLines, notesOf} from './totals.js';
import {words as allWords} from './words.js';

/** What is on the screen right now; null until the lots were read. */
function shown(tools: PortfolioTools) {
	const state = tools.state();
	const context = tools.context();
	const words = tools.words(allWords);
	const valuation = valuationNow(state, context);
	if (valuation === null) return null;
	const size = tools.size();
	const rows = rowsOf(valuation.positions, state.expanded);
	const figures = inLines(figuresOf(valuation, state.hidden, context, words), size.width);
	const notes = noteLines(
		notesOf(valuation, {hidden: state.hidden, now: context.shared.now}, context, words),
		size.width,
	);
	const layout = layoutOf(size, figures.length, notes.length);
	return {valuation, rows, layout, list: listIn(state.list, rows.length, layout.table)};
}

function current(tools: PortfolioTools): Row | null {
	const now = shown(tools);
	return now === null ? null : rowUnder(now.rows, now.list);
}

/** Moves the cursor and, with it, the one selection of all screens. */
function moveWith(tools: PortfolioTools, motion: Motion): void {
	const now = shown(tools);
	if (now === null) return;
	const list = motion(now.list, now.rows.length, Math.max(1, tableRows(now.layout.table.height)));
	tools.dispatch({type: 'moved', list});
	const asset = now.rows[list.cursor]?.position.asset;
	if (asset !== undefined && tools.shared().market.byId.has(asset)) tools.change({type: 'select', asset});
}

async function open(tools: PortfolioTools): Promise<void> {
	const row = current(tools);
	if (row === null) return;
	if (row.kind === 'position') tools.dispatch({type: 'toggled', asset: row.position.asset});
	else await changeLot(tools, row.lot.lot);
}

async function remove(tools: PortfolioTools): Promise<void> {
	const row = current(tools);
	if (row === null) return;
	const lots = row.kind === 'lot' ? [row.lot] : row.position.lots;
	if (lots.length === 1) {
		await removeLot(tools, lots[0]!.lot);
		return;
	}

	const {asset, symbol} = row.position;
	if (!tools.state().expanded.has(asset)) tools.dispatch({type: 'toggled', asset});
	tools.toast('info', tools.words(allWords).remove.chooseLot(symbol));
}

function nextCurrency(tools: PortfolioTools): void {
	const {shared, format} = tools.context();
	const known = currenciesOf(shared, format.currency);
	const codes = cycleOf(known, format.currency);
	const {code} = shownCurrency(tools.state(), known, {format});
	const next = codes[(codes.indexOf(code) + 1) % codes.length];
	if (next === undefined || next === code) tools.toast('info', tools.words(allWords).oneCurrency);
	else tools.dispatch({type: 'currency', code: next});
}

function toggleAll(tools: PortfolioTools): void {
	const now = shown(tools);
	if (now === null) return;
	const open = tools.state().expanded.size > 0;
	tools.dispatch({type: 'expanded', assets: open ? [] : now.valuation.positions.map(({asset}) => asset)});
}

const needsLot = (tools: PortfolioTools): Bilingual<string> | null =>
	current(tools) === null ? inBoth(allWords, words => words.noLot) : null;

/** Every key of the portfolio. */
export const portfolioCommands: readonly Command<PortfolioState, PortfolioAction>[] = [
	...motionCommands<PortfolioState, PortfolioAction>('portfolio', moveWith),
	{
		id: 'portfolio.open',
		keys: ['enter'],
		label: {
			en: 'Show the lots of a position, or change a lot',
			'pt-BR': 'Mostrar os lotes, ou alterar um lote',
		},
		footer: {en: 'lots/edit', 'pt-BR': 'lotes/editar'},
		off: tools => needsLot(tools) ?? (current(tools)?.kind === 'lot' ? noWriting(tools) : null),
		run: open,
	},
	{
		id: 'portfolio.add',
		keys: ['n'],
		label: {en: 'Add a lot', 'pt-BR': 'Incluir um lote'},
		footer: {en: 'new', 'pt-BR': 'novo'},
		off: noWriting,
		run: addLot,
	},
	{
		id: 'portfolio.import',
		keys: ['I'],
		label: {en: 'Import lots from a CSV file', 'pt-BR': 'Importar lotes de um CSV'},
		footer: {en: 'import', 'pt-BR': 'importar'},
		off: noWriting,
		run: async tools => importLots(tools),
	},
	{
		id: 'portfolio.remove',
		keys: ['x', 'delete'],
		label: {en: 'Delete a lot', 'pt-BR': 'Excluir um lote'},
		footer: {en: 'delete', 'pt-BR': 'excluir'},
		off: tools => noWriting(tools) ?? needsLot(tools),
		run: remove,
	},
	{
		id: 'portfolio.lots',
		keys: ['v'],
		label: {en: 'Show or fold all lots', 'pt-BR': 'Mostrar ou recolher todos os lotes'},
		off: needsLot,
		run: toggleAll,
	},
	{
		id: 'portfolio.hide',
		keys: ['h'],
		label: {en: 'Hide or show balances', 'pt-BR': 'Ocultar ou mostrar saldos'},
		footer: {en: 'hide', 'pt-BR': 'ocultar'},
		off: needsLot,
		run: tools => tools.dispatch({type: 'hidden-toggled'}),
	},
	{
		id: 'portfolio.currency',
		keys: ['c'],
		label: {en: 'Show in the next currency', 'pt-BR': 'Mostrar na próxima moeda'},
		footer: {en: 'currency', 'pt-BR': 'moeda'},
		off: needsLot,
		run: nextCurrency,
	},
];

/** The wheel scrolls, a press moves the cursor, a double press opens. */
export function portfolioMouse({kind, button, x, y, wheel, double}: ViewMouse, tools: PortfolioTools): void {
	const now = shown(tools);
	if (now === null) return;
	if (kind === 'wheel') {
		moveWith(tools, (list, count, visible) => scrollBy(list, wheel, count, visible));
		return;
	}

	if (kind !== 'press' || button !== 'left') return;
	const {table} = now.layout;
	const columns = columnsOf(
		now.valuation.currency,
		tools.state().hidden,
		tools.context(),
		tools.words(allWords),
	);
	const hit = tableAt(layoutTable(columns, table.width), table, now.list, now.rows.length, x, y);
	if (hit?.part !== 'row') return;
	moveWith(tools, list => ({...list, cursor: hit.index}));
	if (double) void open(tools);
}
