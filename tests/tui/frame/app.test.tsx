import {EventEmitter, once} from 'node:events';
import {createElement} from 'react';
import {afterEach, describe, expect, test} from 'vitest';
import {Fault} from '#domain/fault.js';
import {keyOwners} from '#tui/frame/command-rows.js';
import {numberOf} from '#tui/frame/header.js';
import {Panel} from '#tui/components/panel.js';
import {asScreen, type Screen} from '#tui/screen.js';
import {screens} from '#tui/screens.js';
import {ruleView} from '../../support/alerts-view.js';
import {createFakeDesk, marketView, noon} from '../../support/fake-desk.js';
import {storedRun} from '../../support/runs.js';
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

/** A small screen whose parts throw when told to. */
type Trouble = {count: number; throws: boolean};
const troubled: Screen<Trouble, Partial<Trouble>> = {
	id: 'compare',
	title: {en: 'Trouble', 'pt-BR': 'Encrenca'},
	create: () => ({count: 0, throws: false}),
	reduce: (state, action) => ({...state, ...action}),
	news(state, news) {
		if (news.type === 'stream') throw new Error('news went wrong');
		return state;
	},
	commands: [
		{
			id: 'trouble.view',
			keys: ['v'],
			label: {en: 'Break the view', 'pt-BR': 'Quebrar'},
			run: tools => tools.dispatch({throws: true}),
		},
		{
			id: 'trouble.throw',
			keys: ['t'],
			label: {en: 'Throw', 'pt-BR': 'Lançar'},
			run() {
				throw new Error('command went wrong');
			},
		},
		{
			id: 'trouble.down',
			keys: ['j'],
			motion: true,
			label: {en: 'Down', 'pt-BR': 'Abaixo'},
			run: (tools, count) => tools.dispatch({count: tools.state().count + count}),
		},
		{
			id: 'trouble.off',
			keys: ['o'],
			label: {en: 'Impossible thing', 'pt-BR': 'Coisa impossível'},
			off: () => ({en: 'it cannot be', 'pt-BR': 'não pode ser'}),
			run: () => {},
		},
		{
			id: 'trouble.sentence',
			keys: ['w'],
			label: {en: 'Whole sentence', 'pt-BR': 'Frase inteira'},
			off: () => ({en: 'It cannot be.', 'pt-BR': 'Não pode ser.'}),
			run: () => {},
		},
		{
			id: 'trouble.reason',
			keys: ['u'],
			label: {en: 'Unknown thing', 'pt-BR': 'Coisa desconhecida'},
			footer: {en: 'unknown', 'pt-BR': 'desconhecida'},
			off() {
				throw new Error('reason went wrong');
			},
			run: () => {},
		},
	],
	mouse() {
		throw new Error('mouse went wrong');
	},
	View({state, size}) {
		if (state.throws) throw new Error('view went wrong');
		return createElement(Panel, {
			rect: {x: 0, y: 0, ...size},
			inputs: [state],
			draw: grid => void grid.text(0, 0, `count ${state.count}`, 0),
		});
	},
	lines: state => [`The count is ${state.count}.`],
	sheet: state => ({name: 'trouble', columns: ['count'], rows: [[state.count]]}),
	copied: state => String(state.count),
	origin: () => ({of: 'quote', asset: 'bitcoin'}),
};
const withTrouble = screens.map(screen => (screen.id === 'compare' ? asScreen(troubled) : screen));

