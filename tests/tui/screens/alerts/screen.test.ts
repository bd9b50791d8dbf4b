import {describe, expect, it} from 'vitest';
import {Fault} from '#domain/fault.js';
import {alertsScreen} from '#tui/screens/alerts/screen.js';
import {ruleView, toldAlert} from '../../../support/alerts-view.js';
import {createFakeDesk, noon, type FakeDesk, type FakeWorld} from '../../../support/fake-desk.js';
import {mountScreen, type MountOptions} from '../../../support/mount-screen.js';

const hour = 3_600_000;
const small = {width: 60, height: 12};

const rules = [
	ruleView(),
	ruleView('ethereum change24h < -5', {
		id: 2,
		standing: 'fired',
		lastToldAt: noon - hour,
		seen: {at: noon, value: -6.5, level: -5, beyond: 1.5},
	}),
	ruleView('solana rsi(14) < 30 on 1d', {
		id: 3,
		standing: 'waiting',
		seen: null,
		repetition: {once: true, coolDownMs: hour, hysteresisPercent: 2},
	}),
];
const history = [
	toldAlert('binance is down', {
		id: 2,
		kind: 'source-down',
		asset: null,
		count: 3,
		deliveries: [
			{
				alert: 2,
				channel: 'mail',
				state: 'waiting',
				attempts: 1,
				nextAt: noon + hour,
				error: 'No connection.',
			},
			{alert: 2, channel: 'webhook', state: 'sent', attempts: 1, nextAt: null, error: null},
		],
	}),
	toldAlert(),
];

const fullDesk = (changes: Partial<FakeWorld> = {}): FakeDesk =>
	createFakeDesk({rules, alerts: history, ...changes});
const mount = async (desk: FakeDesk, options: Omit<MountOptions, 'desk'> = {}) =>
	mountScreen(alertsScreen, {desk, ...options});
const asked = (desk: FakeDesk, method: string): readonly unknown[] =>
	desk.calls.filter(([name]) => name === method).map(([, first]) => first);

const ninety = {
	firings: [
		{at: noon - 20 * 24 * hour, value: 60_500, level: 60_000, beyond: 500, folded: false},
		{at: noon - 20 * 24 * hour + hour / 2, value: 60_900, level: 60_000, beyond: 900, folded: true},
		{at: noon - 3 * 24 * hour, value: 61_100, level: 60_000, beyond: 1100, folded: false},
	],
	observations: 2160,
	from: noon - 90 * 24 * hour + hour,
	to: noon,
};

