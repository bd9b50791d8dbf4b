import {describe, expect, it} from 'vitest';
import type {PipelineEvent} from '#domain/event.js';
import {Fault} from '#domain/fault.js';
import {pipelineScreen} from '#tui/screens/pipeline/screen.js';
import {createFakeDesk, noon, type FakeDesk} from '../../../support/fake-desk.js';
import {mountScreen, type MountOptions} from '../../../support/mount-screen.js';
import {
	failedRun,
	job,
	logLine,
	pipelineView,
	runReport,
	sourceState,
	storedRun,
} from '../../../support/runs.js';

const small = {width: 60, height: 12};
const medium = {width: 80, height: 21};

const mount = async (desk: FakeDesk, options: Omit<MountOptions, 'desk'> = {}) =>
	mountScreen(pipelineScreen, {desk, ...options});

const tellEvent = (desk: FakeDesk, event: PipelineEvent): void => desk.tell({type: 'event', at: noon, event});

describe('the stages', () => {
	it('show counts and durations of the last run', async () => {
		const screen = await mount(createFakeDesk({pipeline: pipelineView()}));
		expect(screen.text()).toContain('collect done, 2m ago');
		expect(screen.text()).toMatch(/Extract.*Validate.*Transform.*Load/);
		expect(screen.text()).toMatch(/400 rows.*394 rows.*394 rows.*262 rows/);
		expect(screen.text()).toMatch(/1\.2 s.*14 ms.*3 ms.*41 ms/);
		expect(screen.text()).toContain('12 new, 250 changed');
	});

	it.each(['en', 'pt-BR'] as const)(
		'say whole words and numbers in the smallest terminal, in %s',
		async language => {
			const screen = await mount(createFakeDesk({pipeline: pipelineView()}), {size: small, language});
			expect(screen.rows().slice(2, 6).join('\n')).not.toContain('…');
			expect(screen.text()).toMatch(language === 'en' ? /Extract +400 rows/ : /Extrair +400 linhas/);
		},
	);

	it('grow while a run is under way, and become its report at the end', async () => {
		const desk = createFakeDesk({pipeline: pipelineView({runs: []})});
		const screen = await mount(desk);
		tellEvent(desk, {type: 'run-started', run: 'r1', kind: 'collect', simulated: true});
		for (const rows of [250, 17]) {
			tellEvent(desk, {type: 'stage', stage: 'extract', source: 'coingecko', asset: null, ms: 300, rows});
		}

		await screen.until('267 rows');
		expect(screen.text()).toContain('collect running');
		expect(screen.text()).toContain('SIMULATED');
		expect(screen.text()).toContain('600 ms');
		tellEvent(desk, {type: 'request-waiting', source: 'coingecko', waitMs: 12_000, reason: 'rate'});
		await screen.until('Waiting 12 s for CoinGecko to stay within the allowed rate.');
		tellEvent(desk, {type: 'run-finished', report: runReport({run: 'r1'})});
		await screen.until('collect done, 2m ago');
		expect(screen.text()).not.toContain('Waiting 12 s');
	});

	it('say what went wrong and what to do next', async () => {
		const screen = await mount(createFakeDesk({pipeline: pipelineView({runs: [failedRun()]})}));
		expect(screen.text()).toContain('binance: api.binance.com did not answer. Check the network');
	});

	it('invite to collect before anything was', async () => {
		const screen = await mount(createFakeDesk());
		expect(screen.text()).toContain('Nothing was collected yet. Press r to collect now.');
	});

	it('say that a run was lost with its process', async () => {
		const lost = storedRun(runReport(), {status: 'lost', finishedAt: null, report: null});
		const screen = await mount(createFakeDesk({pipeline: pipelineView({runs: [lost]})}));
		expect(screen.text()).toContain('collect lost, 2m ago');
		expect(screen.text()).toContain('What it had stored is kept.');
	});

	it('show a run of another process without counts', async () => {
		const running = storedRun(runReport(), {status: 'running', finishedAt: null, report: null});
		const screen = await mount(
			createFakeDesk({
				pipeline: pipelineView({runs: [running]}),
				opening: {
					loop: {
						state: 'elsewhere',
						run: null,
						nextAt: null,
						holder: {pid: 99, host: 'server', since: noon - 300_000},
						last: null,
					},
				},
			}),
		);
		expect(screen.text()).toContain('process 99 on server collects (for 5m); this one watches');
		expect(screen.text()).toContain('its counts come when the run ends');
		expect(screen.text()).toContain('— rows');
	});
});