describe('the screen as a whole', () => {
	test('shows tabs, freshness, the selected asset and the keys that work', async () => {
		const {rows} = await mount();
		expect(rows()[0]).toMatch(
			/›1 Market.*2 Technical.*3 Compare.*5 Pipeline.*6 Quality.*7 Portfolio.*9 Versions/,
		);
		expect(rows()[0]).toMatch(/BTC \$61,240\.12$/);
		const {rows: wideRows} = await mount({size: {width: 160, height: 36}});
		expect(wideRows()[0]).toMatch(/9 Versions.*BTC \$61,240\.12 ▲\+1\.50%$/);
		expect(rows().at(-2)).toContain('CoinGecko 1m ago · next 12:04');
		expect(rows().at(-1)).toMatch(/: commands {2}\? help {2}q quit$/);
	});

	test('has no tab, number or command for a hidden screen', async () => {
		const hidden = screens.map(screen =>
			screen.id === 'quality' ? Object.assign({}, screen, {hidden: true}) : screen,
		);
		const {rows, press, frame} = await mount({screens: hidden});
		await press('6');
		expect(rows()[0]).not.toContain('Quality');
		expect(rows()[0]).toContain('›1 Market');
		await press('?');
		const [overlay] = frame.store.get().frame.overlays;
		expect(overlay!.kind.lines(overlay!.state, frame.context()).join('\n')).not.toContain('Quality');
	});

	test('speaks Portuguese', async () => {
		const {rows, press, text} = await mount({locale: 'pt_BR.UTF-8'});
		expect(rows().at(-2)).toContain('CoinGecko há 1m');
		expect(rows().at(-1)).toContain('q sair');
		await press('?');
		await expect.poll(text).toContain('Em toda parte');
	});

	test('says it is opening while the desk is', async () => {
		const {text} = await mount({opens: false});
		expect(text()).toContain('Opening the store');
	});

	test('says what to press when nothing is stored, in both languages', async () => {
		const desk = createFakeDesk({market: marketView([])});
		const {text, press} = await mount({desk});
		expect(text()).toMatch(/Nothing is stored yet\.\s+r {2}collect the market now\s+D {2}look around/);
		await press('L');
		expect(text()).toMatch(/Ainda não há nada gravado\.\s+r {2}coletar o mercado agora/);
	});

	test.each([
		[59, 20],
		[60, 14],
		[30, 3],
		[5, 1],
		[1, 1],
	])('says the size it needs at %ix%i', async (width, height) => {
		const {text, rows} = await mount({size: {width, height}});
		expect(rows()).toHaveLength(height);
		if (width >= 30) expect(text()).toContain('60x15');
	});

	test('fits the smallest size, on every screen', async () => {
		const {rows, press, frame} = await mount({size: {width: 60, height: 15}});
		for (const {id} of frame.screens) {
			const number = numberOf(id);
			await press(number);
			expect(rows()).toHaveLength(15);
			expect(rows()[0]).toContain(`›${number}`);
		}
	});

	test('follows a storm of resizes', async () => {
		const {frame, stage, rows, settle} = await mount();
		for (const [width, height] of [
			[200, 60],
			[61, 16],
			[1, 1],
			[80, 24],
		] as const) {
			stage.urgently(() => frame.resize({width, height}));
			stage.resize({width, height});
		}

		await settle();
		expect(rows()).toHaveLength(24);
		expect(rows().at(-1)).toContain('q quit');
	});

	test('labels the simulated, the read-only, the stale and the offline', async () => {
		const failed = {
			run: 'r',
			kind: 'collect',
			status: 'failed',
			simulated: false,
			startedAt: '',
			finishedAt: '',
			sources: [
				{source: 'coingecko', state: 'unreachable', requests: 1, retries: 0, rateLimited: 0, bytes: 0},
			],
			rows: {} as never,
			stages: [],
			faults: [
				{
					code: 'unreachable',
					source: 'coingecko',
					asset: null,
					message: 'CoinGecko cannot be reached.',
					hint: 'Check the network.',
				},
			],
			drift: [],
		} as const;
		const desk = createFakeDesk({
			opening: {
				simulated: true,
				readOnly: true,
				loop: {state: 'waiting', run: null, nextAt: noon + 300_000, holder: null, last: failed},
			},
		});
		const {rows, clock, frame, settle} = await mount({desk});
		clock.now = noon + 3_600_000;
		frame.store.change({type: 'clock', now: clock.now});
		await settle();
		for (const badge of ['SIMULATED', 'OFFLINE', 'STALE 1h', 'READ-ONLY']) expect(rows()[0]).toContain(badge);
		expect(rows().at(-2)).toContain('CoinGecko cannot be reached. Tries again 12:05.');
	});

	test('does not blame a source for a cycle that somebody stopped', async () => {
		const stopped = {code: 'interrupted', source: null, asset: null, message: 'Stopped.', hint: ''} as const;
		const last = {
			run: 'r',
			kind: 'collect',
			status: 'failed',
			simulated: false,
			startedAt: '',
			finishedAt: '',
			sources: [],
			rows: {} as never,
			stages: [],
			faults: [stopped],
			drift: [],
		} as const;
		const loop = {state: 'waiting', run: null, nextAt: noon + 300_000, holder: null, last} as const;
		const {rows} = await mount({desk: createFakeDesk({opening: {loop}})});
		expect(rows().at(-2)).toContain('next 12:05');
		expect(rows().at(-2)).not.toContain('Stopped.');
	});

	test('draws nothing but ASCII where the terminal has nothing else', async () => {
		const {text, press} = await mount({chosen: {'ui.ascii': 'on'}});
		// oxlint-disable-next-line no-control-regex -- exactly the characters of ASCII
		expect(text()).toMatch(/^[\u0000-\u007F]*$/);
		await press(':');
		expect(text()).not.toMatch(/[\u00B7\u2000-\uFFFF]/);
	});

	test('reads as plain lines in linear mode', async () => {
		const {rows, text, press} = await mount({screens: withTrouble, chosen: {'ui.linear': 'on'}});
		await press('3', 'j');
		expect(rows()[0]).toMatch(/^Trouble, BTC \$61,240\.12/);
		expect(rows()[1]).toBe('The count is 1.');
		expect(text()).not.toMatch(/[─│╭]/);
		await press(',');
		expect(text()).toContain('Settings');
		expect(text()).not.toMatch(/[─│╭]/);
	});

	test('reads from the desk in linear mode what no picture shows', async () => {
		const desk = createFakeDesk({rules: [ruleView()], runs: [storedRun()]});
		const {text, press} = await mount({desk, chosen: {'ui.linear': 'on'}});
		await press('8');
		await expect.poll(text).toContain('BTC price > 100000: Told at most every 1h.');
		await press('6', 's', 's', 's');
		await expect.poll(text).toContain('collect, done');
		expect(text()).not.toMatch(/[─│╭]/);
	});
});

