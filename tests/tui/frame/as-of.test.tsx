import {afterEach, describe, expect, test} from 'vitest';
import {frameCommands} from '#tui/frame/commands.js';
import {screens} from '#tui/screens.js';
import {createFakeDesk, noon} from '../../support/fake-desk.js';
import {mountFrame, type MountedFrame, type MountOptions} from './mount-frame.js';

const madeAt = noon - 5 * 86_400_000;

let mounted: MountedFrame | null = null;
afterEach(async () => {
	await mounted?.unmount();
	mounted = null;
});

/** The screen on a version that was made five days ago. */
const mount = async (options: MountOptions = {}): Promise<MountedFrame> => {
	const desk = createFakeDesk();
	desk.world.opening = {
		readOnly: true,
		asOf: {id: '20261116-120000-abcdef', createdAt: madeAt},
		loop: {state: 'off', run: null, nextAt: null, holder: null, last: null},
		memory: {frame: {lastSeen: madeAt - 86_400_000}},
	};
	mounted = await mountFrame({desk, ...options});
	return mounted;
};

const reason = 'a version never changes; start without --as-of';

describe('a version of the data', () => {
	test('says on every screen that it is read-only and of when', async () => {
		const {press, rows} = await mount({size: {width: 200, height: 60}});
		for (const [i] of screens.entries()) {
			await press(String(i + 1));
			await expect.poll(() => rows()[0]).toContain(`›${i + 1}`);
			expect(rows()[0]).toContain('READ-ONLY, AS OF Nov 16, 2026, 12:00');
			expect(rows().at(-2)).toContain('version of Nov 16, 2026, 12:00, ages up to now');
		}
	});

	test('says so in the narrowest terminal, too, beside a simulated market', async () => {
		const desk = createFakeDesk();
		desk.world.opening = {simulated: true, readOnly: true, asOf: {id: 'x', createdAt: madeAt}};
		const {rows} = await mount({desk, size: {width: 60, height: 15}});
		expect(rows()[0]).toMatch(/SIMULATED\s+READ-ONLY Nov 16$/);
	});

	test('is not called stale, and tells nothing of an absence', async () => {
		const {rows, text, desk} = await mount();
		expect(rows()[0]).not.toContain('STALE');
		expect(text()).not.toContain('away');
		expect(desk.calls.map(([method]) => method)).not.toContain('away');
	});

	test('speaks Portuguese', async () => {
		const {rows} = await mount({chosen: {language: 'pt-BR'}, size: {width: 160, height: 40}});
		expect(rows()[0]).toContain('SÓ LEITURA, DE 16/11/2026, 12:00');
		expect(rows().at(-2)).toContain('versão de 16/11/2026, 12:00, idades até agora');
	});

	test('refuses everything that writes, with the reason', async () => {
		const {frame, press, text} = await mount({size: {width: 120, height: 40}});
		const all = [...screens.flatMap(({commands}) => commands), ...frameCommands(new Map())];
		const writing = [
			'market.lists',
			'forecast.train',
			'forecast.predict',
			'portfolio.add',
			'portfolio.import',
			'versions.create',
			'frame.refresh',
			'frame.backfill',
			'frame.pause',
			'frame.favourite',
			'frame.export',
			'frame.demo',
		];
		for (const id of writing) {
			const command = all.find(row => row.id === id)!;
			expect(command.off!(frame.toolsOf('market') as never)?.en, id).toBe(reason);
		}

		await press('b');
		await expect.poll(text).toContain('a version never changes');
	});
});
