/** Where the benches of the screen happen: a store of 250 assets and a million candles, and a loopback exchange behind it. */
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdirSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import Sqlite from 'better-sqlite3';
import {marketRow} from '../klines.mjs';

const exchangeScript = new URL('../../support/exchange-process.mjs', import.meta.url).pathname;
const catalogue = JSON.parse(
	readFileSync(new URL('../../../data/simulated-assets.json', import.meta.url), 'utf8'),
);

const assetCount = 250;
const hour = 3_600_000;
/** So old that no age on the screen reads differently while something is measured. */
const snapshotAge = 2.2 * hour;
const sparklinePoints = 168;
const perSeries = 4000;
const pageSize = 500;

/** A folder with a filled store; `remove` deletes it. */
export async function createPlace() {
	const folder = mkdtempSync(join(tmpdir(), 'crypto-tui-bench-'));
	const dataDir = join(folder, 'data');
	mkdirSync(dataDir);
	const {openStorage} = await import('../../../dist/adapters/storage/open.js');
	const {systemClock} = await import('../../../dist/adapters/system-clock.js');
	const storage = await openStorage({dataDir, busyTimeoutMs: 5000, clock: systemClock});
	const assets = catalogue.assets.slice(0, assetCount);
	await saveMarket(storage, assets);
	await storage.close();
	const candles = fill(join(dataDir, 'crypto-tui.db'), assets);
	return {
		folder,
		dataDir,
		assets: assets.length,
		candles,
		remove: () => rmSync(folder, {recursive: true, force: true}),
	};
}

/** One snapshot of all assets with their weeks, and the pairs that carry their live prices. */
async function saveMarket(storage, assets) {
	const at = Date.now() - snapshotAge;
	const rows = assets.map(({id, symbol, name, price, cap, maxSupply = null}, i) => {
		const {asset, quote} = marketRow(id, i + 1, at);
		return {
			asset: {...asset, symbol: symbol.toUpperCase(), name},
			quote: {
				...quote,
				price,
				marketCap: cap,
				volume24h: cap / 20,
				circulatingSupply: cap / price,
				maxSupply,
				low24h: price * 0.97,
				high24h: price * 1.02,
				changePercent1h: Math.sin(i),
				changePercent24h: 5 * Math.sin(i * 2),
				changePercent7d: 10 * Math.sin(i * 3),
				changePercent30d: 20 * Math.sin(i * 5),
				changePercent1y: 90 * Math.sin(i * 7),
			},
			sparkline: {
				asset: id,
				endAt: at,
				stepMs: hour,
				prices: Float64Array.from(
					{length: sparklinePoints},
					(_, k) => price * (1 + 0.1 * Math.sin(k / 9 + i)),
				),
			},
		};
	});
	const provenance = {
		source: 'coingecko',
		endpoint: '/coins/markets',
		path: '/',
		fetchedAt: at,
		serverNow: at,
		payload: '0'.repeat(64),
		fresh: true,
	};
	await storage.quotes.saveSnapshot({
		run: 'bench',
		source: 'coingecko',
		capturedAt: at,
		expected: rows.length,
		rows,
		provenance: [provenance],
		contract: 'bench@1',
	});
	await storage.assets.saveLinks(
		assets.map(({id, base, price, delisted}) => ({
			asset: id,
			source: 'binance',
			externalId: base && delisted === undefined ? `${base}USDT` : null,
			verdict: base && delisted === undefined ? 'agrees' : 'absent',
			ourPrice: price,
			theirPrice: price,
			checkedAt: Date.now(),
		})),
	);
}

/** Hours up to now for every asset, straight into the tables; returns how many there are. */
function fill(file, assets) {
	const db = new Sqlite(file);
	db.pragma('synchronous = OFF');
	const end = Math.floor(Date.now() / hour) * hour;
	const begin = end - perSeries * hour;
	const insertSeries = db.prepare(`
		insert into series (asset_id, source, quote, interval, origin, candles, first_ts, last_ts)
		select id, 'binance', 'USDT', '1h', 'exchange', ?, ?, ? from asset where coin = ?`);
	const insert = db.prepare(
		`insert into candle (series_id, ts, open, high, low, close, volume, flags) values ${Array.from({length: pageSize}, () => '(?, ?, ?, ?, ?, ?, ?, 0)').join(', ')}`,
	);
	const values = Array.from({length: pageSize * 7});
	const fillSeries = db.transaction(({id, price}, number) => {
		const {lastInsertRowid} = insertSeries.run(perSeries, begin, end - hour, id);
		for (let from = 0; from < perSeries; from += pageSize) {
			for (let i = 0; i < pageSize; i++) {
				const open = price * (1 + 0.2 * Math.sin((from + i) / 40 + number));
				values.splice(
					i * 7,
					7,
					lastInsertRowid,
					begin + (from + i) * hour,
					open,
					open * 1.01,
					open * 0.99,
					open,
					1000.5 + i,
				);
			}

			insert.run(values);
		}
	});
	for (const [number, asset] of assets.entries()) fillSeries(asset, number);
	const count = db.prepare('select sum(candles) from series').pluck().get();
	db.pragma('wal_checkpoint(truncate)');
	db.close();
	return count;
}

/** Prices in one message of the stream: with ten messages a second about as many as the real list of all pairs brings. */
const rowsPerUpdate = 12;
const never = 3_600_000;

/** An exchange in its own process that sends so many updates a second; 0 sends none. */
export async function openExchange(updatesPerSecond) {
	const everyMs = updatesPerSecond === 0 ? never : 1000 / updatesPerSecond;
	const stream = JSON.stringify({everyMs, rows: rowsPerUpdate});
	const child = spawn(process.execPath, [exchangeScript, '--tied', '--stream', stream], {
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	const [line] = await once(createInterface(child.stdout), 'line');
	const {urls} = JSON.parse(line);
	return {
		urls,
		async close() {
			const end = once(child, 'exit');
			child.stdin.end();
			await end;
		},
	};
}

/** The environment of a program at a place: its own folders, a true colour terminal, and no network but the exchange. */
export function environmentOf({folder, dataDir}, {urls}) {
	const {CI: _, NO_COLOR: __, FORCE_COLOR: ___, NODE_OPTIONS: ____, ...inherited} = process.env;
	return {
		...inherited,
		TERM: 'xterm-256color',
		COLORTERM: 'truecolor',
		LANG: 'en_US.UTF-8',
		HOME: folder,
		XDG_CACHE_HOME: join(folder, 'cache'),
		XDG_CONFIG_HOME: join(folder, 'config'),
		XDG_DATA_HOME: join(folder, 'share'),
		CRYPTO_TUI_DATA_DIR: dataDir,
		CRYPTO_TUI_COINGECKO_URL: urls.coingecko,
		CRYPTO_TUI_COINGECKO_RPM: '1e9',
		CRYPTO_TUI_COINCAP_URL: urls.coincap,
		CRYPTO_TUI_BINANCE_URL: urls.binance,
		CRYPTO_TUI_BINANCE_STREAM_URL: urls.binanceStream,
		CRYPTO_TUI_BINANCE_WEIGHT: '1e9',
		// No cycle begins while something is measured.
		CRYPTO_TUI_WATCH_SECONDS: '86400',
	};
}
