import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, onTestFinished, test} from 'vitest';
import {setStage, type Stage} from './stage.js';

/** A crontab that keeps its table in a file, as the real one keeps it somewhere. */
const crontab = (root: string): string => `#!/bin/sh
case "$1" in
-l) if [ -f ${root}/table ]; then /bin/cat ${root}/table; else echo "no crontab for me" >&2; exit 1; fi ;;
-) /bin/cat > ${root}/table; echo written >> ${root}/calls ;;
*) exit 64 ;;
esac
`;
/** A systemctl that writes down what it is asked. */
const systemctl = (root: string): string => `#!/bin/sh
echo "$@" >> ${root}/calls
`;
/** A program that always fails. */
const broken = (): string => `#!/bin/sh
echo "you may not" >&2
exit 1
`;

type Tools = Readonly<Partial<Record<'crontab' | 'systemctl', (root: string) => string>>>;

type Place = {
	readonly stage: Stage;
	readonly table: string;
	readonly units: string;
	/** What the programs were asked to do, in order. */
	readonly calls: () => readonly string[];
};

/** A stage where PATH leads to these programs and nowhere else. */
function placeWith(tools: Tools, environment: Record<string, string> = {}): Place {
	const root = mkdtempSync(join(tmpdir(), 'schedule-'));
	const bin = join(root, 'bin');
	mkdirSync(bin);
	for (const [name, text] of Object.entries(tools)) writeFileSync(join(bin, name), text(root), {mode: 0o755});
	const stage = setStage({
		environment: {PATH: bin, XDG_CONFIG_HOME: join(root, 'config'), ...environment},
	});
	onTestFinished(() => {
		stage.dispose();
		rmSync(root, {recursive: true, force: true});
	});
	const calls = join(root, 'calls');
	return {
		stage,
		table: join(root, 'table'),
		units: join(root, 'config', 'systemd', 'user'),
		calls: () => (existsSync(calls) ? readFileSync(calls, 'utf8').trim().split('\n') : []),
	};
}

describe('schedule with cron', () => {
	test('installs once, shows, and removes only its own lines', async () => {
		const {stage, table, calls} = placeWith({crontab});
		const own = 'MAILTO=me\n5 4 * * * backup # 100\\%';
		writeFileSync(table, own);
		expect(await stage.run('schedule', 'install')).toBe(0);
		expect(stage.out()).toContain('Installed in your crontab');
		const installed = readFileSync(table, 'utf8');
		expect(installed.startsWith(`${own}\n# >>> crypto-tui`)).toBe(true);
		expect(installed).toContain(`0 9,13,18 * * * `);
		expect(installed).toContain(`'${process.execPath}'`);
		expect(installed).toContain(`'--data-dir' '${stage.dataDir}'`);

		expect(await stage.run('schedule', 'install')).toBe(0);
		expect(stage.out()).toContain('nothing had to change');
		expect(readFileSync(table, 'utf8')).toBe(installed);
		expect(calls()).toEqual(['written']);

		expect(await stage.run('schedule', 'show', '--cron')).toBe(0);
		expect(installed).toContain(stage.out());
		expect(await stage.run('schedule', 'remove')).toBe(0);
		expect(stage.out()).toBe('Removed from your crontab.\n');
		expect(readFileSync(table, 'utf8')).toBe(`${own}\n`);
		expect(await stage.run('schedule', 'remove')).toBe(0);
		expect(stage.out()).toBe('No schedule was installed.\n');
	});

	test('--print writes nothing and needs no cron', async () => {
		const {stage, table} = placeWith({});
		expect(await stage.run('schedule', 'install', '--print')).toBe(0);
		expect(stage.out()).toContain("'compact' '--yes'");
		expect(existsSync(table)).toBe(false);
	});

	test('the folder of --data-dir is absolute, and settings of this shell are named', async () => {
		const {stage} = placeWith({crontab}, {COINGECKO_API_KEY: 'CG-secret-key'});
		expect(await stage.run('schedule', 'install', '--print', '--data-dir', 'here')).toBe(0);
		expect(stage.out()).toContain(`'--data-dir' '${join(stage.root, 'here')}'`);
		const told = stage.err();
		expect(told).toContain('COINGECKO_API_KEY');
		expect(told).not.toContain('CG-secret-key');
	});

	test('says what to do where there is no cron, or cron refuses', async () => {
		const without = placeWith({}).stage;
		expect(await without.run('schedule', 'install', '--cron')).toBe(2);
		expect(without.err()).toMatch(/"crontab" cannot be run here[^]*--systemd/);
		const {stage} = placeWith({crontab: broken});
		expect(await stage.run('schedule', 'install', '--cron')).toBe(73);
		expect(stage.err()).toContain('you may not');
	});

	test('leaves a block alone that is not whole', async () => {
		const {stage, table} = placeWith({crontab});
		writeFileSync(table, '# >>> crypto-tui schedule\n0 9 * * * something\n');
		expect(await stage.run('schedule', 'install', '--cron')).toBe(2);
		expect(stage.err()).toContain('crontab -e');
		expect(readFileSync(table, 'utf8')).toContain('something');
	});
});

