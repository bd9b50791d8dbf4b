/** What all screens share, and the named ways it changes. Screens keep their own state beside it. */

import type {DeskNews, DeskOpening} from '#desk/desk.js';
import type {LivePrice, MarketView} from '#desk/views/market.js';
import type {Job, LoopState, StreamState} from '#desk/views/pipeline.js';
import type {SettingEntry} from '#desk/views/settings.js';
import type {Training} from '#desk/views/forecast.js';
import type {PipelineEvent} from '#domain/event.js';
import type {AssetId, SourceName, Sparkline} from '#domain/market.js';
import type {FaultReport} from '#domain/run.js';
import type {StoredQuote, Watchlist} from '#ports/storage.js';
import type {Size} from '../cells/grid.js';

/** In the order of the tabs; the number key of a screen is its place. */
export const screenIds = [
	'market',
	'technical',
	'compare',
	'forecast',
	'pipeline',
	'quality',
	'portfolio',
	'alerts',
	'versions',
] as const;
export type ScreenId = (typeof screenIds)[number];

export type Toast = {
	readonly id: number;
	readonly kind: 'good' | 'info' | 'warning' | 'bad';
	readonly text: string;
	readonly hint: string | null;
	readonly at: number;
};

/** The market as the screens read it. A new object whenever anything in it changed. */
export type Market = Pick<MarketView, 'pairs' | 'rates' | 'readAt'> & {
	/** By rank, unranked last. */
	readonly rows: readonly StoredQuote[];
	readonly byId: ReadonlyMap<AssetId, StoredQuote>;
	readonly sparklines: ReadonlyMap<AssetId, Sparkline>;
};

/** A source the running cycle has to wait for: it asked for time, it fails, or more questions would break its limits. */
type Awaited = {
	readonly source: SourceName;
	readonly until: number;
	readonly why: 'limited' | 'silent' | 'paced';
};

export type SharedState = {
	readonly size: Size;
	/** The terminal has the focus, as far as it tells. */
	readonly focused: boolean;
	readonly screen: ScreenId;
	/** The user went to it, since the desk was asked for: what was remembered must not lead away. */
	readonly screenChosen: boolean;
	/** The one selected asset of all screens; null before anything is stored. */
	readonly selected: AssetId | null;
	/** Null until the desk answered. */
	readonly opening: Omit<DeskOpening, 'market' | 'watchlists' | 'settings' | 'loop' | 'stream'> | null;
	/** Why the desk is gone, when it is. */
	readonly lost: FaultReport | null;
	readonly market: Market;
	/** Newer than the snapshot, by asset. */
	readonly live: ReadonlyMap<AssetId, LivePrice>;
	readonly watchlists: readonly Watchlist[];
	readonly settings: readonly SettingEntry[];
	readonly loop: LoopState;
	readonly stream: StreamState;
	/** Null while nothing keeps the cycle waiting for long. */
	readonly awaited: Awaited | null;
	readonly jobs: readonly Job[];
	/** Trainings of this session, the newest last. */
	readonly trainings: readonly Training[];
	readonly toasts: readonly Toast[];
	/** Every toast of this session, the newest last, the oldest forgotten. */
	readonly messages: readonly Toast[];
	/** Counts up when stored candles changed: charts read again. */
	readonly candlesRevision: number;
	/** The screen's clock, ms UTC, moved on by news and by the age timer. */
	readonly now: number;
};

const emptyMarket: Market = {
	rows: [],
	byId: new Map(),
	sparklines: new Map(),
	pairs: {},
	rates: [],
	readAt: 0,
};

export function createSharedState(size: Size, now: number): SharedState {
	return {
		size,
		focused: true,
		screen: 'market',
		screenChosen: false,
		selected: null,
		opening: null,
		lost: null,
		market: emptyMarket,
		live: new Map(),
		watchlists: [],
		settings: [],
		loop: {state: 'off', run: null, nextAt: null, holder: null, last: null},
		stream: {state: 'off', since: now, nextAt: null, fault: null},
		awaited: null,
		jobs: [],
		trainings: [],
		toasts: [],
		messages: [],
		candlesRevision: 0,
		now,
	};
}

export type SharedAction =
	| {readonly type: 'resized'; readonly size: Size}
	| {readonly type: 'focused'; readonly focused: boolean}
	| {readonly type: 'opened'; readonly opening: DeskOpening; readonly at: number}
	| {readonly type: 'closed'}
	| {readonly type: 'market-read'; readonly market: MarketView}
	| {readonly type: 'news'; readonly news: readonly DeskNews[]; readonly at: number}
	| {readonly type: 'screen'; readonly screen: ScreenId}
	| {readonly type: 'select'; readonly asset: AssetId}
	| {readonly type: 'toast'; readonly toast: Toast}
	| {readonly type: 'toast-gone'; readonly id: number}
	| {readonly type: 'clock'; readonly now: number};

/** Quotes as the screens read them. */
export function marketOf(view: MarketView): Market {
	return {
		rows: view.rows,
		byId: new Map(view.rows.map(row => [row.asset, row])),
		sparklines: new Map(view.sparklines.map(line => [line.asset, line])),
		pairs: view.pairs,
		rates: view.rates,
		readAt: view.readAt,
	};
}

/** Live prices older than the snapshot's are forgotten when a new snapshot comes. */
function stillNewer(live: ReadonlyMap<AssetId, LivePrice>, market: Market): ReadonlyMap<AssetId, LivePrice> {
	return new Map([...live].filter(([asset, price]) => price.at > (market.byId.get(asset)?.updatedAt ?? 0)));
}

