import {describe, expect, it} from 'vitest';
import {Fault} from '#domain/fault.js';
import {qualityScreen} from '#tui/screens/quality/screen.js';
import {createFakeDesk, noon, type FakeDesk, type FakeWorld} from '../../../support/fake-desk.js';
import {mountScreen, type MountOptions} from '../../../support/mount-screen.js';
import {
	coverageRow,
	coverageRows,
	coverageView,
	quarantineRow,
	seriesGaps,
} from '../../../support/quality-view.js';
import {failedRun, storedRun} from '../../../support/runs.js';

const small = {width: 60, height: 12};

const fullDesk = (changes: Partial<FakeWorld> = {}): FakeDesk =>
	createFakeDesk({
		coverage: coverageView(),
		gaps: seriesGaps,
		quarantine: [quarantineRow(), quarantineRow({id: 8, state: 'retried', rule: 'missing-field'})],
		runs: [storedRun(), failedRun()],
		...changes,
	});

const mount = async (desk: FakeDesk, options: Omit<MountOptions, 'desk'> = {}) =>
	mountScreen(qualityScreen, {desk, ...options});

const asked = (desk: FakeDesk, method: string): readonly unknown[] =>
	desk.calls.filter(([name]) => name === method).map(([, question]) => question);

describe('the coverage', () => {
	it('shades every stretch of time by how much of it is stored', async () => {
		const screen = await mount(fullDesk());
		const rowOf = (symbol: string) => screen.rows().find(row => row.startsWith(symbol));
		expect(rowOf('BTC')).toMatch(/1h\s+Binance\s+▇+▒+▇+\s+83\.3%\s+120$/);
		expect(rowOf('ETH')).toMatch(/1d\s+Binance\s+▇+\s+100\.0%\s+0$/);
		expect(rowOf('SOL')).toMatch(/1h\s+CoinGecko\s+ {20,}▓+╱+\s+27\.8%\s+260$/);
	});

	it('tells candles made of finer ones from those of the source, and years apart', async () => {
		const rows = [coverageRow({interval: '1d'}), coverageRow({interval: '1d', origin: 'rollup'})];
		const view = coverageView(rows);
		const long = {...view, range: {from: view.range.to - 400 * 86_400_000, to: view.range.to}};
		const screen = await mount(createFakeDesk({coverage: long}), {size: {width: 100, height: 30}});
		const lines = screen.rows().filter(row => / 1d /.test(row) && row.includes('%'));
		expect(lines.map(line => line.includes('Binance rollup'))).toEqual([false, true]);
		expect(screen.text()).toMatch(/, 2025 ─ .*, 2026/);
	});

	it('asks for as many stretches as it has columns, again after a resize', async () => {
		const desk = fullDesk();
		const screen = await mount(desk, {size: {width: 120, height: 30}});
		const heat = screen
			.rows()
			.find(row => row.startsWith('ETH'))!
			.match(/▇+/)![0].length;
		expect(asked(desk, 'coverage')).toEqual([{interval: null, buckets: heat}]);
		await screen.resize({width: 80, height: 30});
		expect(asked(desk, 'coverage').at(-1)).toEqual({interval: null, buckets: heat - 40});
	});

	it('counts the newest candle as missing where the share does', async () => {
		const rows = [coverageRow({count: 719, expected: 720, gaps: 0})];
		const screen = await mount(createFakeDesk({coverage: coverageView(rows)}));
		expect(screen.rows().find(row => row.startsWith('BTC'))).toMatch(/99\.9% +1$/);
	});

	it('says of one gap that it is one', async () => {
		const desk = fullDesk();
		desk.world.gaps = [{...desk.world.gaps[0]!, candles: 1}];
		const screen = await mount(desk);
		expect(screen.text()).toContain('Gaps · BTC 1h Binance, 1 gap, 1 candle missing');
	});

	it('lists the gaps of the series under the cursor with cause and next step', async () => {
		const screen = await mount(fullDesk());
		expect(screen.text()).toContain('Gaps · BTC 1h Binance, 4 gaps, 51 candles missing');
		expect(screen.text()).toContain('24 never asked for; press b to fetch it');
		expect(screen.text()).toContain('1 asked, and the source has none there');
		expect(screen.text()).toContain('24 before the first candle the source has');
		expect(screen.text()).toContain('2 the exchange was silent for every pair then');
	});

	it('asks for the gaps of another series when the cursor moves, and selects its asset', async () => {
		const desk = fullDesk();
		const screen = await mount(desk);
		desk.world.gaps = [];
		await screen.press('j');
		expect(asked(desk, 'gaps').at(-1)).toMatchObject({asset: 'ethereum', interval: '1d'});
		expect(screen.text()).toContain('No gap: every expected candle is stored.');
		expect(screen.shared().selected).toBe('ethereum');
	});

	it('filters by interval, going round those that are stored', async () => {
		const desk = fullDesk();
		const screen = await mount(desk);
		await screen.press('t');
		expect(screen.text()).toContain('Coverage · 1h');
		expect(asked(desk, 'coverage').at(-1)).toMatchObject({interval: '1h'});
		desk.world.coverage = coverageView(coverageRows.filter(({interval}) => interval === '1d'));
		await screen.press('t');
		expect(screen.text()).toContain('Coverage · 1d');
		expect(screen.text()).not.toContain('BTC');
		await screen.press('t');
		expect(screen.text()).toContain('Coverage · all intervals');
	});

	it('puts the worst first', async () => {
		const screen = await mount(fullDesk());
		await screen.press('o');
		const symbols = screen
			.rows()
			.map(row => row.match(/^(BTC|ETH|SOL) /)?.[1])
			.filter(Boolean);
		expect(symbols).toEqual(['SOL', 'BTC', 'ETH']);
	});

	it('opens a series with all of its gaps', async () => {
		const screen = await mount(fullDesk(), {size: small});
		await screen.press('enter');
		const text = screen.windows[0]?.lines.join('\n');
		expect(text).toContain('600 of 720 expected candles are stored');
		expect(text).toContain('24 candles, never asked for; press b to fetch it');
	});

	it('never rounds a gap away', async () => {
		const row = coverageRow({count: 99_999, expected: 100_000, gaps: 1});
		const screen = await mount(fullDesk({coverage: coverageView([row])}));
		expect(screen.rows().find(line => line.startsWith('BTC'))).toMatch(/99\.9%\s+1$/);
	});

	it('invites to fetch history when nothing is stored', async () => {
		const screen = await mount(createFakeDesk());
		expect(screen.text()).toContain('No candles are stored yet. Press b to fetch history.');
	});

	it('draws nothing that a symbol could do to the terminal', async () => {
		const row = coverageRow({symbol: '\u001B]0;x\u0007EVIL\u202E'});
		const screen = await mount(fullDesk({coverage: coverageView([row])}));
		expect(screen.text()).toContain('EVIL ');
		expect(screen.text()).not.toMatch(/[^\P{C}\n]/u);
	});

	it('is read again, once, after a storm of news', async () => {
		const desk = fullDesk();
		const screen = await mount(desk);
		const before = asked(desk, 'coverage').length;
		for (let i = 0; i < 100; i++) desk.tell({type: 'candles-stored', assets: ['bitcoin']});
		await expect.poll(() => asked(desk, 'coverage').length).toBe(before + 1);
		await screen.settle();
		expect(asked(desk, 'coverage')).toHaveLength(before + 1);
	});
});

