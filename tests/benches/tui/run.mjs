#!/usr/bin/env node
/**
 * The screen as a person meets it: the built program in a pseudo terminal, over a store of 250 assets and a million
 * candles, with its desk, pipeline and live prices behind it and a loopback exchange behind those. Beside it, under the
 * same load and with every second key, runs `raw.mjs`: the same screen without any of that. JSON lines as the other
 * benches; names as arguments choose measures. A missed gate sets the exit status, a skipped measure says why.
 *
 *   keys      key to last byte of the frame, idle and with 50 updates a second, at 120x40 and 200x60; CPU and bytes
 *   link      the same at 200x60 through a link of 64 KB/s with 10 updates a second
 *   idle      bytes and CPU while nothing changes
 *   start     saved frame and live frame against a bare node
 *   memory    18,000 updates
 *   backfill  keys and event loop while 50 assets are backfilled
 *   bundle    size of the one file the screen is
 */
import {once} from 'node:events';
import {statSync} from 'node:fs';
import {createServer} from 'node:net';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {bundleLimit} from '../../../.ci/bundle-limit.mjs';
import {createPlace, environmentOf, openExchange} from './place.mjs';
import {cpuSeconds, openTerminal, sleep} from './terminal.mjs';

const root = new URL('../../..', import.meta.url).pathname;
const ours = [join(root, 'bin/crypto-tui.js')];
const floor = [new URL('raw.mjs', import.meta.url).pathname];
const bare = [new URL('bare.cjs', import.meta.url).pathname];
const inside = new URL('inside.mjs', import.meta.url).href;

const small = {columns: 120, rows: 40};
const large = {columns: 200, rows: 60};
const named = ({columns, rows}) => `${columns}x${rows}`;

const round = (value, digits = 2) => Math.round(value * 10 ** digits) / 10 ** digits;
const sortedAt = (values, share) => values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * share)];
const median = values => sortedAt(values, 0.5);

/** Rows the cursor walks down before it walks up again: all of them are on the screen. */
const walk = 20;
const warmUpKeys = 3 * 2 * walk;
const measuredKeys = 4 * 2 * walk;

/** Presses keys in turn in every terminal; ms per key for each of them. */
async function press(terminals, count) {
	const times = terminals.map(() => []);
	for (let i = 0; i < count; i++) {
		const key = i % (2 * walk) < walk ? 'j' : 'k';
		for (const [n, terminal] of terminals.entries()) {
			times[n].push(await terminal.move(key));
			// Out of step with frames and updates.
			await sleep(8 + ((i * 7) % 13));
		}
	}

	return times;
}

/** Whether a text holds a frame of the store; that of the last session is not written as frames are. */
function showsMarket(text) {
	const from = text.indexOf('\u001B[?2026h');
	return from !== -1 && text.includes('Bitcoin', from) && text.includes('\u001B[?2026l', from);
}

/** Opens the screen and, if wanted, the floor, and waits until both show the store. */
async function openBoth(place, exchange, options, withFloor = true) {
	const env = environmentOf(place, exchange);
	const terminals = [];
	for (const args of withFloor ? [ours, floor] : [ours]) {
		const terminal = openTerminal({args, env, cwd: root, ...options});
		terminals.push(terminal);
		await terminal.until(showsMarket, 'the market');
	}

	return terminals;
}

async function closed(terminals, exchange) {
	await Promise.all(terminals.map(terminal => terminal.quit()));
	await exchange.close();
}

/** CPU in percent of a core, frames and bytes of each terminal over some seconds. */
async function observe(terminals, seconds) {
	const read = () =>
		terminals.map(one => ({cpu: cpuSeconds(one.pid), bytes: one.bytes(), frames: one.frames()}));
	const before = read();
	await sleep(seconds * 1000);
	return read().map(({cpu, bytes, frames}, i) => ({
		cpu: cpu === null ? null : ((cpu - before[i].cpu) / seconds) * 100,
		bytes: bytes - before[i].bytes,
		frames: frames - before[i].frames,
	}));
}

const keyGates = {ratio: 2.5, p95Ms: 8};
const cpuGates = {10: 4, 50: 10};
const updatesSettledMs = 12_000;
const frameGate = 350;
/** By updates a second: with fewer frames than that the stream did not reach the screen, and nothing was measured. */
const leastFrames = {10: 5, 50: 15};