describe('keys', () => {
	test('switch screens by number, tab and shift+tab', async () => {
		const {rows, press} = await mount();
		await press('6');
		expect(rows()[0]).toContain('›6 Quality');
		await press('tab');
		expect(rows()[0]).toContain('›7 Portfolio');
		await press('9', 'tab');
		expect(rows()[0]).toContain('›1 Market');
		await press('shift+tab');
		expect(rows()[0]).toContain('›9 Versions');
	});

	test('become counts when a motion follows at once', async () => {
		const {frame, stage, rows, press, settle, clock} = await mount({screens: withTrouble});
		await press('3');
		clock.monotonic += 1000;
		stage.urgently(() => frame.key('1'));
		await settle();
		expect(rows()[0]).toContain('›1 Market');
		stage.urgently(() => frame.key('2'));
		stage.urgently(() => frame.key('j'));
		await settle();
		expect(rows()[0]).toContain('›3 Trouble');
		expect(rows()[1]).toBe('count 12');
	});

	test('show a count that waits for its motion', async () => {
		const {rows, press} = await mount();
		await press('0', '5');
		expect(rows().at(-2)).toMatch(/05$/);
		await press('escape');
		expect(rows().at(-2)).not.toMatch(/85$/);
	});

	test('of a command that is off say why', async () => {
		const {press, text} = await mount({screens: withTrouble});
		await press('3', 'o');
		await expect.poll(text).toContain('Impossible thing: it cannot be.');
		await press('w');
		await expect.poll(text).toMatch(/Whole sentence: It cannot be\.(?!\.)/);
	});

	test('follow the settings, and say what of them cannot be followed', async () => {
		const keys = JSON.stringify({'frame.help': ['f1'], 'frame.quit': [':'], nonsense: ['x']});
		const {press, rows, text} = await mount({chosen: {'ui.keys': keys}});
		await expect.poll(text).toContain('"frame.palette".');
		await expect.poll(text).toContain('ui.keys: there is no command "nonsense".');
		expect(rows().at(-1)).toContain('f1 help');
		await press('escape', 'f1');
		await expect.poll(text).toContain('Everywhere');
	});

	test('ctrl+c quits at once, even from a window', async () => {
		const {asked, press} = await mount();
		await press(':', 'ctrl+c');
		expect(asked).toContain('quit');
	});

	test('ctrl+z and ctrl+l reach the terminal', async () => {
		const {asked, press} = await mount();
		await press('ctrl+z', 'ctrl+l');
		expect(asked).toEqual(expect.arrayContaining(['suspend', 'redraw']));
	});

	test('q asks while a backfill runs', async () => {
		const {asked, press, desk, text} = await mount();
		await desk.backfill({choice: {by: 'top', count: 50}, interval: '1h', days: 30});
		await press('q');
		await expect.poll(text).toContain('A backfill is running.');
		await press('escape');
		expect(asked).not.toContain('quit');
		await press('q', 'enter');
		expect(asked).toContain('quit');
	});
});