function withMarket(state: SharedState, view: MarketView): SharedState {
	const market = marketOf(view);
	const selected =
		state.selected !== null && market.byId.has(state.selected)
			? state.selected
			: (market.rows[0]?.asset ?? state.selected);
	return {...state, market, selected, live: stillNewer(state.live, market)};
}

function withNewest<Work extends {readonly id: number}>(all: readonly Work[], one: Work): readonly Work[] {
	return all.some(({id}) => id === one.id)
		? all.map(known => (known.id === one.id ? one : known))
		: [...all, one];
}

/** Shorter waits are no news. */
const longWaitMs = 3000;

function awaitedAfter(awaited: Awaited | null, event: PipelineEvent, at: number): Awaited | null {
	if (event.type === 'run-started' || event.type === 'run-finished') return null;
	// An answer, good or bad, ends the wait for it.
	if (event.type === 'request') return awaited?.source === event.source ? null : awaited;
	if (event.type !== 'request-retried' && event.type !== 'request-waiting') return awaited;
	const {source, waitMs, reason} = event;
	if (waitMs < longWaitMs) return awaited;
	const asked = reason === 'retry-after' || reason === 'rate-limited';
	return {source, until: at + waitMs, why: asked ? 'limited' : reason === 'rate' ? 'paced' : 'silent'};
}

/** Begins with what a desk says first; screens notice the new `opening` and forget what they read. */
function withOpening(
	state: SharedState,
	{market, watchlists, settings, loop, stream, ...opening}: DeskOpening,
): SharedState {
	return withMarket(
		{
			...state,
			opening,
			watchlists,
			settings,
			loop,
			stream,
			lost: null,
			awaited: null,
			live: new Map(),
			jobs: [],
			trainings: [],
		},
		market,
	);
}

function withNews(state: SharedState, news: DeskNews): SharedState {
	switch (news.type) {
		case 'prices': {
			const live = new Map(state.live);
			for (const price of news.prices) {
				const known = live.get(price.asset)?.at ?? state.market.byId.get(price.asset)?.updatedAt ?? 0;
				if (price.at >= known) live.set(price.asset, price);
			}

			return {...state, live};
		}

		case 'stream':
			return {...state, stream: news.stream};
		case 'loop':
			return {...state, loop: news.loop};
		case 'job':
			return {...state, jobs: withNewest(state.jobs, news.job)};
		case 'training':
			return {...state, trainings: withNewest(state.trainings, news.training)};
		case 'settings':
			return {...state, settings: news.settings};
		case 'watchlists':
			return {...state, watchlists: news.watchlists};
		case 'candles-stored':
			return {...state, candlesRevision: state.candlesRevision + 1};
		case 'lost':
			return {...state, lost: news.fault};
		case 'reopened':
			return withOpening(state, news.opening);
		case 'event': {
			const awaited = awaitedAfter(state.awaited, news.event, news.at);
			return awaited === state.awaited ? state : {...state, awaited};
		}

		case 'market-stored':
		case 'candle':
		case 'log':
		case 'forecasts-stored':
		case 'alert-rules-stored':
		case 'lots-stored':
		case 'alert':
		case 'versions-stored':
			return state;
	}
}

const mostToasts = 4;
const mostMessages = 200;

/** The only way shared state changes. */
export function reduceShared(state: SharedState, action: SharedAction): SharedState {
	switch (action.type) {
		case 'resized':
			return {...state, size: action.size};
		case 'focused':
			return state.focused === action.focused ? state : {...state, focused: action.focused};
		case 'opened':
			return withOpening({...state, now: action.at}, action.opening);
		case 'closed':
			return {
				...createSharedState(state.size, state.now),
				focused: state.focused,
				screen: state.screen,
				settings: state.settings,
				toasts: state.toasts,
				messages: state.messages,
			};
		case 'market-read':
			return withMarket(state, action.market);
		case 'news':
			return action.news.reduce(withNews, {...state, now: action.at});
		case 'screen':
			return state.screen === action.screen && state.screenChosen
				? state
				: {...state, screen: action.screen, screenChosen: true};
		case 'select':
			return state.selected === action.asset ? state : {...state, selected: action.asset};
		case 'toast':
			return {
				...state,
				toasts: [...state.toasts, action.toast].slice(-mostToasts),
				messages: [...state.messages, action.toast].slice(-mostMessages),
			};
		case 'toast-gone':
			return {...state, toasts: state.toasts.filter(({id}) => id !== action.id)};
		case 'clock':
			return state.now === action.now ? state : {...state, now: action.now};
	}
}

/** The streamed price, unless the snapshot is newer. */
export const newerOf = (quote: StoredQuote | undefined, streamed: LivePrice | undefined): LivePrice | null =>
	streamed && (!quote || streamed.at >= quote.updatedAt) ? streamed : null;

/** The newest known price of an asset and where it is from. */
export function priceOf(
	{market, live}: Pick<SharedState, 'market' | 'live'>,
	asset: AssetId,
): {readonly price: number; readonly at: number; readonly live: LivePrice | null} | null {
	const quote = market.byId.get(asset);
	const streamed = newerOf(quote, live.get(asset));
	if (streamed) return {price: streamed.price, at: streamed.at, live: streamed};

	return quote ? {price: quote.price, at: quote.updatedAt, live: null} : null;
}
