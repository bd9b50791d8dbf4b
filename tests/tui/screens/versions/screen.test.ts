import {describe, expect, it} from 'vitest';
import {Fault} from '#domain/fault.js';
import {versionsScreen} from '#tui/screens/versions/screen.js';
import {createFakeDesk, noon, type FakeDesk, type FakeWorld} from '../../../support/fake-desk.js';
import {mountScreen, type MountOptions} from '../../../support/mount-screen.js';
import {version, versionRecords, versionsView} from '../../../support/versions-view.js';

const fullDesk = (changes: Partial<FakeWorld> = {}): FakeDesk =>
	createFakeDesk({versions: versionsView(versionRecords), ...changes});

const mount = async (desk: FakeDesk, options: Omit<MountOptions, 'desk'> = {}) =>
	mountScreen(versionsScreen, {desk, ...options});

const asked = (desk: FakeDesk, method: string): readonly unknown[] =>
	desk.calls.filter(([name]) => name === method).map(([, ...args]) => args);

const offOf = (id: string, screen: Awaited<ReturnType<typeof mount>>) =>
	versionsScreen.commands.find(command => command.id === `versions.${id}`)!.off!({
		state: () => screen.state(),
		shared: () => screen.shared(),
	} as never);

describe('the list', () => {
	it('has the newest version first, with kind, size and why it was made', async () => {
		const screen = await mount(fullDesk());
		const rows = screen.rows();
		expect(rows[0]).toContain('2 versions in /data/snapshots');
		expect(rows[2]).toMatch(
			/Nov 21, 2026, 10:00\s+20261121-100000-bbbbbb database .*9\.0 MB.*made by the screen/,
		);
		expect(rows[3]).toMatch(/Nov 21, 2026, 08:00\s+20261121-080000-aaaaaa data .*1\.5 MB.*before the update/);
	});

	it('says what the version under the cursor holds, and where its pointer lies', async () => {
		const screen = await mount(fullDesk());
		await screen.press('j');
		await screen.until('DVC: /data/snapshots/versions/20261121-080000-aaaaaa.dvc');
		await screen.until('Made by crypto-tui 1.2.3, schema 9');
		await screen.until('candles 12,000, quotes 345');
		await screen.until(/bitcoin binance 1h: 12,000 candles, .*, 1 gap/);
		await screen.press('enter');
		expect(screen.windows[0]?.title).toBe('20261121-080000-aaaaaa');
		expect(screen.windows[0]?.lines.at(-1)?.trim()).toBe(
			'missing: Jan 01, 2026, 00:00 - Jan 01, 2026, 05:00',
		);
	});

	it('marks a version of the simulated market', async () => {
		const desk = createFakeDesk({versions: versionsView([version({simulated: true})])});
		const screen = await mount(desk);
		expect(screen.rows()[2]).toContain('SIMULATED before the update');
	});

	it('without any version says which key makes one, and nothing else works', async () => {
		const screen = await mount(createFakeDesk());
		await screen.until('There is no version yet: n makes one.');
		for (const id of ['open', 'mark', 'compare', 'verify', 'verify-all', 'restore', 'prune']) {
			expect(offOf(id, screen)?.en, id).toBe('there is no version yet');
		}
	});

	it('says why it cannot be read', async () => {
		const failing = {versions: new Fault('storage-unavailable', 'The folder is gone.', {hint: 'Mount it.'})};
		const screen = await mount(createFakeDesk({failing}));
		expect(screen.rows()[0]).toContain('The folder is gone. Mount it.');
	});

	it('moves by clicks and by the wheel, and a second click opens', async () => {
		const screen = await mount(fullDesk());
		await screen.mouse({kind: 'press', button: 'left', x: 5, y: 3});
		expect(screen.state().list.cursor).toBe(1);
		await screen.mouse({kind: 'wheel', x: 5, y: 3, wheel: -1});
		await screen.mouse({kind: 'press', button: 'left', x: 5, y: 2, double: true});
		expect(screen.windows.map(({title}) => title)).toEqual(['20261121-100000-bbbbbb']);
	});
});