describe('the palette', () => {
	test('finds a command by a few letters and runs it', async () => {
		const {press, type, rows, text} = await mount();
		await press(':');
		await type('go qual');
		await expect.poll(text).toContain('Go to Quality');
		await press('enter');
		expect(rows()[0]).toContain('›6 Quality');
	});

	test('goes to the screen of a command of another one', async () => {
		const {press, type, rows, text} = await mount({screens: withTrouble});
		await press('ctrl+p');
		await type('break the view');
		await expect.poll(text).toContain('Trouble: Break the view');
		await press('enter');
		expect(rows()[0]).toContain('›3 Trouble');
	});

	test('says why a command is off, and does not run it', async () => {
		const {press, type, text} = await mount({screens: withTrouble});
		await press('3', ':');
		await type('impossible');
		await expect.poll(text).toContain('it cannot be');
		await press('enter');
		expect(text()).toContain('Commands');
	});

	test('says when nothing fits', async () => {
		const {press, type, text} = await mount();
		await press(':');
		await type('qqqqqqq');
		await expect.poll(text).toContain('Nothing fits.');
	});
});

describe('help', () => {
	test('lists every command, in both languages', async () => {
		const {press, frame, settle} = await mount();
		for (const language of ['en', 'pt-BR'] as const) {
			frame.store.frame(state => ({...state, chosen: {...state.chosen, language}}));
			await press('?');
			const overlay = frame.store.get().frame.overlays[0]!;
			const lines = overlay.kind.lines(overlay.state, frame.context()).join('\n');
			const owners = keyOwners(frame.screens);
			expect(owners.filter(({keys}) => !lines.includes(keys.join(', ')))).toEqual([]);
			const labels = frame.screens.flatMap(({commands}) => commands).map(({label}) => label[language]);
			expect(labels.filter(label => !lines.includes(label))).toEqual([]);
			await press('escape');
			await settle();
		}
	});

	test('is searched', async () => {
		const {press, type, text} = await mount();
		await press('?', '/');
		await type('simulated');
		expect(text()).toContain('Simulated market, on or off');
		expect(text()).not.toContain('Half a page down');
	});
});

describe('a bug', () => {
	test('in a view shows what to do and leaves the rest alive', async () => {
		const {press, rows, text} = await mount({screens: withTrouble});
		await press('3', 'v');
		await expect.poll(text).toContain('Trouble stopped working');
		expect(text()).toContain('view went wrong');
		expect(rows()[0]).toContain('›3 Trouble');
		await press('1');
		expect(text()).not.toContain('stopped working');
		expect(text()).toContain('Bitcoin');
		await press('3');
		expect(text()).toContain('Trouble stopped working');
		await press('ctrl+r');
		expect(text()).toContain('count 0');
	});

	test('in the reason of a command puts that command off and leaves the rest alive', async () => {
		const {press, rows, text} = await mount({screens: withTrouble});
		await press('3');
		expect(text()).toContain('count 0');
		expect(rows().at(-1)).not.toContain('unknown');
		await press('u');
		await expect.poll(text).toContain('Unknown thing: a bug of crypto-tui keeps it from working');
	});

	test('in a command, the mouse or the news is told and nothing else', async () => {
		const {press, click, desk, rows, text} = await mount({screens: withTrouble});
		await press('3', 't');
		await expect.poll(text).toContain('Unexpected error: command went wrong');
		await click(3, 5);
		await expect.poll(text).toContain('Unexpected error: mouse went wrong');
		desk.tell({type: 'stream', stream: {state: 'live', since: noon, nextAt: null, fault: null}});
		await expect.poll(text).toContain('Unexpected error: news went wrong');
		expect(rows().at(-2)).toContain('live');
		expect(rows()[1]).toContain('count 0');
	});
});

describe('the mouse', () => {
	test('opens a tab, a key of the footer, and the asset selector', async () => {
		const {click, rows, text, press} = await mount();
		await click(rows()[0]!.indexOf('6 Qual') + 3, 0);
		expect(rows()[0]).toContain('›6 Quality');
		await click(rows().at(-1)!.indexOf('? help') + 2, 35);
		expect(text()).toContain('Everywhere');
		await press('escape');
		await click(rows()[0]!.indexOf('BTC') + 1, 0);
		expect(text()).toContain('Assets');
	});

	test('puts a window away by a press beside it', async () => {
		const {press, click, text} = await mount();
		await press(':');
		expect(text()).toContain('Commands');
		await click(1, 20);
		expect(text()).not.toContain('─ Commands');
	});

	test('is taken and left with the setting', async () => {
		const {asked, frame, settle} = await mount();
		expect(asked).toContain('mouse on');
		frame.store.frame(state => ({...state, chosen: {...state.chosen, 'ui.mouse': 'off'}}));
		await settle();
		expect(asked.at(-1)).toBe('mouse off');
	});
});

