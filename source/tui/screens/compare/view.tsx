/** Ranges, chart, table and notes of the comparison as panels. */

import {useMemo, type ReactElement} from 'react';
import {toFault} from '#domain/fault.js';
import type {Desk} from '#desk/desk.js';
import type {CompareAnswer} from '#desk/views/chart.js';
import type {AssetId} from '#domain/market.js';
import {drawMessage, drawNotes, noteLines} from '../../components/messages.js';
import {Panel} from '../../components/panel.js';
import {useReading} from '../../components/reading.js';
import {toldFault} from '../../i18n/faults.js';
import {drawTable, layoutTable, tableRows} from '../../components/table.js';
import {drawSections} from '../../components/tabs-in-view.js';
import type {ViewProps} from '../../screen.js';
import {listOn} from './cast.js';
import {columnsOf} from './columns.js';
import {drawChart} from './draw-chart.js';
import {layoutOf} from './layout.js';
import {drawMatrix, layoutMatrix} from './matrix.js';
import {lengthOf, rangeIds, type RangeId} from './ranges.js';
import {chosenName, gridName, notesOf, sceneOf} from './scene.js';
import type {CompareAction, CompareState} from './state.js';
import {words as allWords} from './words.js';

/**
 * Rows of the common grid. The same whatever the size of the window, so that what is measured does not depend on it:
 * an hour for a month, four hours for three.
 */
const gridRows = 750;
/** What "everything" begins with when nothing is stored. */
const fallback = lengthOf['1Y']!;

/** Asks for closes up to `to`; "everything" begins with the oldest candle of these assets. */
async function ask(
	desk: Desk,
	assets: readonly AssetId[],
	{range, to}: {readonly range: RangeId; readonly to: number},
): Promise<CompareAnswer> {
	const length = lengthOf[range];
	let from = to - (length ?? fallback);
	if (length === null) {
		const {rows} = await desk.coverage({interval: null, buckets: 1});
		from = Math.min(from, ...rows.filter(({asset}) => assets.includes(asset)).map(row => row.from));
	}

	return desk.compare({assets, from, to, points: gridRows});
}

/** The screen. */
export function CompareView(props: ViewProps<CompareState, CompareAction>): ReactElement {
	const {state, shared, look, format, language, size, tools} = props;
	const {chosen, highlighted, benchmark, answer, range, view, problem} = state;
	const {market, watchlists, opening, selected, candlesRevision} = shared;
	const words = allWords[language];
	const scene = useMemo(
		() => sceneOf({chosen, highlighted, benchmark, answer}, {market, watchlists}),
		[chosen, highlighted, benchmark, answer, market, watchlists],
	);
	const {assets, rows, study} = scene;
	const asked = [...new Set(scene.benchmark === null ? assets : [...assets, scene.benchmark])];
	const question =
		opening === null || assets.length === 0
			? null
			: [opening.dataDir, opening.simulated, range, ...asked].join(' ');
	useReading(tools, opening, {
		key: 'compare.closes',
		wanted: question === null ? null : {question, revision: candlesRevision},
		read: state.read,
		ask: async desk => ask(desk, asked, {range, to: tools.shared().now}),
		use: (read, edition) => tools.dispatch({type: 'read', answer: read, edition}),
		failed: (error, edition) =>
			tools.dispatch({
				type: 'failed',
				problem: toldFault(toFault(error), language).text,
				edition,
			}),
	});

	const columns = useMemo(() => columnsOf(scene, {format, look}, words), [scene, format, look, words]);
	const notes = useMemo(
		() => noteLines(notesOf(scene, problem, words), size.width),
		[scene, problem, words, size.width],
	);
	const name = chosenName({chosen}, words);
	const isReading = question !== null && state.read?.question !== question;
	const status = [
		name,
		...(scene.benchmark === null ? [] : [words.against(scene.benchmarkSymbol)]),
		isReading ? words.reading : gridName(scene, format, words),
	]
		.filter(part => part !== '')
		.join(` ${look.glyphs.dot} `);
	const layout = layoutOf(size, view, {assets: assets.length, notes: notes.length});
	const {table, chart} = layout;
	const column = Math.max(0, Math.min(state.column, assets.length - 1));
	const visible =
		view === 'matrix' ? layoutMatrix(table, assets.length, column).visible : tableRows(table.height);
	const list = listOn(state.list, assets, selected, visible);
	const hasLines = rows.some(({studied}) => studied !== null && studied.measures.points > 0);
	const message =
		assets.length === 0
			? opening === null
				? [words.opening]
				: market.rows.length === 0
					? words.noMarket
					: words.noAssets(name)
			: null;
	const chartMessage = hasLines
		? null
		: study === null
			? [problem === null ? words.reading : words.failed(problem)]
			: words.nothingStored;
	const body = {x: 0, y: 1, width: size.width, height: Math.max(0, size.height - 1)};
	return (
		<>
			<Panel
				rect={layout.header}
				inputs={[range, status, words, look]}
				draw={grid =>
					drawSections(
						grid,
						rangeIds.map(id => ({id, title: words.ranges[id]})),
						range,
						{text: status, role: 'muted'},
						look,
					)
				}
			/>
			{message === null ? null : (
				<Panel
					rect={body}
					inputs={[message.join('\n'), look]}
					draw={grid => drawMessage(grid, message, look)}
				/>
			)}
			{message === null && view === 'lines' ? (
				<>
					<Panel
						rect={chart}
						inputs={[rows, study, selected, chartMessage?.join('\n'), format, look]}
						draw={grid => {
							if (chartMessage === null) drawChart(grid, scene, {selected, format, look});
							else drawMessage(grid, chartMessage, look);
						}}
					/>
					<Panel
						rect={table}
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
						rect={layout.matrix}
						inputs={[rows, study, list.cursor, list.top, column, format, look, words]}
						draw={grid => drawMatrix(grid, scene, {list, column}, {format, look}, words)}
					/>
				</>
			) : null}
			{message === null && view === 'matrix' ? (
				<Panel
					rect={table}
					inputs={[rows, study, list.cursor, list.top, column, chartMessage?.join('\n'), format, look, words]}
					draw={grid => {
						if (chartMessage === null) drawMatrix(grid, scene, {list, column}, {format, look}, words);
						else drawMessage(grid, chartMessage, look);
					}}
				/>
			) : null}
			{message === null ? (
				<Panel rect={layout.notes} inputs={[notes, look]} draw={grid => drawNotes(grid, notes, look)} />
			) : null}
		</>
	);
}