describe('the rules', () => {
	it('tell where each stands, what it looks at now, and how far that is from its level', async () => {
		const screen = await mount(fullDesk(), {size: {width: 160, height: 36}});
		const row = (symbol: string) => screen.rows().find(line => line.includes(` ${symbol} `));
		expect(row('BTC')).toMatch(
			/• armed +BTC +price > 100000 +61,240\.12 +100,000\.00 +\+63\.29% +at most every 1h +never/,
		);
		expect(row('ETH')).toMatch(/! fired +ETH +change24h < -5 +-6\.50% +-5\.00% +\+1\.50 .*Nov 21 11:00/);
		expect(row('SOL')).toMatch(/… waiting +SOL +rsi\(14\) < 30 on 1d +— +— +— +once, hysteresis 2\.0%/);
	});

	it('say how to add one where there is none', async () => {
		const screen = await mount(createFakeDesk());
		expect(screen.text()).toContain('No rule yet. Press n to watch an asset, for example: > 100000');
		expect(screen.text()).toContain('There was no alert yet.');
		await screen.press('x', 'enter');
		expect(screen.toasts.map(({text}) => text)).toEqual([
			'Choose a rule first.',
			'Nothing is selected here.',
		]);
	});

	it('open with everything about one, and select its asset', async () => {
		const screen = await mount(fullDesk(), {size: small});
		await screen.press('j', 'enter');
		expect(screen.windows[0]?.title).toBe('ETH change24h < -5');
		expect(screen.windows[0]?.lines).toEqual([
			'ethereum change24h < -5',
			'Told at most every 1h.',
			'Fired: armed again once the value is back behind its level.',
			'Now -6.50%, level -5.00% (+1.50 to it), as of Nov 21, 2026, 12:00.',
			'Last fired: Nov 21, 2026, 11:00.',
			'Added: Nov 19, 2026, 12:00.',
		]);
		expect(screen.shared().selected).toBe('ethereum');
	});

	it('of an unknown value never say 0', async () => {
		const seen = {at: noon, value: Number.NaN, level: 30, beyond: Number.NaN};
		const screen = await mount(fullDesk({rules: [ruleView('solana rsi(14) < 30', {seen})]}));
		expect(screen.rows().find(line => line.includes('SOL'))).toMatch(/on 1h +— +30\.00 +—/);
		await screen.press('enter');
		expect(screen.windows[0]?.lines).toContain('Nothing is stored yet that it could look at.');
	});

	it('are read again when anything was stored, by whomever', async () => {
		const desk = fullDesk();
		const screen = await mount(desk);
		desk.world.rules = [ruleView('dogecoin > 1', {id: 9})];
		desk.tell({type: 'market-stored'});
		await expect.poll(() => screen.text()).toMatch(/DOGE +price > 1/);
	});

	it('say why they cannot be read', async () => {
		const desk = fullDesk({failing: {alertRules: new Fault('storage-busy', 'The database is held.')}});
		const screen = await mount(desk);
		expect(screen.rows()[0]).toContain('Could not be read: The database is held.');
		expect(screen.text()).not.toContain('Reading');
		expect(alertsScreen.lines(screen.state(), screen.context()).join(' ')).not.toContain('Reading');
	});

	it('that a version of the data does not hold are not asked for', async () => {
		const asOf = {id: '20261121-080000-aaaaaa', createdAt: noon};
		const screen = await mount(createFakeDesk({opening: {readOnly: true, asOf}}));
		expect(screen.text()).toContain('This version of the data holds no rules.');
		expect(screen.text()).toContain('This version of the data holds no alerts.');
		expect(screen.text()).not.toContain('Press n');
	});

	it('say all of how to add one where lines are short', async () => {
		const screen = await mount(createFakeDesk(), {size: small});
		expect(screen.text()).toMatch(/for example: >\s+100000/);
	});
});

