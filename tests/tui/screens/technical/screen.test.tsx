import {afterEach, describe, expect, test, vi} from 'vitest';
import type {DeskNews} from '#desk/desk.js';
import type {Candle} from '#domain/market.js';
import {technicalScreen} from '#tui/screens/technical/screen.js';
import type {TechnicalState} from '#tui/screens/technical/state.js';
import {createFakeDesk, noon, waveOf, type FakeWorld} from '../../../support/fake-desk.js';
import {mountScreen, type Mounted, type MountOptions} from '../../../support/mount-screen.js';

const hour = 3_600_000;
const day = 86_400_000;

const mounted: Mounted<TechnicalState>[] = [];
afterEach(() => {
	for (const one of mounted.splice(0)) one.unmount();
});

async function mount(options: MountOptions = {}): Promise<Mounted<TechnicalState>> {
	const screen = await mountScreen(technicalScreen, options);
	mounted.push(screen);
	return screen;
}

/** Hourly candles of bitcoin, two weeks unless said otherwise. */
async function mountHours(
	changes: Partial<FakeWorld> = {},
	options: MountOptions = {},
): Promise<Mounted<TechnicalState>> {
	const desk = createFakeDesk({candles: {bitcoin: {'1h': waveOf('1h', 336, 61_000)}}, ...changes});
	const screen = await mount({desk, remembered: {span: 4 * day}, ...options});
	await screen.until('1h candles');
	return screen;
}

/** What stands along an axis. */
const labels = (axis: string): readonly string[] => axis.split(/ {2,}/).filter(Boolean);

/** Waits as long as the screen rests before it asks again. */
const shows = async (screen: Mounted<TechnicalState>, text: string): Promise<void> =>
	vi.waitFor(() => expect(screen.text()).toContain(text), {timeout: 10_000});

const candleNews = (candle: Candle): DeskNews => ({
	type: 'candle',
	series: {source: 'binance', asset: 'bitcoin', quote: 'USDT', interval: '1h', origin: 'exchange'},
	candle,
});

const asked = (screen: Mounted<TechnicalState>, method: string): readonly unknown[] =>
	screen.desk.calls.filter(([name]) => name === method).map(([, question]) => question);

describe('the chart', () => {
	test('names the asset, the granularity, the source with its currency, and the time shown', async () => {
		const screen = await mount();
		await screen.until('1d candles');
		expect(screen.rows()[0]).toContain('BTC  Bitcoin');
		expect(screen.rows()[0]).toContain('›1M');
		expect(screen.rows()[1]).toContain('1d candles  auto  Binance BTCUSDT  linear');
		expect(screen.text()).toMatch(/[┃╽╿│█]/);
	});

	test('shows about the month it says, at first and after panning and coming back', async () => {
		const lengths = {'1h': 2200, '12h': 180, '1d': 90} as const;
		const candles = Object.fromEntries(
			(Object.keys(lengths) as (keyof typeof lengths)[]).map(id => [id, waveOf(id, lengths[id], 61_000)]),
		);
		const screen = await mount({desk: createFakeDesk({candles: {bitcoin: candles}})});
		await screen.until('1d candles');
		const axis = (): string => screen.rows().at(-1)!;
		const first = axis();
		expect(screen.rows()[0]).toContain('›1M');
		expect(first).toMatch(/^ *Oct (19|2\d)/);
		await screen.press('h', 'h');
		await screen.until('panned');
		await screen.press('end');
		await vi.waitFor(() => expect(axis()).toBe(first));
	});

	test('says when candles are made of finer ones, and when they are derived', async () => {
		const desk = createFakeDesk();
		const chart = desk.chart.bind(desk);
		desk.chart = async question => {
			const answer = await chart(question);
			return {
				...answer,
				resampledFrom: '1m',
				series: {...answer.series!, source: 'coingecko', quote: 'USD', origin: 'prices'},
			};
		};
		const screen = await mount({desk});
		await screen.until('1d candles, resampled from 1m');
		expect(screen.rows()[1]).toContain('CoinGecko USD, derived from prices');
	});

	test('asks for finer candles when it shows less time', async () => {
		const screen = await mount();
		await screen.until('1d candles');
		await screen.press('[', '[');
		await screen.until('1h candles');
		expect(screen.rows()[0]).toContain('›1D');
	});

	test('shows more time when only coarse candles are stored', async () => {
		const desk = createFakeDesk({candles: {bitcoin: {'1d': waveOf('1d', 100)}}});
		const screen = await mount({desk, remembered: {span: day}});
		await screen.until('1d candles');
		await screen.until('Nov 15');
		expect(asked(screen, 'chart')).toHaveLength(2);
	});

	test('puts several candles into a column when even the coarsest are too many', async () => {
		const desk = createFakeDesk({candles: {bitcoin: {'1w': waveOf('1w', 400, 61_000)}}});
		const screen = await mount({desk, remembered: {span: 'all'}});
		await screen.until('1w candles, 4 in each');
		expect(screen.rows().at(-1)).toMatch(/20(19|20)/);
		const candles = waveOf('1w', 400, 61_000);
		const sheet = technicalScreen.sheet!(screen.state(), screen.context())!;
		expect(sheet.rows.length).toBeLessThanOrEqual(109);
		expect(sheet.rows.at(-1)![4]).toBe(candles.at(-1)!.close);
		const volume = sheet.rows.reduce((sum, row) => sum + Number(row[5]), 0);
		expect(volume).toBe(candles.reduce((sum, candle) => sum + candle.volume!, 0));
	});

	test('says how to come back when no candle is in sight', async () => {
		const old = waveOf('1d', 230).slice(0, 30);
		const screen = await mount({desk: createFakeDesk({candles: {bitcoin: {'1d': old}}})});
		await screen.until('No candles in this time');
		await screen.press('[', ']', 'home');
		expect(screen.text()).not.toContain('No candles in this time');
	});

	test('reads again when candles were stored', async () => {
		const screen = await mountHours();
		const before = asked(screen, 'chart').length;
		screen.desk.world.candles['bitcoin'] = {'1h': waveOf('1h', 336, 99_000)};
		screen.desk.tell({type: 'candles-stored', assets: ['bitcoin']});
		await shows(screen, '99,000.00');
		expect(asked(screen, 'chart').length).toBeGreaterThan(before);
	});

	test('is not asked for again while nothing changed', async () => {
		const screen = await mountHours();
		const before = asked(screen, 'chart').length;
		await screen.press('x', 'left', 'o', 'c');
		expect(asked(screen, 'chart')).toHaveLength(before);
	});
});

