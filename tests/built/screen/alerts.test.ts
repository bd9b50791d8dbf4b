/** Alerts on the screen: rules by key, a price that crosses one, what is told, and rules of other processes. */

import {beforeAll, expect, test} from 'vitest';
import {runHeadless, type Story} from '../../support/stories.js';
import {createWorld, homeOfTest, quietStream, withCoinCap, type World} from '../../support/stories-world.js';

let world: World;
beforeAll(async () => {
	world = await createWorld(quietStream);
	return async () => world.close();
});

/** Half way between the price of Bitcoin and its highest ever. */
async function levelAbovePrice(): Promise<number> {
	const answer = await fetch(`${world.exchange.urls.coingecko}/coins/markets?vs_currency=usd&per_page=1`);
	const [bitcoin] = (await answer.json()) as {current_price: number; ath: number}[];
	return Math.round((bitcoin!.current_price + bitcoin!.ath) / 2);
}

/** From now on the exchange tells the highest price ever as the present one, or the truth again. */
const setHighPrice = async (on: boolean): Promise<void> => {
	const high = {kind: 'renamed-field', field: 'ath', to: 'current_price', source: 'coingecko'};
	await world.setFaults(on ? [{...high, path: '/coins/markets'}] : []);
};

async function typeRule(story: Story, condition: string): Promise<void> {
	await story.shows('╭─ New alert');
	story.press('ctrl+u');
	story.type(condition);
	await story.shows(/Looked at [\d,]+ values/);
	story.press('enter');
}

test('a rule is added by key, crossed by the price of the next cycle, told, rehearsed, and removed', async () => {
	const level = await levelAbovePrice();
	const story = world.open();
	await story.opened();
	await story.shows('next');
	await story.go('alerts');
	await story.shows('No rule yet.');
	story.press('n');
	await typeRule(story, `> ${level}`);
	await story.shows(`Watching: BTC price > ${level}.`, /waiting +BTC/);
	await story.clear();
	story.press('r');
	await story.shows(/armed +BTC/);
	await story.shows('next');

	await setHighPrice(true);
	await story.clear();
	story.press('r');
	await story.shows(/fired +BTC/, new RegExp(`price +Bitcoin \\(BTC\\): price > ${level}`));
	await setHighPrice(false);
	await story.clear();
	story.press('s', 'enter');
	await story.shows(`╭─ Bitcoin (BTC): price > ${level}`, `Your rule "price > ${level}" fired`, 'no channel');
	await story.clear();

	story.press('s', 't');
	await story.shows('╭─ Rehearse an alert', /It would (not )?have fired/);
	story.press('enter');
	await story.shows(`╭─ BTC price > ${level}`, /Looked at [\d,]+ values/);
	await story.clear();

	story.press('x');
	await story.shows('╭─ Remove this rule?');
	story.press('enter');
	await story.shows(`Removed: BTC price > ${level}.`, 'No rule yet.', `Bitcoin (BTC): price > ${level}`);
	await story.clear();
	expect(await story.leave()).toBe(0);
});

test('A on the chart begins with the price of its asset, and a rule that makes no sense says why', async () => {
	const story = world.open();
	await story.opened();
	await story.go('technical');
	await story.shows('SMA 20');
	story.press('A');
	await story.shows('╭─ New alert', /Condition +> [\d.]+/);
	story.press('ctrl+u');
	story.type('crosses rsi');
	story.press('enter');
	await story.shows('The price can cross what is drawn over it');
	await story.clear();
	expect(await story.leave()).toBe(0);
});

test('rules that another process adds and removes appear and go, in the language of the screen', async () => {
	const home = homeOfTest(world.home);
	const story = world.open({home, args: ['--lang', 'pt-BR']});
	await story.opened();
	await story.go('alerts');
	await story.shows('Nenhuma regra ainda.');
	await runHeadless(home, world.exchange, ['alert', 'add', 'ethereum > 1'], withCoinCap);
	await story.shows(/aguarda +ETH +price > 1 /);
	await runHeadless(home, world.exchange, ['--headless'], withCoinCap);
	await story.shows(/disparou +ETH/, 'nenhum canal');
	await story.clear();
	story.press('s', 'enter');
	await story.shows('Sua regra "price > 1" disparou para Ethereum (ETH)');
	await story.clear();
	await runHeadless(home, world.exchange, ['alert', 'remove', '1'], withCoinCap);
	await story.shows('Nenhuma regra ainda.');
	expect(await story.leave()).toBe(0);
});