describe('commands', () => {
	it('make a version of the kind and with the message typed', async () => {
		const desk = fullDesk();
		const screen = await mount(desk, {answers: [{kind: 'data', message: ' mine '}]});
		await screen.press('n');
		expect(asked(desk, 'createVersion')).toEqual([[{kind: 'data', message: 'mine'}]]);
		expect(screen.toasts).toEqual([{kind: 'good', text: 'Made version 20261121-120000-cccccc, 300 kB new.'}]);
		await screen.until(/120000-cccccc.*mine/);
	});

	it('show that work is under way, and let nothing else begin meanwhile', async () => {
		const desk = fullDesk();
		let finish: (() => void) | undefined;
		const held: FakeDesk = {
			...desk,
			verifyVersions: async () =>
				new Promise(resolve => {
					finish = () => resolve({snapshots: [], objects: 3, damages: []});
				}),
		};
		const screen = await mount(held);
		const pressed = screen.press('V');
		await screen.until('reading every object again');
		expect(offOf('create', screen)?.en).toBe('something is under way');
		finish!();
		await pressed;
		await screen.until('2 versions in');
		expect(screen.toasts).toEqual([{kind: 'good', text: 'Every hash is right: 3 objects read.'}]);
	});

	it('tell which objects are broken', async () => {
		const desk = fullDesk();
		const [, {id}] = versionRecords as [unknown, {id: string}];
		const damage = {
			snapshot: id,
			object: '/data/snapshots/ab/cd',
			part: 'manifest.json',
			problem: 'missing',
		} as const;
		const broken = {
			...desk,
			verifyVersions: async () => ({snapshots: [id], objects: 1, damages: [damage]}),
		};
		const screen = await mount(broken);
		await screen.press('v');
		expect(screen.toasts[0]).toMatchObject({kind: 'bad', text: 'One object is broken.'});
		expect(screen.windows[0]?.lines[0]).toBe(`${id}: manifest.json is missing: /data/snapshots/ab/cd`);
	});

	it('compare the marked version with the one under the cursor, the older one first', async () => {
		const desk = fullDesk();
		const screen = await mount(desk);
		expect(offOf('compare', screen)?.en).toContain('mark the version');
		await screen.press('m');
		expect(offOf('compare', screen)?.en).toContain('this is the marked version');
		expect(screen.rows()[2]).toMatch(/^•/);
		await screen.press('j', 'd');
		expect(asked(desk, 'compareVersions')).toEqual([['20261121-080000-aaaaaa', '20261121-100000-bbbbbb']]);
		expect(screen.windows.at(-1)?.lines).toEqual([
			'From 20261121-080000-aaaaaa to 20261121-100000-bbbbbb:',
			'quotes: 1,500 added, 2 changed, 0 removed',
		]);
	});

	it('say before they restore what comes from the version beside the data', async () => {
		const screen = await mount(fullDesk(), {answers: [false, false]});
		await screen.press('R', 'j', 'R');
		const [database, data] = screen.windows.map(({lines}) => lines.join(' '));
		expect(database).toContain('Portfolio, lists, alerts and models come from the version, too.');
		expect(data).toContain('Alerts and models stay as they are now');
	});

	it('are listed again when the screen is shown again, as others make some, too', async () => {
		const desk = fullDesk();
		const screen = await mount(desk);
		const before = asked(desk, 'versions').length;
		screen.store.dispatch('versions', {type: 'shown'});
		await expect.poll(() => asked(desk, 'versions').length).toBe(before + 1);
	});

	it('restore only after saying what happens to the database in use, and read everything anew', async () => {
		const desk = fullDesk();
		const screen = await mount(desk, {answers: [false, true]});
		await screen.press('j', 'R');
		expect(asked(desk, 'restoreVersion')).toEqual([]);
		const before = screen.shared().opening;
		await screen.press('R');
		expect(asked(desk, 'restoreVersion')).toEqual([['20261121-080000-aaaaaa']]);
		expect(screen.shared().opening).not.toBe(before);
		expect(screen.toasts).toEqual([
			{
				kind: 'good',
				text: 'Restored version 20261121-080000-aaaaaa.',
				hint: 'The database before it is /data/backups/old.db',
			},
		]);
		await screen.settle();
		expect(asked(desk, 'versions').length).toBeGreaterThan(1);
	});

	it('let old versions go only after showing them', async () => {
		const desk = fullDesk();
		const screen = await mount(desk, {
			answers: [{keep: '1', kind: 'data'}, false, {keep: '1', kind: 'both'}, true],
		});
		await screen.press('x');
		expect(asked(desk, 'pruneVersions')).toEqual([[{data: 1, database: 0}, true]]);
		await screen.press('x');
		expect(asked(desk, 'pruneVersions').slice(1)).toEqual([
			[{data: 1, database: 1}, true],
			[{data: 1, database: 1}, false],
		]);
		expect(screen.toasts).toEqual([{kind: 'good', text: 'One version went, 2.0 MB are free.'}]);
	});

	it('free room only after showing what would be freed', async () => {
		const desk = fullDesk();
		const screen = await mount(desk, {answers: [false, true]});
		await screen.press('c');
		expect(asked(desk, 'compact')).toEqual([]);
		await screen.press('c');
		expect(asked(desk, 'compact')).toEqual([[]]);
		expect(screen.toasts).toEqual([
			{kind: 'good', text: 'Freed about 40.0 kB; the database has 8.0 MB now.'},
		]);
	});

	it('tell a failure and go on', async () => {
		const failing = {verifyVersions: new Fault('busy', 'In use by process 7.')};
		const screen = await mount(fullDesk({failing}));
		await screen.press('v');
		expect(screen.toasts).toEqual([{kind: 'bad', text: 'In use by process 7.'}]);
		expect(offOf('verify', screen)).toBeNull();
	});

	it('that would write are off on a version of the data, and say why in both languages', async () => {
		const asOf = {id: '20261121-080000-aaaaaa', createdAt: noon};
		const screen = await mount(fullDesk({opening: {readOnly: true, asOf}}));
		for (const id of ['create', 'verify', 'verify-all', 'restore', 'prune', 'compact']) {
			expect(offOf(id, screen), id).toEqual({
				en: 'a version never changes; start without --as-of',
				'pt-BR': 'uma versão nunca muda; abra sem --as-of',
			});
		}

		expect([offOf('open', screen), offOf('mark', screen)]).toEqual([null, null]);
	});
});