describe('the loop', () => {
	it('counts down to the next cycle with the clock of the screen', async () => {
		const screen = await mount(createFakeDesk());
		expect(screen.text()).toContain('next cycle in 4 min');
		screen.store.change({type: 'clock', now: noon + 40_000});
		await screen.settle();
		expect(screen.text()).toContain('next cycle in 3 min 20 s');
	});

	it('says that it is paused', async () => {
		const desk = createFakeDesk();
		const screen = await mount(desk);
		desk.tell({
			type: 'loop',
			loop: {state: 'paused', run: null, nextAt: null, holder: null, last: null},
		});
		await screen.settle();
		expect(screen.text()).toContain('paused; press p to go on');
	});
});

describe('the sources', () => {
	it('show gauges of minute and month, and leave out those that lack a key', async () => {
		const screen = await mount(createFakeDesk({pipeline: pipelineView()}), {size: small});
		await screen.press('s');
		expect(screen.text()).toContain('12/30 min');
		expect(screen.text()).toContain('1,234/10,000 month');
		expect(screen.text()).toContain('5,900/6,000 min');
		expect(screen.text()).toContain('left out: needs the setting coincap.key');
	});

	it('say until when one is blocked', async () => {
		const {budget} = sourceState({source: 'binance'});
		const blocked = sourceState({
			source: 'binance',
			budget: {...budget, blockedUntil: noon + 90_000},
		});
		const screen = await mount(createFakeDesk({pipeline: pipelineView({sources: [blocked], runs: []})}));
		expect(screen.text()).toContain('blocked until 12:01:30, for 1 min 30 s more');
	});

	it('tell the last fault and its next step', async () => {
		const failing = sourceState({
			source: 'binance',
			last: {state: 'unreachable', requests: 1, at: noon - 3_600_000},
		});
		const desk = createFakeDesk({pipeline: pipelineView({sources: [failing], runs: [failedRun()]})});
		const screen = await mount(desk, {size: {width: 160, height: 36}});
		await screen.press('s', 'enter');
		expect(screen.windows[0]?.lines.join('\n')).toContain(
			'unreachable, 1h ago: api.binance.com did not answer.\nNext step: Check the network',
		);
	});

	it("tell the last fault and its next step in the user's language", async () => {
		const desk = createFakeDesk({pipeline: pipelineView({runs: [failedRun()]})});
		const screen = await mount(desk, {size: {width: 160, height: 36}, language: 'pt-BR'});
		await screen.press('s', 's', 's', 'enter');
		const report = screen.windows[0]?.lines.join('\n');
		expect(report).toContain('[unreachable] binance: A fonte não pôde ser alcançada.');
		expect(report).toContain('api.binance.com did not answer.');
		expect(report).toContain('Verifique a rede');
		expect(report).not.toContain('Check the network');
	});
});