async function keys(place) {
	const results = [];
	for (const updates of [0, 50, 10]) {
		for (const size of [small, large]) {
			const exchange = await openExchange(updates);
			const terminals = await openBoth(place, exchange, size);
			const what = {size: named(size), updatesPerSecond: updates};
			await press(terminals, warmUpKeys);
			if (updates !== 10) {
				const [times, floorTimes] = await press(terminals, measuredKeys);
				const ratio = median(times) / median(floorTimes);
				const p95 = sortedAt(times, 0.95);
				results.push({
					measure: 'key to paint',
					...what,
					p50Ms: round(median(times)),
					p95Ms: round(p95),
					p99Ms: round(sortedAt(times, 0.99)),
					rawP50Ms: round(median(floorTimes)),
					rawP95Ms: round(sortedAt(floorTimes, 0.95)),
					ratio: round(ratio),
					gate: keyGates,
					pass: ratio <= keyGates.ratio && p95 <= keyGates.p95Ms,
				});
			}

			if (updates > 0) {
				// The one collection that gives back the memory of the start is over then.
				await sleep(updatesSettledMs);
				const [screen, raw] = await observe(terminals, 8);
				const bytesPerFrame = screen.bytes / Math.max(1, screen.frames);
				const framesPerSecond = screen.frames / 8;
				const isAlive = framesPerSecond >= leastFrames[updates];
				const isGated = updates === 10 && size === small;
				results.push(
					screen.cpu === null
						? {measure: 'CPU', ...what, skipped: 'there is no /proc to read CPU time from'}
						: {
								measure: 'CPU',
								...what,
								percent: round(screen.cpu),
								rawPercent: round(raw.cpu),
								gate: cpuGates[updates],
								pass: isAlive && screen.cpu <= cpuGates[updates],
							},
					{
						measure: 'bytes per frame',
						...what,
						bytes: Math.round(bytesPerFrame),
						framesPerSecond: round(framesPerSecond, 1),
						rawBytes: Math.round(raw.bytes / Math.max(1, raw.frames)),
						gate: {framesPerSecond: leastFrames[updates], ...(isGated ? {bytes: frameGate} : {})},
						pass: isAlive && (!isGated || bytesPerFrame <= frameGate),
					},
				);
			}

			await closed(terminals, exchange);
		}
	}

	return results;
}

const linkBytesPerSecond = 64 * 1024;
const linkGate = 25;

async function link(place) {
	const exchange = await openExchange(10);
	const terminals = await openBoth(place, exchange, {...large, bytesPerSecond: linkBytesPerSecond});
	await press(terminals, warmUpKeys);
	const before = terminals.map(terminal => terminal.bytes());
	const [times, floorTimes] = await press(terminals, measuredKeys);
	const [bytes] = terminals.map((terminal, i) => terminal.bytes() - before[i]);
	await closed(terminals, exchange);
	const p95 = sortedAt(times, 0.95);
	return [
		{
			measure: 'key to paint over 64 KB/s',
			size: named(large),
			updatesPerSecond: 10,
			p50Ms: round(median(times)),
			p95Ms: round(p95),
			rawP95Ms: round(sortedAt(floorTimes, 0.95)),
			bytesPerKey: Math.round(bytes / measuredKeys),
			gate: linkGate,
			pass: p95 <= linkGate,
		},
	];
}

const idleSeconds = 20;
const idleGates = {bytes: 0, percent: 0.1};

async function idle(place) {
	const exchange = await openExchange(0);
	const terminals = await openBoth(place, exchange, small, false);
	// Loading, compiling and the last garbage collections after the start are over then.
	await sleep(28_000);
	const [{cpu, bytes}] = await observe(terminals, idleSeconds);
	await closed(terminals, exchange);
	const found = {measure: 'idle', size: named(small), seconds: idleSeconds, bytes};
	if (cpu === null) return [{...found, skipped: 'there is no /proc to read CPU time from'}];
	const pass = bytes <= idleGates.bytes && cpu <= idleGates.percent;
	return [{...found, percent: round(cpu, 3), gate: idleGates, pass}];
}

const startRounds = 15;
const startGates = {first: 1.1, live: 2};
async function start(place) {
	const exchange = await openExchange(0);
	const env = environmentOf(place, exchange);
	const open = args => openTerminal({args, env, cwd: root, ...small});
	// The first session leaves compiled code and a frame behind, as any session does.
	const primer = open(ours);
	await primer.until(showsMarket, 'the first live frame');
	await sleep(3500);
	await primer.quit();
	const times = {bare: [], first: [], live: [], floor: []};
	for (let i = 0; i < startRounds; i++) {
		const alone = open(bare);
		times.bare.push(
			(await alone.until(text => text.includes('ready'), 'a word of bare node')) - alone.startedAt,
		);
		await alone.exit;
		const screen = open(ours);
		const saved = await screen.until(text => text.includes('Bitcoin'), 'the saved frame');
		times.first.push(saved - screen.startedAt);
		times.live.push((await screen.frame()) - screen.startedAt);
		await screen.quit();
		const raw = open(floor);
		times.floor.push((await raw.frame()) - raw.startedAt);
		await raw.quit();
	}

	await exchange.close();
	const base = median(times.bare);
	const result = (measure, values, gate) => ({
		measure,
		size: named(small),
		ms: round(median(values), 1),
		bareMs: round(base, 1),
		ratio: round(median(values) / base),
		...(gate ? {gate, pass: median(values) / base <= gate} : {}),
	});
	return [
		result('first paint, saved frame', times.first, startGates.first),
		result('live frame', times.live, startGates.live),
		result('live frame of the floor', times.floor),
	];
}

