/** From argv to a command with checked values, or a usage fault with the nearest suggestion. */

import {parseArgs} from 'node:util';
import {Fault} from '#domain/fault.js';
import {nearest} from '#domain/nearest.js';
import type {Command} from './command.js';
import {commands, defaultCommand} from './commands.js';
import {parseMoment} from './moment.js';
import type {Option, OptionTable, Typed} from './option.js';

export type Parsed = {
	readonly command: Command;
	readonly asks: 'run' | 'help' | 'version';
	readonly typed: Typed<OptionTable>;
};

const everyOption: OptionTable = Object.assign({}, ...commands.map(({options}) => options));

/** A usage fault that points to the help of the command. */
function misuse({name}: Command, message: string): Fault {
	const help = name === '' ? 'crypto-tui --help' : `crypto-tui ${name} --help`;
	return new Fault('usage', message, {hint: `Run "${help}" for what is possible.`});
}

const didYouMean = (near: readonly string[]): string =>
	near.length === 0 ? '' : ` Did you mean ${near.join(' or ')}?`;

/**
 * What `parseArgs` would misread: it knows no optional values, so `--watch 60` becomes `--watch=60` and a lone `--watch`
 * becomes `--watch=`; and a negative number is a bad value (`--top=-5`), not an option called 5.
 */
function joinValues(argv: readonly string[]): string[] {
	const joined: string[] = [];
	for (let i = 0; i < argv.length; i++) {
		const word = argv[i]!;
		if (word === '--') return [...joined, ...argv.slice(i)];
		const option = word.startsWith('--') ? everyOption[word.slice(2)] : undefined;
		const next = argv[i + 1];
		const isNegative = next !== undefined && /^-\d/.test(next);
		const hasValue = next !== undefined && (isNegative || !next.startsWith('-'));
		if (!option || option.kind === 'flag' || (option.kind !== 'seconds' && !isNegative)) {
			joined.push(word);
			continue;
		}

		joined.push(hasValue ? `${word}=${next}` : `${word}=`);
		if (hasValue) i++;
	}

	return joined;
}

function tokensOf(argv: readonly string[]) {
	const options = Object.fromEntries(
		Object.entries(everyOption).map(([name, {kind, short}]) => [
			name,
			{type: kind === 'flag' ? ('boolean' as const) : ('string' as const), ...(short ? {short} : {})},
		]),
	);
	return parseArgs({
		args: joinValues(argv),
		options,
		strict: false,
		tokens: true,
		allowPositionals: true,
	}).tokens;
}

function unknownOption(command: Command, rawName: string): Fault {
	const name = rawName.replace(/^-+/, '');
	const near = nearest(name, Object.keys(command.options)).map(known => `--${known}`);
	const elsewhere = commands.find(({options}) => Object.hasOwn(options, name));
	const which = command.name === '' ? '' : ` of ${command.name}`;
	if (near.length === 0 && elsewhere) {
		const owner = elsewhere.name === '' ? 'crypto-tui --headless' : `crypto-tui ${elsewhere.name}`;
		return misuse(command, `There is no option ${rawName}${which}; it belongs to "${owner}".`);
	}

	return misuse(command, `There is no option ${rawName}${which}.${didYouMean(near)}`);
}