describe('the backfills', () => {
	it('show progress, rate, time left and the cost of the plan', async () => {
		const screen = await mount(createFakeDesk({pipeline: pipelineView()}), {size: medium});
		await screen.press('s', 's');
		const row = screen.rows().find(line => line.includes('Top 50'));
		expect(row).toMatch(/running.*1h 365 d.*50%.*3,650.*1 min/);
		expect(screen.rows().find(line => line.includes('BTC, ETH'))).toMatch(/in line.*—/);
		expect(screen.text()).toContain('now at solana; 450 requests, 438,000 candles, about 2 min; binance');
	});

	it('are cancelled after a question', async () => {
		const desk = createFakeDesk({pipeline: pipelineView()});
		const screen = await mount(desk, {answers: [false, true]});
		await screen.press('s', 's', 'x');
		expect(desk.calls.filter(([method]) => method === 'cancel')).toEqual([]);
		await screen.press('j', 'x');
		expect(desk.calls.filter(([method]) => method === 'cancel')).toEqual([['cancel', 2]]);
	});

	it('stand in one line with healings, which are named so and cancelled as such', async () => {
		const healing = job({request: {work: 'heal', assets: ['bitcoin']}, requests: 2, doneRequests: 1});
		const desk = createFakeDesk({pipeline: pipelineView({jobs: [healing]})});
		const screen = await mount(desk, {answers: [true]});
		await screen.press('s', 's', 'enter');
		expect(screen.text()).toMatch(/running.*BTC holes.*50%.*1 min/);
		expect(screen.windows[0]?.title).toBe('Healing 1');
		await screen.press('x');
		expect(screen.windows[1]?.title).toBe('Cancel this healing?');
		expect(desk.calls.filter(([method]) => method === 'cancel')).toEqual([['cancel', 1]]);
	});

	it('cannot be cancelled when they are over', async () => {
		const desk = createFakeDesk({pipeline: pipelineView({jobs: [job({state: 'done'})]})});
		const screen = await mount(desk);
		await screen.press('x', 's', 's', 'x');
		expect(screen.toasts.map(({text}) => text)).toEqual([
			'Choose a backfill in the section Backfills first.',
			'This one is over.',
		]);
	});

	it('follow the news without a reading', async () => {
		const desk = createFakeDesk();
		const screen = await mount(desk);
		expect(screen.text()).toContain('No backfill in line. Press b to fetch history.');
		desk.tell({type: 'job', job: job({doneRequests: 450})});
		await screen.settle();
		expect(screen.text()).toMatch(/Top 50.*100%/);
	});

	it('open with everything known about them', async () => {
		const fault = {
			code: 'plan-limit' as const,
			source: 'coingecko' as const,
			asset: 'solana',
			message: 'The plan ends a year ago.',
			hint: 'Ask for less.',
		};
		const desk = createFakeDesk({
			pipeline: pipelineView({jobs: [job({state: 'partial', fault, report: runReport({kind: 'backfill'})})]}),
		});
		const screen = await mount(desk);
		await screen.press('s', 's', 'enter');
		const text = screen.windows[0]?.lines.join('\n');
		expect(text).toContain('225 of 450 requests, 219,000 candles');
		expect(text).toContain('Next step: Ask for less.');
		expect(text).toContain('Kind: backfill');
	});
});

describe('the runs', () => {
	it('open as their report, with hints and drift', async () => {
		const screen = await mount(createFakeDesk({pipeline: pipelineView()}));
		await screen.press('S', 'S', 'j', 'enter');
		const text = screen.windows[0]?.lines.join('\n');
		expect(screen.windows[0]?.title).toBe('Run 20261121-110000-aaaaaa');
		expect(text).toContain('[unreachable] binance: api.binance.com did not answer.');
		expect(text).toContain('Next step: Check the network');
		expect(text).toContain('roi.times: field changed its type (number > string)');
		expect(text).toContain('Completeness 99.0%  Reject rate 0.50%');
	});

	it('are read again when another process stored something', async () => {
		const desk = createFakeDesk({pipeline: pipelineView({runs: []})});
		const screen = await mount(desk);
		expect(screen.text()).toContain('No run yet. Press r to collect now.');
		desk.world.pipeline = pipelineView();
		desk.tell({type: 'market-stored'});
		await expect.poll(() => screen.text()).toContain('collect done, 2m ago');
	});

	it('are read once for a storm of news', async () => {
		const desk = createFakeDesk({pipeline: pipelineView()});
		const screen = await mount(desk);
		const before = desk.calls.filter(([method]) => method === 'pipeline').length;
		for (let i = 0; i < 200; i++) desk.tell({type: 'candles-stored', assets: null});
		await expect.poll(() => desk.calls.filter(([method]) => method === 'pipeline').length).toBe(before + 1);
		await screen.settle();
		expect(desk.calls.filter(([method]) => method === 'pipeline')).toHaveLength(before + 1);
	});

	it('say why they cannot be read', async () => {
		const desk = createFakeDesk();
		desk.world.failing = {pipeline: new Fault('storage-busy', 'The database is held.')};
		const screen = await mount(desk, {size: {width: 160, height: 36}});
		expect(screen.text()).toContain('This could not be read: The database is held. Another program holds');
	});
});