describe('an asset without a chart', () => {
	test('is never shown with the chart of another', async () => {
		const desk = createFakeDesk();
		const chart = desk.chart.bind(desk);
		let release: (() => void) | undefined;
		desk.chart = async question => {
			if (question.asset === 'ethereum') await new Promise<void>(resolve => (release = resolve));
			return chart(question);
		};
		const screen = await mount({desk});
		await screen.until('1d candles');
		await screen.press('j');
		expect(screen.text()).toContain('Loading the candles of ETH');
		expect(screen.text()).not.toContain('candles  auto');
		release?.();
		await screen.until('Binance ETHUSDT');
	});

	test('says which keys bring candles', async () => {
		const screen = await mount({desk: createFakeDesk({candles: {}})});
		await screen.until('No candles of BTC are stored');
		expect(screen.text()).toContain('b  backfill');
	});

	test('says what went wrong, and draws as soon as it can', async () => {
		const desk = createFakeDesk();
		desk.world.failing.chart = new Error('The disk is on fire.');
		const screen = await mount({desk});
		await screen.until('The disk is on fire.');
		delete desk.world.failing.chart;
		desk.tell({type: 'candles-stored', assets: null});
		await shows(screen, '1d candles');
		expect(screen.text()).not.toContain('on fire');
	});

	test('does not exist in an empty market', async () => {
		const world = createFakeDesk().world;
		const screen = await mount({desk: createFakeDesk({market: {...world.market, rows: []}})});
		await screen.until('Nothing is stored yet');
		expect(technicalScreen.lines(screen.state(), screen.context())[0]).toBe('Nothing is stored yet');
	});
});