describe('a new rule', () => {
	it('begins with the selected asset, shows its rehearsal, and is kept', async () => {
		const desk = fullDesk({rehearsal: ninety});
		const typed = {asset: 'eth', condition: 'crosses above sma(50)', tell: 'once', hysteresis: '1,5'};
		const screen = await mount(desk, {answers: [typed], size: {width: 160, height: 36}});
		await screen.press('n');
		const [form] = screen.forms;
		expect(form?.fields.map(({value}) => value)).toEqual(['bitcoin', '', '3600000', '0']);
		expect(form?.intro?.join(' ')).toContain('crosses sma(50)');
		expect(asked(desk, 'addAlertRule')).toMatchObject([
			{
				asset: 'ethereum',
				condition: {of: 'cross', direction: 'above', indicator: 'sma'},
				repetition: {once: true, hysteresisPercent: 1.5},
			},
		]);
		expect(screen.toasts[0]?.text).toBe('Watching: ETH crosses above sma(50) on 1h.');
		await expect.poll(() => screen.text()).toContain('crosses above sma(50)');
		const {signal} = new AbortController();
		expect(await form!.preview!({...typed, tell: '0'}, signal)).toEqual([
			'It would have fired 2 times in the last 90 days. Last: Nov 18, 2026, 12:00. 1 more is within the time in which it is told once.',
			'Looked at 2,160 values from Aug 23, 2026 to Nov 21, 2026.',
		]);
	});

	it.each([
		['asset', 'nocoin', 'No stored asset has this symbol or id.'],
		['condition', '>', '">": a number is expected before the end.'],
		['condition', 'rsj < 3', '"rsj" is nothing that can be watched. Did you mean rsi?'],
		['hysteresis', '-1', 'A number from 0 to 100.'],
	])('with the %s "%s" says: %s', async (id, value, problem) => {
		const screen = await mount(fullDesk());
		await screen.press('n');
		expect(screen.forms[0]?.fields.find(field => field.id === id)?.check?.(value)).toBe(problem);
	});

	it('is refused in Portuguese, too', async () => {
		const screen = await mount(fullDesk(), {language: 'pt-BR'});
		await screen.press('n');
		const check = screen.forms[0]!.fields.find(({id}) => id === 'condition')!.check!;
		const problems = [
			' ',
			'>',
			'> 5 6',
			'price @',
			'rsj < 3',
			'sma() > 1',
			'sma(5,6) > 1',
			'sma(0) > 1',
			'rsi < 3 on 2h',
			'crosses rsi',
			'volume < 3x average',
			'volume > 0x average',
			'volume > 3x average(5',
			'volume > 3x average(1)',
			'volume > 3x average()',
		].map(check);
		expect(problems).toMatchInlineSnapshot(`
			[
			  "O que vigiar, como > 100000.",
			  "Falta um número no fim.",
			  "Nada deveria vir depois de "5".",
			  "Não dá para ler a partir de "@".",
			  ""rsj" não pode ser vigiado. Seria rsi?",
			  "Falta um valor para period antes de ")".",
			  "sma recebe period; falta um parêntese ou há valores demais.",
			  "Valor fora dos limites (sma period is a whole number from 1 to 10000, not 0).",
			  ""2h" não é um intervalo; 1m, 5m, 15m, 30m, 1h, 4h, 12h, 1d, 1w são.",
			  "O preço cruza sma, ema, bollinger ou vwap, não rsi.",
			  "O volume é vigiado acima de um múltiplo da média, não abaixo.",
			  "O múltiplo da média é maior que 0.",
			  "Falta um parêntese depois do número de candles.",
			  "A média é de 2 a 1000 candles.",
			  "Falta um número de candles antes de ")".",
			]
		`);
	});

	it('that the desk refuses is told', async () => {
		const desk = fullDesk({failing: {addAlertRule: new Fault('unknown-asset', 'No such asset.')}});
		const screen = await mount(desk, {answers: [{condition: '> 1'}]});
		await screen.press('n');
		expect(screen.toasts).toEqual([{kind: 'bad', text: 'No such asset.'}]);
	});
});

describe('a rehearsal', () => {
	it('begins with the rule under the cursor and lists when it would have fired, the newest first', async () => {
		const desk = fullDesk({rehearsal: ninety});
		const screen = await mount(desk, {answers: [{days: '90'}]});
		await screen.press('t');
		expect(screen.forms[0]?.fields.map(({value}) => value)).toEqual([
			'bitcoin',
			'price > 100000',
			'3600000',
			'0',
			'90',
		]);
		expect(screen.windows[0]?.title).toBe('BTC price > 100000');
		expect(screen.windows[0]?.lines.slice(-2)).toEqual([
			'Nov 18, 2026, 12:00  61,100.00  (level 60,000.00)',
			'Nov 01, 2026, 12:00  60,500.00  (level 60,000.00)',
		]);
		expect(desk.calls.find(([method]) => method === 'rehearseAlertRule')?.[2]).toBe(90);
	});

	it('says when the history is too short, and when there is none', async () => {
		const short = {...ninety, from: noon - 24 * hour, firings: []};
		const desk = fullDesk({rehearsal: short});
		const screen = await mount(desk, {answers: [{}, {}]});
		await screen.press('t');
		expect(screen.windows[0]?.lines.join('\n')).toMatch(
			/It would not have fired in the last 90 days.*\n.*\nThe stored history is shorter: it begins Nov 20, 2026\. b fetches more\./,
		);
		desk.world.rehearsal = {firings: [], observations: 0, from: null, to: null};
		await screen.press('t');
		expect(screen.windows[1]?.lines).toContain(
			'Nothing is stored that it could be rehearsed on: b fetches history.',
		);
	});
});