describe('the quarantine', () => {
	it('lists rule, field, source, asset, times and state', async () => {
		const screen = await mount(fullDesk());
		await screen.press('s');
		const row = screen.rows().find(line => line.includes('price-positive'));
		expect(row).toMatch(/! held.*price-positive.*current_price.*CoinGecko.*dogecoin.*violation.*12/);
		expect(screen.text()).toMatch(/✓ stored.*missing-field/);
		expect(screen.text()).toContain('1 row held');
	});

	it('opens a row with its rule, its question and its JSON', async () => {
		const raw = '{"name":"\\u001b[31mred","price":-3.5}';
		const screen = await mount(fullDesk({quarantine: [quarantineRow({raw})]}));
		await screen.press('s', 'enter');
		const text = screen.windows[0]?.lines.join('\n');
		expect(text).toContain('Broken rule: price-positive, field: current_price');
		expect(text).toContain('    "page": 1');
		expect(text).toContain(String.raw`    "name": "\u001b[31mred",`);
		expect(text).toContain('Seen 12 times, first Nov 19');
	});

	it('checks one row again and reads the list anew', async () => {
		const desk = fullDesk();
		const screen = await mount(desk);
		await screen.press('s');
		desk.world.quarantine = [];
		await screen.press('x');
		expect(asked(desk, 'retryQuarantine')).toEqual([[7]]);
		expect(screen.toasts[0]).toEqual({kind: 'good', text: 'The row passed and is stored.'});
		await expect.poll(() => screen.text()).toContain('Nothing is in quarantine');
	});

	it('checks all held rows again and says how many passed', async () => {
		const desk = fullDesk({quarantine: [1, 2, 3].map(id => quarantineRow({id}))});
		const answered: FakeDesk = {
			...desk,
			retryQuarantine: async () => ({passed: [1], failed: [2, 3]}),
		};
		const screen = await mount(answered);
		await screen.press('X');
		expect(screen.toasts[0]).toMatchObject({kind: 'warning', text: '1 passed and stored, 2 still held.'});
	});

	it('does not check what passed already', async () => {
		const screen = await mount(fullDesk({quarantine: [quarantineRow({state: 'retried'})]}));
		await screen.press('x', 's', 'x', 'X');
		expect(screen.toasts.map(({text}) => text)).toEqual([
			'Choose a row in the section Quarantine first.',
			'This row passed already and is stored.',
			'No row is held.',
		]);
	});

	it('says what to do when the check itself fails', async () => {
		const desk = fullDesk();
		desk.world.failing = {retryQuarantine: new Fault('storage-busy', 'The database is held.')};
		const screen = await mount(desk);
		await screen.press('s', 'x');
		expect(screen.toasts).toEqual([{kind: 'bad', text: 'The database is held.'}]);
	});
});