/** Checks the text of one option; `text` is undefined where the user gave no value. */
function valueOf(
	command: Command,
	name: string,
	option: Option,
	text: string | undefined,
	now: number,
): unknown {
	const flag = `--${name}`;
	if (option.kind === 'flag') {
		if (text !== undefined) throw misuse(command, `${flag} takes no value.`);
		return true;
	}

	if (option.kind === 'seconds' && text === '') return 'default';
	// A lone dash is a name (standard output), a negative number a bad value; what else begins with one is an option.
	if (text === undefined || text === '' || /^-\D/.test(text)) {
		throw misuse(command, `${flag} needs a value: ${flag} <${option.value}>.`);
	}

	switch (option.kind) {
		case 'text':
		case 'path':
			if (text.includes('\0')) throw misuse(command, `${flag} holds a character that cannot be used.`);
			return text;
		case 'list': {
			const items = text
				.split(',')
				.map(item => item.trim())
				.filter(Boolean);
			if (items.length === 0) throw misuse(command, `${flag} needs at least one name.`);
			return [...new Set(items)];
		}

		case 'seconds':
		case 'integer': {
			const {min, max} = option;
			const number = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
			const whole = option.kind === 'integer' ? Number.isInteger(number) : !Number.isNaN(number);
			if (!whole || number < min || number > max) {
				const what = option.kind === 'integer' ? 'a whole number' : 'a number';
				throw misuse(
					command,
					`${flag} is ${JSON.stringify(text)}; it must be ${what} from ${min} to ${max}.`,
				);
			}

			return number;
		}

		case 'choice': {
			if (option.allowed.includes(text)) return text;
			const list = option.allowed.join(', ');
			const near = didYouMean(nearest(text, option.allowed, 1));
			throw misuse(command, `${flag} is ${JSON.stringify(text)}; it must be one of: ${list}.${near}`);
		}

		case 'moment': {
			const moment = parseMoment(text, now);
			if (moment !== null) return moment;
			throw misuse(
				command,
				`${flag} is ${JSON.stringify(text)}; it must be a time such as 2026-01-31 or 2026-01-31T12:00Z, or an age such as 24h or 7d.`,
			);
		}
	}
}

function checkWords(command: Command, words: readonly string[]): void {
	for (const [i, {name, allowed, required}] of command.arguments.entries()) {
		const word = words[i];
		if (word === undefined) {
			if (!required) continue;
			const list = allowed ? `: ${allowed.join(', ')}` : '';
			throw misuse(
				command,
				`"crypto-tui ${command.name}" needs ${/^[aeiou]/.test(name) ? 'an' : 'a'} <${name}>${list}.`,
			);
		}

		if (allowed && !allowed.includes(word)) {
			throw misuse(
				command,
				`"crypto-tui ${command.name}" has no "${word}"; it knows: ${allowed.join(', ')}.${didYouMean(nearest(word, allowed, 1))}`,
			);
		}
	}

	const last = command.arguments.at(-1);
	const extra = words[command.arguments.length];
	if (extra !== undefined && !last?.many) throw misuse(command, `"${extra}" is one word too many.`);
}

/** The command named by the first word, or the default one; the words left for it. */
function commandOf(words: readonly string[]): {readonly command: Command; readonly words: readonly string[]} {
	const [first, ...rest] = words;
	if (first === undefined) return {command: defaultCommand, words};
	const found = commands.find(({name}) => name === first);
	if (found && found !== defaultCommand) return {command: found, words: rest};
	// Somebody who types "help" or "version" means the option.
	const near = Object.hasOwn(defaultCommand.options, first)
		? [`--${first}`]
		: nearest(
				first,
				commands.map(({name}) => name),
			);
	throw misuse(defaultCommand, `There is no command "${first}".${didYouMean(near.map(name => `"${name}"`))}`);
}

/** Reads `argv` (without node and script). `now` anchors ages such as `24h`. Throws the fault `usage`. */
export function parse(argv: readonly string[], now: number): Parsed {
	const tokens = tokensOf(argv);
	const {command, words} = commandOf(
		tokens.flatMap(token => (token.kind === 'positional' ? token.value : [])),
	);
	const given = tokens.flatMap(token => (token.kind === 'option' ? token : []));
	const named = new Set(given.map(({name}) => name));
	const typed = (values: Readonly<Record<string, unknown>>): Typed<OptionTable> => ({
		values: values as Typed<OptionTable>['values'],
		words,
	});
	if (named.has('help')) return {command, asks: 'help', typed: typed({})};
	if (named.has('version') && command === defaultCommand) return {command, asks: 'version', typed: typed({})};

	const values: Record<string, unknown> = {};
	for (const [name, option] of Object.entries(command.options)) {
		values[name] = option.kind === 'flag' ? false : option.kind === 'choice' ? option.default : undefined;
	}

	const seen = new Set<string>();
	for (const {name, rawName, value} of given) {
		const option = Object.hasOwn(command.options, name) ? command.options[name] : undefined;
		if (!option) throw unknownOption(command, rawName);
		if (seen.has(name) && option.kind !== 'flag') throw misuse(command, `--${name} is given twice.`);
		seen.add(name);
		values[name] = valueOf(command, name, option, value, now);
	}

	checkWords(command, words);
	return {command, asks: 'run', typed: typed(values)};
}
