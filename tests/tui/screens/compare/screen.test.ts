import {describe, expect, test} from 'vitest';
import type {Candle} from '#domain/market.js';
import {compareScreen} from '#tui/screens/compare/screen.js';
import {createFakeDesk, marketView, noon, waveOf, type FakeDesk} from '../../../support/fake-desk.js';
import {mountScreen} from '../../../support/mount-screen.js';

const withClose = (candle: Candle, close: number): Candle => ({...candle, close});

const hours = (change: (row: number) => number, from = 0): readonly Candle[] =>
	waveOf('1h', 400)
		.map((candle, i) => withClose(candle, change(i)))
		.slice(from);

/** Bitcoin and Ripple over a week, Solana only over its last two days, nothing of the others. */
const createDesk = (): FakeDesk =>
	createFakeDesk({
		candles: {
			bitcoin: {'1h': hours(i => 100 + i + (i % 3))},
			ripple: {'1h': hours(i => 300 - i / 4 - (i % 3))},
			solana: {'1h': hours(i => 50 + (i % 7), 352)},
		},
	});

const mount = async (options: Parameters<typeof mountScreen>[1] = {}) => {
	const mounted = await mountScreen(compareScreen, {
		desk: createDesk(),
		remembered: {range: '1W'},
		...options,
	});
	await mounted.settle();
	return mounted;
};

