/** The world of a story: a simulated exchange in a process of its own, and somebody who has collected from it. */

import {onTestFinished} from 'vitest';
import {spawnExchange} from './exchange.js';
import {createHome, openScreen, runHeadless, type Home, type Story, type StoryOptions} from './stories.js';

export type World = {
	readonly exchange: Awaited<ReturnType<typeof spawnExchange>>;
	/** Market, a day of candles of the largest assets, two months of hours of Bitcoin and Ethereum, exchanges. */
	readonly home: Home;
	/** Opens the screen in a home like that one; it ends with the test. */
	open(options?: Partial<StoryOptions>): Story;
	/** Opens the screen with nothing stored; it ends with the test. */
	openEmpty(options?: Partial<StoryOptions>): Story;
	/** Replaces what goes wrong at the exchange: `faults` of requests, `stream-faults` of streams. */
	setFaults(faults: readonly unknown[], of?: 'faults' | 'stream-faults'): Promise<void>;
	close(): Promise<void>;
};

const day = 86_400_000;
const days = 60;

/** The variables that let CoinCap in, which has exchanges and rates of currencies. */
export const withCoinCap = {COINCAP_API_KEY: 'story-key'} as const;

/** Streams that are refused leave a screen that changes only when somebody does something. */
export const quietStream = ['--stream-faults', '[{"kind":"refuse","status":503}]'] as const;

/** Opens the screen of a test; both end with it. */
export function openStory(options: StoryOptions): Story {
	const story = openScreen(options);
	onTestFinished(async () => story.close());
	return story;
}

/** A home of a test, ended with it. */
export function homeOfTest(like?: Home): Home {
	const home = createHome(like);
	onTestFinished(() => home.close());
	return home;
}

/** Makes the world for the tests of one file; whoever makes it closes it. */
export async function createWorld(args: readonly string[] = []): Promise<World> {
	const exchange = await spawnExchange(['--keys', '{"coincap":"story-key"}', ...args]);
	const home = createHome();
	await runHeadless(home, exchange, ['--headless'], withCoinCap);
	await runHeadless(home, exchange, [
		'--headless',
		'--historical',
		'--interval=1h',
		'--assets=bitcoin,ethereum',
		`--from=${new Date(Date.now() - days * day).toISOString()}`,
	]);
	const open = (from: Home, options: Partial<StoryOptions>): Story =>
		openStory({exchange, home: from, ...options, env: {...withCoinCap, ...options.env}});
	return {
		exchange,
		home,
		open: (options = {}) => open(options.home ?? homeOfTest(home), options),
		openEmpty: (options = {}) => open(options.home ?? homeOfTest(), options),
		async setFaults(faults, of = 'faults') {
			await fetch(`${exchange.origin}/__control/${of}`, {method: 'POST', body: JSON.stringify(faults)});
		},
		async close() {
			await exchange.close();
			home.close();
		},
	};
}