describe('removing', () => {
	it('asks first, then the rule is gone', async () => {
		const desk = fullDesk();
		const screen = await mount(desk, {answers: [false, true]});
		await screen.press('x');
		expect(screen.windows[0]?.lines).toContain('BTC price > 100000');
		expect(asked(desk, 'removeAlertRule')).toEqual([]);
		await screen.press('x');
		expect(asked(desk, 'removeAlertRule')).toEqual([1]);
		expect(screen.toasts).toEqual([{kind: 'good', text: 'Removed: BTC price > 100000.'}]);
		await expect.poll(() => screen.text()).not.toContain('armed');
	});

	it('is off with a reason where nothing can be written, while rehearsing is not', async () => {
		const screen = await mount(fullDesk({opening: {readOnly: true}, rehearsal: ninety}), {answers: [{}]});
		await screen.press('n', 'x', 'm', 't');
		expect(screen.toasts.map(({text}) => text)).toEqual(
			Array.from({length: 3}, () => 'the store is open read-only'),
		);
		expect(screen.windows).toHaveLength(1);
	});
});

describe('a test message', () => {
	it('tells the result of each channel with what to do', async () => {
		const fault = {
			code: 'not-sent',
			source: null,
			asset: null,
			message: 'No.',
			hint: 'Run "crypto-tui alert send-test".',
		} as const;
		const results = [
			{channel: 'mail', fault},
			{channel: 'webhook', fault: null},
		];
		const screen = await mount(fullDesk({channelTest: {results, problems: ['EMAIL_TO is missing.']}}));
		await screen.press('m');
		expect(screen.toasts).toEqual([
			{kind: 'warning', text: 'EMAIL_TO is missing.'},
			{
				kind: 'bad',
				text: 'Not sent by e-mail: No.',
				hint: 'Check the channel in the settings (comma); m tries again.',
			},
			{kind: 'good', text: 'The test message went out by webhook.'},
		]);
	});

	it('says what to set where no channel is', async () => {
		const screen = await mount(fullDesk());
		await screen.press('m');
		expect(screen.windows[0]?.lines.join('\n')).toMatch(/smtp\.url[^]*email\.to[^]*alerts\.webhookUrl/);
	});
});

describe('the history', () => {
	it('lists what was told, how often, and how it was sent', async () => {
		const screen = await mount(fullDesk(), {size: {width: 140, height: 36}});
		const row = (text: string) => screen.rows().find(line => line.includes(text));
		expect(row('binance is down')).toMatch(
			/Nov 21 11:00 +pipeline +binance is down +3 times … e-mail 13:00 {2}✓ webhook/,
		);
		expect(row('Bitcoin (BTC)')).toMatch(/price +Bitcoin \(BTC\): price > 100000 +no channel/);
	});

	it('keeps the time of the next try where lines are short', async () => {
		const [waiting] = history;
		const alerts = [{...waiting!, deliveries: waiting!.deliveries.slice(0, 1)}];
		const screen = await mount(fullDesk({alerts}), {size: small});
		await screen.press('s');
		expect(screen.text()).toContain('… e-mail 13:00');
	});

	it('of a simulated market says that nothing was sent', async () => {
		const screen = await mount(fullDesk({opening: {simulated: true}, alerts: [toldAlert()]}));
		expect(screen.text()).toContain('simulated: shown here, not sent');
	});

	it('says in a sentence why nothing was sent', async () => {
		const screen = await mount(fullDesk({alerts: [toldAlert()]}));
		await screen.press('s', 'enter');
		expect(screen.windows[0]?.lines.at(-1)).toBe('Not sent: no channel was set up.');
	});

	it('opens with the whole message, and why it was not sent', async () => {
		const screen = await mount(fullDesk(), {size: small});
		await screen.press('s');
		expect(screen.rows()[0]).toContain('›History');
		await screen.press('enter');
		expect(screen.windows[0]).toEqual({
			title: 'binance is down',
			lines: [
				'binance is down happened.',
				'',
				'Evidence:',
				'  Value: 101,234.5',
				'',
				'Waits for e-mail, next try Nov 21, 2026, 13:00. No connection.',
				'Sent by webhook.',
			],
		});
	});

	it('is in the language of the screen', async () => {
		const screen = await mount(fullDesk(), {language: 'pt-BR'});
		expect(screen.text()).toContain('pt binance is down');
	});
});

