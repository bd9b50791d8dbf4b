import {describe, expect, test} from 'vitest';
import {Fault} from '#domain/fault.js';
import type {Lot} from '#ports/storage.js';
import {portfolioScreen} from '#tui/screens/portfolio/screen.js';
import {createFakeDesk, marketView, noon, quote, type FakeDesk} from '../../../support/fake-desk.js';
import {mountScreen} from '../../../support/mount-screen.js';

const march = Date.UTC(2024, 2, 1);
const lots: readonly Lot[] = [
	{id: 1, asset: 'bitcoin', amount: '0.51234567', cost: '20000', currency: 'USD', at: march, note: 'cold'},
	{id: 2, asset: 'bitcoin', amount: '0.1', cost: '7000', currency: 'USD', at: march + 9e9, note: ''},
	{id: 3, asset: 'ethereum', amount: '3.5', cost: '50000', currency: 'BRL', at: null, note: ''},
	{id: 4, asset: 'my-own-coin', amount: '10', cost: null, currency: 'USD', at: null, note: ''},
];

const mount = async (own: readonly Lot[] = lots, options: Parameters<typeof mountScreen>[1] = {}) => {
	const desk: FakeDesk = options.desk ?? createFakeDesk({lots: own});
	desk.world.lots = own;
	const mounted = await mountScreen(portfolioScreen, {...options, desk});
	await mounted.settle();
	return {...mounted, desk};
};

const typed = {asset: 'eth', amount: '1.5', cost: '4000', currency: 'usd', date: '2025-02-03', note: 'spot'};