describe('the desk', () => {
	test('is read again once its market changed, however often it says so', async () => {
		const desk = createFakeDesk();
		const {settle, text} = await mount({desk});
		desk.world.market = marketView([{...marketView().rows[0]!, name: 'Bitcoin Renamed'}]);
		for (let i = 0; i < 20; i++) desk.tell({type: 'market-stored'});
		await expect.poll(text).toContain('Bitcoin Renamed');
		await settle();
		expect(desk.calls.filter(([method]) => method === 'market').length).toBeLessThan(4);
	});

	test('is heard from the first moment, also while it opens', async () => {
		const desk = createFakeDesk();
		const open = desk.open.bind(desk);
		Object.assign(desk, {
			async open() {
				const opening = await open();
				desk.tell({type: 'stream', stream: {state: 'live', since: noon, nextAt: null, fault: null}});
				return opening;
			},
		});
		const {rows} = await mount({desk});
		expect(rows().at(-2)).toContain('live');
	});

	test('that stopped says so, and is started again by a key', async () => {
		const desk = createFakeDesk();
		const {press, text} = await mount({desk});
		desk.tell({
			type: 'lost',
			fault: {code: 'bug', source: null, asset: null, message: 'It broke.', hint: 'Again.'},
		});
		await expect.poll(text).toContain('The data engine stopped. Press ctrl+r');
		await press('escape', 'ctrl+r');
		await expect.poll(text).not.toContain('The data engine stopped');
		expect(desk.calls.filter(([method]) => method === 'open')).toHaveLength(2);
	});

	test('is changed for the simulated market and back', async () => {
		const demoDesk = createFakeDesk({opening: {simulated: true}});
		const {press, text} = await mount({demoDesk});
		await press('D');
		await expect.poll(text).toContain('Simulated market?');
		await press('enter');
		await expect.poll(text).toContain('SIMULATED');
		await expect.poll(text).toContain('no price here is real');
		await press('D', 'enter');
		await expect.poll(text).not.toContain('SIMULATED');
	});

	test('that cannot be opened leaves the one before in place', async () => {
		const demoDesk = createFakeDesk({failing: {open: new Fault('storage-full', 'The disk is full.')}});
		const {press, text} = await mount({demoDesk});
		await press('D', 'enter');
		await expect.poll(text).toContain('The disk is full.');
		await expect.poll(text).toContain('Bitcoin');
	});

	test('remembers where the user was', async () => {
		const {press, frame, desk} = await mount({screens: withTrouble});
		await press('3');
		await frame.end();
		expect(desk.calls).toContainEqual([
			'remember',
			'frame',
			{screen: 'compare', selected: 'bitcoin', lastSeen: noon},
		]);
	});

	test('begins where the user was, with what happened since', async () => {
		const desk = createFakeDesk({
			opening: {memory: {frame: {screen: 'quality', selected: 'solana', lastSeen: noon - 7_200_000}}},
			away: {
				since: noon - 7_200_000,
				runs: 24,
				failedRuns: 2,
				movers: [{asset: 'solana', symbol: 'SOL', before: 100, after: 152.33, changePercent: 52.33}],
				quarantined: 3,
				drift: 0,
			},
		});
		const {rows, press, text} = await mount({desk});
		await expect.poll(text).toContain('While you were away');
		expect(rows()[0]).toContain('›6 Quality');
		expect(rows()[0]).toContain('SOL $152.33');
		expect(text()).toContain('24 runs, 2 failed.');
		expect(text()).toMatch(/SOL +\+52\.33%/);
		await press('escape');
		expect(text()).not.toContain('While you were away');
	});

	test('keeps what the user did while it was opening, and remembers the rest', async () => {
		const desk = createFakeDesk({
			opening: {
				memory: {
					frame: {screen: 'quality', selected: 'solana', lastSeen: null},
					market: {columns: ['symbol', 'price'], sort: {column: 'price', descending: true}},
				},
			},
		});
		const gate = new EventEmitter();
		const slow = {...desk, open: () => once(gate, 'open').then(() => desk.open())};
		const {frame, rows, press, type, text, settle} = await mount({desk: slow, opens: false});
		const opening = frame.open(false);
		await press('o', '/');
		await type('sol');
		await press('enter', '2', '1');
		gate.emit('open');
		await opening;
		await settle();
		expect(rows()[0]).toContain('›1 Market');
		expect(text()).toContain('1 of 8  /sol  by Rank ▾');
		expect(frame.store.get().screens.market).toMatchObject({
			columns: ['symbol', 'price'],
			search: 'sol',
			sort: {column: 'rank', descending: true},
		});
	});
});