describe('the whole screen', () => {
	it('is spoken in sentences, the active section first', async () => {
		const screen = await mount(fullDesk());
		const lines = alertsScreen.lines(screen.state(), screen.context());
		expect(lines[0]).toBe('Rules:');
		expect(lines[1]).toBe(
			'BTC price > 100000: Told at most every 1h. Armed: it fires when the condition becomes true. Now 61,240.12, level 100,000.00 (+63.29% to it), as of Nov 21, 2026, 11:59. Last fired: never. Added: Nov 19, 2026, 12:00.',
		);
		expect(lines).toContain(
			'Nov 21, 2026, 11:00 binance is down, 3 times. Waits for e-mail, next try Nov 21, 2026, 13:00. No connection. Sent by webhook.',
		);
		await screen.press('s');
		expect(alertsScreen.lines(screen.state(), screen.context())[0]).toBe('History:');
	});

	it('is a sheet, and copies a rule as it is typed', async () => {
		const screen = await mount(fullDesk());
		expect(alertsScreen.sheet!(screen.state(), screen.context())?.rows[0]).toEqual([
			1,
			'bitcoin',
			'price > 100000',
			'armed',
			61_240.12,
			100_000,
			null,
			'2026-11-19T12:00:00.000Z',
		]);
		expect(alertsScreen.copied!(screen.state(), screen.context())).toBe('bitcoin price > 100000');
		await screen.press('s');
		expect(alertsScreen.sheet!(screen.state(), screen.context())?.rows[0]).toEqual([
			2,
			'2026-11-21T11:00:00.000Z',
			'source-down',
			null,
			'binance is down',
			3,
			'mail waiting, webhook sent',
		]);
		expect(alertsScreen.copied!(screen.state(), screen.context())).toBe('binance is down');
	});

	it('is worked by the mouse: titles, rows, a second click, the wheel', async () => {
		const screen = await mount(fullDesk());
		const rowOf = (text: string) => screen.rows().findIndex(line => line.includes(text));
		await screen.mouse({x: 5, y: rowOf('change24h')});
		expect(screen.shared().selected).toBe('ethereum');
		await screen.mouse({x: 5, y: rowOf('Bitcoin (BTC)')});
		expect(screen.state().section).toBe('history');
		await screen.mouse({x: 5, y: rowOf('Bitcoin (BTC)'), double: true});
		expect(screen.windows[0]?.title).toBe('Bitcoin (BTC): price > 100000');
		await screen.mouse({x: 2, y: 0});
		expect(screen.state().section).toBe('rules');
		await screen.mouse({kind: 'wheel', x: 5, y: rowOf('change24h'), wheel: 1});
		await screen.mouse({x: 5, y: 30});
		expect(screen.state().section).toBe('history');
	});

	it('starts afresh with another desk, in the same section', async () => {
		const screen = await mount(fullDesk(), {remembered: {section: 'history'}});
		expect(screen.rows()[0]).toContain('›History');
		screen.store.change({type: 'closed'});
		await screen.settle();
		expect(screen.state().answer).toBeNull();
		expect(screen.state().section).toBe('history');
	});

	it('draws in every size and in ASCII, and nothing that a name could do to the terminal', async () => {
		const evil = [toldAlert('\u001B]0;x\u0007EVIL\u202E')];
		const screen = await mount(fullDesk({alerts: evil}), {ascii: true});
		for (const width of [1, 7, 60, 80, 200]) {
			for (const height of [1, 2, 5, 12, 18, 57]) {
				await screen.resize({width, height});
				expect(Math.max(...screen.rows().map(row => row.length))).toBeLessThanOrEqual(width);
			}
		}

		expect(screen.text()).toContain('EVIL');
		expect(screen.text()).not.toMatch(/[^\n -~]/);
	});
});