describe('schedule with systemd', () => {
	test('writes units, starts timers, and takes both back', async () => {
		const {stage, units, calls} = placeWith({systemctl});
		mkdirSync(units, {recursive: true});
		writeFileSync(join(units, 'other.service'), 'mine');
		expect(await stage.run('schedule', 'install')).toBe(0);
		expect(readdirSync(units).filter(name => name.startsWith('crypto-tui'))).toHaveLength(6);
		expect(calls()).toEqual([
			'--user --version',
			'--user daemon-reload',
			'--user enable --now crypto-tui-collect.timer crypto-tui-snapshot.timer crypto-tui-compact.timer',
		]);
		stage.out();
		expect(await stage.run('schedule', 'install', '--systemd', '--json')).toBe(0);
		expect(JSON.parse(stage.out())).toEqual({kind: 'systemd', changed: false});
		expect(await stage.run('schedule', 'show')).toBe(0);
		expect(stage.out()).toContain('Persistent=true');
		expect(await stage.run('schedule', 'remove', '--systemd')).toBe(0);
		expect(readdirSync(units)).toEqual(['other.service']);
	});

	test('does not touch a unit of that name that somebody else wrote', async () => {
		const {stage, units} = placeWith({systemctl});
		mkdirSync(units, {recursive: true});
		writeFileSync(join(units, 'crypto-tui-collect.service'), '[Unit]\n');
		expect(await stage.run('schedule', 'install', '--systemd')).toBe(2);
		expect(stage.err()).toContain('left alone');
		expect(readdirSync(units)).toEqual(['crypto-tui-collect.service']);
	});

	test('writes nothing where systemd is not there or not running', async () => {
		const without = placeWith({});
		expect(await without.stage.run('schedule', 'install', '--systemd')).toBe(2);
		expect(without.stage.err()).toContain('no systemd');
		const refusing = placeWith({systemctl: broken});
		expect(await refusing.stage.run('schedule', 'install', '--systemd')).toBe(73);
		expect(refusing.stage.err()).toContain('you may not');
		expect(existsSync(refusing.units)).toBe(false);
	});
});

test.each([
	[['schedule'], 'needs an <action>'],
	[['schedule', 'install', '--cron', '--systemd'], 'exclude each other'],
	[['schedule', 'show', '--print'], '--print belongs to'],
])('%j is refused', async (argv, words) => {
	const {stage} = placeWith({crontab});
	expect(await stage.run(...argv)).toBe(2);
	expect(stage.err()).toContain(words);
});

test('show says so where nothing is installed and no scheduler is there', async () => {
	const {stage} = placeWith({});
	expect(await stage.run('schedule', 'show')).toBe(0);
	expect(stage.out()).toContain('No schedule is installed');
});
