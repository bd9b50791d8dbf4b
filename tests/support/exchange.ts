/** The simulated exchange for tests: in this process, or in a process of its own. */

import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {createInterface} from 'node:readline';
import {onTestFinished} from 'vitest';
import {startExchange, type Exchange, type ExchangeOptions} from '#adapters/simulated/exchange.js';

/** The present of the simulated market in tests: a Monday in the middle of an hour, minute and second. */
export const marketNow = Date.UTC(2026, 5, 15, 10, 20, 30, 500);

/** An exchange whose clock stands still at {@link marketNow}; closed when the test ends. */
export async function openExchange(options: Partial<ExchangeOptions> = {}): Promise<Exchange> {
	const exchange = await startExchange({seed: 7, clock: () => marketNow, ...options});
	onTestFinished(async () => exchange.close());
	return exchange;
}

/** What `exchange-process.mjs` prints. */
type ExchangeProcess = Pick<Exchange, 'origin' | 'urls'> & {
	readonly pid: number;
	/** Ends the process and waits for it. */
	close(): Promise<void>;
};

/**
 * An exchange in its own process, from `dist`, with the control endpoint on. `args` as `exchange-process.mjs` takes
 * them. It ends with this process. The caller closes it.
 */
export async function spawnExchange(args: readonly string[] = []): Promise<ExchangeProcess> {
	const script = new URL('exchange-process.mjs', import.meta.url).pathname;
	const child = spawn(process.execPath, [script, '--tied', '--control', ...args], {
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	const [line] = (await Promise.race([
		once(createInterface(child.stdout), 'line'),
		once(child, 'exit').then(([code]) => {
			throw new Error(`The exchange process ended with ${String(code)}.`);
		}),
	])) as [string];
	const {origin, urls} = JSON.parse(line) as Pick<Exchange, 'origin' | 'urls'>;
	return {
		origin,
		urls,
		pid: child.pid!,
		async close() {
			if (child.exitCode !== null || child.signalCode !== null) return;
			const exit = once(child, 'exit');
			child.kill('SIGTERM');
			await exit;
		},
	};
}
