/** What goes wrong is said in words, with the age of what is shown, and with what comes next. */

import {beforeAll, describe, expect, test} from 'vitest';
import {sizes, tabs} from '../../support/stories.js';
import {createWorld, homeOfTest, type World} from '../../support/stories-world.js';

let world: World;
beforeAll(async () => {
	world = await createWorld();
	return async () => world.close();
});

describe('a first start', () => {
	test('without a network says what is missing, when it tries again, and what to press', async () => {
		const story = world.openEmpty({exchange: null});
		await story.shows(
			'Nothing is stored yet.',
			/r +collect the market now/,
			/D +look around in the simulated/,
		);
		await story.shows('OFFLINE', 'no answer from', /next \d\d:\d\d/);
		for (const tab of tabs) {
			await story.go(tab);
			await story.until(([, ...rows]) => rows.join('').trim().length > 40, `words on ${tab}`);
		}

		expect(await story.leave()).toBe(0);
	});

	test('with a network shows the market as soon as it is there', async () => {
		const story = world.openEmpty();
		await story.shows('Bitcoin', 'live', /next \d\d:\d\d/);
		expect(await story.leave()).toBe(0);
	});
});

describe('the simulated market', () => {
	test('is a key away, labelled on every screen, and left the same way', async () => {
		const story = world.openEmpty({exchange: null, size: sizes.usual});
		await story.shows('Nothing is stored yet.', 'OFFLINE');
		story.press('D');
		await story.shows('╭─ Simulated market?');
		story.press('enter');
		await story.shows('SIMULATED', 'Bitcoin');
		for (const tab of tabs) {
			await story.go(tab);
			expect(story.screen()[0]).toContain('SIMULATED');
		}

		story.press('D');
		await story.shows('Back to the real market?');
		story.press('enter');
		await story.hides('SIMULATED');
		await story.go('market');
		await story.shows('Nothing is stored yet.');
		expect(await story.leave()).toBe(0);
	});
});

describe('a source', () => {
	test('that says "too many requests" is left alone, and the screen says so and until when', async () => {
		await world.setFaults([{kind: 'rate-limited', retryAfter: 600, source: 'coingecko'}]);
		const story = world.open({size: sizes.large});
		await story.opened();
		await story.shows('Bitcoin');
		story.press('r');
		await story.shows('HTTP 429, too many requests');
		await story.shows(/CoinGecko \d+[sm] ago/i, /tries again|next \d\d:\d\d/);
		await story.clear();
		await story.go('pipeline');
		await story.shows(/blocked until \d\d:\d\d:\d\d/);
		await world.setFaults([]);
		expect(await story.leave()).toBe(0);
	});

	test('that is dead leaves what was stored on the screen, with its age', async () => {
		const story = world.open({exchange: null, size: sizes.large});
		await story.opened();
		await story.shows('Bitcoin');
		story.press('r');
		await story.shows('OFFLINE', 'no answer from', /CoinGecko \d+[sm] ago/i);
		await story.go('technical');
		await story.shows('SMA 20');
		expect(await story.leave()).toBe(0);
	});

	test('that stops its stream is waited for, and heard again', async () => {
		await world.setFaults([{kind: 'drop', afterMessages: 3, count: 1}], 'stream-faults');
		const story = world.open();
		await story.opened();
		await story.shows(/stream (down, tries again \d\d:\d\d:\d\d|connecting)/);
		await world.setFaults([], 'stream-faults');
		await story.shows('· live ·');
		expect(await story.leave()).toBe(0);
	});
});

test('a program that was killed opens with what it had stored', async () => {
	const home = homeOfTest();
	const story = world.open({home});
	await story.shows('Bitcoin', /next \d\d:\d\d/);
	story.kill('SIGKILL');
	expect(await story.exit()).toMatchObject({signal: 'SIGKILL'});
	const again = world.open({home, exchange: null});
	await again.opened();
	await again.shows('Bitcoin', 'Ethereum');
	expect(await again.leave()).toBe(0);
});
