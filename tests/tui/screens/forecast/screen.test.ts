import {describe, expect, test, vi} from 'vitest';
import type {ForecastView} from '#desk/views/forecast.js';
import {wilson} from '#domain/forecast/metrics.js';
import {scoreboardOf} from '#domain/forecast/scoreboard.js';
import {Fault} from '#domain/fault.js';
import {forecastScreen} from '#tui/screens/forecast/screen.js';
import {createFakeDesk, noon, type FakeDesk} from '../../../support/fake-desk.js';
import {
	emptyForecast,
	evaluation,
	forecastView,
	listedModel,
	pointScore,
	storedForecast,
	training,
} from '../../../support/forecast-view.js';
import {mountScreen} from '../../../support/mount-screen.js';

/** So many hours after noon. */
const at = (hours: number): number => noon + hours * 3_600_000;

const bitcoin = {asset: 'bitcoin', interval: '1h'} as const;

const deskWith = (view: ForecastView): FakeDesk =>
	createFakeDesk({forecasts: {[`${view.asset} ${view.interval}`]: view}});

const mount = async (
	view: ForecastView = forecastView(noon),
	options: Parameters<typeof mountScreen>[1] = {},
) => {
	const mounted = await mountScreen(forecastScreen, {desk: deskWith(view), ...options});
	await mounted.settle();
	return mounted;
};

const worse = evaluation({
	model: pointScore({skill: -0.012, dieboldMariano: 3.4}),
	proven: {centre: false, scaleForest: true},
});

