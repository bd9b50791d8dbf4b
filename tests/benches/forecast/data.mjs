/** Markets and matrices: recorded ones where they are at hand, and made-up ones. */

import {existsSync, readFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {allocateCandles, candlesFrom} from '../../../dist/domain/candles.js';
import {materialOf, pickRows, usableRows} from '../../../dist/domain/forecast/rows.js';
import {createSeededRandom} from '../../../dist/domain/forecast/seeded-random.js';

const recordings = join(resolve(process.env.CRYPTO_TUI_RECORDINGS ?? '../shared/fixtures'), 'history');
export const noRecordings = `no recordings in ${recordings} (set CRYPTO_TUI_RECORDINGS)`;

/** Standard normal numbers. */
function normal(seed) {
	const random = createSeededRandom(seed);
	return () => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}

/** A market whose volatility comes in clusters. */
export function madeUp(length, seed) {
	const noise = normal(seed);
	const candles = allocateCandles(length);
	let price = 100;
	let spread = Math.log(0.005);
	for (let i = 0; i < length; i++) {
		spread = Math.log(0.005) * 0.02 + spread * 0.98 + 0.1 * noise();
		const open = price;
		price *= Math.exp(Math.exp(spread) * noise());
		candles.ts[i] = Date.UTC(2024, 0, 1) + i * 3_600_000;
		candles.open[i] = open;
		candles.close[i] = price;
		candles.high[i] = Math.max(open, price) * Math.exp(Math.exp(spread) * Math.abs(noise()) * 0.5);
		candles.low[i] = Math.min(open, price) * Math.exp(-Math.exp(spread) * Math.abs(noise()) * 0.5);
		candles.volume[i] = 1000 * Math.exp(0.5 * noise() + spread);
	}

	return candles;
}

/** A recorded history; the daily ones were recorded before their last candle closed. */
export function recorded(name, interval) {
	const rows = readFileSync(join(recordings, name), 'utf8').trim().split('\n').slice(1);
	const candles = rows.map(line => {
		const [ts, open, high, low, close, volume] = line.split(',').map(Number);
		return {ts, open, high, low, close, volume, flags: 0};
	});
	return candlesFrom(interval === '1d' ? candles.slice(0, -1) : candles);
}

/** The recorded histories. */
export const series = [
	{name: 'BTC 1h', interval: '1h', file: 'BTCUSDT_1h_binance_2022-01_2025.csv'},
	{name: 'ETH 1h', interval: '1h', file: 'ETHUSDT_1h_binance_2022-01_2025.csv'},
	{name: 'BTC 1d', interval: '1d', file: 'BTCUSDT_1d_binance_2022-01_2025.csv'},
	{name: 'ETH 1d', interval: '1d', file: 'ETHUSDT_1d_binance_2022-01_2025.csv'},
];
export const hasRecordings = series.every(({file}) => existsSync(join(recordings, file)));

/** Friedman's first function with unit noise (Friedman 1991). */
export function friedman(rows, seed) {
	const random = createSeededRandom(seed);
	const noise = normal(seed + 1000);
	const columns = Array.from({length: 10}, () => Float64Array.from({length: rows}, () => random.next()));
	const [a, b, c, d, e] = columns;
	const target = Float64Array.from(
		{length: rows},
		(_, i) => 10 * Math.sin(Math.PI * a[i] * b[i]) + 20 * (c[i] - 0.5) ** 2 + 10 * d[i] + 5 * e[i] + noise(),
	);
	return {columns, target};
}

/** The newest year of Bitcoin hours and the 2,000 hours after it, as the centre and as the range forest see them. */
export function bitcoinTasks() {
	const [bitcoin] = series;
	const material = materialOf(recorded(bitcoin.file, '1h'), '1h');
	const rows = usableRows(material);
	const parts = [rows.slice(-10_760, -2000), rows.slice(-2000)];
	const {close} = material.candles;
	const task = (sets, target) =>
		parts.map(part => ({
			columns: pickRows(material.matrix(...sets).columns, part),
			target: Float64Array.from(part, target),
		}));
	const nextReturn = row => Math.log(close[row + 1] / close[row]);
	const nextRange = row => material.ranges[row + 1];
	return {returns: task(['returns'], nextReturn), range: task(['returns', 'range'], nextRange)};
}
