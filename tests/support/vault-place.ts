/** A data folder with something of everything that a version holds, and a vault beside it. */

import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {onTestFinished} from 'vitest';
import {openStorage} from '#adapters/storage/open.js';
import type {FolderVault} from '#adapters/snapshots/vault.js';
import {vaultHere} from '#app/vault-here.js';
import {candlesFrom} from '#domain/candles.js';
import {stepOf} from '#domain/interval.js';
import {candleFlag, type MarketRow, type SeriesKey} from '#domain/market.js';
import type {Range} from '#domain/range.js';
import type {Storage} from '#ports/storage.js';
import {createFakeClock, type FakeClock} from './fake-clock.js';

const hour = stepOf['1h'];

/** The first candle: an hour before a month ends, so that every series has two months. */
export const firstCandle = Date.UTC(2026, 9, 31, 23);

export const hourly = (asset: string): SeriesKey => ({
	source: 'binance',
	asset,
	quote: 'USDT',
	interval: '1h',
	origin: 'exchange',
});

const provenance = {
	source: 'binance',
	endpoint: '/klines',
	path: '/klines',
	fetchedAt: firstCandle,
	serverNow: firstCandle,
	payload: 'a'.repeat(64),
	fresh: true,
} as const;

/** Stores hourly candles of a range; `close` says what each one closes at. */
export async function saveHours(
	storage: Storage,
	asset: string,
	range: Range,
	close: (ts: number) => number = ts => 1 + ((ts / hour) % 100),
	open: number | null = null,
): Promise<void> {
	const rows = Array.from({length: (range.to - range.from) / hour}, (_, i) => {
		const ts = range.from + i * hour;
		const price = close(ts);
		const flags = ts === open ? candleFlag.open : 0;
		return {
			ts,
			open: price,
			high: price + 1,
			low: price / 2,
			close: price,
			volume: i % 3 === 0 ? null : 10,
			flags,
		};
	});
	await storage.candles.saveBatch({
		run: 'run-1',
		series: hourly(asset),
		answered: {from: range.from, to: open ?? range.to},
		candles: candlesFrom(rows),
		provenance,
		contract: 'binance.klines@1',
	});
}

const marketRow = (id: string, rank: number, price: number, updatedAt: number): MarketRow => ({
	asset: {id, symbol: id.slice(0, 3).toUpperCase(), name: `The ${id}`, rank},
	quote: {
		asset: id,
		price,
		rank,
		marketCap: price * 1e6,
		fullyDilutedValuation: null,
		volume24h: 1e6,
		high24h: null,
		low24h: null,
		change24h: null,
		changePercent1h: -0.5,
		changePercent24h: null,
		changePercent7d: null,
		changePercent30d: null,
		changePercent1y: null,
		marketCapChangePercent24h: null,
		circulatingSupply: 1e6,
		totalSupply: null,
		maxSupply: null,
		ath: null,
		athChangePercent: null,
		athAt: null,
		atl: null,
		updatedAt,
	},
	sparkline: null,
});

/** Stores a market snapshot of three assets. */
export async function saveQuotes(storage: Storage, capturedAt: number, bitcoin: number): Promise<void> {
	await storage.quotes.saveSnapshot({
		run: 'run-1',
		source: 'coingecko',
		capturedAt,
		expected: 3,
		rows: [
			marketRow('bitcoin', 1, bitcoin, capturedAt),
			marketRow('ethereum', 2, 3000, firstCandle),
			marketRow('solana', 3, 150, firstCandle),
		],
		provenance: [provenance],
		contract: 'coingecko.markets@1',
	});
}

/** Fills a store: candles of two assets with a hole, quotes of two cycles, a watchlist, a lot, a memory. */
async function fillStore(storage: Storage): Promise<void> {
	await saveQuotes(storage, firstCandle, 60_000);
	await saveQuotes(storage, firstCandle + hour, 60_500);
	const end = firstCandle + 40 * hour;
	await saveHours(storage, 'bitcoin', {from: firstCandle, to: firstCandle + 10 * hour});
	await saveHours(storage, 'bitcoin', {from: firstCandle + 12 * hour, to: end}, undefined, end - hour);
	await saveHours(storage, 'ethereum', {from: firstCandle, to: end});
	// A closed candle that changes leaves a revision.
	await saveHours(storage, 'ethereum', {from: firstCandle, to: firstCandle + hour}, () => 777);
	await storage.watchlists.save({name: 'majors', assets: ['ethereum', 'bitcoin']});
	await storage.lots.add([
		{asset: 'bitcoin', amount: '0.123456789012345678', cost: '7000', currency: 'USD', at: null, note: 'ação'},
	]);
	await storage.memory.put('screen', {shown: 'market'});
}

export type VaultSetup = {
	readonly dataDir: string;
	readonly remote: string;
	readonly clock: FakeClock;
	readonly vault: FolderVault;
	/** Opens the store for `work` and closes it again. */
	readonly within: <T>(work: (storage: Storage) => Promise<T>, dataDir?: string) => Promise<T>;
};

/** A filled data folder and its vault; deleted when the test ends. */
export async function vaultSetup({empty = false}: {empty?: boolean} = {}): Promise<VaultSetup> {
	const root = mkdtempSync(join(tmpdir(), 'vault-'));
	onTestFinished(() => rmSync(root, {recursive: true, force: true}));
	const dataDir = join(root, 'data');
	const remote = join(root, 'remote');
	const clock = createFakeClock({start: firstCandle + 41 * hour});
	const within: VaultSetup['within'] = async (work, folder = dataDir) => {
		const storage = await openStorage({dataDir: folder, busyTimeoutMs: 5000, clock});
		try {
			return await work(storage);
		} finally {
			await storage.close();
		}
	};
	if (!empty) await within(fillStore);
	return {dataDir, remote, clock, vault: vaultHere({dataDir, remote, patienceMs: 0}, clock), within};
}
