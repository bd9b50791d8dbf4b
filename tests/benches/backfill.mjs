#!/usr/bin/env node
/**
 * 50 assets x 365 days x 1 h from the exchange in a process of its own.
 * `unthrottled`: candles per second from the first socket byte asked for to the last committed row; gate 100,000.
 * `throttled`: at an allowed rate that takes about a minute, how much of it is used (gate 95 %), answers with 429 (gate 0),
 * and requests against the fewest possible.
 */
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {pathToFileURL} from 'node:url';

const bin = new URL('../../bin/crypto-tui.js', import.meta.url).pathname;
const exchangeScript = new URL('../support/exchange-process.mjs', import.meta.url).pathname;
const pageSize = 1000;
const hour = 3_600_000;

async function startExchange(limits) {
	const child = spawn(
		process.execPath,
		[exchangeScript, '--tied', '--control', '--limits', JSON.stringify(limits)],
		{
			stdio: ['pipe', 'pipe', 'inherit'],
		},
	);
	const [line] = await once(createInterface(child.stdout), 'line');
	return {...JSON.parse(line), close: () => child.stdin.end()};
}

export async function crypto(args, folder, {urls}, weight = 1e9) {
	const child = spawn(process.execPath, [bin, ...args, '--data-dir', folder], {
		stdio: ['ignore', 'pipe', 'ignore'],
		env: {
			...process.env,
			HOME: folder,
			XDG_CONFIG_HOME: folder,
			CRYPTO_TUI_COINGECKO_URL: urls.coingecko,
			CRYPTO_TUI_BINANCE_URL: urls.binance,
			CRYPTO_TUI_COINGECKO_RPM: '1e9',
			CRYPTO_TUI_BINANCE_WEIGHT: String(weight),
		},
	});
	let out = '';
	child.stdout.on('data', chunk => (out += chunk));
	await once(child, 'close');
	return JSON.parse(out);
}

const backfill = ['--headless', '--historical', '--days', '365', '--interval', '1h', '--json', '--assets'];
const requestsTo = async ({origin}) => (await fetch(`${origin}/__control/requests`)).json();
const binanceOf = log => (Array.isArray(log) ? log : log.requests).filter(({source}) => source === 'binance');
const klinesOf = log =>
	(Array.isArray(log) ? log : log.requests).filter(({path}) => path.startsWith('/klines'));

async function seriesIn(folder, exchange) {
	const {candles} = await crypto(['status', '--json'], folder, exchange);
	return candles.filter(
		({source, interval, derived}) => source === 'binance' && interval === '1h' && !derived,
	);
}

/** The 50 best ranked assets with a trading pair, found with a store of their own. */
async function listedAssets(exchange) {
	const folder = mkdtempSync(join(tmpdir(), 'crypto-tui-bench-'));
	try {
		await crypto(['--headless', '--top', '120', '--json'], folder, exchange);
		return (await seriesIn(folder, exchange)).slice(0, 50).map(({asset}) => asset);
	} finally {
		rmSync(folder, {recursive: true, force: true});
	}
}

async function measure(limits, weight) {
	const folder = mkdtempSync(join(tmpdir(), 'crypto-tui-bench-'));
	const scout = await startExchange({});
	const exchange = await startExchange(limits);
	try {
		const assets = await listedAssets(scout);
		// Asset list and pair list are known before the clock starts: the backfill is what is measured.
		await crypto(['--headless', '--top', '1', '--source', 'coingecko', '--json'], folder, exchange, weight);
		await fetch(`${exchange.origin}/__control/requests`, {method: 'DELETE'});
		const report = await crypto([...backfill, assets.join(',')], folder, exchange, weight);
		const all = await requestsTo(exchange);
		const log = klinesOf(all);
		const series = await seriesIn(folder, exchange);
		// A pair listed later than a year ago has fewer candles, and needs fewer requests.
		const minimum = series
			.filter(({asset}) => assets.includes(asset))
			.reduce(
				(sum, {from, to}) => sum + Math.ceil(((Date.parse(to) - Date.parse(from)) / hour + 1) / pageSize),
				0,
			);
		const seconds = (Date.parse(report.finishedAt) - log[0].at) / 1000;
		return {report, log, spent: binanceOf(all), seconds, minimum, assets: assets.length};
	} finally {
		exchange.close();
		scout.close();
		rmSync(folder, {recursive: true, force: true});
	}
}

export async function run() {
	const free = await measure({}, 1e9);
	const perSecond = Math.round(free.report.rows.inserted / free.seconds);
	const results = [
		{
			bench: 'backfill-unthrottled',
			assets: free.assets,
			requests: free.log.length,
			minimum: free.minimum,
			candles: free.report.rows.inserted,
			seconds: round(free.seconds),
			candlesPerSecond: perSecond,
			gate: 100_000,
			pass: perSecond >= 100_000 && free.log.length === free.minimum,
		},
	];

	const allowed = 780;
	const slow = await measure({binanceWeightPerMinute: allowed}, allowed);
	// Everything that weighs counts, the list of pairs and the tickers too.
	const {spent} = slow;
	const span = (spent.at(-1).at - spent[0].at) / 60_000;
	const used = spent.slice(1).reduce((sum, {weight}) => sum + weight, 0) / span / allowed;
	const refused = spent.filter(({status}) => status === 429 || status === 418).length;
	results.push({
		bench: 'backfill-throttled',
		allowedWeightPerMinute: allowed,
		requests: slow.log.length,
		minimum: slow.minimum,
		seconds: round(slow.seconds),
		rateUsed: round(used),
		gate: 0.95,
		refused,
		pass: used >= 0.95 && refused === 0 && slow.log.length === slow.minimum,
	});
	return results;
}

const round = value => Math.round(value * 1000) / 1000;

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
	for (const result of await run()) console.log(JSON.stringify(result));
}
