/**
 * Loaded into a measured program with `--import`: answers questions of the bench about its inside over a socket. Asks
 * nothing by itself and waits for nothing, so that it does not keep anything busy or alive.
 *
 * `memory` collects garbage first. `watch` begins to watch the event loop, `pauses` ends it and tells the longest pause:
 * as it was, and without the time in which the thread could have run but the machine ran something else.
 */
import {connect} from 'node:net';
import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';
import {isMainThread} from 'node:worker_threads';
import {waitedMs} from '../waited.mjs';

const watchMs = 1;
const megabyte = 2 ** 20;

function watchLoop() {
	const pauses = [];
	let at = performance.now();
	let waitedUntil = waitedMs();
	const timer = setInterval(() => {
		const now = performance.now();
		const waitedNow = waitedMs();
		pauses.push({whole: now - at - watchMs, own: now - at - watchMs - (waitedNow - waitedUntil)});
		at = now;
		waitedUntil = waitedNow;
	}, watchMs);
	return () => {
		clearInterval(timer);
		const longest = of => pauses.reduce((most, pause) => Math.max(most, pause[of]), 0);
		const sorted = pauses.map(({own}) => own).toSorted((a, b) => a - b);
		return {whole: longest('whole'), own: longest('own'), p99: sorted[Math.floor(sorted.length * 0.99)] ?? 0};
	};
}

if (isMainThread && process.env['BENCH_SOCKET']) {
	setFlagsFromString('--expose-gc');
	const collect = runInNewContext('gc');
	let unwatch = null;
	const answers = {
		memory() {
			collect();
			const {rss, heapUsed} = process.memoryUsage();
			return {rss: rss / megabyte, heap: heapUsed / megabyte};
		},
		rss: () => ({rss: process.memoryUsage.rss() / megabyte}),
		watch() {
			unwatch = watchLoop();
			return {};
		},
		pauses: () => unwatch(),
	};
	const socket = connect(process.env['BENCH_SOCKET']);
	socket.setEncoding('utf8').unref();
	socket.on('data', question => socket.write(`${JSON.stringify(answers[question.trim()]())}\n`));
	socket.on('error', () => {});
}
