/** The forecast screen: asks the desk for its series and lays out the panels. */

import {useMemo, type ReactElement} from 'react';
import type {ForecastView} from '#desk/views/forecast.js';
import {drawMessage} from '../../components/messages.js';
import {Panel} from '../../components/panel.js';
import {useReading} from '../../components/reading.js';
import {drawSections, titledSections} from '../../components/tabs-in-view.js';
import {toldError} from '../../i18n/faults.js';
import type {ViewProps} from '../../screen.js';
import {symbolOf} from '../../state/named-assets.js';
import {drawChart} from './draw-chart.js';
import {drawFacts, drawHeader, drawTraining, type Drawing} from './draw-facts.js';
import {isOver} from './facts.js';
import {layoutOf, sectionsIn, type Layout} from './layout.js';
import {noticeOf, runningTraining, shownFacts} from './shown.js';
import {viewOf, type ForecastAction, type ForecastState} from './state.js';
import {drawForecastTable} from './tables.js';
import {words as allWords} from './words.js';

type Props = ViewProps<ForecastState, ForecastAction>;

/** Reads the series again when it is another one, and when candles or forecasts were stored. */
function useForecast({state, shared, language, tools}: Props): void {
	const {opening, selected, candlesRevision} = shared;
	const {interval, revision} = state;
	const question = opening === null || selected === null ? null : `${selected} ${interval}`;
	useReading(tools, opening, {
		key: 'forecast.view',
		wanted: question === null ? null : {question, revision: revision + candlesRevision},
		read: state.opening === opening ? state.read : null,
		ask: async desk => desk.forecast({asset: selected!, interval}),
		use: (view, edition) => tools.dispatch({type: 'read', view, edition}),
		failed: (error, edition) =>
			tools.dispatch({
				type: 'failed',
				problem: {asset: selected!, interval, text: toldError(error, language)?.text ?? ''},
				edition,
			}),
	});
}

type BodyProps = Pick<Props, 'state'> & {
	readonly view: ForecastView;
	readonly layout: Layout;
	readonly drawing: Drawing;
};

/** Chart and table, as far as there is room. */
function Body({state, view, layout, drawing}: BodyProps): ReactElement {
	const {chart, table, sections} = layout;
	const {words, look, format} = drawing;
	const both = chart !== null && table !== null;
	const active = both ? table.id : state.section;
	const list = table === null ? null : state.lists[table.id];
	return (
		<>
			<Panel
				rect={sections}
				inputs={[active, both, words, look]}
				draw={grid =>
					drawSections(
						grid,
						titledSections(sectionsIn(layout), words.sections),
						active,
						{text: words.legend, role: 'muted'},
						look,
					)
				}
			/>
			{chart === null ? null : (
				<Panel
					rect={chart}
					inputs={[view, state.span, format, look]}
					draw={grid => drawChart(grid, {view, span: state.span}, {format, look})}
				/>
			)}
			{table === null || list === null ? null : (
				<Panel
					rect={table}
					inputs={[view, table.id, list, format, look, words]}
					draw={grid => drawForecastTable(grid, table.id, {view, list}, drawing)}
				/>
			)}
		</>
	);
}

/** The whole screen. */
export function ForecastScreenView(props: Props): ReactElement {
	const {state, shared, look, format, language, size} = props;
	useForecast(props);
	const words = allWords[language];
	const view = viewOf(state, shared);
	const drawing = useMemo(() => ({words, format, look}), [words, format, look]);
	const facts = useMemo(() => shownFacts(view, {format, language, look}), [view, format, language, look]);
	const symbol = shared.selected === null ? '' : symbolOf(shared, shared.selected);
	const training = runningTraining(shared);
	const layout = layoutOf(size, state.section, {facts: facts.length, training: training !== null});
	const notice = noticeOf(state, props);
	const isOld = view?.now != null && isOver(view.now, shared.now);
	const hasModel = facts.length > 0;
	const middle = {...layout.facts, height: layout.training.y - layout.facts.y};
	return (
		<>
			{view === null ? null : (
				<Panel
					rect={layout.header}
					inputs={[symbol, view, isOld, hasModel, notice.join('\n'), drawing]}
					draw={grid =>
						drawHeader(grid, {symbol, view, at: shared.now, notice: hasModel ? notice : []}, drawing)
					}
				/>
			)}
			{hasModel || notice.length === 0 ? null : (
				<Panel
					rect={middle}
					inputs={[notice.join('\n'), look]}
					draw={grid => drawMessage(grid, notice, look)}
				/>
			)}
			{view === null || !hasModel ? null : (
				<>
					<Panel
						rect={layout.facts}
						inputs={[facts, layout.columns, layout.cards, drawing]}
						draw={grid => drawFacts(grid, facts, layout, drawing)}
					/>
					<Body state={state} view={view} layout={layout} drawing={drawing} />
				</>
			)}
			{training === null ? null : (
				<Panel
					rect={layout.training}
					inputs={[training, shared.market, drawing]}
					draw={grid => drawTraining(grid, training, asset => symbolOf(shared, asset), drawing)}
				/>
			)}
		</>
	);
}