describe('drift and runs', () => {
	it('tell what changed, and what it means', async () => {
		const desk: FakeDesk = {
			...fullDesk(),
			drift: async () => [
				{
					source: 'coingecko',
					endpoint: 'markets',
					field: 'roi.times',
					change: 'retyped',
					before: ['number'],
					now: ['string'],
					seenAt: noon,
					run: 'r1',
				},
			],
		};
		const screen = await mount(desk);
		await screen.press('s', 's');
		expect(screen.text()).toMatch(
			/field changed its type \(number > string\).*roi\.times.*CoinGecko.*markets/,
		);
		await screen.press('enter');
		expect(screen.windows[0]?.lines.join('\n')).toContain(
			'Rows that can no longer be read go to quarantine.',
		);
	});

	it('say that there is none', async () => {
		const screen = await mount(createFakeDesk());
		await screen.press('s', 's');
		expect(screen.text()).toContain('No drift');
		await screen.press('s');
		expect(screen.text()).toContain('No run yet. Press r to collect now.');
	});

	it('list runs that open as their report', async () => {
		const screen = await mount(fullDesk());
		await screen.press('S', 'S', 'j', 'enter');
		expect(screen.text()).toMatch(/! partial\s+collect\s+Nov 21 11:00\s+12 s\s+12\s+1/);
		expect(screen.windows[0]?.lines.join('\n')).toContain('Next step: Check the network');
	});
});

describe('the summary', () => {
	it('tells completeness, reject rate and freshness of the last run', async () => {
		const screen = await mount(fullDesk());
		expect(screen.rows()[1]).toContain('Completeness 99.0%  Reject rate 0.50%  Freshness 2m ago');
	});

	it('says that no run has ended', async () => {
		const screen = await mount(createFakeDesk());
		expect(screen.rows()[1]).toContain('No run has ended yet.');
	});
});