describe('everywhere', () => {
	it('fits into any size, and gives up columns and the details before the list', async () => {
		const screen = await mount(fullDesk(), {size: {width: 60, height: 12}});
		expect(screen.text()).toMatch(/Nov 21, 2026, 10:00.*9\.0 MB/);
		expect(screen.text()).not.toContain('DVC');
		for (const size of [
			{width: 1, height: 1},
			{width: 200, height: 60},
			{width: 20, height: 3},
		]) {
			await screen.resize(size);
		}
	});

	it('speaks Portuguese', async () => {
		const screen = await mount(fullDesk(), {language: 'pt-BR'});
		expect(screen.text()).toMatch(/2 versões em \/data\/snapshots/);
		await screen.until(/Séries: 1/);
	});

	it('is read out in sentences, with the version under the cursor in full', async () => {
		const screen = await mount(fullDesk());
		await screen.press('j', 'm');
		const lines = versionsScreen.lines(screen.state(), screen.context());
		expect(lines[0]).toBe('2 versions in /data/snapshots');
		expect(lines[2]).toMatch(/^Chosen: 20261121-080000-aaaaaa: .*, data, .*, marked$/);
		expect(lines).toContain('DVC: /data/snapshots/versions/20261121-080000-aaaaaa.dvc');
	});

	it('exports what it lists and copies the id', async () => {
		const screen = await mount(fullDesk());
		expect(versionsScreen.sheet!(screen.state(), screen.context())).toMatchObject({
			columns: expect.arrayContaining(['id', 'message']) as string[],
			rows: [expect.arrayContaining(['20261121-100000-bbbbbb']), expect.anything()] as unknown[],
		});
		expect(versionsScreen.copied!(screen.state(), screen.context())).toBe('20261121-100000-bbbbbb');
	});

	it('draws nothing but ASCII where the terminal has no more', async () => {
		const screen = await mount(fullDesk(), {ascii: true});
		await screen.press('m');
		// oxlint-disable-next-line no-control-regex -- everything printable of ASCII, and line ends
		expect(screen.text()).toMatch(/^[\x20-\x7E\n]*$/);
	});
});
