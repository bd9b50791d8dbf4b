import {describe, expect, it} from 'vitest';
import type {Job} from '#desk/views/pipeline.js';
import {failed, passed, warned} from '#domain/doctor/check.js';
import {Fault} from '#domain/fault.js';
import {qualityScreen} from '#tui/screens/quality/screen.js';
import {createFakeDesk, noon, type FakeDesk, type FakeWorld} from '../../../support/fake-desk.js';
import {mountScreen, type Mounted, type MountOptions} from '../../../support/mount-screen.js';
import {examination, gap} from '../../../support/quality-view.js';
import type {QualityState} from '#tui/screens/quality/state.js';

const doctorDesk = (changes: Partial<FakeWorld> = {}): FakeDesk =>
	createFakeDesk({
		examination: examination(),
		machine: [
			passed('disk', '81 GB are free on the disk of /data.'),
			failed('source.binance', 'binance could not be reached.', 'Check the network.'),
		],
		...changes,
	});

const mount = async (
	desk: FakeDesk = doctorDesk(),
	options: Omit<MountOptions, 'desk' | 'remembered'> = {},
): Promise<Mounted<QualityState>> =>
	mountScreen(qualityScreen, {desk, remembered: {section: 'doctor'}, ...options});

const asked = (desk: FakeDesk, method: string): readonly unknown[] =>
	desk.calls.filter(([name]) => name === method).map(([, question]) => question);

/** What stands in the first column, from above. */
const statesOf = (screen: Mounted<QualityState>): readonly string[] =>
	screen.rows().flatMap(row => /^([✗!+✓—·] \p{L}+) /u.exec(row)?.[1] ?? []);

const healing: Job = {
	id: 1,
	request: {work: 'heal', assets: null},
	state: 'running',
	plan: null,
	doneRequests: 0,
	requests: 1,
	candles: 0,
	startedAt: noon,
	finishedAt: null,
	etaMs: null,
	asset: null,
	report: null,
	holes: null,
	fault: null,
};

