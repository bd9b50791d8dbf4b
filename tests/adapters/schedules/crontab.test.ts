import {execFileSync} from 'node:child_process';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {blockIn, cronBlock, withBlock} from '#adapters/schedules/crontab.js';
import type {Program} from '#adapters/schedules/jobs.js';
import {unitsOf} from '#adapters/schedules/systemd.js';

const program: Program = {node: '/usr/bin/node', script: '/opt/crypto tui.js', dataDir: null, variables: {}};

describe('the block in a crontab', () => {
	test('has a line for every job, with absolute paths', () => {
		expect(cronBlock({...program, dataDir: "/data/it's 100%"})).toMatchInlineSnapshot(`
			"# >>> crypto-tui schedule: these lines are rewritten by "crypto-tui schedule" >>>
			# Collect the market at 09:00, 13:00 and 18:00.
			0 9,13,18 * * * '/usr/bin/node' '/opt/crypto tui.js' '--headless' '--quiet' '--data-dir' '/data/it'\\''s 100\\%' >/dev/null
			# Keep a version of the data every Sunday.
			30 3 * * 0 '/usr/bin/node' '/opt/crypto tui.js' 'snapshot' 'create' '--data-dir' '/data/it'\\''s 100\\%' >/dev/null
			# Give room back on the first of every month.
			30 4 1 * * '/usr/bin/node' '/opt/crypto tui.js' 'compact' '--yes' '--data-dir' '/data/it'\\''s 100\\%' >/dev/null
			# <<< crypto-tui schedule <<<
			"
		`);
	});

	test('comes and goes without touching any other line', () => {
		const line = fc.stringMatching(/^[^\n\r]{0,40}$/).filter(text => !text.includes('crypto-tui'));
		fc.assert(
			fc.property(fc.array(line), fc.array(line), (before, after) => {
				const block = cronBlock(program);
				const others = before.map(text => `${text}\n`).join('');
				const rest = after.map(text => `${text}\n`).join('');
				const table = withBlock(others, block) + rest;
				expect(table).toBe(others + block + rest);
				expect(blockIn(table)).toBe(block);
				const changed = cronBlock({...program, dataDir: '/other'});
				expect(withBlock(table, changed)).toBe(others + changed + rest);
				expect(withBlock(table, null)).toBe(others + rest);
			}),
		);
	});

	test('begins on a line of its own', () => {
		expect(withBlock('0 1 * * * job', cronBlock(program))).toBe(`0 1 * * * job\n${cronBlock(program)}`);
	});

	test.each([
		['an end that is missing', (block: string) => block.split('\n').slice(0, 3).join('\n')],
		['a second beginning', (block: string) => block + block],
		['only an end', (block: string) => block.trimEnd().split('\n').at(-1)!],
	])('with %s is left alone', (_, spoil) => {
		expect(() => withBlock(spoil(cronBlock(program)), null)).toThrow('left alone');
	});

	test('is read by the shell as the same words, after cron took its backslashes', () => {
		const word = fc.stringMatching(/^[ -~]{1,20}$/);
		fc.assert(
			fc.property(word, dataDir => {
				const [, line] = cronBlock({...program, node: 'printf', script: String.raw`%s\n`, dataDir})
					.split('\n')
					.slice(1);
				const command = line!
					.split(' ')
					.slice(5)
					.join(' ')
					.replaceAll(String.raw`\%`, '%')
					.replace(' >/dev/null', '');
				const words = execFileSync('sh', ['-c', command], {encoding: 'utf8'});
				expect(words).toBe(['--headless', '--quiet', '--data-dir', dataDir, ''].join('\n'));
			}),
			{numRuns: 30},
		);
	});
});

test('units quote for systemd: specifiers and variables stay text', () => {
	const [service] = unitsOf({
		...program,
		dataDir: String.raw`/a "b" 100% $HOME\x`,
		variables: {CRYPTO_TUI_CONFIG_DIR: '/c $d'},
	});
	expect(service!.text).toContain(
		String.raw`ExecStart="/usr/bin/node" "/opt/crypto tui.js" "--headless" "--quiet" "--data-dir" "/a \"b\" 100%% $$HOME\\x"`,
	);
	expect(service!.text).toContain('Environment="CRYPTO_TUI_CONFIG_DIR=/c $d"');
});

test('timers catch up what was missed', () => {
	const timers = unitsOf(program).filter(({name}) => name.endsWith('.timer'));
	expect(timers.map(({name}) => name)).toEqual([
		'crypto-tui-collect.timer',
		'crypto-tui-snapshot.timer',
		'crypto-tui-compact.timer',
	]);
	for (const {text} of timers) expect(text).toContain('Persistent=true');
});
