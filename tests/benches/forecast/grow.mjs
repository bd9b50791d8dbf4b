/**
 * Grows the forests of many coins in two threads, as a process of its own so that its memory is its own; prints CPU and
 * wall seconds, peak memory and the delay of the main loop. In a thread of it: grows one forest after the other.
 * argv: the file of the matrices, coins, rows, columns.
 */

import {openSync, readSync} from 'node:fs';
import {monitorEventLoopDelay} from 'node:perf_hooks';
import {isMainThread, parentPort, Worker} from 'node:worker_threads';
import {delayOf} from './report.mjs';

const params = {trees: 200, minLeaf: 100, maxFeatures: 1 / 3, maxDepth: 1_000_000, extra: false};
const threads = 2;

/** Columns and target of one coin on shared memory, so that only the coins at work are held. */
function coinOf(file, coin, rows, columns) {
	const block = new Float64Array(new SharedArrayBuffer(8 * rows * (columns + 1)));
	const bytes = Buffer.from(block.buffer);
	readSync(file, bytes, 0, bytes.length, coin * bytes.length);
	return Array.from({length: columns + 1}, (_, i) => block.subarray(i * rows, (i + 1) * rows));
}

async function main([path, coins, rows, columns]) {
	const file = openSync(path);
	const delay = monitorEventLoopDelay({resolution: 5});
	delay.enable();
	const cpu = process.cpuUsage();
	const start = performance.now();
	let next = 0;
	let bytes = 0;
	const work = () =>
		new Promise((resolve, reject) => {
			const worker = new Worker(new URL(import.meta.url));
			const give = () => {
				if (next < Number(coins)) worker.postMessage(coinOf(file, next++, Number(rows), Number(columns)));
				else void worker.terminate().then(resolve);
			};
			worker.on('message', length => {
				bytes += length;
				give();
			});
			worker.on('error', reject);
			give();
		});
	await Promise.all(Array.from({length: threads}, work));
	const wall = (performance.now() - start) / 1000;
	const {user, system} = process.cpuUsage(cpu);
	delay.disable();
	console.log(
		JSON.stringify({
			cpu: (user + system) / 1e6,
			wall,
			peakMb: process.resourceUsage().maxRSS / 1024,
			artefactMb: bytes / 2 ** 20,
			delayMs: delayOf(delay),
		}),
	);
}

async function thread() {
	const {binColumns} = await import('../../../dist/domain/forecast/bins.js');
	const {encodeModel} = await import('../../../dist/domain/forecast/artefact.js');
	const {growTrees} = await import('../../../dist/domain/forecast/grow-trees.js');
	parentPort.on('message', block => {
		const columns = block.slice(0, -1);
		const trees = growTrees({columns: binColumns(columns), target: block.at(-1)}, {...params, seed: 1});
		const forest = {features: columns.length, trees};
		const linear = {intercept: 0, weights: new Float64Array(0)};
		const scale = {linear, forest: null};
		const bytes = encodeModel({kind: 'standard', centre: {forest, lambda: 1}, price: null, scale});
		parentPort.postMessage(bytes.length);
	});
}

await (isMainThread ? main(process.argv.slice(2)) : thread());