describe('the findings', () => {
	it('begin with what can be healed at which price, and put the most urgent first', async () => {
		const screen = await mount();
		expect(screen.text()).toContain(
			'Doctor · 1 hole can be healed with 1 request, 2 checks want attention, in total 3 holes, 27 candles, 12 series',
		);
		expect(statesOf(screen)).toEqual([
			'✗ fail',
			'! warn',
			'+ heal',
			'✓ ok',
			'✓ ok',
			'✓ ok',
			'— held',
			'· stays',
		]);
	});

	it('tell every check with its fix, and the terminal by what the screen knows', async () => {
		const screen = await mount();
		expect(screen.text()).toMatch(/✗ fail +Binance +binance could not be reached\. Check the network\./);
		expect(screen.text()).toMatch(/! warn +Budget CoinGecko +coingecko has 90 of 10000 credits .* Ask less/);
		expect(screen.text()).toMatch(/✓ ok +Terminal +Terminal 120x39, theme dark, characters: UTF-8\./);
	});

	it('tell every hole with range, size, cause and what can be done', async () => {
		const screen = await mount();
		expect(screen.text()).toMatch(
			/BTC 1h Binance +our outage, 24 candles, Nov 01 12:00 - Nov 02 12:00; press h to heal it/,
		);
		expect(screen.text()).toMatch(
			/ETH 1h Binance +exchange silent, 2 candles, Oct 17, 2025 12:00 - 14:00; nothing to do/,
		);
		expect(screen.text()).toMatch(
			/SOL 1h Binance +source failed, 1 candle, .*; not asked again before Dec 16/,
		);
	});

	it('open with cause and proof, or with every attempt and when it is asked for again', async () => {
		const screen = await mount();
		await screen.press('G', 'enter', 'k', 'enter');
		const [settled, held] = screen.windows.map(({title, lines}) => [title, ...lines].join('\n'));
		expect(settled).toContain('Hole in ETH 1h Binance');
		expect(settled).toContain('Cause: the exchange was silent for every pair then');
		expect(settled).toContain('Proof: the source answered for it Nov 12, 2026');
		expect(settled).toContain('in run 20251017-120000-aaaaaa');
		expect(settled).toContain(`Archived answer: ${'0f'.repeat(32)}`);
		expect(held).toContain('binance does not know SOLUSDT. (0 candles came)');
		expect(held).toContain('Run: 20261116-120000-bbbbbb');
		expect(held).toContain('Not asked again before Dec 16, 2026');
	});

	it('open with the next step of a check', async () => {
		const screen = await mount();
		await screen.press('enter');
		expect(screen.windows[0]).toEqual({
			title: 'Binance',
			lines: ['fail: binance could not be reached.', 'Next step: Check the network.'],
		});
	});

	it('say that all is well', async () => {
		const plan = {gaps: 0, candles: 0, requests: 0, cost: [], ms: 0};
		const screen = await mount(
			doctorDesk({examination: examination({checks: [], gaps: [], plan}), machine: []}),
		);
		expect(screen.text()).toContain('Doctor · no hole in 12 series, as of 12:00');
	});

	it('are told in Portuguese, each check with its finding as the program wrote it', async () => {
		const screen = await mount(doctorDesk(), {language: 'pt-BR'});
		expect(screen.text()).toContain('1 lacuna pode ser recuperada com 1 requisição');
		expect(screen.text()).toMatch(/✗ falha +Binance +Binance não respondeu como deveria\. Verifique a rede/);
		expect(screen.text()).toMatch(/BTC 1h Binance +parada nossa, 24 candles, .*; aperte h para recuperar/);
		await screen.press('enter');
		expect(screen.windows[0]?.lines.join('\n')).toContain(
			'Em detalhe (em inglês): binance could not be reached.',
		);
	});

	it('stay as they came where Portuguese has no words for them', async () => {
		const machine = [warned('moon', 'The moon is full.', 'Wait.')];
		const screen = await mount(doctorDesk({machine}), {language: 'pt-BR'});
		expect(screen.text()).toMatch(/! aviso +moon +The moon is full\. Wait\./);
	});

	it('are read as sentences, exported as rows and copied', async () => {
		const screen = await mount();
		const spoken = qualityScreen.lines(screen.state(), screen.context()).join('\n');
		expect(spoken).toContain('1 hole can be healed with 1 request');
		expect(spoken).toContain('fail: Binance: binance could not be reached. Check the network.');
		expect(spoken).toMatch(/heal: BTC 1h Binance, Nov 01.*: 24 candles, never asked for, and nothing ran/);
		const sheet = qualityScreen.sheet?.(screen.state(), screen.context());
		expect(sheet?.rows.every(row => row.length === sheet.columns.length)).toBe(true);
		expect(sheet?.rows.map(row => row.slice(0, 2))).toContainEqual(['fail', 'source.binance']);
		expect(sheet?.rows.find(([state]) => state === 'heal')).toContain('our-outage');
		expect(qualityScreen.copied?.(screen.state(), screen.context())).toContain(
			'binance could not be reached',
		);
	});

	it('draw nothing that a source could do to the terminal', async () => {
		const machine = [failed('source.binance', 'It said \u001B]0;x\u0007EVIL\u202E.', 'Wait.')];
		const screen = await mount(doctorDesk({machine}));
		expect(screen.text()).toContain('EVIL');
		expect(screen.text()).not.toMatch(/[^\P{C}\n]/u);
	});

	it('need no character beyond ASCII', async () => {
		const screen = await mount(doctorDesk(), {ascii: true, size: {width: 200, height: 40}});
		expect(screen.text()).toMatch(/^[\n\u0020-\u007E]*$/);
		expect(screen.text()).toMatch(/x fail +Binance/);
	});

	it('keep cause and size in sight at the smallest size', async () => {
		const screen = await mount(doctorDesk(), {size: {width: 60, height: 12}});
		expect(screen.text()).toMatch(/\+ heal +BTC 1h.* our outage, 24 candles/);
	});
});

describe('an examination', () => {
	it('is asked for only while the section is open', async () => {
		const desk = doctorDesk();
		const screen = await mountScreen(qualityScreen, {desk});
		desk.tell({type: 'candles-stored', assets: null});
		await screen.settle();
		expect(asked(desk, 'examine')).toHaveLength(0);
		await screen.press('S');
		expect([asked(desk, 'examine').length, asked(desk, 'checkMachine').length]).toEqual([1, 1]);
	});

	it('is repeated by key, and shows that it runs', async () => {
		const desk = doctorDesk();
		const waiting: ((checks: FakeWorld['machine']) => void)[] = [];
		const slow: FakeDesk = {
			...desk,
			checkMachine: async () => new Promise(resolve => void waiting.push(resolve)),
		};
		const screen = await mount(slow);
		expect(screen.text()).toContain('Doctor · examining...');
		expect(screen.text()).toContain('BTC 1h Binance');
		await screen.press('c');
		expect(screen.toasts.at(-1)?.text).toBe('An examination is running.');
		waiting.shift()!([passed('disk', 'Room enough.')]);
		await screen.until('Room enough.');
		expect(screen.text()).not.toContain('examining...');
		desk.world.examination = examination({gaps: []});
		await screen.press('c');
		waiting.shift()!([]);
		await screen.until('no hole in 12 series');
	});

	it('does not follow every news, but the end of a job', async () => {
		const desk = doctorDesk();
		const screen = await mount(desk);
		desk.tell({type: 'candles-stored', assets: null}, {type: 'job', job: healing});
		await screen.settle();
		expect(asked(desk, 'examine')).toHaveLength(1);
		desk.world.examination = examination({gaps: []});
		desk.tell({type: 'job', job: {...healing, state: 'done', finishedAt: noon}});
		await screen.until('no hole in 12 series');
		expect(asked(desk, 'examine')).toHaveLength(2);
	});

	it('that fails says why', async () => {
		const desk = doctorDesk();
		desk.world.failing = {examine: new Fault('storage-damaged', 'The file is malformed.')};
		const screen = await mount(desk, {size: {width: 160, height: 30}});
		expect(screen.text()).toContain('This could not be read: The file is malformed.');
		expect(screen.text()).not.toContain('examining...');
	});

	it('of a desk for reading asks no source', async () => {
		const desk = doctorDesk({opening: {readOnly: true}});
		const screen = await mount(desk);
		expect(asked(desk, 'checkMachine')).toHaveLength(0);
		expect(screen.text()).toContain('BTC 1h Binance');
		expect(screen.text()).not.toContain('examining...');
	});
});

