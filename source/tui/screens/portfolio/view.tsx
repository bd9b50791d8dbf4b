/** Sums, table and notes of the portfolio as panels. */

import {useMemo, type ReactElement} from 'react';
import {toFault} from '#domain/fault.js';
import {drawMessage, drawNotes, noteLines} from '../../components/messages.js';
import {Panel} from '../../components/panel.js';
import {useReading} from '../../components/reading.js';
import {toldFault} from '../../i18n/faults.js';
import {drawTable, layoutTable} from '../../components/table.js';
import type {ViewProps} from '../../screen.js';
import {columnsOf} from './columns.js';
import {layoutOf, listIn, rowsOf, valuationNow} from './model.js';
import type {PortfolioAction, PortfolioState} from './state.js';
import {drawFigures, figuresOf, inLines, notesOf} from './totals.js';
import {words as allWords} from './words.js';

/** The screen. */
export function PortfolioView(props: ViewProps<PortfolioState, PortfolioAction>): ReactElement {
	const {state, shared, look, format, language, size, tools} = props;
	const {lots, currency, hidden, expanded, problem} = state;
	const {market, live, opening, now} = shared;
	const words = allWords[language];
	useReading(tools, opening, {
		key: 'portfolio.lots',
		wanted: opening === null ? null : {question: `${opening.dataDir} ${state.revision}`, revision: 0},
		read: state.read,
		ask: async desk => desk.lots(),
		use: (read, edition) => tools.dispatch({type: 'read', lots: read, edition}),
		failed: (error, edition) =>
			tools.dispatch({
				type: 'failed',
				problem: toldFault(toFault(error), language).text,
				edition,
			}),
	});

	const valuation = useMemo(
		() => valuationNow({lots, currency}, {shared: {market, live}, format}),
		[lots, currency, market, live, format],
	);
	const rows = useMemo(
		() => (valuation === null ? [] : rowsOf(valuation.positions, expanded)),
		[valuation, expanded],
	);
	const figures = useMemo(
		() =>
			valuation === null ? [] : inLines(figuresOf(valuation, hidden, {format, look}, words), size.width),
		[valuation, hidden, format, look, words, size.width],
	);
	const notes = noteLines(
		valuation === null ? [] : notesOf(valuation, {hidden, now}, {format}, words),
		size.width,
	);
	const columns = useMemo(
		() => (valuation === null ? [] : columnsOf(valuation.currency, hidden, {format, look}, words)),
		[valuation, hidden, format, look, words],
	);
	const layout = layoutOf(size, figures.length, notes.length);
	const list = listIn(state.list, rows.length, layout.table);
	const message =
		opening === null
			? [words.noDesk]
			: problem !== null
				? [words.failed(problem)]
				: valuation === null
					? [words.loading]
					: valuation.positions.length === 0
						? opening.asOf
							? words.emptyVersion
							: words.empty
						: null;
	if (message !== null || valuation === null) {
		const lines = message ?? [];
		return (
			<Panel
				rect={{x: 0, y: 0, ...size}}
				inputs={[lines.join('\n'), look]}
				draw={grid => drawMessage(grid, lines, look)}
			/>
		);
	}

	return (
		<>
			<Panel rect={layout.totals} inputs={[figures, look]} draw={grid => drawFigures(grid, figures, look)} />
			<Panel
				rect={layout.table}
				inputs={[rows, columns, list.cursor, list.top, look]}
				draw={grid =>
					drawTable(
						grid,
						{x: 0, y: 0, width: grid.width, height: grid.height},
						{layout: layoutTable(columns, grid.width), rows, list, look},
					)
				}
			/>
			<Panel
				rect={layout.notes}
				inputs={[notes.join('\n'), look]}
				draw={grid => drawNotes(grid, notes, look)}
			/>
		</>
	);
}
