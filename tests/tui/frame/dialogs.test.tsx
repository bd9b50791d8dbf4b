import {afterEach, describe, expect, test} from 'vitest';
import type {DeskNews} from '#desk/desk.js';
import type {Job} from '#desk/views/pipeline.js';
import type {SettingEntry} from '#desk/views/settings.js';
import {Fault} from '#domain/fault.js';
import {createFakeDesk, marketView, noon, type FakeDesk} from '../../support/fake-desk.js';
import {forecastView} from '../../support/forecast-view.js';
import {mountFrame, type MountedFrame, type MountOptions} from './mount-frame.js';

let mounted: MountedFrame | null = null;
const mount = async (options: MountOptions = {}): Promise<MountedFrame> => {
	mounted = await mountFrame(options);
	return mounted;
};
afterEach(async () => {
	await mounted?.unmount();
	mounted = null;
});

const called = (desk: FakeDesk, method: string) => desk.calls.filter(([name]) => name === method);

const setting = (changes: Partial<SettingEntry> & Pick<SettingEntry, 'key'>): SettingEntry => ({
	value: changes.text ?? '',
	text: '',
	given: false,
	origin: 'default',
	place: 'default',
	about: `About ${changes.key}.`,
	allowed: 'anything',
	choices: null,
	secret: false,
	problem: null,
	...changes,
});

