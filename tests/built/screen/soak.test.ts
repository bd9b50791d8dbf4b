/** Hours of live prices in less than a minute: what the screen holds does not grow. `CRYPTO_TUI_SOAK=0` leaves it out. */

import {existsSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeAll, expect, test} from 'vitest';
import {WebSocket} from 'ws';
import {createWorld, homeOfTest, type World} from '../../support/stories-world.js';

/** Prices heard on each screen, three screens a round, three rounds: 27,000 in all. */
const updates = 3000;
const mebibyte = 1 << 20;

type Measure = {
	readonly heap: number;
	readonly resident: number;
	/** How many timers, handles and requests keep the program alive, by kind. */
	readonly resources: Readonly<Record<string, number>>;
	readonly listeners: number;
};

let world: World;
beforeAll(async () => {
	world = await createWorld(['--stream', '{"everyMs":25}']);
	return async () => world.close();
});

/** A module that is loaded before the program, and measures its main thread when a file is there. */
const measuring = (wish: string, answer: string): string => `
	import {existsSync, rmSync, writeFileSync} from 'node:fs';
	import {isMainThread} from 'node:worker_threads';
	const measure = () => {
		if (!existsSync(${JSON.stringify(wish)})) return;
		rmSync(${JSON.stringify(wish)});
		gc();
		const resources = {};
		for (const kind of process.getActiveResourcesInfo()) resources[kind] = (resources[kind] ?? 0) + 1;
		const emitters = [process, process.stdin, process.stdout, process.stderr];
		const listeners = emitters.flatMap(emitter => emitter.eventNames().map(name => emitter.listenerCount(name)));
		const {heapUsed: heap, rss: resident} = process.memoryUsage();
		writeFileSync(${JSON.stringify(answer)}, JSON.stringify({
			heap, resident, resources, listeners: listeners.reduce((sum, count) => sum + count, 0),
		}));
	};
	if (isMainThread) setInterval(measure, 20).unref();`;

/** Counts what the exchange tells: another listener hears as much as the screen does. */
async function heard(count: number): Promise<void> {
	const socket = new WebSocket(`${world.exchange.urls.binanceStream}/stream?streams=!miniTicker@arr`);
	let rows = 0;
	await new Promise<void>((resolve, reject) => {
		socket.on('error', reject);
		socket.on('message', (data: Buffer) => {
			rows += (JSON.parse(data.toString('utf8')) as {readonly data: readonly unknown[]}).data.length;
			if (rows >= count) resolve();
		});
	});
	socket.terminate();
}

test.skipIf(process.env['CRYPTO_TUI_SOAK'] === '0')(
	'memory, timers and listeners level off under a flood of prices',
	{timeout: 180_000},
	async () => {
		const home = homeOfTest(world.home);
		const [wish, answer, module] = ['wish', 'answer', 'measuring.mjs'].map(name => join(home.folder, name));
		writeFileSync(module!, measuring(wish!, answer!));
		const story = world.open({home, node: ['--expose-gc', '--import', module!]});
		await story.opened();
		await story.shows('· live ·');
		const measure = async (): Promise<Measure> => {
			rmSync(answer!, {force: true});
			writeFileSync(wish!, '');
			await story.until(() => existsSync(answer!) && readFileSync(answer!, 'utf8') !== '', 'a measurement');
			return JSON.parse(readFileSync(answer!, 'utf8')) as Measure;
		};

		const live = async (): Promise<Measure> => {
			for (const tab of ['technical', 'compare', 'market'] as const) {
				await story.go(tab);
				await heard(updates);
			}

			return measure();
		};

		// The first round fills what is kept on purpose: charts, formats, compiled code.
		await live();
		const early = await live();
		const late = await live();
		expect(late.heap - early.heap, 'heap').toBeLessThan(4 * mebibyte);
		expect(late.resident - early.resident, 'resident').toBeLessThan(32 * mebibyte);
		expect(late.listeners, 'listeners').toBe(early.listeners);
		expect(late.resources['Timeout'] ?? 0, 'timers').toBeLessThan((early.resources['Timeout'] ?? 0) + 5);
		await story.shows('· live ·');
		expect(await story.leave()).toBe(0);
	},
);
