/** Live prices and the live candle of the open chart, from the stream of the exchange to news of the desk. */

import {Fault} from '#domain/fault.js';
import {candleOrder} from '#domain/source-policy.js';
import type {AssetId, SeriesKey} from '#domain/market.js';
import type {Interval} from '#domain/interval.js';
import {faultReport} from '#pipeline/recorder.js';
import type {LiveEvent, LiveSource, LiveState} from '#ports/live-data.js';
import type {App} from '#app.js';
import type {DeskNews} from './desk.js';
import type {StreamState} from './views/pipeline.js';

export type Live = {
	state(): StreamState;
	/** Opens the stream of an app. */
	start(app: App): Promise<void>;
	/** Pairs by asset, in place of those before. */
	follow(pairs: Readonly<Record<AssetId, string>>): void;
	/** The one series whose candle is kept live; null for none. An asset without a pair has none. */
	watch(series: {readonly asset: AssetId; readonly interval: Interval} | null): void;
	stop(): Promise<void>;
};

const policy = candleOrder.find(({needsPair}) => needsPair)!;

export function createLive(tell: (news: DeskNews) => void): Live {
	let state: StreamState = {state: 'off', since: Date.now(), nextAt: null, fault: null};
	let source: LiveSource | null = null;
	/** Counts starts and stops: a stream that opens after it was stopped is closed again. */
	let turn = 0;
	let pairs: Readonly<Record<AssetId, string>> = {};
	let assets: ReadonlyMap<string, AssetId> = new Map();
	let watched: {readonly asset: AssetId; readonly interval: Interval} | null = null;

	const show = ({state: name, since, nextAt, fault}: LiveState): void => {
		state = {state: name, since, nextAt, fault: fault && faultReport(fault)};
		tell({type: 'stream', stream: state});
	};
	const subscribe = (): void => {
		source?.setTickers(Object.values(pairs));
		const pair = watched && pairs[watched.asset];
		source?.setCandle(
			watched && pair !== null && pair !== undefined ? {pair, interval: watched.interval} : null,
		);
	};

	const hear = (event: LiveEvent): void => {
		switch (event.type) {
			case 'state':
				show(event.state);
				return;
			case 'tickers': {
				const prices = event.tickers.flatMap(({symbol, price, at}) => {
					const asset = assets.get(symbol);
					return asset === undefined ? [] : [{asset, price, at, source: policy.source, quote: policy.quote}];
				});
				if (prices.length > 0) tell({type: 'prices', prices});
				return;
			}

			case 'candle': {
				const asset = assets.get(event.symbol);
				if (asset === undefined) return;
				const {source, quote, origin} = policy;
				const series: SeriesKey = {source, asset, quote, interval: event.interval, origin};
				tell({type: 'candle', series, candle: event.candle});
				return;
			}

			case 'invalid':
				tell({
					type: 'event',
					at: Date.now(),
					event: {type: 'fault', fault: faultReport(event.fault)},
				});
				return;
			case 'gap':
				// What was missed is asked for by the next cycle; until then the chart shows the hole.
				if (watched) tell({type: 'candles-stored', assets: [watched.asset]});
		}
	};

	return {
		state: () => state,
		async start(app) {
			const ours = ++turn;
			let opened: LiveSource;
			try {
				opened = await app.openLive();
			} catch (error) {
				const fault = error instanceof Fault ? error : new Fault('bug', String(error), {cause: error});
				show({state: 'off', since: app.clock.now(), nextAt: null, fault});
				return;
			}

			if (ours !== turn) {
				await opened.close();
				return;
			}

			source = opened;
			subscribe();
			source.start(hear);
		},
		follow(next) {
			pairs = next;
			assets = new Map(Object.entries(next).map(([asset, pair]) => [pair, asset]));
			subscribe();
		},
		watch(series) {
			watched = series;
			subscribe();
		},
		async stop() {
			turn++;
			const last = source;
			source = null;
			await last?.close();
		},
	};
}