describe('the screen', () => {
	it('switches sections by key and by mouse, and moves by click and wheel', async () => {
		const rows = Array.from({length: 60}, (_, i) => coverageRow({asset: `coin-${i}`, symbol: `C${i}`}));
		const screen = await mount(fullDesk({coverage: coverageView(rows)}));
		await screen.mouse({x: 20, y: screen.rows().findIndex(row => row.startsWith('C3 '))});
		expect(screen.shared().selected).toBe('coin-3');
		await screen.mouse({kind: 'wheel', wheel: 5, x: 20, y: 8, button: 'none'});
		expect(screen.text()).not.toContain('C3 ');
		await screen.mouse({x: screen.rows()[0]!.indexOf('Drift'), y: 0});
		expect(screen.text()).toContain('── Drift');
		await screen.press('left', 'left');
		expect(screen.text()).toContain('── Coverage');
	});

	it('scrolls the gaps under the wheel', async () => {
		const gaps = Array.from({length: 40}, (_, i) => ({...seriesGaps[0]!, candles: i + 1000}));
		const screen = await mount(fullDesk({gaps}));
		await screen.mouse({kind: 'wheel', wheel: 20, x: 20, y: 34, button: 'none'});
		expect(screen.text()).toContain('1,039');
		expect(screen.text()).not.toContain('1,000 ');
	});

	it.each(
		[1, 2, 5, 12, 20, 40].flatMap(height => [1, 3, 20, 60, 200].map(width => [width, height] as const)),
	)('draws at %i x %i', async (width, height) => {
		const screen = await mount(fullDesk(), {size: {width: width, height: height}});
		for (let i = 0; i < 5; i++) await screen.press('s', 'j', 'pagedown', 'G', 'k');
		expect(screen.rows().length).toBeLessThanOrEqual(height + 1);
		expect(screen.rows().every(row => row.length <= width)).toBe(true);
	});

	it('needs no character beyond ASCII', async () => {
		const screen = await mount(fullDesk(), {ascii: true, size: {width: 200, height: 40}});
		expect(screen.rows().find(row => row.startsWith('SOL'))).toMatch(/ {20,}\++\/+\s/);
		expect(screen.text()).toMatch(/^[\n\u0020-\u007E]*$/);
	});

	it('speaks Portuguese', async () => {
		const screen = await mount(fullDesk(), {language: 'pt-BR'});
		expect(screen.text()).toContain('Completude 99,0%');
		expect(screen.text()).toContain('nunca pedida; aperte b para buscar');
	});

	it('reads as sentences', async () => {
		const screen = await mount(fullDesk());
		const spoken: string[] = [];
		for (let i = 0; i < 4; i++) {
			spoken.push(...qualityScreen.lines(screen.state(), screen.context()));
			await screen.press('s');
		}

		const text = spoken.join('\n');
		expect(text).toContain('BTC 1h Binance: 83.3%, Missing 120');
		expect(text).toContain('24 candles, never asked for; press b to fetch it');
		expect(text).toContain('held: price-positive, current_price, coingecko, dogecoin, Times 12');
		expect(text).toContain('collect, partial, 12 s, 1 fault');
	});

	it('exports and copies what the section shows', async () => {
		const screen = await mount(fullDesk());
		const names: (string | undefined)[] = [];
		const values: (string | null | undefined)[] = [];
		for (let i = 0; i < 4; i++) {
			names.push(qualityScreen.sheet?.(screen.state(), screen.context())?.name);
			values.push(qualityScreen.copied?.(screen.state(), screen.context()));
			await screen.press('s');
		}

		expect(names).toEqual(['coverage', 'quarantine', undefined, 'runs']);
		expect(values[0]).toBe('bitcoin 1h binance 83.3%');
		expect(values[1]).toContain('"current_price": -3.5');
		expect(values[2]).toBeNull();
		expect(values[3]).toBe('20261121-115757-4f2a9c');
	});

	it('remembers section, interval and order', async () => {
		const first = await mount(fullDesk());
		await first.press('t', 'o');
		const kept: unknown = qualityScreen.remember?.(first.state());
		const second = await mount(fullDesk(), {remembered: structuredClone(kept)});
		expect(second.text()).toContain('Coverage · 1h, worst first');
	});

	it('says why something cannot be read', async () => {
		const desk = fullDesk();
		desk.world.failing = {coverage: new Fault('storage-busy', 'The database is held.')};
		const screen = await mount(desk, {size: {width: 160, height: 30}});
		expect(screen.text()).toContain('This could not be read: The database is held.');
	});

	it('forgets the answers of one desk when another opens', async () => {
		const desk = fullDesk();
		const screen = await mount(desk);
		desk.world.coverage = coverageView([]);
		screen.store.change({type: 'opened', opening: await desk.open(), at: noon});
		await expect.poll(() => screen.text()).toContain('No candles are stored yet.');
	});
});