describe('live candles', () => {
	test('replace the open candle and move the last price', async () => {
		const screen = await mountHours();
		expect(asked(screen, 'watchCandle')).toEqual([{asset: 'bitcoin', interval: '1h'}]);
		const open = {
			ts: noon,
			open: 61_000,
			high: 62_345.67,
			low: 60_900,
			close: 62_222.22,
			volume: 5,
			flags: 1,
		};
		screen.desk.tell(candleNews(open));
		await screen.until('▲62,222.22');
		expect(screen.text()).toContain('H 62,345.67');
	});

	test('of another interval change nothing', async () => {
		const screen = await mountHours();
		const open = {ts: noon, open: 1, high: 99_999, low: 1, close: 99_999, volume: 5, flags: 1};
		const news = candleNews(open);
		screen.desk.tell({
			...news,
			series: {source: 'binance', asset: 'bitcoin', quote: 'USDT', interval: '1m', origin: 'exchange'},
		} as DeskNews);
		await screen.settle();
		expect(screen.text()).not.toContain('99,999');
	});

	test('are given up when another asset is shown and when the screen goes', async () => {
		const screen = await mountHours();
		await screen.press('j');
		await screen.settle();
		expect(asked(screen, 'watchCandle').at(-1)).toBeNull();
		await screen.press('k');
		await screen.until('1h candles');
		screen.unmount();
		expect(asked(screen, 'watchCandle').at(-1)).toBeNull();
	});

	test('yield to a newer price of the stream in the same currency', async () => {
		const screen = await mountHours();
		const price = {
			asset: 'bitcoin',
			price: 61_234.56,
			at: noon + 1,
			source: 'binance' as const,
			quote: 'USDT',
		};
		screen.desk.tell({type: 'prices', prices: [price]});
		await screen.until('▲61,234.56');
		screen.desk.tell({type: 'prices', prices: [{...price, price: 1, quote: 'EUR'}]});
		await screen.settle();
		expect(screen.text()).toContain('▲61,000.00');
	});
});

describe('holes', () => {
	const hole = {from: noon - 60 * hour, to: noon - 30 * hour};
	const withHole = (): Partial<FakeWorld> => ({
		candles: {
			bitcoin: {'1h': waveOf('1h', 336, 61_000).filter(({ts}) => ts < hole.from || ts >= hole.to)},
		},
		gaps: [{...hole, candles: 30, cause: 'not-fetched'}],
	});

	test('are hatched, with their cause', async () => {
		const screen = await mountHours(withHole());
		expect(screen.text()).toMatch(/╱ not fetched: press b ╱/);
	});

	test('are told by the crosshair', async () => {
		const screen = await mountHours(withHole());
		await screen.press('x');
		await screen.pressCount(40, 'left');
		expect(screen.rows()[2]).toContain('hole: never fetched, press b to backfill');
	});

	test('break the line', async () => {
		const screen = await mountHours(withHole(), {remembered: {span: 4 * day, mode: 'line', studies: []}});
		const price = screen.rows().slice(3, 32);
		const columns = price.find(row => row.includes('╱'))!;
		const [first, last] = [columns.indexOf('╱'), columns.lastIndexOf('╱')];
		expect(last - first).toBe(29);
		expect(price.some(row => /[╭╮╰╯]/.test(row))).toBe(true);
		for (const row of price) expect(row.slice(first, last + 1)).toMatch(/^(╱*|╱+ not fetched: press b ╱+)$/);
	});

	test('are listed for screen readers', async () => {
		const screen = await mountHours(withHole());
		expect(technicalScreen.lines(screen.state(), screen.context())).toContain(
			'Nov 19, 2026, 00:00 - Nov 20, 2026, 06:00: not fetched: press b.',
		);
	});
});

describe('keys', () => {
	test('pan, and come back to now', async () => {
		const screen = await mountHours();
		await screen.press('h');
		expect(screen.text()).toContain('panned: end for now');
		await screen.press('end');
		expect(screen.text()).not.toContain('panned');
		await screen.press('shift+left', 'home');
		await screen.until('Nov 08');
	});

	test('zoom in and out', async () => {
		const screen = await mountHours();
		await screen.press('+');
		expect(screen.state().window.span).toBe(64 * hour);
		await screen.press('-');
		expect(screen.state().window.span).toBe(96 * hour);
	});

	test('leave no half of a time beside that of the crosshair', async () => {
		const screen = await mountHours();
		const cross = /[A-Z]\w\w \d\d, 2026(, \d\d:\d\d)?/;
		const axis = (): string => screen.rows().at(-1)!;
		const times = labels(axis());
		for (let step = 0; step < 40; step++) {
			await screen.press(step === 0 ? 'x' : 'left');
			expect(axis()).toMatch(cross);
			expect(times).toEqual(expect.arrayContaining([...labels(axis().replace(cross, '  '))]));
		}
	});

	test('name the unit of volumes', async () => {
		const screen = await mountHours();
		expect(screen.text()).toMatch(/─ Volume [\d,.]+K? BTC ─/);
	});

	test('move the crosshair by candles and by price', async () => {
		const screen = await mountHours();
		await screen.press('x', 'left', 'left');
		expect(screen.rows()[2]).toContain('Nov 21, 2026, 10:00');
		const level = screen.state().crosshair?.price;
		expect(level).toBeNull();
		await screen.press('up');
		expect(screen.state().crosshair?.price).toBeGreaterThan(0);
		expect(screen.shared().selected).toBe('bitcoin');
		await screen.pressCount(200, 'left');
		expect(screen.text()).toContain('panned');
		await screen.press('x');
		expect(screen.state().crosshair).toBeNull();
	});

	test('select the neighbours of the asset by rank', async () => {
		const screen = await mount();
		await screen.press('k');
		expect(screen.shared().selected).toBe('bitcoin');
		await screen.pressCount(2, 'j');
		expect(screen.shared().selected).toBe('tether');
		await screen.press('up');
		expect(screen.shared().selected).toBe('ethereum');
	});

	test('fix the length of a candle', async () => {
		const screen = await mountHours();
		await screen.press('t', 't', 't', 't', 't');
		await screen.until('1h candles  fixed');
		expect(screen.state().interval).toBe('1h');
	});

	test('change scale and mode', async () => {
		const screen = await mountHours();
		await screen.press('o', 'c');
		expect(screen.rows()[1]).toContain('log');
		expect(screen.text()).toMatch(/[╭╮╰╯]/);
	});
});