/** A terminal whose program answers questions about its inside. */
async function openWatched(place, exchange, options) {
	const path = join(place.folder, `inside-${performance.now()}.sock`);
	const server = createServer().listen(path);
	const env = {...environmentOf(place, exchange), BENCH_SOCKET: path};
	const terminal = openTerminal({args: ['--import', inside, ...ours], env, cwd: root, ...options});
	const [socket] = await once(server, 'connection');
	const lines = createInterface(socket);
	await terminal.until(showsMarket, 'the market');
	return {
		terminal,
		async ask(question) {
			socket.write(`${question}\n`);
			const [line] = await once(lines, 'line', {signal: AbortSignal.timeout(patienceMs)});
			return JSON.parse(line);
		},
		async close() {
			await terminal.quit();
			socket.destroy();
			server.close();
		},
	};
}

const patienceMs = 30_000;
const memoryUpdates = 18_000;
const memoryUpdatesPerSecond = 250;
const memoryGates = {rssMb: 130, heapMbPer1000: 0.05, frames: 10 * (memoryUpdates / memoryUpdatesPerSecond)};

/** Slope of a line through points, by least squares. */
function slope(points) {
	const mean = of => points.reduce((sum, point) => sum + point[of], 0) / points.length;
	const [x, y] = [mean('x'), mean('y')];
	const above = points.reduce((sum, point) => sum + (point.x - x) * (point.y - y), 0);
	return above / points.reduce((sum, point) => sum + (point.x - x) ** 2, 0);
}

async function memory(place) {
	const exchange = await openExchange(memoryUpdatesPerSecond);
	const watched = await openWatched(place, exchange, small);
	await press([watched.terminal], 2 * walk);
	const parts = 12;
	const samples = [];
	const seconds = memoryUpdates / memoryUpdatesPerSecond;
	const from = performance.now();
	let rss = 0;
	for (let i = 1; i <= parts; i++) {
		await sleep(from + (i * seconds * 1000) / parts - performance.now());
		rss = (await watched.ask('rss')).rss;
		const {heap} = await watched.ask('memory');
		samples.push({x: (i * memoryUpdates) / parts / 1000, y: heap});
	}

	const frames = watched.terminal.frames();
	await watched.close();
	await exchange.close();
	// The first half warms up: until then V8 keeps making faster code of what runs often, and code is on the heap.
	const growth = slope(samples.slice(parts / 2));
	return [
		{
			measure: 'memory',
			updates: memoryUpdates,
			frames,
			rssMb: round(rss, 1),
			heapMb: samples.map(({y}) => round(y)),
			heapMbPer1000: round(growth, 3),
			gate: memoryGates,
			pass: frames >= memoryGates.frames && rss <= memoryGates.rssMb && growth <= memoryGates.heapMbPer1000,
		},
	];
}

const backfillGates = {p95Ms: 16, pauseMs: 16};

async function backfill(place) {
	const exchange = await openExchange(1);
	const watched = await openWatched(place, exchange, large);
	const {terminal} = watched;
	await press([terminal], 2 * walk);
	// The dialog: what (the 50 largest), how many, interval (half hours), days, then go.
	const began = terminal.until(text => /backfill \d+\/\d+/.test(text), 'the progress of the backfill');
	for (const key of ['b', 'l', '\t', '\t', 'h', '\t', '\u0015', '365', '\r']) {
		terminal.write(key);
		await sleep(150);
	}

	await began;
	await watched.ask('watch');
	const [times] = await press([terminal], 2 * measuredKeys);
	const pauses = await watched.ask('pauses');
	await watched.close();
	await exchange.close();
	const p95 = sortedAt(times, 0.95);
	return [
		{
			measure: 'while a backfill of 50 assets runs',
			size: named(large),
			p50Ms: round(median(times)),
			p95Ms: round(p95),
			longestPauseMs: round(pauses.own),
			withWaitForProcessorMs: round(pauses.whole),
			p99PauseMs: round(pauses.p99),
			gate: backfillGates,
			pass: p95 <= backfillGates.p95Ms && pauses.own <= backfillGates.pauseMs,
		},
	];
}

/** What the file was meant to have, kilobytes; the gate only keeps it from growing unseen. */
const bundleBudget = 450;

async function bundle() {
	const {size} = statSync(join(root, 'dist/bundle/screen.cjs'));
	return [
		{
			measure: 'bundle',
			kilobytes: round(size / 1000, 1),
			budget: bundleBudget,
			gate: bundleLimit / 1000,
			pass: size <= bundleLimit,
		},
	];
}

const measures = {keys, link, idle, start, memory, backfill, bundle};

const chosen = process.argv.slice(2);
const unknown = chosen.filter(name => !Object.hasOwn(measures, name));
if (unknown.length > 0) {
	console.error(`Unknown measure ${unknown.join(', ')}; there are ${Object.keys(measures).join(', ')}.`);
	process.exit(2);
}

const place = await createPlace();
let missed = 0;
try {
	for (const [name, measure] of Object.entries(measures)) {
		if (chosen.length > 0 && !chosen.includes(name)) continue;
		for (const result of await measure(place)) {
			if (result.pass === false) missed++;
			console.log(JSON.stringify({bench: 'tui', ...result}));
		}
	}
} finally {
	place.remove();
}

process.exitCode = missed === 0 ? 0 : 1;