describe('fetching history', () => {
	test('shows what it costs before it starts', async () => {
		const {press, desk, text} = await mount();
		await press('b');
		await expect.poll(text).toContain('Fetch history');
		await expect.poll(text).toContain('8,760 candles in 9 requests, about 1 min.');
		await expect.poll(text).toContain('Binance: 9 requests, weight 18');
		expect(called(desk, 'backfill')).toEqual([]);
		await press('enter');
		await expect.poll(text).toContain('The backfill has started.');
		expect(called(desk, 'backfill')).toEqual([
			['backfill', {choice: {by: 'names', names: ['bitcoin']}, interval: '1h', days: 30}],
		]);
	});

	test('takes what is typed in place of what it suggests', async () => {
		const {press, type, desk} = await mount();
		await press('b', 'tab', 'tab', 'tab');
		await type('90');
		await press('enter');
		expect(called(desk, 'backfill')).toEqual([
			['backfill', {choice: {by: 'names', names: ['bitcoin']}, interval: '1h', days: 90}],
		]);
	});

	test('asks for the price of what is typed, once the typing rests', async () => {
		const {press, type, desk, text} = await mount();
		await press('b', 'right', 'right', 'tab', 'ctrl+u');
		await type('7');
		await press('tab', 'right', 'tab', 'ctrl+u');
		await type('90');
		await expect.poll(text).toContain('8,760 candles');
		expect(called(desk, 'plan').at(-1)).toEqual([
			'plan',
			{choice: {by: 'top', count: 7}, interval: '4h', days: 90},
		]);
	});

	test('refuses what makes no sense, in words', async () => {
		const {press, type, desk, text} = await mount();
		await press('b', 'tab', 'tab', 'tab', 'ctrl+u');
		await type('lots');
		await expect.poll(text).toContain('A whole number from 1 to 3650.');
		await press('enter');
		expect(called(desk, 'backfill')).toEqual([]);
	});

	test('takes a paste into the field', async () => {
		const {press, frame, desk, text} = await mount();
		await press('b', 'tab', 'tab', 'tab', 'ctrl+u');
		frame.paste('1\n');
		frame.paste('5');
		await expect.poll(text).toMatch(/Days +1 5/);
		await press('left', 'backspace');
		await expect.poll(text).toMatch(/Days +15/);
		expect(called(desk, 'backfill')).toEqual([]);
	});

	test('shows why a price cannot be told', async () => {
		const desk = createFakeDesk({failing: {plan: new Fault('rate-limited', 'Binance said to wait.')}});
		const {press, text} = await mount({desk});
		await press('b');
		await expect.poll(text).toContain('Binance said to wait.');
	});

	test('drops the price of what was typed before', async () => {
		const desk = createFakeDesk();
		const answers: ((days: number) => void)[] = [];
		const plan = desk.plan.bind(desk);
		Object.assign(desk, {
			plan: (request: Parameters<typeof plan>[0]) =>
				new Promise(resolve => {
					answers.push(candles => void plan(request).then(done => resolve({...done, candles})));
				}),
		});
		const {press, text, settle} = await mount({desk});
		await press('b');
		await expect.poll(text).toContain('working it out');
		while (answers.length < 1) await settle();
		await press('tab', 'tab', 'right');
		while (answers.length < 2) await settle();
		answers[1]!(222);
		await expect.poll(text).toContain('222 candles');
		answers[0]!(111);
		await settle();
		expect(text()).not.toContain('111 candles');
	});

	test.each([
		['done', 'Backfill done: 4,321 candles.'],
		['cancelled', 'Backfill cancelled; what came is stored.'],
		['failed', 'Backfill failed. No candles for that.'],
	] as const)('tells when it is %s', async (state, told) => {
		const {desk, text} = await mount();
		const job: Job = {
			id: 1,
			request: {work: 'backfill', choice: {by: 'top', count: 50}, interval: '1h', days: 30},
			state,
			plan: null,
			doneRequests: 9,
			requests: 9,
			candles: 4321,
			startedAt: noon,
			finishedAt: noon,
			etaMs: null,
			asset: null,
			report: null,
			holes: null,
			fault:
				state === 'failed'
					? {code: 'no-candle-source', source: null, asset: null, message: 'No candles for that.', hint: 'x'}
					: null,
		};
		desk.tell({type: 'job', job});
		await expect.poll(text).toContain(told);
	});

	test('shows its progress in the status line', async () => {
		const {desk, rows, settle} = await mount();
		const job = await desk.backfill({choice: {by: 'top', count: 50}, interval: '1h', days: 30});
		const news: DeskNews = {type: 'job', job: {...job, state: 'running', requests: 90, doneRequests: 12}};
		desk.tell(news);
		await settle();
		expect(rows().at(-2)).toContain('backfill 12/90');
	});

	test('is told apart from a healing, which also says what came of the holes', async () => {
		const {desk, text, rows, settle} = await mount();
		const job = await desk.heal({assets: null});
		const running: Job = {...job, state: 'running', requests: 2, doneRequests: 1};
		desk.tell({type: 'job', job: running});
		await settle();
		expect(rows().at(-2)).toContain('healing 1/2');
		const holes = {healed: 2, silent: 1, failed: 0};
		desk.tell({type: 'job', job: {...running, state: 'done', candles: 49, holes}});
		await expect.poll(text).toContain('Healing done: 49 candles came.');
		expect(text()).toContain('2 holes are healed. 1 is not whole');
	});

	test('is off while the store is read-only, and says so', async () => {
		const {press, text} = await mount({desk: createFakeDesk({opening: {readOnly: true}})});
		await press('b');
		await expect.poll(text).toContain('Fetch history: the store is open read-only.');
	});
});

