/** The desk in a worker thread, as the screen uses it: the laws of a desk, and what only a thread can do: die. */

import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {Worker} from 'node:worker_threads';
import {expect, onTestFinished, test, vi} from 'vitest';
import {connectDesk} from '#desk/connect.js';
import {startExchange} from '#adapters/simulated/exchange.js';
import {Fault} from '#domain/fault.js';
import {emptyFolder, newsOf, placeAt} from '../support/desk-place.js';
import {deskSuite} from '../support/desk-suite.js';

const worker = new URL('../../dist/desk/worker.js', import.meta.url);
const bundled = new URL('../../bin/desk.js', import.meta.url);

deskSuite('the desk of a worker', place => connectDesk({...place, worker}));

test('a thread that cannot start is told once as lost, and every call fails with what to do', async () => {
	const exchange = await startExchange({seed: 7, clock: () => Date.now()});
	onTestFinished(async () => exchange.close());
	const missing = new URL('../../dist/desk/no-such-worker.js', import.meta.url);
	const desk = connectDesk({...placeAt(emptyFolder(), exchange), worker: missing});
	const news = newsOf(desk);
	const error = await desk.open().catch((reason: unknown) => reason);
	expect(error).toBeInstanceOf(Fault);
	expect((error as Fault).hint).toContain('Start the desk again');
	await expect(desk.market()).rejects.toThrow('The desk stopped working');
	await vi.waitFor(() => expect(news.of('lost')).toHaveLength(1));
	await desk.close();
});

test('the thread is gone when the desk is closed', async () => {
	const exchange = await startExchange({seed: 7, clock: () => Date.now()});
	onTestFinished(async () => exchange.close());
	const ends = vi.spyOn(Worker.prototype, 'terminate');
	const desk = connectDesk({...placeAt(emptyFolder(), exchange), worker});
	await desk.open();
	await desk.close();
	expect(ends).toHaveBeenCalledTimes(1);
	await expect(desk.market()).rejects.toThrow('closed');
});

test('the bundled desk finds packages also when its code comes out of the cache', async () => {
	const exchange = await startExchange({seed: 7, clock: () => Date.now()});
	onTestFinished(async () => exchange.close());
	const cache = emptyFolder();
	vi.stubEnv('XDG_CACHE_HOME', cache);
	const codeKept = (): boolean =>
		existsSync(join(cache, 'crypto-tui')) &&
		readdirSync(join(cache, 'crypto-tui')).some(name => name.startsWith('worker-'));
	for (const isKept of [false, true]) {
		expect(codeKept()).toBe(isKept);
		const desk = connectDesk({...placeAt(emptyFolder(), exchange), worker: bundled});
		await desk.open();
		// Settings are written by a package that is imported when it is needed.
		await desk.setSetting('ui.theme', 'light');
		await vi.waitFor(() => expect(codeKept()).toBe(true), {timeout: 20_000});
		await desk.close();
	}
});
