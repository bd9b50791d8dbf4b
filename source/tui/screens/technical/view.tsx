/** The technical screen: asks the desk for its chart and lays out the panels. */

import {Box} from 'ink';
import {useEffect, useMemo, type ReactElement} from 'react';
import {toFault} from '#domain/fault.js';
import {floorTo} from '#domain/interval.js';
import type {AssetId} from '#domain/market.js';
import {Grid} from '../../cells/grid.js';
import {Panel} from '../../components/panel.js';
import {useReading} from '../../components/reading.js';
import {toldFault} from '../../i18n/faults.js';
import type {Language} from '../../i18n/language.js';
import type {ViewProps} from '../../screen.js';
import {symbolOf} from '../../state/named-assets.js';
import {drawChart} from './draw-chart.js';
import {drawOverlay} from './draw-overlay.js';
import {forecastSeriesOf} from './forecast.js';
import {drawHeader} from './header.js';
import {drawNotice, noticeOf} from './notice.js';
import {questionOf} from './question.js';
import {lastPrice} from './read-out.js';
import {chartOf, failureFor, layoutFor, sceneOf, type Scene} from './scene.js';
import type {Failure, TechnicalAction, TechnicalState} from './state.js';
import {drawVenues, venuesOf} from './venues.js';
import {words as allWords} from './words.js';

type Props = ViewProps<TechnicalState, TechnicalAction>;

const failureOf = (error: unknown, asset: AssetId, language: Language): Failure => ({
	asset,
	...toldFault(toFault(error), language),
});

/** Reads the chart; true while what is shown is not what is asked for. */
function useChart({state, shared, size, language, tools}: Props): boolean {
	const asset = shared.selected;
	const columns = layoutFor(state, size).price.width;
	const asked = asset === null || columns <= 0 ? null : questionOf(state, shared, asset, columns);
	const isCurrent = state.opening === shared.opening;
	useReading(tools, shared.opening, {
		key: 'technical.chart',
		wanted: asked?.edition ?? null,
		read: isCurrent ? state.chartRead : null,
		ask: async desk => desk.chart(asked!.question),
		use: (answer, edition) =>
			tools.dispatch({type: 'chart-read', chart: {asset: asked!.question.asset, answer}, edition}),
		failed: (error, edition) =>
			tools.dispatch({type: 'chart-failed', failure: failureOf(error, asset!, language), edition}),
	});
	return asked !== null && (!isCurrent || state.chartRead?.question !== asked.edition.question);
}

/** Keeps the newest candle of the shown series live as long as it is shown. */
function useLiveCandle({state, shared, tools}: Props): void {
	const answer = chartOf(state, shared);
	const asset = answer?.series?.asset ?? null;
	const interval = answer?.interval ?? null;
	const {opening} = shared;
	useEffect(() => {
		if (opening === null || asset === null || interval === null) return;
		tools.desk().watchCandle({asset, interval}).catch(tools.fail);
		return () => {
			tools.desk().watchCandle(null).catch(tools.fail);
		};
	}, [asset, interval, opening, tools]);
}

function useVenues({state, shared, language, tools}: Props): void {
	const asset = shared.selected;
	const isCurrent = state.opening === shared.opening;
	useReading(tools, shared.opening, {
		key: 'technical.venues',
		wanted: state.venuesOpen && asset !== null ? {question: asset, revision: shared.market.readAt} : null,
		read: isCurrent ? state.venuesRead : null,
		ask: async desk => desk.venues(asset!),
		use: (answer, edition) => tools.dispatch({type: 'venues-read', venues: {asset: asset!, answer}, edition}),
		failed: (error, edition) =>
			tools.dispatch({type: 'venues-failed', failure: failureOf(error, asset!, language), edition}),
	});
}

/** Reads the forecast that continues the chart, if one is made of such candles. */
function useForecast({state, shared, tools}: Props): void {
	const answer = chartOf(state, shared);
	const series = answer === null ? null : forecastSeriesOf(answer);
	const quote = answer?.series?.quote;
	const question = series === null ? null : `${series.asset} ${series.interval} ${quote}`;
	useReading(tools, shared.opening, {
		key: 'technical.forecast',
		wanted: question === null ? null : {question, revision: state.forecastRevision},
		read: state.opening === shared.opening ? state.forecastRead : null,
		ask: async desk => desk.forecast(series!),
		use(view, edition) {
			// Prices in another currency are not those of this chart.
			const forecast = view.quote === quote ? (view.now?.forecast ?? null) : null;
			tools.dispatch({type: 'forecast-read', forecast, edition});
		},
		// The chart is whole without it, and the forecast screen says what is wrong.
		failed: (_, edition) => tools.dispatch({type: 'forecast-read', forecast: null, edition}),
	});
}