describe('collecting', () => {
	test('starts by key', async () => {
		const {press, desk, text} = await mount();
		await press('r');
		await expect.poll(text).toContain('Collecting now.');
		expect(called(desk, 'refresh')).toHaveLength(1);
	});

	test('pauses and goes on by key', async () => {
		const {press, desk, text} = await mount();
		await press('p');
		await expect.poll(text).toContain('Collecting is paused; p goes on.');
		desk.tell({type: 'loop', loop: {state: 'paused', run: null, nextAt: null, holder: null, last: null}});
		await press('p');
		await expect.poll(text).toContain('Collecting goes on.');
		expect(called(desk, 'resume')).toHaveLength(1);
	});

	test('is left to another process that collects', async () => {
		const holder = {pid: 4242, host: 'here', since: noon};
		const loop = {state: 'elsewhere', run: null, nextAt: null, holder, last: null} as const;
		const {press, rows, text} = await mount({desk: createFakeDesk({opening: {loop}})});
		expect(rows().at(-2)).toContain('process 4242 collects');
		await press('r');
		await expect.poll(text).toContain('another process collects');
	});

	test('that has to wait for a source says for which and until when, also before anything is stored', async () => {
		const loop = {state: 'running', run: null, nextAt: null, holder: null, last: null} as const;
		const desk = createFakeDesk({opening: {loop}, market: marketView([])});
		const {rows, text} = await mount({desk});
		await expect.poll(text).toContain('The first collection is running');
		const source = 'coingecko';
		const endpoint = '/coins/markets';
		desk.tell({
			type: 'event',
			at: noon,
			event: {type: 'request-retried', source, endpoint, attempt: 1, waitMs: 91_000, reason: 'rate-limited'},
		});
		await expect.poll(text).toContain('CoinGecko: too many requests, tries again 12:01:31');
		expect(rows().at(-2)).toContain('tries again 12:01:31');
		desk.tell({
			type: 'event',
			at: noon,
			event: {type: 'request-waiting', source, waitMs: 12_000, reason: 'rate'},
		});
		await expect.poll(text).toContain('CoinGecko is asked again 12:00:12, to stay within its limits');
		expect(text()).toContain('look around in the simulated market');
		desk.tell({
			type: 'event',
			at: noon + 91_000,
			event: {type: 'request', source, endpoint, status: 200, ms: 10, bytes: 10, attempt: 2},
		});
		await expect.poll(text).toContain('The first collection is running');
	});

	test('that ends without a report says why and when it is tried again', async () => {
		const fault = {
			code: 'storage-full',
			source: null,
			asset: null,
			message: 'The disk is full.',
			hint: 'Free some.',
		} as const;
		const loop = {
			state: 'waiting',
			run: null,
			nextAt: noon + 60_000,
			holder: null,
			last: null,
			fault,
		} as const;
		const desk = createFakeDesk({opening: {loop}});
		const {rows} = await mount({desk});
		expect(rows().at(-2)).toContain('The disk is full. Tries again 12:01.');
		const empty = await mount({desk: createFakeDesk({opening: {loop}, market: marketView([])})});
		expect(empty.text()).toMatch(/The disk is full\. Tries again 12:01\.\n+ +Nothing is stored yet\./);
	});

	test('that fails is told with what to do', async () => {
		const failing = {refresh: new Fault('storage-full', 'The disk is full.')};
		const {press, text} = await mount({desk: createFakeDesk({failing}), locale: 'pt_BR.UTF-8'});
		await press('r');
		await expect.poll(text).toContain('O disco está cheio.');
		await expect.poll(text).toContain('Libere espaço e tente de novo');
	});
});

describe('the asset selector', () => {
	test('finds by symbol and name, and selects for all screens', async () => {
		const {press, type, rows, text} = await mount();
		await press('a');
		await type('doge');
		await expect.poll(text).toContain('Dogecoin');
		await press('enter');
		expect(rows()[0]).toContain('DOGE');
	});

	test('makes the selected asset a favourite and takes it back', async () => {
		const {press, desk, text} = await mount();
		await press('f');
		await expect.poll(text).toContain('BTC is a favourite now.');
		expect(desk.world.watchlists[0]).toEqual({name: 'favourites', assets: ['bitcoin']});
		await press('f');
		await expect.poll(text).toContain('BTC is no favourite any more.');
		expect(desk.world.watchlists[0]!.assets).toEqual([]);
	});
});