describe('the portfolio', () => {
	test('without lots says in friendly words how to begin', async () => {
		const screen = await mount([]);
		expect(screen.text()).toContain('Nothing here yet.');
		expect(screen.text()).toContain('Press n to enter what you bought, or I to import a CSV file');
		await screen.press('enter');
		expect(screen.toasts[0]?.text).toContain('Add a lot first');
	});

	test('of a version of the data without lots does not ask for one', async () => {
		const asOf = {id: '20261121-080000-aaaaaa', createdAt: noon};
		const screen = await mount([], {desk: createFakeDesk({opening: {readOnly: true, asOf}})});
		expect(screen.text()).toContain('This version of the data holds no portfolio.');
		expect(screen.text()).not.toContain('Press n');
	});

	test('groups lots by asset with exact amounts, value, gain and share', async () => {
		const screen = await mount(lots, {size: {width: 150, height: 30}});
		const row = screen.rows().find(line => line.includes('BTC Bitcoin'))!;
		expect(row).toMatch(/0\.61234567 +61,240\.12 +37,500\.12 +27,000\.00 +\+10,500\.12 +\+38\.89%.* 78\.2%/);
		expect(screen.rows()[0]).toMatch(/Value USD \$47,956\.02\*.*P&L \+\$10,956\.02 \(\+29\.61%\)\*/);
	});

	test('says what sums leave out, and that a cost was converted at the rate of today', async () => {
		const screen = await mount(lots, {size: {width: 150, height: 30}});
		const row = screen.rows().find(line => line.includes('my-own-coin'))!;
		expect(row).toMatch(/ 10 +— +— +— +— +—/);
		expect(screen.text()).toContain('* value without 1 asset of unknown price.');
		expect(screen.text()).toContain('* cost and P&L without 1 asset of unknown cost.');
		expect(screen.text()).toContain(
			"Costs in BRL are counted in USD at today's rate, not at that of their day.",
		);
		expect(screen.rows().find(line => line.includes('ETH Ethereum'))).toContain('≈10,000.00');
	});

	test('shows lots that another process stored', async () => {
		const screen = await mount([]);
		screen.desk.world.lots = lots;
		screen.desk.tell({type: 'lots-stored'});
		await screen.until('BTC Bitcoin');
		expect(screen.text()).not.toContain('Nothing here yet.');
	});

	test('follows live prices', async () => {
		const screen = await mount();
		screen.desk.tell({
			type: 'prices',
			prices: [{asset: 'bitcoin', price: 70_000, at: noon, source: 'binance', quote: 'USDT'}],
		});
		await screen.until('42,864.20');
		expect(screen.rows().find(line => line.includes('BTC Bitcoin'))).toContain('70,000.00');
	});

	test('shows the lots of a position, each with what it cost', async () => {
		const screen = await mount();
		await screen.press('enter');
		expect(screen.rows().find(line => line.includes('2024-03-01'))).toMatch(/cold +0\.51234567 +39,036\.15/);
		await screen.press('v');
		expect(screen.text()).not.toContain('2024-03-01');
		await screen.press('v');
		expect(screen.text()).toContain('date unknown');
	});

	test('hides balances everywhere, keeps percentages and prices, and remembers', async () => {
		const screen = await mount();
		await screen.press('h', 'v');
		for (const secret of ['0.6123', '37,500', '27,000', '10,500', '47,956', '20,000']) {
			expect(screen.text()).not.toContain(secret);
		}

		expect(screen.text()).toContain('•••••');
		expect(screen.text()).toContain('+38.89%');
		expect(screen.text()).toContain('61,240.12');
		const everything = JSON.stringify([
			portfolioScreen.lines(screen.state(), screen.context()),
			portfolioScreen.sheet?.(screen.state(), screen.context())?.rows,
			portfolioScreen.copied?.(screen.state(), screen.context()),
		]);
		expect(everything).not.toMatch(/37[,.]?500|0\.6123|10[,.]?500/);
		const kept = portfolioScreen.remember?.(screen.state());
		expect(portfolioScreen.create(kept)).toMatchObject({hidden: true});
	});

	test('hides amounts also in what it asks before deleting', async () => {
		const screen = await mount([lots[0]!], {answers: [false], remembered: {hidden: true}});
		await screen.press('x');
		expect(screen.windows[0]?.lines[0]).toBe('Buys ••••• BTC for ••••• USD.');
		expect(screen.desk.world.lots).toHaveLength(1);
	});

	test('goes through the currencies whose rate is known', async () => {
		const screen = await mount();
		await screen.press('c');
		expect(screen.rows()[0]).toContain('Value BRL R$239,780.11');
		expect(screen.text()).toContain('Costs in USD are counted in BRL');
		await screen.press('c');
		expect(screen.rows()[0]).toMatch(/Value BTC ₿0\.78308\d{3}/);
		await screen.press('c', 'c');
		expect(screen.rows()[0]).toContain('Value USD');
		expect(portfolioScreen.remember?.(screen.state())).toMatchObject({currency: 'USD'});
	});

	test('adds a lot that was typed, after telling how it was understood', async () => {
		const screen = await mount([], {answers: [typed]});
		await screen.press('n');
		const [form] = screen.forms;
		expect(form?.fields.find(({id}) => id === 'asset')?.value).toBe('bitcoin');
		expect(form?.fields.find(({id}) => id === 'date')?.value).toBe('2026-11-21');
		const preview = async (answers: object) =>
			form?.preview?.({...typed, ...answers}, new AbortController().signal);
		expect(await preview({})).toEqual(['Buys 1.5 ETH for 4,000 USD.']);
		expect(await preview({amount: '-1', asset: 'odd-coin', currency: 'XYZ'})).toEqual([
			'Sells 1 odd-coin for 4,000 XYZ.',
			'odd-coin is not in the stored market: its price will be unknown.',
			expect.stringContaining('The rate of XYZ is not known'),
		]);
		expect(await preview({amount: 'two'})).toEqual([]);
		await screen.until('ETH Ethereum');
		expect(screen.desk.world.lots[0]).toMatchObject({
			asset: 'ethereum',
			amount: '1.5',
			cost: '4000',
			currency: 'USD',
			at: Date.UTC(2025, 1, 3),
			note: 'spot',
		});
		expect(screen.toasts[0]).toMatchObject({kind: 'good', text: 'Lot of ETH added.'});
	});

	test('changes a lot and keeps its time of day when the day stays', async () => {
		const own = [{...lots[0]!, at: march + 5_000_000}];
		const screen = await mount(own, {answers: [{amount: '2'}, {date: '2024-04-01'}]});
		await screen.press('enter', 'j', 'enter');
		expect(screen.forms[0]?.fields.map(({value}) => value)).toEqual([
			'bitcoin',
			'0.51234567',
			'20000',
			'USD',
			'2024-03-01',
			'cold',
		]);
		expect(screen.desk.world.lots[0]).toEqual({...own[0], amount: '2'});
		await screen.press('enter');
		expect(screen.desk.world.lots[0]?.at).toBe(Date.UTC(2024, 3, 1));
	});

	test('deletes a lot once that is confirmed, and asks which one of several', async () => {
		const screen = await mount(lots, {answers: [true]});
		await screen.press('x');
		expect(screen.toasts[0]?.text).toContain('BTC has several lots');
		await screen.press('j', 'x');
		expect(screen.windows[0]).toMatchObject({title: 'Delete this lot?'});
		expect(screen.windows[0]?.lines).toEqual(['Buys 0.51234567 BTC for 20,000 USD.', '2024-03-01', 'cold']);
		expect(screen.desk.world.lots.map(({id}) => id)).toEqual([2, 3, 4]);
		await screen.until('0.1');
	});

	test('tells a failure of the desk and keeps the lots', async () => {
		const screen = await mount([lots[0]!], {answers: [true]});
		screen.desk.world.failing = {removeLot: new Error('the database is locked')};
		await screen.press('x');
		expect(screen.toasts).toMatchObject([{kind: 'bad', text: 'the database is locked'}]);
		expect(screen.text()).toContain('BTC Bitcoin');
	});

	test('shows what an import would add and every problem by line before it stores anything', async () => {
		const desk = createFakeDesk();
		const {id: _, ...lot} = lots[0]!;
		desk.readLots = async () => ({lots: [lot], problems: [{line: 3, message: 'the amount is missing'}]});
		const screen = await mount([], {desk, answers: [{path: '~/lots.csv'}, true]});
		await screen.press('I');
		expect(screen.windows[0]).toEqual({
			title: 'Add 1 lot?',
			lines: [
				'2024-03-01  Buys 0.51234567 BTC for 20,000 USD.',
				'1 line is left out:',
				'line 3: the amount is missing',
			],
		});
		expect(screen.desk.world.lots).toHaveLength(1);
		await screen.until('BTC Bitcoin');
		expect(screen.text()).not.toContain('Nothing here yet.');
	});

	test('names the asset of an import where several have its symbol', async () => {
		const alike = [
			quote({asset: 'bitcoin', symbol: 'BTC'}),
			quote({asset: 'batcat', symbol: 'BTC', rank: 900}),
		];
		const desk = createFakeDesk({market: marketView(alike)});
		const {id: _, ...lot} = lots[0]!;
		desk.readLots = async () => ({lots: [lot], problems: []});
		const screen = await mount([], {desk, answers: [{path: '~/lots.csv'}, false]});
		await screen.press('I');
		expect(screen.windows[0]?.lines).toEqual(['2024-03-01  Buys 0.51234567 BTC (bitcoin) for 20,000 USD.']);
	});

	test('asks again for a path that could not be read, without having it typed again', async () => {
		const desk = createFakeDesk();
		const {id: _, ...lot} = lots[0]!;
		desk.readLots = async path => {
			if (path !== 'lots.csv') throw new Error(`There is no file ${path}.`);
			return {lots: [lot], problems: []};
		};
		const screen = await mount([], {desk, answers: [{path: 'lost.csv'}, {path: 'lots.csv'}, true]});
		await screen.press('I');
		expect(screen.toasts[0]).toMatchObject({kind: 'bad', text: 'There is no file lost.csv.'});
		expect(screen.forms.map(({fields}) => fields[0]?.value)).toEqual(['', 'lost.csv']);
		await screen.until('BTC Bitcoin');
		expect(screen.text()).not.toContain('Nothing here yet.');
	});

	test('shows a number that does not fit in fewer digits, never its beginning', async () => {
		const amount = '1234567890.123456789';
		const many: Lot = {...lots[0]!, id: 9, amount, cost: '0.5', note: ''};
		const screen = await mount([many], {size: {width: 80, height: 20}});
		const row = screen.rows().find(line => line.includes('BTC Bitcoin'))!;
		expect(row).toMatch(/ 1\.23B +\d+\.\d\dT /);
		expect(row).not.toMatch(/\d…/);
	});

	test('stores nothing of an import that is refused, empty or unreadable', async () => {
		const desk = createFakeDesk();
		const {id: _, ...lot} = lots[0]!;
		desk.readLots = async () => ({lots: [lot], problems: []});
		const answers = [{path: 'a.csv'}, false, {path: 'b.csv'}, {path: 'c.csv'}];
		const screen = await mount([], {desk, answers});
		await screen.press('I');
		desk.readLots = async () => ({lots: [], problems: [{line: 2, message: 'no such column'}]});
		await screen.press('I');
		expect(screen.windows.at(-1)?.lines).toEqual(['1 line is left out:', 'line 2: no such column']);
		desk.readLots = async () => {
			throw new Error('There is no file c.csv.');
		};
		await screen.press('I');
		expect(screen.toasts.at(-1)).toMatchObject({kind: 'bad', text: 'There is no file c.csv.'});
		expect(desk.calls.filter(([method]) => method === 'addLots')).toEqual([]);
	});

	test('counts sales by average cost and shows what they realised', async () => {
		const sale: Lot = {...lots[1]!, id: 9, amount: '-0.11234567', cost: '6000', at: march + 1e10};
		const screen = await mount([...lots.slice(0, 2), sale], {size: {width: 170, height: 30}});
		const row = screen.rows().find(line => line.includes('BTC Bitcoin'))!;
		// 27,000 for 0.61234567 units, of which 0.5 are left.
		expect(row).toMatch(/ 0\.5 .* 22,046\.37 .* \+1,046\.37$/);
		expect(screen.rows()[0]).toContain('Realised +$1,046.37');
	});

	test('says so when more was sold than bought', async () => {
		const screen = await mount([{...lots[0]!, amount: '-1'}]);
		expect(screen.text()).toContain('More sold than bought of BTC');
		expect(screen.text()).toContain('* realised without 1 asset of unknown cost.');
		expect(screen.rows().find(line => line.includes('BTC Bitcoin'))).toContain('—');
	});

	test('shares the selection with the other screens and opens rows by mouse', async () => {
		const screen = await mount();
		await screen.press('j');
		expect(screen.shared().selected).toBe('ethereum');
		expect(portfolioScreen.origin?.(screen.state(), screen.shared())).toEqual({
			of: 'quote',
			asset: 'ethereum',
		});
		await screen.press('G');
		expect(portfolioScreen.origin?.(screen.state(), screen.shared())).toBeNull();
		const y = screen.rows().findIndex(line => line.includes('BTC Bitcoin'));
		await screen.mouse({x: 4, y, double: true});
		expect(screen.shared().selected).toBe('bitcoin');
		expect(screen.text()).toContain('2024-03-01');
		await screen.mouse({kind: 'wheel', button: 'none', wheel: 1});
		expect(portfolioScreen.copied?.(screen.state(), screen.context())).toBe('$37,500.12');
	});

	test('says why the lots could not be read', async () => {
		const desk = createFakeDesk({failing: {lots: new Error('the disk is gone')}});
		const screen = await mount(lots, {desk});
		expect(screen.text()).toContain('Your lots could not be read: the disk is gone');
	});

	test("says so in the user's language", async () => {
		const desk = createFakeDesk({failing: {lots: new Fault('storage-full', 'The disk is full.')}});
		const screen = await mount(lots, {desk, language: 'pt-BR'});
		expect(screen.text()).not.toContain('The disk is full');
		expect(screen.text()).toMatch(/disco/);
	});

	test('reads as sentences and exports exact numbers', async () => {
		const screen = await mount();
		const lines = portfolioScreen.lines(screen.state(), screen.context());
		expect(lines[0]).toContain('Value USD $47,956.02*');
		expect(lines).toContain(
			'BTC: 0.61234567, worth $37,500.12, profit or loss +$10,500.12 (+38.89%), 78.2% of the whole.',
		);
		const sheet = portfolioScreen.sheet?.(screen.state(), screen.context());
		expect(sheet?.rows[0]?.slice(0, 5)).toEqual([
			'bitcoin',
			'BTC',
			0.61234567,
			61_240.12,
			37_500.122_312_280_4,
		]);
		expect(sheet?.rows[2]?.slice(3, 6)).toEqual([null, null, null]);
	});

	test('speaks Portuguese, with commas, in ASCII where that is asked for', async () => {
		const screen = await mount(lots, {language: 'pt-BR', ascii: true, size: {width: 150, height: 30}});
		expect(screen.rows()[0]).toContain('Valor USD $47.956,02*');
		expect(screen.text()).toContain('~10.000,00');
		expect(screen.text().replaceAll(/[À-ÿ]/g, '')).toMatch(/^[\n\u0020-\u007E]*$/);
	});

	test.each([
		[1, 1],
		[7, 30],
		[60, 2],
		[60, 12],
		[200, 60],
	])('fits into %i by %i', async (width, height) => {
		const screen = await mount();
		await screen.press('v');
		await screen.resize({width, height});
		expect(screen.rows().length).toBeLessThanOrEqual(height);
		expect(Math.max(...screen.rows().map(row => row.length))).toBeLessThanOrEqual(width);
	});
});