/** The scene, calculated again only when something that it reads changed: not for the crosshair. */
function useScene({state, shared, size: {width, height}}: Props): Scene | null {
	const answer = chartOf(state, shared);
	const slotNow = answer === null ? 0 : floorTo(answer.interval, shared.now);
	const {window, interval, coarse, scale, mode, studies, venuesOpen, forecast} = state;
	return useMemo(() => {
		if (answer === null || answer.series === null) return null;
		const shown = {window, interval, coarse, scale, mode, studies, venuesOpen, forecast};
		return sceneOf(shown, answer, slotNow, {width, height});
	}, [answer, slotNow, width, height, window, interval, coarse, scale, mode, studies, venuesOpen, forecast]);
}

type ChartPanelProps = Props & {readonly scene: Scene};

/** The chart is drawn once and copied under everything that moves over it. */
function ChartPanel({scene, state, shared, look, format, language}: ChartPanelProps): ReactElement {
	const words = allWords[language];
	const {studies, mode, crosshair} = state;
	const {chart: rect} = scene.layout;
	const chart = useMemo(() => {
		const grid = new Grid(rect.width, rect.height);
		drawChart(grid, {scene, studies, mode, look, format});
		return grid;
	}, [scene, studies, mode, look, format, rect.width, rect.height]);
	// The last candle of a time long ago is not the last price.
	const isNow = state.window.end === null;
	const last = isNow && shared.selected !== null ? lastPrice(scene, shared, shared.selected) : null;
	const symbol = shared.selected === null ? '' : symbolOf(shared, shared.selected);
	return (
		<Panel
			rect={rect}
			inputs={[chart, crosshair, last?.price, last?.rising, symbol, look, format, words]}
			draw={grid => {
				grid.blit(chart, 0, 0);
				drawOverlay(grid, {scene, crosshair, last, symbol, look, format, words});
			}}
		/>
	);
}

/** The whole screen. */
export function TechnicalView(props: Props): ReactElement {
	const {state, shared, look, format, language, size} = props;
	const words = allWords[language];
	const asset = shared.selected;
	const loading = useChart(props);
	useLiveCandle(props);
	useVenues(props);
	useForecast(props);
	const scene = useScene(props);
	const layout = layoutFor(state, size);
	const symbol = asset === null ? '' : symbolOf(shared, asset);
	const failure = failureFor(state, shared, state.chartFailure);
	const venueFailure = failureFor(state, shared, state.venuesFailure);
	const answered = chartOf(state, shared) !== null;
	const venues = venuesOf(state, shared);
	const header = {asset, scene, state, loading, failure, shared, look, format, words};
	const quote = asset === null ? null : shared.market.byId.get(asset);
	const live = asset === null ? null : shared.live.get(asset);
	const minute = Math.floor(shared.now / 60_000);
	return (
		<Box width={size.width} height={size.height} flexShrink={0}>
			<Panel
				rect={layout.header}
				inputs={[
					asset,
					scene,
					state.window,
					state.interval,
					state.studies,
					state.crosshair,
					loading,
					failure,
					quote,
					live,
					look,
					format,
					words,
				]}
				draw={grid => drawHeader(grid, header)}
			/>
			{scene === null ? (
				<Panel
					rect={layout.chart}
					inputs={[asset, symbol, failure, answered, look, words]}
					draw={grid => drawNotice(grid, noticeOf({asset, symbol, failure, answered}, words), look)}
				/>
			) : (
				<ChartPanel {...props} scene={scene} />
			)}
			{layout.venues !== null && asset !== null && (
				<Panel
					rect={layout.venues}
					inputs={[asset, symbol, venues, venueFailure, state.venuesTop, minute, look, format, words]}
					draw={grid =>
						drawVenues(grid, {
							asset,
							symbol,
							venues,
							failure: venueFailure,
							top: state.venuesTop,
							now: shared.now,
							look,
							format,
							words,
						})
					}
				/>
			)}
		</Box>
	);
}