describe('indicators', () => {
	test('show their values, in their panes and above', async () => {
		const screen = await mountHours();
		expect(screen.rows()[3]).toMatch(/SMA 20 [\d,.]+ {2}EMA 50 [\d,.]+/);
		expect(screen.text()).toMatch(/─ MACD 12,26,9 -?[\d,.]+ {2}signal -?[\d,.]+ {2}histogram -?[\d,.]+/);
		expect(screen.text()).toMatch(/─ RSI 14 \d+\.\d/);
	});

	test('are shown, moved and changed in a dialog', async () => {
		const answers = ['bollinger', 'toggle', 'rsi', 'up', 'rsi', 'edit', {period: '7'}, null];
		const screen = await mountHours({}, {remembered: {span: 4 * day}, answers});
		await screen.press('n');
		await screen.until('RSI 7');
		expect(screen.text()).toContain('Bollinger 20,2');
		expect(screen.text().indexOf('RSI 7')).toBeLessThan(screen.text().indexOf('MACD'));
		const period = screen.forms[0]!.fields[0]!;
		expect(period.check?.('0')).toBe('A whole number from 1 to 10,000');
		expect(period.check?.('14')).toBeNull();
	});

	test('leave from the last pane on when the terminal is low, and are read out above', async () => {
		const screen = await mountHours();
		await screen.resize({width: 120, height: 19});
		expect(screen.text()).toContain('─ MACD');
		expect(screen.text()).not.toContain('─ RSI');
		await screen.press('x');
		expect(screen.rows()[0]).toContain('RSI 14');
		await screen.resize({width: 60, height: 12});
		expect(screen.text()).not.toContain('─ MACD');
		await screen.press('x');
		expect(screen.text()).toContain('1h candles');
	});
});

describe('exchanges', () => {
	const market = {
		asset: 'bitcoin',
		baseSymbol: 'BTC',
		quoteSymbol: 'USDT',
		price: 61_111,
		volumePercent: 12.5,
		updatedAt: noon - 120_000,
		seenAt: noon,
	};
	const venues = {
		markets: [
			{...market, exchange: 'small', volumeUsd24h: 1e6},
			{...market, exchange: 'binance', volumeUsd24h: 5e9},
		],
		exchanges: [
			{
				id: 'binance',
				name: 'Binance',
				rank: 1,
				volumeUsd: 1,
				volumePercent: 1,
				tradingPairs: 1,
				url: null,
				updatedAt: null,
			},
		],
	};

	test('are listed by volume with price, share and age', async () => {
		const screen = await mountHours({venues});
		await screen.press('v');
		await screen.until('Where BTC is traded');
		const rows = screen.rows().filter(row => row.includes('BTC/USDT'));
		expect(rows[0]).toMatch(/Binance +BTC\/USDT +\$61,111\.00 +\$5\.00B +12\.5% +2m/);
		expect(rows[1]).toContain('small');
	});

	test('say what to do when there are none', async () => {
		const screen = await mountHours();
		await screen.press('v');
		await screen.settle();
		expect(screen.text()).toContain('set coincap.key in the settings (,) and press r.');
	});

	test('stand below the chart, or in its place, when the terminal is narrow or low', async () => {
		const screen = await mountHours({venues}, {size: {width: 80, height: 40}, remembered: {span: 4 * day}});
		await screen.press('v');
		await screen.until('Binance');
		expect(screen.rows().findIndex(row => row.includes('Where BTC'))).toBeGreaterThan(20);
		await screen.resize({width: 60, height: 12});
		expect(screen.rows()[2]).toContain('Where BTC');
	});
});

