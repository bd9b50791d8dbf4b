/** The state of the technical screen and the named ways it changes. */

import type {Desk, DeskNews} from '#desk/desk.js';
import type {ChartAnswer} from '#desk/views/chart.js';
import {candleFlag, type AssetId, type Candle} from '#domain/market.js';
import {allocateCandles, copyCandle, type Candles} from '#domain/candles.js';
import {isInterval, stepOf, type Interval} from '#domain/interval.js';
import type {StoredForecast} from '#ports/forecasts.js';
import type {ScaleKind} from '../../charts/scale.js';
import type {Edition} from '../../components/reading.js';
import type {SharedState} from '../../state/view-state.js';
import {firstStudies, studiesFrom, type Study} from './studies.js';
import {fewestCandles, type Span, type TimeWindow} from './time-window.js';

/** A candle and a price; a null price follows the close. */
export type Crosshair = {readonly ts: number; readonly price: number | null};

export type Mode = 'candles' | 'line';

/** An answer and whose it is: another asset's chart is never shown. */
type Held<Answer> = {readonly asset: AssetId; readonly answer: Answer};

/** Why an answer is missing, and what to do. */
export type Failure = {readonly asset: AssetId; readonly text: string; readonly hint: string | null};

export type Venues = Awaited<ReturnType<Desk['venues']>>;

export type TechnicalState = {
	/** The desk of all answers here; those of another one are not shown. */
	readonly opening: SharedState['opening'];
	readonly window: TimeWindow;
	readonly interval: Interval | 'auto';
	readonly scale: ScaleKind;
	readonly mode: Mode;
	readonly studies: readonly Study[];
	readonly crosshair: Crosshair | null;
	/** The newest answer with live candles folded in. */
	readonly chart: Held<ChartAnswer> | null;
	/** The finest candles there are, where they are too coarse for the visible time: more time is shown then. */
	readonly coarse: {readonly asset: AssetId; readonly span: number; readonly interval: Interval} | null;
	readonly chartRead: Edition | null;
	readonly chartFailure: Failure | null;
	/** Counts up, with rests, while live candles are folded in: the indicators of the newest one are old then. */
	readonly liveRevision: number;
	/** The newest forecast of the shown series; null when there is none. */
	readonly forecast: StoredForecast | null;
	readonly forecastRead: Edition | null;
	/** Counts up when forecasts were made. */
	readonly forecastRevision: number;
	readonly venuesOpen: boolean;
	readonly venues: Held<Venues> | null;
	readonly venuesRead: Edition | null;
	readonly venuesFailure: Failure | null;
	readonly venuesTop: number;
	/** Where a drag of the mouse began: column and right edge at that moment. */
	readonly drag: {readonly x: number; readonly end: number} | null;
};

export type TechnicalAction =
	| {readonly type: 'window'; readonly window: TimeWindow}
	| {readonly type: 'interval'; readonly interval: Interval | 'auto'}
	| {readonly type: 'scale'; readonly scale: ScaleKind}
	| {readonly type: 'mode'; readonly mode: Mode}
	| {readonly type: 'studies'; readonly studies: readonly Study[]}
	| {readonly type: 'crosshair'; readonly crosshair: Crosshair | null}
	| {
			readonly type: 'chart-read';
			readonly chart: Held<ChartAnswer>;
			readonly edition: Edition;
	  }
	| {readonly type: 'chart-failed'; readonly failure: Failure; readonly edition: Edition}
	| {
			readonly type: 'forecast-read';
			readonly forecast: StoredForecast | null;
			readonly edition: Edition;
	  }
	| {readonly type: 'venues-open'; readonly open: boolean}
	| {readonly type: 'venues-read'; readonly venues: Held<Venues>; readonly edition: Edition}
	| {readonly type: 'venues-failed'; readonly failure: Failure; readonly edition: Edition}
	| {readonly type: 'venues-top'; readonly top: number}
	| {readonly type: 'drag'; readonly drag: TechnicalState['drag']};

type Remembered = Partial<Record<'span' | 'interval' | 'scale' | 'mode' | 'studies', unknown>>;

/** The indicators of the newest candle are computed again this often while it moves. */
const liveRestMs = 10_000;

const firstSpan = 30 * 86_400_000;

function spanFrom(remembered: unknown): Span {
	if (remembered === 'all') return 'all';
	return typeof remembered === 'number' && remembered >= 60_000 && Number.isFinite(remembered)
		? remembered
		: firstSpan;
}

/** The first state, with what an earlier session remembered as far as it is understood. */
export function createTechnicalState(remembered: unknown): TechnicalState {
	const {span, interval, scale, mode, studies}: Remembered =
		typeof remembered === 'object' && remembered !== null ? remembered : {};
	return {
		opening: null,
		window: {span: spanFrom(span), end: null},
		interval: typeof interval === 'string' && isInterval(interval) ? interval : 'auto',
		scale: scale === 'log' ? 'log' : 'linear',
		mode: mode === 'line' ? 'line' : 'candles',
		studies: studies === undefined ? firstStudies : studiesFrom(studies),
		crosshair: null,
		chart: null,
		coarse: null,
		chartRead: null,
		chartFailure: null,
		liveRevision: 0,
		forecast: null,
		forecastRead: null,
		forecastRevision: 0,
		venuesOpen: false,
		venues: null,
		venuesRead: null,
		venuesFailure: null,
		venuesTop: 0,
		drag: null,
	};
}

