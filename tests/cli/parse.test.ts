import {describe, expect, test} from 'vitest';
import {commands} from '#cli/commands.js';
import {parseMoment} from '#cli/moment.js';
import type {Option} from '#cli/option.js';
import {parse} from '#cli/parse.js';
import {Fault} from '#domain/fault.js';

const now = Date.UTC(2026, 10, 21, 12);
const valuesOf = (line: string): Readonly<Record<string, unknown>> =>
	parse(line.split(' '), now).typed.values;
const faultOf = (...argv: string[]): Fault => {
	try {
		parse(argv, now);
	} catch (error) {
		if (error instanceof Fault) return error;
	}

	throw new Error('no fault was thrown');
};

/** How an option takes its value. */
const way = ({kind}: Option): string => (kind === 'flag' || kind === 'seconds' ? kind : 'value');

describe('the table', () => {
	test('reads an option the same way wherever it appears', () => {
		const all = commands.flatMap(({options}) => Object.entries(options));
		const ways = new Map(all.map(([name, option]) => [name, way(option)]));
		expect(all.filter(([name, option]) => ways.get(name) !== way(option))).toEqual([]);
	});

	test('has only examples that parse', () => {
		const lines = commands.flatMap(({examples}) => examples.map(({typed}) => typed));
		expect(lines.length).toBeGreaterThan(commands.length);
		const asks = lines.map(line => {
			// What stands in quotes is one word, whatever is in it; what follows a bracket or a redirection is the shell's.
			const typed = /crypto-tui ((?:"[^"]*"|[^)>"])*)/.exec(line)?.[1] ?? '';
			const words = (typed.match(/"[^"]*"|\S+/g) ?? []).map(word => word.replaceAll('"', ''));
			return parse(words, now).asks;
		});
		expect(new Set(asks)).toEqual(new Set(['run']));
	});
});

describe('values', () => {
	test.each([
		['--headless --watch 60', 60],
		['--headless --watch=60', 60],
		['--watch 2.5 --headless', 2.5],
		['--headless --watch', 'default'],
		['--watch --headless', 'default'],
		['--headless', undefined],
	])('of "%s" has watch %j', (line, watch) => {
		expect(valuesOf(line)).toMatchObject({watch, headless: true});
	});

	test('are typed', () => {
		expect(
			valuesOf('--headless --historical --assets=btc,,eth,btc --days 30 --from 2026-01-31 --interval 4h'),
		).toMatchObject({
			assets: ['btc', 'eth'],
			days: 30,
			from: Date.UTC(2026, 0, 31),
			interval: '4h',
			json: false,
			limit: undefined,
		});
	});

	test('options may come before the command', () => {
		const {command, typed} = parse(['--data-dir', '/x', 'export', 'candles', '-o', 'a.csv'], now);
		expect(command.name).toBe('export');
		expect(typed).toMatchObject({words: ['candles'], values: {'data-dir': '/x', out: 'a.csv', time: 'ms'}});
	});

	test('help wins over everything, version only without a command', () => {
		expect(parse(['export', '--help', '--nonsense'], now)).toMatchObject({
			asks: 'help',
			command: {name: 'export'},
		});
		expect(parse(['-v'], now).asks).toBe('version');
		expect(faultOf('export', 'candles', '--version').code).toBe('usage');
	});
});

describe('mistakes', () => {
	test.each([
		[['statsu'], 'Did you mean "status"'],
		[['--headles'], 'Did you mean --headless'],
		[['export', 'candle'], 'Did you mean candles'],
		[['export'], 'candles, quotes'],
		[['export', 'candles', 'quotes'], 'one word too many'],
		[['export', 'candles', '--assets', 'btc'], 'Did you mean --asset'],
		[['export', 'candles', '--historical'], 'belongs to "crypto-tui --headless"'],
		[['--headless', '--interval', '2h'], '1m, 5m, 15m, 30m, 1h'],
		[['--headless', '--top', '0'], 'from 1 to'],
		[['--headless', '--top', '1.5'], 'whole number'],
		[['--headless', '--top', '-5'], '--top is "-5"'],
		[['--headless', '--watch', '-5'], '--watch is "-5"'],
		[['help'], 'Did you mean "--help"'],
		[['quarantine'], 'needs an <action>'],
		[['--headless', '--top'], '--top <n>'],
		[['--headless', '--assets', '--json'], '--assets <a,b>'],
		[['--headless', '--assets', ','], 'at least one'],
		[['--headless', '--watch', 'soon'], 'from 1 to 86400'],
		[['--headless', '--json=yes'], 'takes no value'],
		[['--headless', '--top', '1', '--top', '2'], 'given twice'],
		[['--headless', '--from', '2026-02-30'], '2026-01-31'],
		[['--headless', '-x'], 'no option -x'],
		[['--headless', 'extra'], 'no command "extra"'],
		[['completion', 'tcsh'], 'bash, zsh, fish'],
		[['__proto__'], 'no command'],
		[['--constructor'], 'no option'],
	])('%j say what is possible', (argv, words) => {
		const fault = faultOf(...argv);
		expect(fault.code).toBe('usage');
		expect(fault.message).toContain(words);
		expect(fault.hint).toContain('--help');
	});
});

describe('moments', () => {
	test.each([
		['2026-01-31', '2026-01-31T00:00:00.000Z'],
		['2026-01-31T12:00', '2026-01-31T12:00:00.000Z'],
		['2026-01-31 12:00:05', '2026-01-31T12:00:05.000Z'],
		['2026-01-31T12:00-03:00', '2026-01-31T15:00:00.000Z'],
		['2026-01-31t12:00:00.250z', '2026-01-31T12:00:00.250Z'],
		['90m', '2026-11-21T10:30:00.000Z'],
		['7d', '2026-11-14T12:00:00.000Z'],
	])('%s is %s', (text, iso) => {
		expect(new Date(parseMoment(text, now) ?? Number.NaN).toISOString()).toBe(iso);
	});

	test.each(['2026-02-30', '2026-13-01', '2026-01-31T25:00', 'yesterday', '', '7', '7x', '20260131'])(
		'%j is none',
		text => {
			expect(parseMoment(text, now)).toBeNull();
		},
	);
});