describe('the comparison', () => {
	test('names its range, its assets, its benchmark and the common grid', async () => {
		const screen = await mount();
		expect(screen.rows()[0]).toMatch(/›1W .*top 10 · against BTC · 1h, 168 points/);
	});

	test('has the matrix beside the table where there is room, with the pair under the cursor', async () => {
		const screen = await mount({size: {width: 200, height: 56}});
		const row = screen.rows().find(line => line.includes('XRP XRP'))!;
		expect(row).toMatch(/168 +XRP +-?\d\.\d\d/);
		expect(screen.text()).toMatch(/BTC and BTC: 1\.00, from 167 returns of 1h they share/);
		await screen.resize({width: 120, height: 36});
		expect(screen.text()).not.toContain('BTC and BTC');
	});

	test('draws lines with their names at the right end', async () => {
		const screen = await mount();
		expect(screen.text()).toMatch(/[⠁-⣿].* › BTC \+51\.\d%/u);
		expect(screen.text()).toMatch(/XRP -18\.\d%/);
	});

	test('lists measures of every asset, and assets without candles with what to do', async () => {
		const screen = await mount();
		const row = (symbol: string) => screen.rows().findLast(line => line.includes(` ${symbol} `));
		expect(row('XRP')).toMatch(/-18\.\d\d% +\d+\.\d% +-18\.\d\d% +-0\.\d\d +Nov 14 12:00 +Nov 21 11:00 +168/);
		expect(row('ETH')).toContain('no candles: press b');
	});

	test('marks an asset of shorter history and says what that means', async () => {
		const screen = await mount();
		expect(screen.rows().find(line => line.includes(' SOL Solana'))).toContain('Nov 19 13:00*');
		expect(screen.text()).toContain('* does not cover the whole range');
	});

	test('asks again for another range, and "all" begins with the oldest candle stored', async () => {
		const desk = createDesk();
		const begin = noon - 900 * 86_400_000;
		desk.world.coverage = {
			range: {from: begin, to: noon},
			rows: [
				{
					source: 'binance',
					asset: 'ripple',
					quote: 'USDT',
					interval: '1d',
					origin: 'exchange',
					from: begin,
					to: noon,
					count: 1,
					gaps: 0,
					revisions: 0,
					symbol: 'XRP',
					buckets: new Float64Array(1),
					expected: 1,
				},
			],
		};
		const screen = await mount({desk});
		await screen.press(']', ']', ']', ']', ']', ']', ']');
		expect(screen.rows()[0]).toContain('›All');
		const question = desk.calls.findLast(([method]) => method === 'compare')?.[1];
		expect(question).toMatchObject({from: begin, to: noon});
	});

	test('shares the selection: the cursor selects, and the selected asset has the cursor', async () => {
		const screen = await mount();
		await screen.press('j', 'j', 'j');
		expect(screen.shared().selected).toBe('ripple');
		expect(screen.text()).toMatch(/› XRP -18/);
		screen.store.change({type: 'select', asset: 'solana'});
		await screen.press('k');
		expect(screen.shared().selected).toBe('ripple');
		await screen.press('enter');
		expect(screen.shared().screen).toBe('technical');
	});

	test('adds an asset by choice, and takes it out again', async () => {
		const desk = createDesk();
		const screen = await mount({
			desk,
			remembered: {range: '1W', chosen: {kind: 'own', assets: ['bitcoin']}},
			answers: ['ripple'],
		});
		await screen.press('n');
		expect(screen.choices[0]?.items[0]).toMatchObject({label: 'ETH', detail: 'Ethereum'});
		expect(screen.text()).toContain('XRP -18');
		expect(desk.calls.findLast(([method]) => method === 'compare')?.[1]).toMatchObject({
			assets: ['bitcoin', 'ripple'],
		});
		await screen.press('x');
		expect(screen.text()).not.toContain('XRP');
		expect(compareScreen.remember?.(screen.state())).toMatchObject({
			chosen: {kind: 'own', assets: ['bitcoin']},
		});
	});

	test('puts an asset in the background and brings it back', async () => {
		const screen = await mount();
		await screen.press('j', 'j', 'j', 'space', 'k');
		expect(screen.text()).not.toContain('XRP -18');
		await screen.press('j', 'space', 'k');
		expect(screen.text()).toContain('XRP -18');
	});

	test('highlights no more assets than there are colours', async () => {
		const assets = [...Array(9).keys()].map(i => `asset-${i}`);
		const screen = await mount({
			remembered: {chosen: {kind: 'own', assets}, highlighted: assets.slice(0, 8)},
		});
		await screen.press('G', 'space');
		expect(screen.toasts[0]?.text).toContain('8 assets can be highlighted');
	});

	test('takes a watchlist, follows it, and says when it is empty', async () => {
		const desk = createDesk();
		desk.world.watchlists = [
			{name: 'favourites', assets: []},
			{name: 'old coins', assets: ['ripple']},
		];
		const screen = await mount({desk, answers: [2, 1]});
		await screen.press('w');
		expect(screen.choices[0]?.items.map(({label, detail}) => [label, detail])).toEqual([
			['top 10', '8 assets'],
			['favourites', '0 assets'],
			['old coins', '1 asset'],
		]);
		expect(screen.rows()[0]).toContain('old coins');
		await desk.saveWatchlist({name: 'old coins', assets: ['ripple', 'bitcoin']});
		await screen.press('k');
		expect(screen.text()).toMatch(/BTC Bitcoin/);
		await screen.press('w');
		expect(screen.text()).toContain('Nothing to compare in favourites.');
	});

	test('measures against another benchmark, also one that is not compared', async () => {
		const screen = await mount({
			remembered: {range: '1W', chosen: {kind: 'own', assets: ['ripple']}},
			answers: ['ripple', 'solana'],
		});
		await screen.press('m');
		expect(screen.rows().find(line => line.includes('XRP XRP'))).toContain('1.00');
		await screen.press('m');
		expect(screen.rows()[0]).toContain('against SOL');
		expect(screen.rows().find(line => line.includes('XRP XRP'))).toMatch(/0\.\d\d/);
	});

	test('shows every pair of the correlation matrix with the number of common returns', async () => {
		const screen = await mount();
		await screen.press('c', 'j', 'j', 'j');
		expect(screen.rows().find(line => line.startsWith('XRP'))).toMatch(
			/XRP +-0\.\d\d \(167\).* 1\.00 \(167\)/,
		);
		expect(screen.text()).toMatch(/XRP and BTC: -0\.\d\d, from 167 returns of 1h they share/);
		await screen.press('l', 'l', 'l', 'l');
		expect(screen.text()).toMatch(/XRP and SOL: -?0\.\d\d, from 46 returns/);
		await screen.press('h', 'h', 'h');
		expect(screen.text()).toContain('XRP and ETH: unknown, 0 common returns say nothing');
		await screen.press('c', 'l');
		expect(screen.text()).not.toContain('unknown');
	});

	test('is moved by the mouse: a row, a range, a pair, the wheel', async () => {
		const screen = await mount();
		await screen.mouse({x: 5, y: screen.rows().findIndex(line => line.includes('XRP XRP'))});
		expect(screen.shared().selected).toBe('ripple');
		await screen.mouse({x: 2, y: 0});
		expect(screen.rows()[0]).toContain('›1D');
		await screen.mouse({kind: 'wheel', button: 'none', wheel: 3});
		await screen.press('c');
		const at = screen.rows()[1]!.indexOf('SOL') + 2;
		await screen.mouse({
			x: at,
			y:
				1 +
				screen
					.rows()
					.slice(1)
					.findIndex(line => line.startsWith('BTC')),
		});
		expect(screen.text()).toContain('BTC and SOL');
	});

	test('says what went wrong and keeps what it had', async () => {
		const desk = createDesk();
		desk.world.failing = {compare: new Error('the disk is gone')};
		const screen = await mount({desk});
		expect(screen.text()).toContain('The candles could not be read: the disk is gone');
		desk.world.failing = {};
		await screen.press(']');
		expect(screen.text()).toMatch(/· 1d, /);
	});

	test('without any market says how to get one', async () => {
		const screen = await mount({desk: createFakeDesk({market: marketView([])})});
		expect(screen.text()).toContain('No market is stored yet.');
		expect(screen.text()).toContain('Press r to collect it now');
	});

	test('reads as sentences, exports as a sheet and copies the value under the cursor', async () => {
		const screen = await mount();
		const lines = compareScreen.lines(screen.state(), screen.context());
		expect(lines[0]).toBe('Comparison of top 10 over 1W, 1h, 168 points, correlation with BTC.');
		expect(lines.find(line => line.startsWith('SOL'))).toMatch(/covers only Nov 19 13:00 to Nov 21 11:00\.$/);
		const sheet = compareScreen.sheet?.(screen.state(), screen.context());
		expect(sheet?.rows.map(row => row[0])).toContain('dogecoin');
		expect(sheet?.rows.find(([asset]) => asset === 'dogecoin')).toEqual([
			'dogecoin',
			null,
			null,
			null,
			null,
			0,
			null,
			null,
			0,
		]);
		expect(sheet?.rows[0]?.[4]).toBeCloseTo(1, 9);
		expect(compareScreen.copied?.(screen.state(), screen.context())).toMatch(/^BTC \+51\.\d\d%$/);
		expect(compareScreen.origin?.(screen.state(), screen.context().shared)).toMatchObject({
			of: 'candle',
			ts: noon - 3_600_000,
		});
		await screen.press('c');
		expect(compareScreen.sheet?.(screen.state(), screen.context())).toMatchObject({name: 'correlation'});
		expect(compareScreen.copied?.(screen.state(), screen.context())).toBe('BTC BTC 1.00');
	});

	test('speaks Portuguese, in ASCII where that is asked for', async () => {
		const screen = await mount({language: 'pt-BR', ascii: true});
		expect(screen.text()).toContain('10 maiores . contra BTC . 1h, 168 pontos');
		expect(screen.text()).toContain('sem candles: aperte b');
		// Letters of Portuguese aside, nothing beyond ASCII.
		expect(screen.text().replaceAll(/[À-ÿ]/g, '')).toMatch(/^[\n\u0020-\u007E]*$/);
	});

	test.each([
		[1, 1],
		[3, 20],
		[60, 3],
		[60, 12],
		[79, 8],
		[200, 60],
	])('fits into %i by %i in both of its views', async (width, height) => {
		const screen = await mount();
		for (const key of ['c', 'c']) {
			await screen.resize({width, height});
			await screen.press(key);
			expect(screen.rows().length).toBeLessThanOrEqual(height);
			expect(Math.max(...screen.rows().map(row => row.length))).toBeLessThanOrEqual(width);
		}
	});

	test('ignores what an earlier version remembered in another shape', () => {
		for (const odd of [null, 7, 'x', {chosen: {kind: 'own', assets: [1]}, range: '9Y', highlighted: 'all'}]) {
			expect(compareScreen.create(odd)).toMatchObject({
				chosen: {kind: 'top'},
				range: '1M',
				highlighted: null,
			});
		}
	});
});