describe('where a number comes from', () => {
	test('is told in full', async () => {
		const desk = createFakeDesk({
			origin: {
				source: 'coingecko',
				endpoint: '/coins/markets',
				url: 'https://api.coingecko.com/api/v3/coins/markets',
				fetchedAt: noon - 120_000,
				updatedAt: noon - 180_000,
				run: '20261121-115800-abc123',
				payload: 'deadbeef',
				contract: 'coingecko.markets/3',
				derived: null,
			},
		});
		const {press, text} = await mount({desk});
		await press('i');
		await expect.poll(text).toContain('Where this number comes from: BTC ─');
		await expect.poll(text).toMatch(/Source +CoinGecko/);
		await expect.poll(text).toMatch(/Endpoint +\/coins\/markets/);
		await expect.poll(text).toMatch(/Fetched +Nov 21, 2026, 11:58, 2m ago/);
		await expect.poll(text).toMatch(/Run +20261121-115800-abc123/);
		await expect.poll(text).toMatch(/Answer \(hash\) +deadbeef/);
		await expect.poll(text).toMatch(/Contract +coingecko\.markets\/3/);
		await expect.poll(text).toContain('nothing: as the source gave it');
	});

	test('names what is older and from another source', async () => {
		const desk = createFakeDesk({
			origin: {
				source: 'coincap',
				endpoint: '/assets',
				url: null,
				fetchedAt: noon - 60_000,
				updatedAt: noon - 60_000,
				run: '20261121-115900-abc123',
				payload: 'deadbeef',
				contract: 'coincap.assets/1',
				derived: null,
				filled: {source: 'coingecko', updatedAt: noon - 600_000, fields: ['changePercent7d', 'ath']},
			},
		});
		const {press, text} = await mount({desk});
		await press('i');
		await expect
			.poll(text)
			.toMatch(/What this source does not give is older, from CoinGecko, Nov 21, 2026, 11:50, 10m/);
		expect(text()).toContain('7d %, all-time high');
	});

	test('names the stream when the price on the screen is a live one', async () => {
		const desk = createFakeDesk({
			origin: {
				source: 'coingecko',
				endpoint: '/coins/markets',
				url: null,
				fetchedAt: noon - 120_000,
				updatedAt: noon - 180_000,
				run: '20261121-115800-abc123',
				payload: 'deadbeef',
				contract: 'coingecko.markets/3',
				derived: null,
			},
		});
		const {press, text} = await mount({desk});
		desk.tell({
			type: 'prices',
			prices: [{asset: 'bitcoin', price: 61_500, at: noon, source: 'binance', quote: 'USDT'}],
		});
		await press('i');
		await expect.poll(text).toMatch(/Live price +\$61,500\.00, from the stream of Binance/);
		await expect.poll(text).toContain('The stored price under it');
	});

	test('is told of a forecast: its model, its moment, and the candles it saw', async () => {
		const forecasts = {'bitcoin 1h': forecastView(noon)};
		const {press, text} = await mount({desk: createFakeDesk({forecasts}), screen: 'forecast'});
		await expect.poll(text).toContain('BTC next hour: 61,240.00');
		await press('i');
		await expect.poll(text).toMatch(/Model +abc123def456/);
		expect(text()).toMatch(/Forecast made +Nov 21, 2026, 12:01/);
		expect(text()).toMatch(/Last close +61,200\.00, Nov 21, 2026, 11:00/);
		expect(text()).toMatch(/Candles seen +[0-9a-f]{8}/);
		expect(text()).toContain('Nothing is stored about where this number comes from.');
	});

	test('is told to be unknown where it is', async () => {
		const {press, text} = await mount();
		await press('i');
		await expect.poll(text).toContain('Nothing is stored about where this number comes from.');
	});
});