/** What the next start should know. */
export const rememberTechnical = ({window, interval, scale, mode, studies}: TechnicalState): Remembered => ({
	span: window.span,
	interval,
	scale,
	mode,
	studies,
});

/** Kept once known: it may change the answer, which must not change it back. */
function coarseOf(
	{window: {span}, interval, coarse}: TechnicalState,
	{asset, answer}: Held<ChartAnswer>,
): TechnicalState['coarse'] {
	if (interval !== 'auto' || span === 'all' || answer.series === null) return null;
	if (coarse !== null && coarse.asset === asset && coarse.span === span) return coarse;
	const isCoarse = span < fewestCandles * stepOf[answer.interval];
	return isCoarse ? {asset, span, interval: answer.interval} : null;
}

/** Answers of another desk are forgotten with the first one of this. */
function ofDesk(state: TechnicalState, {opening}: SharedState): TechnicalState {
	if (state.opening === opening) return state;
	return {
		...state,
		opening,
		chart: null,
		coarse: null,
		chartRead: null,
		chartFailure: null,
		forecast: null,
		forecastRead: null,
		venues: null,
		venuesRead: null,
		venuesFailure: null,
	};
}

/** The only way the state changes by hand. */
export function reduceTechnical(
	state: TechnicalState,
	action: TechnicalAction,
	shared: SharedState,
): TechnicalState {
	switch (action.type) {
		case 'window':
			return {...state, window: action.window};
		case 'interval':
			return {...state, interval: action.interval};
		case 'scale':
			return {...state, scale: action.scale};
		case 'mode':
			return {...state, mode: action.mode};
		case 'studies':
			return {...state, studies: action.studies};
		case 'crosshair':
			return {...state, crosshair: action.crosshair};
		case 'chart-read':
			return {
				...ofDesk(state, shared),
				chart: action.chart,
				coarse: coarseOf(state, action.chart),
				chartRead: action.edition,
				chartFailure: null,
			};
		case 'chart-failed':
			return {...ofDesk(state, shared), chartFailure: action.failure, chartRead: action.edition};
		case 'forecast-read':
			return {...ofDesk(state, shared), forecast: action.forecast, forecastRead: action.edition};
		case 'venues-open':
			return {...state, venuesOpen: action.open, venuesTop: 0};
		case 'venues-read':
			return {
				...ofDesk(state, shared),
				venues: action.venues,
				venuesRead: action.edition,
				venuesFailure: null,
				venuesTop: state.venues?.asset === action.venues.asset ? state.venuesTop : 0,
			};
		case 'venues-failed':
			return {...ofDesk(state, shared), venuesFailure: action.failure, venuesRead: action.edition};
		case 'venues-top':
			return {...state, venuesTop: action.top};
		case 'drag':
			return {...state, drag: action.drag};
	}
}

/** The newest candle replaced, or a newer one put behind it; an older one changes nothing. */
function withCandle(candles: Candles, candle: Candle): Candles {
	const {length} = candles;
	const newest = candles.ts[length - 1]!;
	if (length === 0 || candle.ts < newest) return candles;
	const all = allocateCandles(candle.ts === newest ? length : length + 1);
	for (let i = 0; i < length; i++) copyCandle(candles, i, all, i);
	const at = all.length - 1;
	all.ts[at] = candle.ts;
	all.open[at] = candle.open;
	all.high[at] = candle.high;
	all.low[at] = candle.low;
	all.close[at] = candle.close;
	all.volume[at] = candle.volume ?? Number.NaN;
	all.flags[at] = candle.flags;
	if (candle.ts > newest) all.flags[length - 1]! &= ~candleFlag.open;
	return all;
}

const padded = (values: Float64Array, length: number): Float64Array => {
	if (values.length === length) return values;
	const longer = new Float64Array(length).fill(Number.NaN);
	longer.set(values);
	return longer;
};

function withLive(answer: ChartAnswer, candle: Candle): ChartAnswer {
	const candles = withCandle(answer.candles, candle);
	if (candles === answer.candles) return answer;
	return {
		...answer,
		candles,
		gaps: answer.gaps.filter(gap => gap.from > candle.ts || gap.to <= candle.ts),
		indicators: answer.indicators.map(({id, lines}) => ({
			id,
			lines: lines.map(line => padded(line, candles.length)),
		})),
	};
}

/** Folds the open candle of the shown series in, and notes that forecasts were made; other news are not for this screen. */
export function hearTechnical(
	state: TechnicalState,
	news: DeskNews,
	{now}: Pick<SharedState, 'now'>,
): TechnicalState {
	if (news.type === 'forecasts-stored') return {...state, forecastRevision: state.forecastRevision + 1};
	const shown = state.chart;
	if (news.type !== 'candle' || !shown || shown.asset !== news.series.asset) return state;
	const {answer} = shown;
	const isSame =
		answer.interval === news.series.interval &&
		answer.series?.source === news.series.source &&
		answer.series.quote === news.series.quote;
	if (!isSame) return state;
	const live = withLive(answer, news.candle);
	if (live === answer) return state;
	return {
		...state,
		chart: {asset: shown.asset, answer: live},
		liveRevision: Math.floor(now / liveRestMs),
	};
}