describe('the forecast screen', () => {
	test('says the band before everything else', async () => {
		const screen = await mount();
		expect(screen.rows()[0]).toBe('BTC next hour: 61,240.00 (80%: 60,950.00 .. 61,530.00)');
		expect(screen.rows()[1]).toContain('candle of Nov 21, 2026, 12:00 · model abc123def456 (standard)');
	});

	test('has a card for each fact, and no share without its size', async () => {
		const text = (await mount()).text();
		expect(text).toContain('61,200.00  USDT');
		expect(text).toContain('▲ +40.000  +0.065%');
		expect(text).toContain('79.6% of the last 500');
		expect(text).toContain('[75.8, 82.9], target 80%');
		expect(text).toContain('+0.030%  not significant');
		expect(text).toContain('52.0% [49.8, 54.2]');
		expect(text).toContain('n = 2,000; reversal 52.9%');
		expect(text).toContain('0.90%  typical 0.60%');
		expect(text).toContain('78.9% [56.7, 91.5], n = 19');
	});

	test('warns when the target lies outside the interval of the coverage', async () => {
		const view = forecastView(noon);
		const screen = await mount({...view, now: {...view.now!, held80: wilson(350, 500)}});
		expect(screen.text()).toContain('! [65.8, 73.9] leaves out 80%');
	});

	test('shows negative skill in the place of positive skill, and that the centre is the last price', async () => {
		const view = forecastView(noon, {models: [listedModel({evaluation: worse})]});
		const forecast = storedForecast(noon, {predicted: 61_200});
		const screen = await mount({...view, now: {...view.now!, forecast, usesCentre: false}});
		expect(screen.text()).toContain('-1.200%');
		expect(screen.text()).toContain('worse, significant at 5%');
		expect(screen.text()).toContain('no edge over the last price');
	});

	test('draws outcomes, the open band and a mark for every verdict', async () => {
		const screen = await mount();
		expect(screen.text()).toMatch(/░░/);
		expect(screen.text()).toMatch(/▒▒/);
		expect(screen.text()).toMatch(/╱/);
		expect(screen.rows().find(row => row.endsWith('›'))).toMatch(/· · · x ! · · · · !/);
	});

	test('does not draw a line across a candle that was not forecast', async () => {
		const settled = {state: 'settled', outcome: 61_240} as const;
		const history = [
			storedForecast(at(-12), settled),
			storedForecast(at(-11), settled),
			storedForecast(at(-1), settled),
		];
		const screen = await mount(forecastView(noon, {history}), {remembered: {span: 24}});
		const line = screen.rows().flatMap(row => row.match(/[⠁-⣿]/gu) ?? []);
		// Four columns a candle: from the middle of one to the middle of the next, and a dot for the last.
		expect(line.length).toBeGreaterThan(1);
		expect(line.length).toBeLessThanOrEqual(6);
	});

	test('lists the rivals with their scores beside the model, those of other kinds included', async () => {
		const old = listedModel({
			kind: 'seed-price',
			id: 'old',
			evaluation: evaluation({model: pointScore({skill: -84.5})}),
		});
		const screen = await mount(forecastView(noon, {models: [listedModel(), old]}));
		const row = (name: string) => screen.rows().findLast(line => line.includes(name));
		expect(row('› standard')).toMatch(/\+0\.030% +-1\.20 +352\.48/);
		expect(row('last price  ')).toMatch(/0\.000% +— +352\.59/);
		expect(row('reversal  ')).toMatch(/52\.9% \[50\.7, 55\.1\] +2,000/);
		expect(row('old: forest on prices')).toContain('-8,450%');
	});

	test('keeps the metrics of every model there was', async () => {
		const before = listedModel({id: '0123456789ab', createdAt: '2026-11-19T08:00:00.000Z'}, false);
		const screen = await mount(forecastView(noon, {models: [listedModel(), {...before, bytes: null}]}));
		await screen.press('s');
		expect(screen.text()).toMatch(
			/Nov 20, 2026, 08:00 +abc123def456.*79\.6% \[77\.0, 82\.0\], n = 1,000.*in use/,
		);
		expect(screen.text()).toMatch(/Nov 19, 2026, 08:00 +0123456789ab.*pruned/);
	});

	test('the record tells what became of each forecast, the newest first', async () => {
		const screen = await mount();
		await screen.press('s', 's');
		const rows = screen.rows().filter(row => /^Nov 2\d \d\d:00/.test(row));
		expect(rows[0]).toMatch(/^Nov 21 12:00 .*60,950\.00 \.\. 61,530\.00 +— +— open$/);
		expect(rows[1]).toMatch(/^Nov 21 11:00 .*61,700\.00 +-0\.75% ! outside$/);
		expect(rows[2]).toMatch(/61,300\.00 +-0\.10% held$/);
		await screen.press('G');
		expect(screen.text()).toMatch(/Nov 20 19:00.* no candle/);
	});

	test('changes between the next hour and the next day', async () => {
		const screen = await mount();
		await screen.press('t');
		expect(screen.desk.calls).toContainEqual(['forecast', {asset: 'bitcoin', interval: '1d'}]);
		expect(screen.rows()[0]).toBe('BTC next day');
	});

	test('says that a forecast is over', async () => {
		const screen = await mount(forecastView(noon - 3_600_000));
		expect(screen.rows()[1]).toContain('this candle is over: n forecasts the next one');
	});

	test('without a model says what to press', async () => {
		const screen = await mount(emptyForecast(bitcoin, 900));
		expect(screen.text()).toContain('No model of BTC for hourly candles yet.');
		expect(screen.text()).toContain('Press m to train one. 900 usable candles are there.');
		await screen.press('n');
		expect(screen.toasts.at(-1)?.text).toContain('press m to train one');
	});

	test('without a model says why sections and the chart cannot be chosen', async () => {
		const screen = await mount(emptyForecast(bitcoin, 900));
		const before = screen.state();
		for (const key of ['s', 'S', '[', ']']) {
			await screen.press(key);
			expect(screen.toasts.at(-1)?.text).toContain('press m to train one');
		}

		expect(screen.toasts).toHaveLength(4);
		expect(screen.state()).toEqual(before);
	});

	test('says why a chart out of sight is not made longer', async () => {
		const screen = await mount(forecastView(noon), {size: {width: 80, height: 21}});
		await screen.press('s', ']');
		expect(screen.toasts.at(-1)?.text).toContain('the chart is not in sight');
		expect(screen.state().span).toBe(48);
	});

	test('obeys the mouse: titles, rows, and the wheel over table and chart', async () => {
		const before = listedModel({id: '0123456789ab'}, false);
		const screen = await mount(forecastView(noon, {models: [listedModel(), before]}));
		const rowOf = (text: string): number => screen.rows().findIndex(row => row.includes(text));
		const titles = rowOf('Record');
		await screen.mouse({x: screen.rows()[titles]!.indexOf('Models') + 1, y: titles});
		expect(screen.state().section).toBe('versions');
		const y = rowOf('0123456789ab');
		await screen.mouse({x: 5, y});
		expect(screen.state().lists.versions.cursor).toBe(1);
		await screen.mouse({x: 5, y, double: true});
		expect(screen.windows.at(-1)?.title).toBe('Model 0123456789ab');
		await screen.mouse({x: screen.rows()[titles]!.indexOf('Record') + 1, y: titles});
		await screen.mouse({kind: 'wheel', button: 'none', x: 5, y: titles + 2, wheel: 1});
		expect(screen.state().lists.record.top).toBe(3);
		await screen.mouse({kind: 'wheel', button: 'none', x: 5, y: titles - 4, wheel: 1});
		expect(screen.state().span).toBe(96);
	});

	test('asks for the origin of the forecast that is shown, or of the one under the cursor', async () => {
		const screen = await mount();
		const asked = () => forecastScreen.origin!(screen.state(), screen.shared());
		expect(asked()).toMatchObject({of: 'forecast', forecast: {for: noon, model: 'abc123def456'}});
		await screen.press('s', 's', 'j');
		expect(asked()).toMatchObject({of: 'forecast', forecast: {for: noon - 3_600_000}});
	});

	test('with too few candles says how many of how many, and how to get them', async () => {
		const screen = await mount(emptyForecast(bitcoin, 312));
		expect(screen.text()).toContain('Collecting hourly candles of BTC: 312 of 700.');
		expect(screen.text()).toContain('Press b to fetch history.');
	});

	test('hours that no history would help say to train days', async () => {
		const collecting = {usable: 0, needed: 700, ofPrices: true};
		const screen = await mount({...emptyForecast(bitcoin, 0), collecting});
		expect(screen.text()).toContain('The hours of BTC are made of prices alone');
		expect(screen.text()).toContain('press t for the next day, then m to train');
		expect(screen.text()).not.toContain('Press b');
	});

	test('a model that cannot be used says so, with what is known of it', async () => {
		const fault = {
			code: 'model-unusable',
			source: null,
			asset: 'bitcoin',
			message: 'Its file is gone.',
			hint: 'Train it again.',
		} as const;
		const screen = await mount(forecastView(noon, {now: null, fault}));
		expect(screen.rows()[1]).toBe('Its file is gone. Press m to train again.');
		expect(screen.text()).toContain('Skill vs last price');
	});

	test('reads again when forecasts were made', async () => {
		const screen = await mount(emptyForecast(bitcoin, 900));
		screen.desk.world.forecasts = {'bitcoin 1h': forecastView(noon)};
		screen.desk.tell({type: 'forecasts-stored'});
		await vi.waitFor(() => expect(screen.rows()[0]).toContain('BTC next hour: 61,240.00'));
	});

	test('what cannot be read is told, and what was read before stays in sight', async () => {
		const screen = await mount();
		screen.desk.world.failing = {forecast: new Fault('storage-busy', 'The store is busy.')};
		screen.desk.tell({type: 'forecasts-stored'});
		await vi.waitFor(() =>
			expect(screen.rows()[1]).toBe('The forecast could not be read: The store is busy.'),
		);
		expect(screen.rows()[0]).toContain('61,240.00');
		await screen.press('t');
		expect(screen.text()).not.toContain('61,240.00');
	});

	test('forecasts when asked to, and tells for which candle', async () => {
		const screen = await mount();
		await screen.press('n');
		expect(screen.desk.calls).toContainEqual(['predict', bitcoin]);
		expect(screen.toasts.at(-1)).toEqual({
			kind: 'good',
			text: 'Forecast made for the candle of Nov 21, 2026, 12:00.',
		});
	});

	test('a forecast that fails is told', async () => {
		const screen = await mount();
		screen.desk.world.failing = {predict: new Fault('candles-stale', 'Too late to forecast it.')};
		await screen.press('n');
		expect(screen.toasts.at(-1)).toMatchObject({kind: 'bad', text: 'Too late to forecast it.'});
	});

	test('trains what the form says, the asset on the screen first', async () => {
		const screen = await mount(forecastView(noon), {answers: [{what: 'all', kind: 'linear', search: '24'}]});
		await screen.press('m');
		expect(screen.desk.calls).toContainEqual([
			'train',
			{assets: 'all', interval: '1h', kind: 'linear', search: 24, first: 'bitcoin'},
		]);
		const [form] = screen.forms;
		expect(form!.fields.map(({id}) => id)).toEqual(['what', 'kind', 'search']);
		expect(form!.fields[2]!.check!('many')).toBe('Type a whole number from 0 to 1000.');
		expect(form!.fields[2]!.check!('24')).toBeNull();
	});

	test('offers watchlists that have members', async () => {
		const desk = deskWith(forecastView(noon));
		desk.world.watchlists = [{name: 'mine', assets: ['ethereum', 'solana']}];
		const screen = await mount(forecastView(noon), {desk, answers: [{what: 'list mine'}]});
		await screen.press('m');
		expect(screen.desk.calls).toContainEqual([
			'train',
			expect.objectContaining({assets: ['ethereum', 'solana']}) as unknown,
		]);
	});

	test('shows how far a training is, and cancels it', async () => {
		const screen = await mount();
		await screen.press('x');
		expect(screen.toasts.at(-1)?.text).toBe('No training is under way.');
		const progress = {asset: 'ethereum', step: 'evaluate', done: 12, of: 36} as const;
		screen.desk.tell({type: 'training', training: training({}, {id: 7, series: 3, progress})});
		await screen.until('Training ETH 1h: evaluate 12/36, 0 of 3 series, x cancels');
		await screen.press('x');
		expect(screen.desk.calls).toContainEqual(['cancelTraining', 7]);
		screen.desk.tell({type: 'training', training: training({}, {id: 7, state: 'cancelled'})});
		await screen.settle();
		expect(screen.text()).not.toContain('Training ETH');
	});

	test('opens the card of the model under the cursor', async () => {
		const before = listedModel({id: '0123456789ab'}, false);
		const screen = await mount(forecastView(noon, {models: [listedModel(), before]}));
		await screen.press('C');
		expect(screen.windows.at(-1)?.title).toBe('Model abc123def456');
		expect(screen.windows.at(-1)?.lines[0]).toBe('# Model abc123def456: bitcoin, next hour');
		await screen.press('s', 'j', 'enter');
		expect(screen.windows.at(-1)?.title).toBe('Model 0123456789ab');
	});

	test('remembers interval, section and span for the next start', async () => {
		const screen = await mount();
		await screen.press('s', ']', 't');
		expect(forecastScreen.remember!(screen.state())).toEqual({interval: '1d', section: 'versions', span: 96});
		expect(forecastScreen.create({interval: '1w', section: 7})).toMatchObject({
			interval: '1h',
			section: 'chart',
		});
	});

	test('is a sheet of the record, and copies what is under the cursor', async () => {
		const screen = await mount();
		const sheet = forecastScreen.sheet!(screen.state(), screen.context())!;
		expect(sheet.name).toBe('forecasts-BTC-1h');
		expect(sheet.rows).toHaveLength(21);
		expect(sheet.rows.at(-1)).toEqual([
			'2026-11-21T12:00:00.000Z',
			'2026-11-21T12:01:00.000Z',
			'abc123def456',
			'standard',
			61_200,
			61_240,
			61_120,
			61_360,
			60_950,
			61_530,
			60_600,
			61_880,
			'open',
			null,
		]);
		expect(forecastScreen.copied!(screen.state(), screen.context())).toBe('61240');
		await screen.press('s');
		expect(forecastScreen.copied!(screen.state(), screen.context())).toBe('abc123def456');
	});

	test('reads out as sentences', async () => {
		const screen = await mount();
		const lines = forecastScreen.lines(screen.state(), screen.context());
		expect(lines[0]).toBe('BTC next hour: 61,240.00 (80%: 60,950.00 .. 61,530.00)');
		expect(lines).toContain('80% band held: 79.6% of the last 500; [75.8, 82.9], target 80%.');
		expect(lines).toContain('reversal: Skill 0.000%, RMSE 352.59, Direction 52.9% [50.7, 55.1], n = 2,000.');
		expect(lines.at(-1)).toMatch(/^Nov 21, 2026, 03:00: Forecast 61,240\.00/);
	});

	test('speaks Portuguese', async () => {
		const screen = await mount(forecastView(noon), {language: 'pt-BR'});
		expect(screen.rows()[0]).toBe('BTC próxima hora: 61.240,00 (80%: 60.950,00 .. 61.530,00)');
		expect(screen.text()).toContain('Faixa de 80% acertou');
		expect(screen.text()).toContain('79,6% dos últimos 500');
	});

	test('keeps to ASCII where there is nothing else', async () => {
		const screen = await mount(forecastView(noon), {ascii: true});
		// oxlint-disable-next-line no-control-regex -- every code that is not ASCII is what is looked for
		expect(screen.text()).not.toMatch(/[^\u0000-\u007F]/);
		expect(screen.text()).toContain('::');
	});

	test.each([
		[60, 12],
		[80, 21],
	])('in %i x %i one section is shown, the band always', async (width, height) => {
		const screen = await mount(forecastView(noon), {size: {width, height}});
		expect(screen.rows()[0]).toContain('(80%: 60,950.00 .. 61,530.00)');
		expect(screen.text()).toContain('80% band held');
		expect(screen.text()).toMatch(/[▒░]/);
		await screen.press('s');
		expect(screen.text()).toContain('› standard');
		expect(screen.text()).not.toMatch(/[▒░]/);
	});

	test.each([
		[1, 1],
		[3, 2],
		[30, 4],
		[12, 40],
	])('%i x %i is drawn without trouble', async (width, height) => {
		const screen = await mount(forecastView(noon), {size: {width, height}});
		await screen.press('s', 's', 'j', 'S');
		expect(screen.rows().length).toBeLessThanOrEqual(Math.max(1, height));
	});

	test('without any record the table says how one begins', async () => {
		const screen = await mount(forecastView(noon, {now: null, history: [], scoreboard: scoreboardOf([])}));
		expect(screen.rows()[1]).toBe('The model was not asked yet: press n to forecast now.');
		await screen.press('s', 's');
		expect(screen.text()).toContain('No forecast is on record yet');
	});
});