describe('the mouse', () => {
	test('sets the crosshair and pans by dragging', async () => {
		const screen = await mountHours();
		await screen.mouse({kind: 'press', x: 50, y: 10});
		expect(screen.state().crosshair).not.toBeNull();
		await screen.mouse({kind: 'drag', x: 60, y: 10});
		expect(screen.state().window.end).toBe(noon + hour - 10 * hour);
		await screen.mouse({kind: 'release', x: 60, y: 10});
		expect(screen.state().drag).toBeNull();
	});

	test('zooms with the wheel, around the pointer with ctrl', async () => {
		const screen = await mountHours();
		await screen.mouse({kind: 'wheel', button: 'none', x: 10, y: 10, wheel: -1});
		expect(screen.state().window).toEqual({span: Math.round((96 * hour) / 1.25), end: null});
		await screen.mouse({kind: 'wheel', button: 'none', x: 10, y: 10, wheel: -1, ctrl: true});
		expect(screen.state().window.end).not.toBeNull();
	});

	test('chooses a range', async () => {
		const screen = await mountHours();
		await screen.mouse({kind: 'press', x: screen.rows()[0]!.indexOf('1Y'), y: 0});
		expect(screen.state().window.span).toBe(365 * day);
	});
});

describe('what others ask of the screen', () => {
	test('are sentences', async () => {
		const screen = await mountHours();
		const lines = technicalScreen.lines(screen.state(), screen.context());
		expect(lines[0]).toMatch(/^BTC, 1h candles, Nov 1\d, 2026, \d\d:00 to Nov 21, 2026, 13:00\.$/);
		expect(lines.join(' ')).toMatch(/O [\d,.]+, H [\d,.]+, L [\d,.]+, C 61,000\.00, ▲ \+0\.\d+%/);
		expect(lines.some(line => line.startsWith('RSI 14'))).toBe(true);
	});

	test('is a sheet of the visible candles with their indicators', async () => {
		const screen = await mountHours();
		const sheet = technicalScreen.sheet!(screen.state(), screen.context())!;
		expect(sheet.columns).toEqual([
			'Time (UTC)',
			'open',
			'high',
			'low',
			'close',
			'volume',
			'SMA 20',
			'EMA 50',
			'MACD 12,26,9 macd',
			'MACD 12,26,9 signal',
			'MACD 12,26,9 histogram',
			'RSI 14',
		]);
		const last = sheet.rows.at(-1)!;
		expect(last[0]).toBe('2026-11-21T12:00:00.000Z');
		expect(last[4]).toBe(61_000);
	});

	test('is the candle under the crosshair', async () => {
		const screen = await mountHours();
		await screen.press('x', 'left');
		expect(technicalScreen.origin!(screen.state(), screen.shared())).toMatchObject({
			of: 'candle',
			series: {asset: 'bitcoin', source: 'binance'},
			ts: noon - hour,
		});
		expect(Number(technicalScreen.copied!(screen.state(), screen.context()))).toBeGreaterThan(50_000);
	});

	test('is remembered', async () => {
		const screen = await mountHours();
		await screen.press('o', 'c', 't', '+');
		const remembered = structuredClone(technicalScreen.remember!(screen.state()));
		expect(technicalScreen.create(remembered)).toMatchObject({
			scale: 'log',
			mode: 'line',
			interval: '1m',
			window: screen.state().window,
			studies: screen.state().studies,
		});
		expect(technicalScreen.create({span: 'x', studies: 4})).toEqual(technicalScreen.create(undefined));
	});
});

describe('any terminal', () => {
	test('is drawn without a word beyond ASCII where that is asked for', async () => {
		const screen = await mountHours({}, {ascii: true, remembered: {span: 4 * day}});
		await screen.press('x', 'left');
		expect(screen.text()).toMatch(/^[\n\u0020-\u007E]*$/);
	});

	test('speaks Portuguese', async () => {
		const screen = await mount({language: 'pt-BR'});
		await screen.until('candles de 1d');
		expect(screen.text()).toContain('MMS 20');
	});

	test('never breaks a view of any size', async () => {
		const screen = await mountHours();
		await screen.press('v', 'x');
		for (const [width, height] of [
			[1, 1],
			[5, 3],
			[13, 4],
			[30, 8],
			[60, 12],
			[250, 70],
		] as const) {
			await screen.resize({width, height});
			expect(screen.rows().length).toBeLessThanOrEqual(height);
			for (const row of screen.rows()) expect(Array.from(row).length).toBeLessThanOrEqual(width);
		}
	});
});
