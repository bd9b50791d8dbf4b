import {describe, expect, test} from 'vitest';
import type {DeskNews} from '#desk/desk.js';
import type {SharedAction} from '#tui/state/view-state.js';
import {marketScreen} from '#tui/screens/market/screen.js';
import {createFakeDesk, marketView, noon, quote, quotes} from '../../../support/fake-desk.js';
import {mountScreen, type MountOptions} from '../../../support/mount-screen.js';

const mount = async (options: MountOptions = {}) => mountScreen(marketScreen, options);

const prices = (asset: string, price: number, at = noon): DeskNews => ({
	type: 'prices',
	prices: [{asset, price, at, source: 'binance', quote: 'USDT'}],
});

const narrow = {width: 80, height: 18};

/** Symbols in the order of the rows. */
const symbols = (rows: readonly string[]): readonly string[] =>
	rows
		.slice(2)
		.map(row => /^.\s+\d+ (\S+)/.exec(row)?.[1])
		.filter(symbol => symbol !== undefined);

describe('the table', () => {
	test('shows every stored asset by rank, with totals of what is shown', async () => {
		const screen = await mount({size: narrow});
		expect(symbols(screen.rows())).toEqual(['BTC', 'ETH', 'USDT', 'XRP', 'SOL', 'DOGE', 'SHIB', 'ADA']);
		expect(screen.rows()[0]).toMatch(/^All assets {2}8 of 8 {2}by Rank ▴/);
		expect(screen.text()).toMatch(/BTC {6}Bitcoin +61,240\.12 +▲\+1\.50%/);
		expect(screen.rows().at(-1)).toMatch(
			/^Cap \$67\.98B {3}Vol 24h \$3\.40B {3}BTC 90\.1% {3}ETH 8\.8% {3}▲4 ▼4/,
		);
	});

	test('speaks Portuguese with its numbers', async () => {
		const screen = await mount({size: narrow, language: 'pt-BR'});
		expect(screen.rows()[0]).toContain('Todos os ativos');
		expect(screen.rows()[1]).toMatch(/Símbolo +Nome +Preço USD +24h/);
		expect(screen.rows()[2]).toMatch(/Bitcoin +61\.240,12 +▲\+1,50%/);
	});

	test('never cuts a number: what is too long is said short', async () => {
		const rows = [
			quote({asset: 'vast', price: 1_234_567_890, marketCap: 356_790_120_210_000_000}),
			quote({asset: 'vaster', price: 1e19, marketCap: 2e21, rank: 2}),
		];
		const screen = await mount({desk: createFakeDesk({market: marketView(rows)})});
		const [, , vast, vaster] = screen.rows();
		expect(vast).toMatch(/ 1\.23B .* \$356,790T│/);
		expect(vaster).toMatch(/ 1\.00e\+19 .* \$2\.00e\+21│/);
	});

	test('says of a change that is too large that it is larger than can be said', async () => {
		const changes = [99_999, 123_456.789, -99.5];
		const rows = changes.map((changePercent24h, i) =>
			quote({asset: `coin-${i}`, symbol: `C${i}`, rank: i + 1, changePercent24h}),
		);
		const screen = await mount({
			size: narrow,
			language: 'pt-BR',
			desk: createFakeDesk({market: marketView(rows)}),
		});
		expect(screen.rows().slice(2, 5)).toEqual([
			expect.stringContaining(' ▲+99.999%'),
			expect.stringContaining(' ▲>99.999%'),
			expect.stringContaining(' ▼-99,50%'),
		]);
	});

	test('has only ASCII of its own in ASCII mode', async () => {
		const screen = await mount({ascii: true, size: {width: 160, height: 40}});
		// oxlint-disable-next-line no-control-regex -- all of ASCII
		expect(screen.text()).toMatch(/^[\u0000-\u007F]*$/);
		await screen.press('c');
		// oxlint-disable-next-line no-control-regex -- all of ASCII
		expect(screen.text()).toMatch(/^[\u0000-\u007F]*$/);
	});

	test('draws in any size without failing', async () => {
		const screen = await mount();
		await screen.press('F');
		for (const width of [1, 2, 7, 60, 119, 120, 200]) {
			for (const height of [1, 2, 3, 5, 12, 60]) {
				await screen.resize({width, height});
				expect(screen.rows().length).toBeLessThanOrEqual(height);
			}
		}
	});

	test('shows unknown values as unknown and keeps them last in both directions', async () => {
		const market = marketView([
			quote({asset: 'a', symbol: 'AAA', rank: 1, volume24h: null}),
			quote({asset: 'b', symbol: 'BBB', rank: 2, volume24h: 5e6}),
			quote({asset: 'c', symbol: 'CCC', rank: null, volume24h: 9e6}),
		]);
		const screen = await mount({desk: createFakeDesk({market}), size: {width: 119, height: 12}});
		const order = (): readonly string[] =>
			screen
				.rows()
				.slice(2, 5)
				.map(row => /[A-C]{3}/.exec(row)?.[0] ?? '');
		expect(order()).toEqual(['AAA', 'BBB', 'CCC']);
		while (!screen.rows()[0]!.includes('Volume')) await screen.press('s');
		expect(order()).toEqual(['CCC', 'BBB', 'AAA']);
		await screen.press('o');
		expect(order()).toEqual(['BBB', 'CCC', 'AAA']);
		expect(screen.rows()[4]).toContain('—');
		expect(screen.rows().at(-1)).toContain('(1 unknown)');
	});

	test('tells assets of the same symbol apart by their rank', async () => {
		const market = marketView([...quotes, quote({asset: 'fake', symbol: 'BTC', name: 'Bitcone', rank: 900})]);
		const screen = await mount({desk: createFakeDesk({market})});
		expect(screen.text()).toContain('Bitcoin #1');
		expect(screen.text()).toContain('Bitcone #900');
		expect(screen.text()).not.toContain('Ethereum #2');
	});

	test('scrolls to columns that did not fit', async () => {
		const screen = await mount({size: {width: 60, height: 12}});
		expect(screen.rows()[1]).not.toContain('Volume');
		expect(screen.rows()[0]).toContain('more columns');
		await screen.pressCount(20, 'l');
		expect(screen.rows()[1]).toMatch(/#▴ Symbol .*Age$/);
		await screen.press('h');
		expect(screen.rows()[1]).not.toMatch(/Age$/);
		await screen.pressCount(20, 'h');
		expect(screen.rows()[1]).toContain('Name');
	});
});

describe('the cursor', () => {
	test('is the one selection of all screens, and follows it', async () => {
		const screen = await mount({size: {width: 80, height: 8}});
		await screen.press('j', 'j');
		expect(screen.shared().selected).toBe('tether');
		await screen.press('G');
		expect(screen.shared().selected).toBe('cardano');
		expect(symbols(screen.rows())).toContain('ADA');
		await screen.pressCount(3, 'k');
		expect(screen.shared().selected).toBe('solana');
		screen.store.change({type: 'select', asset: 'bitcoin'});
		await screen.settle();
		expect(symbols(screen.rows())[0], 'the window goes where the selection is').toBe('BTC');
		await screen.press('j');
		expect(screen.shared().selected).toBe('ethereum');
	});

	test('stays on the same asset when rows are sorted anew', async () => {
		const screen = await mount({size: {width: 160, height: 20}});
		await screen.press('j', 's', 's');
		expect(screen.shared().selected).toBe('ethereum');
		await screen.until('ETH Ethereum');
	});

	test('opens the chart of the asset', async () => {
		const screen = await mount();
		await screen.press('j', 'enter');
		expect(screen.shared()).toMatchObject({screen: 'technical', selected: 'ethereum'});
	});
});

describe('the mouse', () => {
	test('selects a row, opens it on a double click, and scrolls by its wheel', async () => {
		const screen = await mount({size: {width: 80, height: 7}});
		await screen.mouse({x: 10, y: 3});
		expect(screen.shared().selected).toBe('ethereum');
		await screen.mouse({x: 10, y: 4, double: true});
		expect(screen.shared()).toMatchObject({selected: 'tether', screen: 'technical'});
		await screen.mouse({kind: 'wheel', button: 'none', x: 10, y: 4, wheel: 1});
		expect(screen.shared().selected).toBe('ripple');
	});

	test('sorts by a header, and turns the order with a second click', async () => {
		const screen = await mount({size: narrow});
		const x = screen.rows()[1]!.indexOf('Price');
		await screen.mouse({x, y: 1});
		expect(symbols(screen.rows()).slice(0, 2)).toEqual(['BTC', 'ETH']);
		expect(screen.rows()[0]).toContain('by Price ▾');
		await screen.mouse({x, y: 1});
		expect(symbols(screen.rows())[0]).toBe('SHIB');
	});
});

describe('search', () => {
	test('narrows as one types, selects the best match, and enter keeps it', async () => {
		const screen = await mount({size: narrow});
		await screen.press('/');
		await screen.type('shib inu');
		expect(screen.rows()[0]).toContain('/shib inu');
		expect(symbols(screen.rows())).toEqual(['SHIB']);
		expect(screen.shared().selected).toBe('shiba-inu');
		await screen.press('enter');
		expect(screen.rows()[0]).toMatch(/1 of 8 {2}\/shib inu/);
		await screen.press('enter');
		expect(screen.shared()).toMatchObject({screen: 'technical', selected: 'shiba-inu'});
	});

	test('escape clears it and goes back to where the cursor was', async () => {
		const screen = await mount({size: narrow});
		await screen.press('j', '/');
		await screen.type('sol');
		expect(screen.shared().selected).toBe('solana');
		await screen.press('escape');
		expect(symbols(screen.rows())).toHaveLength(8);
		expect(screen.shared().selected).toBe('ethereum');
	});

	test('says so when nothing is found, and how to clear it', async () => {
		const screen = await mount({size: narrow});
		await screen.press('/');
		await screen.type('zzzz');
		expect(screen.text()).toContain('Nothing matches "zzzz".');
		expect(screen.text()).toContain('Press x to clear');
		await screen.press('enter', 'x');
		expect(symbols(screen.rows())).toHaveLength(8);
		await screen.press('x');
		expect(screen.toasts.at(-1)?.text).toBe('There is no search and no filter.');
	});

	test('begins with pasted text', async () => {
		const mounted = await mount({size: narrow});
		const tools = {
			state: () => mounted.state(),
			shared: () => mounted.shared(),
			context: () => mounted.context(),
			size: () => narrow,
			dispatch: (action: unknown) => mounted.store.dispatch('market', action),
			change: (action: SharedAction) => mounted.store.change(action),
		};
		marketScreen.paste('  dogecoin\n', tools as never);
		await mounted.settle();
		expect(symbols(mounted.rows())).toEqual(['DOGE']);
	});
});

describe('the filter', () => {
	test('narrows while it is typed and stays after enter', async () => {
		const screen = await mount({size: narrow});
		await screen.press('F');
		await screen.type('volume > 10m and 24h < 0');
		expect(symbols(screen.rows())).toEqual(['ETH']);
		expect(screen.rows().join('\n')).toContain('1 matches.');
		expect(screen.rows().join('\n')).toContain('marketcap (cap)');
		await screen.press('enter');
		expect(screen.rows()[0]).toContain('Filter: volume > 10m and 24h < 0');
		expect(symbols(screen.rows())).toEqual(['ETH']);
	});

	test('points at what is wrong and says what may have been meant', async () => {
		const screen = await mount({size: narrow});
		await screen.press('F');
		await screen.type('price > 1 and valume < 5');
		expect(screen.rows()[0]).toMatch(/^F price > 1 and valume < 5/);
		expect(screen.rows()[1]).toBe(`${' '.repeat(16)}^^^^^^`);
		expect(screen.rows()[2]).toBe("At 15: this name is not known, found 'valume'. Did you mean volume?");
		await screen.press('enter');
		expect(screen.state().prompt, 'a filter that cannot be read is not kept').not.toBeNull();
		await screen.press('escape');
		expect(symbols(screen.rows())).toHaveLength(8);
	});

	test('speaks Portuguese, with and without accents, in the shown currency', async () => {
		const screen = await mount({
			size: narrow,
			language: 'pt-BR',
			currency: {code: 'BRL', symbol: 'R$', perUsd: 5},
		});
		await screen.press('F');
		await screen.type('preço > 5,5 e não símbolo = btc');
		expect(symbols(screen.rows())).toEqual(['ETH', 'SOL']);
		await screen.press('ctrl+u');
		await screen.type('preco > ');
		expect(screen.rows()[2]).toBe('Na posição 8: falta um número, como 1.5k, 20mi ou -5, mas há o fim.');
	});

	test('leaves rows by live prices, and no other row takes the cursor', async () => {
		const screen = await mount({size: {width: 140, height: 20}});
		await screen.press('F');
		await screen.type('price > 2000');
		await screen.press('enter', 'G');
		expect(screen.shared().selected).toBe('ethereum');
		screen.desk.tell(prices('ethereum', 1900));
		await screen.settle();
		expect(symbols(screen.rows())).toEqual(['BTC']);
		expect(screen.shared().selected).toBe('ethereum');
		expect(screen.text()).toContain('Not among the rows shown.');
	});
});

describe('watchlists', () => {
	const lists = [
		{name: 'favourites', assets: ['solana']},
		{name: 'Memes', assets: ['dogecoin', 'shiba-inu']},
	];

	test('are shown one after the other', async () => {
		const screen = await mount({size: narrow, desk: createFakeDesk({watchlists: lists})});
		await screen.press('w');
		expect(screen.rows()[0]).toContain('Favourites  1 of 8');
		expect(screen.rows()[2]).toMatch(/^★ +5 SOL/);
		expect(screen.shared().selected).toBe('solana');
		await screen.press('w');
		expect(screen.rows()[0]).toContain('Memes  2 of 8');
		expect(symbols(screen.rows())).toEqual(['DOGE', 'SHIB']);
		await screen.press('w');
		expect(symbols(screen.rows())).toHaveLength(8);
	});

	test('say when they are empty and how to fill them', async () => {
		const screen = await mount({size: narrow});
		await screen.press('w');
		expect(screen.text()).toContain('The list Favourites is empty.');
		expect(screen.text()).toContain('makes it a favourite');
	});

	test('are made, filled, renamed and removed', async () => {
		const desk = createFakeDesk({watchlists: lists});
		const mounted = await mount({
			desk,
			size: narrow,
			answers: [
				{do: 'toggle', list: lists[1]},
				{do: 'create'},
				{name: ' Large '},
				{do: 'rename'},
				lists[1],
				{name: 'Fun'},
				{do: 'remove'},
				{name: 'Large', assets: ['bitcoin']},
				true,
			],
		});
		await mounted.press('W', 'W', 'W', 'W');
		expect(desk.world.watchlists).toEqual([
			{name: 'favourites', assets: ['solana']},
			{name: 'Fun', assets: ['dogecoin', 'shiba-inu']},
		]);
		expect(desk.calls.filter(([method]) => method === 'saveWatchlist').map(([, list]) => list)).toEqual([
			{name: 'Memes', assets: ['dogecoin', 'shiba-inu', 'bitcoin']},
			{name: 'Large', assets: ['bitcoin']},
			{name: 'Fun', assets: ['dogecoin', 'shiba-inu']},
		]);
		expect(mounted.toasts.map(({text}) => text)).toEqual([
			'BTC is in Memes now.',
			'The list Large is ready: w shows it.',
			'The list is called Fun now.',
			'The list Large is gone.',
		]);
	});

	test('refuse a name that is blank, long or taken', async () => {
		const screen = await mount({
			desk: createFakeDesk({watchlists: lists}),
			answers: [{do: 'create'}],
		});
		await screen.press('W');
		const {check} = screen.forms[0]!.fields[0]!;
		expect(check?.(' ')).toBe('Give the list a name.');
		expect(check?.('memes ')).toContain('choose another name');
		expect(check?.('x'.repeat(31))).toContain('30 characters');
		expect(check?.('New')).toBeNull();
	});

	test('tell when a change could not be stored', async () => {
		const screen = await mount({
			desk: createFakeDesk({failing: {saveWatchlist: new Error('The store is full.')}}),
			answers: [{do: 'toggle', list: {name: 'favourites', assets: []}}],
		});
		await screen.press('W');
		expect(screen.toasts).toEqual([{kind: 'bad', text: 'The store is full.'}]);
	});

	test('that are gone give way to all assets', async () => {
		const screen = await mount({size: narrow, remembered: {watchlist: 'Lost'}});
		expect(screen.rows()[0]).toContain('All assets  8 of 8');
	});
});

describe('columns', () => {
	test('are chosen and ordered in a dialog, and remembered', async () => {
		const screen = await mount({size: {width: 119, height: 30}});
		await screen.press('c');
		expect(screen.rows().join('\n')).toContain('✓ Favourite');
		await screen.press('space', 'j', 'J', 'enter');
		expect(screen.rows()[1]).toMatch(/^Symbol +#▴/);
		const remembered = marketScreen.remember(screen.state());
		const again = await mount({size: {width: 119, height: 30}, remembered});
		expect(again.rows()[1]).toMatch(/^Symbol +#▴/);
	});

	test('stay as they were when the dialog is cancelled, and one is always left', async () => {
		const screen = await mount();
		const before = screen.state().columns;
		await screen.press('c', 'space', 'escape');
		expect(screen.state().columns).toBe(before);
		await screen.press('c');
		for (let i = 0; i < before.length; i++) await screen.press('space', 'j');
		await screen.press('enter');
		expect(screen.state().columns).toHaveLength(1);
	});

	test('are toggled by a click; a click beside the dialog keeps them', async () => {
		const screen = await mount({size: {width: 119, height: 30}});
		await screen.press('c');
		const y = screen.rows().findIndex(row => row.includes('✓ Price'));
		await screen.mouse({x: screen.rows()[y]!.indexOf('✓ Price'), y});
		await screen.mouse({x: 0, y: 0});
		expect(screen.state().editor).toBeNull();
		expect(screen.state().columns).not.toContain('price');
	});
});

test.each([
	null,
	7,
	'text',
	[],
	{columns: 'all', sort: 5, watchlist: {}, filter: 3},
	{columns: ['gone'], sort: {column: 'gone'}, filter: 'price >'},
])('what was remembered as %j is taken as far as it makes sense', async remembered => {
	const screen = await mount({size: narrow, remembered});
	expect(symbols(screen.rows())).toHaveLength(8);
	expect(screen.rows()[0]).toContain('by Rank ▴');
});

test('sort, list and filter come back at the next start', async () => {
	const first = await mount({size: narrow});
	await first.press('s', 's', 'F');
	await first.type('rank < 4');
	await first.press('enter');
	const screen = await mount({size: narrow, remembered: marketScreen.remember(first.state())});
	expect(screen.rows()[0]).toContain('Filter: rank < 4');
	expect(screen.rows()[0]).toContain('by Name ▴');
	expect(symbols(screen.rows())).toEqual(['BTC', 'ETH', 'USDT']);
});

describe('live prices', () => {
	test('replace the snapshot with their source and age', async () => {
		const screen = await mount({size: {width: 200, height: 40}});
		expect(screen.text()).toContain('snapshot · CoinGecko · 1m ago');
		screen.desk.tell(prices('bitcoin', 62_000, noon - 5000));
		await screen.settle();
		expect(screen.text()).toContain('62,000.00');
		expect(screen.text()).toContain('live · Binance BTCUSDT · 5s ago');
		expect(screen.text()).toContain('snapshot $61,240.12 · 1m ago');
		expect(screen.text(), 'the change follows the price').toMatch(/BTC +Bitcoin +62,000\.00 +\S+ +▲\+2\.76%/);
	});

	test('older than ten minutes are called stale', async () => {
		const market = marketView([quote({asset: 'bitcoin', symbol: 'BTC', updatedAt: noon - 660_000})]);
		const screen = await mount({desk: createFakeDesk({market}), size: {width: 160, height: 30}});
		expect(screen.text()).toContain('snapshot · CoinGecko · 11m ago · stale');
	});
});

describe('with nothing stored', () => {
	test('the screen says what to press', async () => {
		const screen = await mount({desk: createFakeDesk({market: marketView([])})});
		expect(screen.text()).toContain('Nothing is stored yet.');
		expect(screen.text()).toContain('Press r to fetch the market now.');
		expect(screen.text()).toContain('Press D to look around in a simulated market');
	});

	test('keys, mouse and commands do nothing bad', async () => {
		const screen = await mount({desk: createFakeDesk({market: marketView([])})});
		await screen.press('j', 'G', 'g g', 'enter', 's', 'o', 'w', 'l', '/', 'b', 'enter');
		await screen.mouse({x: 3, y: 3, double: true});
		await screen.mouse({kind: 'wheel', x: 3, y: 3, wheel: 5});
		expect(screen.shared()).toMatchObject({screen: 'market', selected: null});
	});
});

describe('beside the picture', () => {
	test('sentences say list, totals, selection and every row', async () => {
		const screen = await mount();
		const lines = marketScreen.lines(screen.state(), screen.context());
		expect(lines[0]).toBe('All assets: 8 of 8, by Rank, smallest first.');
		expect(lines[1]).toContain('4 up, 4 down');
		expect(lines[2]).toContain('Selected: Bitcoin, $61,240.12, snapshot');
		expect(lines[4]).toMatch(
			/^Ethereum \(ETH\): Rank 2, Price \$2,987\.40, .*Change in 24 hours: down 3\.50%/,
		);
	});

	test('the sheet has all rows shown, the chosen columns, and raw numbers', async () => {
		const screen = await mount({
			remembered: {columns: ['symbol', 'price', 'change24h', 'sparkline', 'age']},
		});
		await screen.press('F');
		await screen.type('rank <= 2');
		await screen.press('enter');
		expect(marketScreen.sheet(screen.state(), screen.context())).toEqual({
			name: 'market',
			columns: ['asset', 'symbol', 'price_usd', 'change_24h_percent', 'age_seconds'],
			rows: [
				['bitcoin', 'BTC', 61_240.12, 1.5, 90],
				['ethereum', 'ETH', 2987.4, -3.5, 90],
			],
		});
	});

	test('the selected price is copied as plain digits of the shown currency', async () => {
		const screen = await mount({
			currency: {code: 'BRL', symbol: 'R$', perUsd: 5},
		});
		expect(marketScreen.copied(screen.state(), screen.context())).toBe('306200.6');
		await screen.press('G', 'k');
		expect(marketScreen.copied(screen.state(), screen.context())).toBe('0.0000406');
		expect(marketScreen.origin(screen.state(), screen.shared())).toEqual({of: 'quote', asset: 'shiba-inu'});
	});
});
