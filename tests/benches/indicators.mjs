/**
 * CPU time of the nine common indicators over 1e6 points, own batch functions against trading-signals, in one run.
 * Reads the built program: `dist`, or the folder named by CRYPTO_TUI_DIST.
 */

import {resolve} from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import * as oracle from 'trading-signals';

const points = 1_000_000;
const rounds = 5;
const gate = 0.2;

/** A seeded random walk with plausible candles, as columns and as the objects the oracle takes. */
function market(length) {
	let state = 42;
	const random = () => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return state / 2 ** 32;
	};

	const columns = {length, flags: new Uint8Array(length)};
	for (const name of ['ts', 'open', 'high', 'low', 'close', 'volume'])
		columns[name] = new Float64Array(length);
	const bars = [];
	let price = 30_000;
	for (let i = 0; i < length; i++) {
		const open = price;
		price *= Math.exp((random() + random() + random() - 1.5) * 0.004);
		const high = Math.max(open, price) * (1 + random() * 0.001);
		const low = Math.min(open, price) * (1 - random() * 0.001);
		const bar = {open, high, low, close: price, volume: 1 + random() * 100};
		bars.push(bar);
		columns.ts[i] = i * 60_000;
		for (const [name, value] of Object.entries(bar)) columns[name][i] = value;
	}

	return {columns, bars, closes: bars.map(({close}) => close)};
}

const print = line => process.stderr.write(`${line}\n`);

/** CPU time of all threads of this process, ms. */
function cpuMs(work) {
	const start = process.cpuUsage();
	work();
	const {user, system} = process.cpuUsage(start);
	return (user + system) / 1000;
}

const median = values => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** The oracle's series, so that both sides deliver a value for every point. */
function feed(indicator, inputs) {
	const series = Array.from({length: inputs.length});
	for (let i = 0; i < inputs.length; i++) series[i] = indicator.update(inputs[i], false);
	return last(series);
}

const last = line => line[line.length - 1];

async function rows() {
	const folder = process.env.CRYPTO_TUI_DIST ?? fileURLToPath(new URL('../../dist', import.meta.url));
	const own = async name => import(pathToFileURL(resolve(folder, 'domain/indicators', `${name}.js`)).href);
	const {sma, ema, Sma} = await own('moving-average');
	const {rsi, macd, stochastic, Rsi, Stochastic} = await own('momentum');
	const {adx, Adx} = await own('trend');
	const {bollinger, atr, Bollinger} = await own('volatility');
	const {obv} = await own('volume');
	const {SMA, EMA, MACD, RSI, BollingerBands, ATR, StochasticOscillator, OBV, ADX} = oracle;
	return {
		nine: [
			['SMA 20', m => last(sma(m.columns.close, 20)), m => feed(new SMA(20), m.closes)],
			['EMA 20', m => last(ema(m.columns.close, 20)), m => feed(new EMA(20), m.closes)],
			[
				'MACD 12/26/9',
				m => last(macd(m.columns.close, {fast: 12, slow: 26, signal: 9}).macd),
				m => feed(new MACD(new EMA(12), new EMA(26), new EMA(9)), m.closes).macd,
			],
			['RSI 14', m => last(rsi(m.columns.close, 14)), m => feed(new RSI(14), m.closes)],
			[
				'Bollinger 20/2',
				m => last(bollinger(m.columns.close, {period: 20, deviations: 2}).upper),
				m => feed(new BollingerBands(20, 2), m.closes).upper,
			],
			['ATR 14', m => last(atr(m.columns, 14)), m => feed(new ATR(14), m.bars)],
			[
				'Stochastic 14/3/3',
				m => last(stochastic(m.columns, {period: 14, slowing: 3, signal: 3}).d),
				m => feed(new StochasticOscillator({kPeriod: 14, kSlowingPeriod: 3, dPeriod: 3}), m.bars).stochD,
			],
			// The oracle begins at 0 and ours, as TA-Lib, with the first volume.
			['OBV', m => last(obv(m.columns)) - m.columns.volume[0], m => feed(new OBV(2), m.bars)],
			['ADX 14', m => last(adx(m.columns, 14).adx), m => feed(new ADX(14), m.bars)],
		],
		streams: [
			['SMA', period => new Sma(period), (stream, {close}) => stream.next(close)],
			['RSI', period => new Rsi(period), (stream, {close}) => stream.next(close)],
			[
				'Bollinger',
				period => new Bollinger({period, deviations: 2}),
				(stream, {close}) => stream.next(close),
			],
			[
				'Stochastic',
				period => new Stochastic({period, slowing: 3, signal: 3}),
				(stream, {high, low, close}) => stream.next(high, low, close),
			],
			['ADX', period => new Adx(period), (stream, {high, low, close}) => stream.next(high, low, close)],
		],
	};
}

/** Measures, prints the tables on stderr, and returns the result; `pass` also needs equal last values. */
export async function run() {
	const {nine, streams} = await rows();
	const data = market(points);
	let ownMs = 0;
	let oracleMs = 0;
	let equal = true;
	print('indicator            own ms  oracle ms  ratio');
	for (const [name, own, theirs] of nine) {
		const times = {own: [], theirs: []};
		for (let round = 0; round < rounds; round++) {
			let ours = 0;
			let expected = 0;
			times.own.push(cpuMs(() => (ours = own(data))));
			times.theirs.push(cpuMs(() => (expected = theirs(data))));
			if (!(Math.abs(ours - expected) <= 1e-9 * Math.abs(expected))) {
				equal = false;
				print(`${String(name)}: ${ours} is not ${expected}`);
			}
		}

		const mine = median(times.own);
		const other = median(times.theirs);
		ownMs += mine;
		oracleMs += other;
		print(
			`${name.padEnd(18)} ${mine.toFixed(1).padStart(8)} ${other.toFixed(1).padStart(10)} ${(mine / other).toFixed(3).padStart(6)}`,
		);
	}

	print('streaming, ns per update at period 20 / 200 / 2000');
	for (const [name, create, step] of streams) {
		const costs = [20, 200, 2000].map(period => {
			const stream = create(period);
			const spent = cpuMs(() => {
				for (const bar of data.bars) step(stream, bar);
			});
			return ((spent * 1e6) / points).toFixed(0);
		});
		print(`${name.padEnd(18)} ${costs.join(' / ')}`);
	}

	const ratio = ownMs / oracleMs;
	return {
		bench: 'indicators',
		ownMs: Math.round(ownMs),
		oracleMs: Math.round(oracleMs),
		ratio: Number(ratio.toFixed(4)),
		gate,
		pass: equal && ratio <= gate,
	};
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const result = await run();
	process.stdout.write(`${JSON.stringify(result)}\n`);
	if (!result.pass) process.exitCode = 1;
}
