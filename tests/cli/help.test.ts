import {execFileSync} from 'node:child_process';
import {describe, expect, test} from 'vitest';
import {commands} from '#cli/commands.js';
import {completionScript, shells} from '#cli/completion.js';
import {helpOf} from '#cli/help.js';

describe.each(commands.map(row => [row.name || 'crypto-tui', row] as const))('the help of %s', (_, row) => {
	const text = helpOf(row, commands, '1.2.3');

	test('names every option, with examples', () => {
		for (const name of Object.keys(row.options)) expect(text).toContain(`--${name}`);
		for (const {typed} of row.examples) expect(text).toContain(typed);
		expect(text).toContain('Examples:');
	});

	test('fits 80 columns, examples aside', () => {
		const examples = new Set(row.examples.map(({typed}) => `  ${typed}`));
		const wide = text.split('\n').filter(line => line.length > 80 && !examples.has(line));
		expect(wide).toEqual([]);
	});
});

test('the main help lists every command and the version', () => {
	const text = helpOf(commands[0]!, commands, '1.2.3');
	for (const {name, summary} of commands.slice(1)) {
		expect(text).toContain(name);
		expect(text).toContain(summary.slice(0, 30));
	}

	expect(text).toContain('1.2.3');
});

const complete = (...words: string[]): string[] => {
	const script = `${completionScript('bash', commands)}
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _crypto_tui; printf '%s\\n' "\${COMPREPLY[@]}"`;
	return execFileSync('bash', ['-c', script, 'bash', 'crypto-tui', ...words], {encoding: 'utf8'})
		.trim()
		.split('\n');
};

describe('completion', () => {
	test.each(shells)('of %s knows every command and option', shell => {
		const script = completionScript(shell, commands);
		for (const {name, options} of commands) {
			expect(script).toContain(name);
			for (const option of Object.keys(options)) {
				expect(script).toContain(shell === 'fish' ? `-l ${option}` : `--${option}`);
			}
		}
	});

	test.each([
		[['sta'], ['status']],
		[
			['export', 'q'],
			['quotes', 'quarantine'],
		],
		[
			['export', 'candles', '--interval', '1'],
			['1m', '15m', '1h', '12h', '1d', '1w'],
		],
		[
			['train', '--interval', '1'],
			['1h', '1d'],
		],
		[['models', 's'], ['show']],
		[['--headless', '--histo'], ['--historical']],
		[
			['--headless', '--on-invalid', ''],
			['block', 'quarantine'],
		],
		[['logs', '--level', 'w'], ['warn']],
		[['config', 's'], ['set']],
	])('of bash completes %j', (words, found) => {
		expect(complete(...words)).toEqual(found);
	});
});