describe('the log', () => {
	const lines = Array.from({length: 30}, (_, i) => logLine(`answer ${i}.`, 30 - i));
	const open = async (options: Omit<MountOptions, 'desk'> = {}) => {
		const desk = createFakeDesk({log: lines});
		const screen = await mount(desk, {size: small, ...options});
		await screen.press('S');
		return {desk, screen};
	};

	it('shows the end of what was logged and follows what comes', async () => {
		const {desk, screen} = await open();
		expect(screen.rows().at(-1)).toContain('answer 29.');
		desk.tell({type: 'log', line: logLine('something new')});
		await screen.until('something new');
		expect(screen.rows().at(-1)).toContain('something new');
	});

	it('stands still when scrolled back, until the end is asked for', async () => {
		const {desk, screen} = await open();
		await screen.press('home');
		expect(screen.text()).toContain('answer 0.');
		desk.tell({type: 'log', line: logLine('something new')});
		await screen.settle();
		expect(screen.text()).toContain('answer 0.');
		expect(screen.text()).toContain('G follows again');
		await screen.press('G');
		expect(screen.rows().at(-1)).toContain('something new');
	});

	it('holds lines while paused and says how many', async () => {
		const {desk, screen} = await open();
		await screen.press('space');
		desk.tell({type: 'log', line: logLine('one')}, {type: 'log', line: logLine('two')});
		await screen.until('paused, 2 lines wait');
		expect(screen.rows().at(-1)).toContain('answer 29.');
		await screen.press('space');
		expect(screen.rows().at(-1)).toContain('two');
	});

	it('asks the desk for another level and keeps out what is below it', async () => {
		const {desk, screen} = await open();
		await screen.press('l');
		expect(screen.text()).toContain('warnings and errors');
		expect(desk.calls.findLast(([method]) => method === 'log')).toEqual([
			'log',
			{level: 'warn', search: '', limit: 2000},
		]);
		expect(screen.text()).toContain('No line passes this filter.');
		desk.tell(
			{type: 'log', line: logLine('harmless')},
			{type: 'log', line: logLine('grave', 0, {level: 'error'})},
		);
		await screen.until('grave');
		expect(screen.text()).not.toContain('harmless');
	});

	it('finds what is typed', async () => {
		const {desk, screen} = await open();
		await screen.press('/');
		await screen.type('answer 7');
		expect(screen.text()).toContain('Search: answer 7');
		await screen.press('enter');
		expect(screen.rows().filter(row => row.includes('answer')).length).toBe(2);
		expect(desk.calls.findLast(([method]) => method === 'log')?.[1]).toMatchObject({search: 'answer 7'});
		await screen.press('/', 'escape');
		expect(screen.rows().at(-1)).toContain('answer 29.');
	});

	it('opens one line in full', async () => {
		const {screen} = await open();
		await screen.press('k', 'enter');
		expect(screen.windows[0]?.lines.join('\n')).toContain('answer 28.');
	});

	it('draws nothing that a line could do to the terminal', async () => {
		const {desk, screen} = await open();
		desk.tell({type: 'log', line: logLine('\u001B[2Jbad\u202Ename\u0007')});
		await screen.until('bad name');
		expect(screen.text()).not.toMatch(/[^\P{C}\n]/u);
	});
});

describe('the sections', () => {
	it('switch by key, around the end, and by mouse', async () => {
		const screen = await mount(createFakeDesk({pipeline: pipelineView()}), {size: small});
		await screen.press('left');
		expect(screen.text()).toContain('── Log');
		await screen.press('right');
		expect(screen.text()).toContain('── Stages');
		await screen.mouse({x: screen.rows()[0]!.indexOf('Runs'), y: 0});
		expect(screen.text()).toContain('── Runs');
	});

	it('open the row that is clicked twice', async () => {
		const screen = await mount(createFakeDesk({pipeline: pipelineView()}), {size: small});
		await screen.press('s', 's', 's');
		const y = screen.rows().findIndex(row => row.includes('partial'));
		await screen.mouse({x: 4, y});
		await screen.mouse({x: 4, y, double: true});
		expect(screen.windows[0]?.title).toBe('Run 20261121-110000-aaaaaa');
	});

	it('scroll under the wheel', async () => {
		const log = Array.from({length: 30}, (_, i) => logLine(`answer ${i}.`, 30 - i));
		const screen = await mount(createFakeDesk({log}), {size: small});
		await screen.press('S');
		await screen.mouse({kind: 'wheel', x: 5, y: 5, wheel: -10, button: 'none'});
		expect(screen.text()).toContain('answer 0.');
	});

	it('all stand side by side where there is room', async () => {
		const screen = await mount(createFakeDesk({pipeline: pipelineView()}));
		for (const title of ['── Stages', '── Sources', '── Backfills', '── Runs', '── Log']) {
			expect(screen.text()).toContain(title);
		}
	});

	it('remember which was open, and the level of the log', async () => {
		const first = await mount(createFakeDesk(), {size: small});
		await first.press('S', 'l');
		const kept: unknown = pipelineScreen.remember?.(first.state());
		const second = await mount(createFakeDesk(), {size: small, remembered: structuredClone(kept)});
		expect(second.text()).toContain('── Log · warnings and errors');
	});

	it('start afresh from a memory of another shape', async () => {
		const screen = await mount(createFakeDesk(), {size: small, remembered: {section: 7, level: 'loud'}});
		expect(screen.text()).toContain('── Stages');
	});
});