describe('healing', () => {
	it('shows what it takes, and is put in line for all', async () => {
		const desk = doctorDesk();
		const screen = await mount(desk, {answers: [{}]});
		await screen.press('h');
		const [form] = screen.forms;
		const lines = await form?.preview?.({what: 'all'}, new AbortController().signal);
		expect(lines).toEqual([
			'1 hole can be healed.',
			'24 candles in 1 request, about 2.0 s.',
			'Binance: 1 request, weight 2',
		]);
		expect(asked(desk, 'heal')).toEqual([{assets: null}]);
		expect(screen.toasts.at(-1)).toEqual({
			kind: 'info',
			text: 'The healing is in line.',
			hint: 'The Pipeline screen shows it.',
		});
	});

	it('can be of the asset under the cursor alone', async () => {
		const desk = doctorDesk();
		const screen = await mount(desk, {answers: [{what: 'asset'}]});
		await screen.press('j', 'j', 'h');
		expect(screen.shared().selected).toBe('bitcoin');
		expect(screen.forms[0]?.fields[0]?.choices).toContainEqual({value: 'asset', label: 'BTC Bitcoin'});
		expect(asked(desk, 'heal')).toEqual([{assets: ['bitcoin']}]);
	});

	it('changes nothing when it is cancelled', async () => {
		const desk = doctorDesk();
		const screen = await mount(desk, {answers: [null]});
		await screen.press('h');
		expect(asked(desk, 'heal')).toEqual([]);
	});

	it('also writes down runs that ended without a word, when there is nothing to fetch', async () => {
		const plan = {gaps: 0, candles: 0, requests: 0, cost: [], ms: 0};
		const checks = [warned('runs', 'Stuck: r1.', 'Heal.')];
		const screen = await mount(doctorDesk({examination: examination({checks, gaps: [], plan})}));
		await screen.press('h');
		expect(await screen.forms[0]?.preview?.({what: 'all'}, new AbortController().signal)).toEqual([
			'None of these holes can be healed. Runs whose process died are written down as ended.',
		]);
	});

	it.each([
		['the store is read-only', {opening: {readOnly: true}}, 'the store is open read-only'],
		[
			'another process collects',
			{opening: {loop: {state: 'elsewhere', run: null, nextAt: null, holder: null, last: null}}},
			'Another process collects right now; it works on the same candles.',
		],
		[
			'there is nothing to heal',
			{
				examination: examination({
					gaps: [gap({obstacle: 'settled'})],
					plan: {gaps: 0, candles: 0, requests: 0, cost: [], ms: 0},
				}),
			},
			'No hole can be healed.',
		],
	] as const)('is off while %s, and says so', async (_, world, reason) => {
		const desk = doctorDesk(world);
		const screen = await mount(desk);
		await screen.press('h');
		expect(screen.toasts.at(-1)?.text).toBe(reason);
		expect(asked(desk, 'heal')).toEqual([]);
	});

	it('is off while one is under way, and in the other sections', async () => {
		const desk = doctorDesk();
		const screen = await mount(desk);
		desk.tell({type: 'job', job: healing});
		await screen.press('h', 's', 'h', 'c');
		expect(screen.toasts.map(({text}) => text)).toEqual([
			'A healing is under way; the Pipeline screen shows it.',
			'This belongs to the section Doctor.',
			'This belongs to the section Doctor.',
		]);
	});
});