describe('exporting', () => {
	test('saves the rows behind the screen as CSV', async () => {
		const {press, desk, text} = await mount();
		await press('e');
		await expect.poll(text).toContain('CSV, the rows behind the screen');
		await press('enter');
		await expect.poll(text).toMatch(/Saved \/data\/exports\/.+\.csv/);
		expect(called(desk, 'saveSheet')).toHaveLength(1);
	});

	test('saves a picture of the screen', async () => {
		const {press, type, desk, text} = await mount();
		await press('e');
		await type('svg');
		await press('enter');
		await expect.poll(text).toContain('Saved /data/exports/market.svg');
		const [, name, picture] = called(desk, 'saveText')[0]!;
		expect(name).toBe('market.svg');
		expect(picture).toContain('Bitcoin');
		expect(picture).toMatch(/^<svg /);
	});

	test('puts the value under the cursor on the clipboard', async () => {
		const {press, copied, text} = await mount();
		await press('y');
		await expect.poll(text).toContain('Copied: ');
		expect(copied).toHaveLength(1);
	});
});

describe('messages', () => {
	test('are put away by escape and kept in a list', async () => {
		const {press, text} = await mount();
		await press('r');
		await expect.poll(text).toContain('Collecting now.');
		await press('escape');
		await expect.poll(text).not.toContain('Collecting now.');
		await press('M');
		await expect.poll(text).toMatch(/12:00:00 +Collecting now\./);
	});

	test('never cover the footer, however many', async () => {
		const {frame, rows, settle} = await mount({size: {width: 60, height: 15}});
		for (let i = 0; i < 6; i++)
			frame.toolsOf('market').toast('bad', `Trouble number ${i}. `.repeat(9), 'Do it.');
		await settle();
		expect(rows().at(-1)).toContain('q quit');
		expect(rows()[0]).toContain('Market');
	});
});

