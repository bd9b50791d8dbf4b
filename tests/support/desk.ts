/** The whole program under test: real HTTP to the simulated exchange, a real SQLite file, one clock for both. */

import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {onTestFinished} from 'vitest';
import {openApp, type App} from '#app.js';
import {startExchange, type Exchange, type ExchangeOptions} from '#adapters/simulated/exchange.js';
import {systemClock} from '#adapters/system-clock.js';
import {configOf, settle, type Config, type ConfigKey} from '#contracts/config.js';
import type {Candles} from '#domain/candles.js';
import type {PipelineEvent} from '#domain/event.js';
import type {SeriesKey} from '#domain/market.js';
import {createFakeClock, type FakeClock} from './fake-clock.js';
import {createInlineTrainer} from './inline-trainer.js';

/** A Monday, in the middle of an hour. */
export const deskNow = Date.UTC(2026, 5, 15, 10, 20, 30, 500);
export const hour = 3_600_000;
export const day = 24 * hour;

export type Desk = {
	readonly clock: FakeClock;
	readonly exchange: Exchange;
	readonly folder: string;
	readonly app: App;
	readonly events: readonly PipelineEvent[];
	/** A second program on the same data, as cron beside an open screen. */
	readonly another: (settings?: Partial<Record<ConfigKey, string>>) => Promise<App>;
	/** Requests the exchange has seen whose path begins with `path`. */
	readonly asked: (path: string) => readonly Exchange['requests'][number][];
};

export type DeskOptions = {
	readonly settings?: Partial<Record<ConfigKey, string>>;
	readonly exchange?: Partial<ExchangeOptions>;
	/** With the key of CoinCap; without it the source is left out, as for most users. */
	readonly coincap?: boolean;
	/** The present stands still, but waiting takes real time: for programs that wait for each other. */
	readonly standing?: boolean;
};

/** Opens a desk on an empty folder; everything is closed and deleted when the test ends. */
export async function openDesk({
	settings = {},
	exchange: how = {},
	coincap = false,
	standing = false,
}: DeskOptions = {}): Promise<Desk> {
	const jumping = createFakeClock({start: deskNow});
	const clock = standing
		? {
				...jumping,
				monotonic: () => systemClock.monotonic(),
				sleep: (ms: number, signal?: AbortSignal) => systemClock.sleep(ms, signal),
			}
		: jumping;
	const exchange = await startExchange({seed: 7, clock: () => clock.now(), ...how});
	const folder = mkdtempSync(join(tmpdir(), 'crypto-tui-desk-'));
	const events: PipelineEvent[] = [];
	const open = async (more: Partial<Record<ConfigKey, string>> = {}): Promise<App> => {
		const app = await openApp({
			config: configFor(exchange, folder, {
				...(coincap && {'coincap.key': 'test-key'}),
				...settings,
				...more,
			}),
			mode: 'headless',
			clock,
			trainer: createInlineTrainer(),
		});
		app.events.subscribe(event => events.push(event));
		onTestFinished(() => app.close());
		return app;
	};

	onTestFinished(async () => {
		await exchange.close();
		rmSync(folder, {recursive: true, force: true});
	});
	return {
		clock,
		exchange,
		folder,
		events,
		app: await open(),
		another: open,
		asked: path => exchange.requests.filter(request => request.path.startsWith(path)),
	};
}

/** Settings that point every source at the exchange, without limits. */
function configFor(
	exchange: Pick<Exchange, 'urls'>,
	folder: string,
	settings: Partial<Record<ConfigKey, string>>,
): Config {
	const values: Partial<Record<ConfigKey, string>> = {
		dataDir: folder,
		'coingecko.url': exchange.urls.coingecko,
		'coingecko.rpm': '1e9',
		'coincap.url': exchange.urls.coincap,
		'coincap.rpm': '1e9',
		'coincap.monthlyCredits': 'none',
		'binance.url': exchange.urls.binance,
		'binance.weight': '1e9',
		'http.timeoutSeconds': '2',
		...settings,
	};
	const layer = Object.fromEntries(
		Object.entries(values).map(([key, value]) => [key, {value, origin: 'flag' as const, place: 'test'}]),
	);
	return configOf(settle([layer], folder));
}

export const hourly = (asset: string, source: SeriesKey['source'] = 'binance'): SeriesKey => ({
	source,
	asset,
	quote: source === 'binance' ? 'USDT' : 'USD',
	interval: '1h',
	origin: source === 'binance' ? 'exchange' : 'prices',
});

/** Every stored candle of a series. */
export const stored = async (app: App, series: SeriesKey): Promise<Candles> =>
	app.storage.candles.read(series, {from: 0, to: Number.MAX_SAFE_INTEGER});

/** Columns as plain rows: what a failed comparison can show. */
export const rowsOf = ({
	length,
	ts,
	open,
	high,
	low,
	close,
	volume,
	flags,
}: Candles): readonly (readonly number[])[] =>
	Array.from({length}, (_, i) => [ts[i]!, open[i]!, high[i]!, low[i]!, close[i]!, volume[i]!, flags[i]!]);