describe('the screen', () => {
	it.each(
		[1, 2, 5, 12, 20, 40].flatMap(height => [1, 3, 20, 60, 99, 200].map(width => [width, height] as const)),
	)('draws at %i x %i', async (width, height) => {
		const desk = createFakeDesk({pipeline: pipelineView(), log: [logLine('a line')]});
		const screen = await mount(desk, {size: {width: width, height: height}});
		for (let i = 0; i < 5; i++) await screen.press('s', 'j', 'pagedown', 'G', 'k');
		expect(screen.rows().length).toBeLessThanOrEqual(height + 1);
		expect(screen.rows().every(row => row.length <= width)).toBe(true);
	});

	it('needs no character beyond ASCII', async () => {
		const screen = await mount(createFakeDesk({pipeline: pipelineView(), log: [logLine('a line')]}), {
			ascii: true,
			size: {width: 200, height: 40},
		});
		expect(screen.text()).toContain('-- Stages');
		expect(screen.text()).toMatch(/^[\n\u0020-\u007E]*$/);
	});

	it('speaks Portuguese', async () => {
		const screen = await mount(createFakeDesk({pipeline: pipelineView()}), {language: 'pt-BR'});
		expect(screen.text()).toContain('execução concluída há 2m, coleta');
		expect(screen.text()).toContain('próximo ciclo em 4 min');
	});

	it('reads as sentences', async () => {
		const screen = await mount(createFakeDesk({pipeline: pipelineView(), log: [logLine('a line')]}));
		const lines = pipelineScreen.lines(screen.state(), screen.context()).join('\n');
		expect(lines).toContain('Extract: rows 400, took 1.2 s');
		expect(lines).toContain('CoinCap: left out: needs the setting coincap.key');
		expect(lines).toContain('Top 50 1h 365 d, running, 50%');
		expect(lines).toContain('info coingecko: a line');
	});

	it('exports and copies what the section shows', async () => {
		const desk = createFakeDesk({pipeline: pipelineView(), log: [logLine('a line')]});
		const screen = await mount(desk);
		const names: (string | undefined)[] = [];
		const values: (string | null | undefined)[] = [];
		for (let i = 0; i < 5; i++) {
			names.push(pipelineScreen.sheet?.(screen.state(), screen.context())?.name);
			values.push(pipelineScreen.copied?.(screen.state(), screen.context()));
			await screen.press('s');
		}

		expect(names).toEqual(['runs', 'sources', 'backfills', 'runs', 'log']);
		expect(values).toEqual([
			'20261121-115757-4f2a9c',
			'coingecko',
			'Top 50',
			'20261121-115757-4f2a9c',
			'2026-11-21T12:00:00.000Z info coingecko a line',
		]);
	});

	it('has nothing to export before anything was collected', async () => {
		const screen = await mount(createFakeDesk());
		expect(pipelineScreen.sheet?.(screen.state(), screen.context())).toBeNull();
	});

	it('forgets the runs of one desk when another opens', async () => {
		const desk = createFakeDesk({pipeline: pipelineView()});
		const screen = await mount(desk);
		tellEvent(desk, {type: 'run-started', run: 'r1', kind: 'backfill', simulated: false});
		await screen.until('backfill running');
		desk.world.pipeline = {sources: [], runs: [], jobs: []};
		screen.store.change({type: 'opened', opening: await desk.open(), at: noon});
		await expect.poll(() => screen.text()).toContain('Nothing was collected yet.');
	});
});