describe('settings', () => {
	const settings = [
		setting({key: 'ui.theme', text: 'auto', choices: ['auto', 'dark', 'light']}),
		setting({
			key: 'coingecko.key',
			secret: true,
			given: true,
			value: null,
			origin: 'file',
			place: 'config.json',
		}),
		setting({key: 'watch.seconds', text: '300', value: 300}),
		setting({key: 'snapshot.top', text: '10', origin: 'environment', place: 'CRYPTO_TUI_SNAPSHOT_TOP'}),
	];
	const withSettings = () => createFakeDesk({opening: {settings}});

	test('are listed by group, secrets hidden', async () => {
		const {press, text} = await mount({desk: withSettings()});
		await press(',');
		await expect.poll(text).toMatch(/ui\.theme +< auto >/);
		expect(text()).toMatch(/Screen[^]*Collecting[^]*Snapshot/);
		expect(text()).toMatch(/coingecko\.key +set, hidden/);
		expect(text()).toContain('About ui.theme. Allowed: anything.');
	});

	test('are chosen by left and right, and hold at once', async () => {
		const desk = withSettings();
		const {press, frame, text} = await mount({desk});
		await press(',', 'right', 'right');
		await expect.poll(text).toContain('ui.theme');
		expect(called(desk, 'setSetting')[0]).toEqual(['setSetting', 'ui.theme', 'dark']);
		desk.tell({type: 'settings', settings: [{...settings[0]!, text: 'light', origin: 'file'}]});
		expect(frame.preferences().theme).toBe('light');
	});

	test('count every press, however long storing takes, and show what is stored after a refusal', async () => {
		const stored: (string | null)[] = [];
		const answers: ((error: Fault | null) => void)[] = [];
		const desk = {
			...withSettings(),
			setSetting: (_: string, value: string | null): Promise<void> => {
				stored.push(value);
				return new Promise((resolve, reject) => answers.push(error => (error ? reject(error) : resolve())));
			},
		};
		const {press, settle, text} = await mount({desk});
		await press(',', 'right', 'right');
		expect(stored).toEqual(['dark', 'light']);
		expect(text()).toMatch(/ui\.theme +< light >/);
		answers[0]!(null);
		await settle();
		expect(text()).toMatch(/ui\.theme +< light >/);
		answers[1]!(new Fault('storage-full', 'Nothing can be written here.'));
		await settle();
		expect(text()).toMatch(/ui\.theme +< auto >/);
		expect(text()).toContain('Nothing can be written here.');
	});

	test('are typed, checked by the desk, and told what is wrong', async () => {
		const desk = withSettings();
		const {press, type, text} = await mount({desk});
		desk.world.failing.setSetting = new Fault('invalid-config', 'watch.seconds must be a number.', {
			hint: 'Type a number.',
		});
		await press(',', 'down', 'down', 'enter', 'ctrl+u');
		await type('soon');
		await press('enter');
		await expect.poll(text).toContain('watch.seconds must be a number.');
		delete desk.world.failing.setSetting;
		await press('ctrl+u');
		await type('60');
		await press('enter');
		expect(called(desk, 'setSetting').at(-1)).toEqual(['setSetting', 'watch.seconds', '60']);
	});

	test('give way to what is typed', async () => {
		const desk = withSettings();
		const {press, type} = await mount({desk});
		await press(',', 'down', 'down', 'enter');
		await type('60');
		await press('enter');
		expect(called(desk, 'setSetting')).toEqual([['setSetting', 'watch.seconds', '60']]);
	});

	test('that are secret stay so while they are typed', async () => {
		const desk = withSettings();
		const {press, type, text} = await mount({desk});
		await press(',', '/');
		await type('coingecko.key');
		await press('enter', 'enter');
		await type('S3cr3t!');
		expect(text()).toMatch(/coingecko\.key +•{7}/);
		expect(text()).not.toContain('S3cr3t');
		await press('enter');
		expect(called(desk, 'setSetting')).toEqual([['setSetting', 'coingecko.key', 'S3cr3t!']]);
	});

	test('that something stronger decides cannot be changed, and say by what', async () => {
		const desk = withSettings();
		const {press, text} = await mount({desk});
		await press(',', 'end', 'enter');
		await expect.poll(text).toContain('Set by CRYPTO_TUI_SNAPSHOT_TOP');
		expect(called(desk, 'setSetting')).toEqual([]);
	});

	test('go back to the default', async () => {
		const desk = withSettings();
		const {press} = await mount({desk});
		await press(',', 'backspace');
		expect(called(desk, 'setSetting')).toEqual([['setSetting', 'ui.theme', null]]);
	});

	test('are searched', async () => {
		const {press, type, text} = await mount({desk: withSettings()});
		await press(',', '/');
		await type('seconds');
		expect(text()).toContain('watch.seconds');
		expect(text()).not.toContain('snapshot.top');
	});

	test('by key: the theme and the language change at once and are stored', async () => {
		const {press, frame, desk, text} = await mount();
		await press('ctrl+t');
		await expect.poll(text).toContain('Theme: light');
		expect(frame.preferences().theme).toBe('light');
		await press('L');
		await expect.poll(text).toContain('Idioma: português');
		expect(called(desk, 'setSetting')).toEqual([
			['setSetting', 'ui.theme', 'light'],
			['setSetting', 'language', 'pt-BR'],
		]);
	});

	test('say when no rate of the chosen currency is known', async () => {
		const {rows, text} = await mount({chosen: {'ui.currency': 'CHF'}});
		await expect.poll(text).toContain('No rate of CHF is stored yet');
		expect(rows()[0]).toContain('$61,240.12');
	});

	test('say so as well of a currency that is chosen later', async () => {
		const desk = createFakeDesk({opening: {settings: [setting({key: 'ui.currency', text: 'USD'})]}});
		const {text} = await mount({desk});
		desk.tell({type: 'settings', settings: [setting({key: 'ui.currency', text: 'CHF', origin: 'file'})]});
		await expect.poll(text).toContain('No rate of CHF is stored yet');
	});

	test('show prices in the chosen currency', async () => {
		const {rows} = await mount({chosen: {'ui.currency': 'BRL'}});
		expect(rows()[0]).toContain('R$306,200.60');
	});
});
