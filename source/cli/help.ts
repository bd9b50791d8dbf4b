/** Help pages, made from the table of commands. */

import type {Command} from './command.js';
import {wrap} from './format.js';
import type {Option} from './option.js';

/** An option as it is typed: `-o, --out <file>`. */
function typedForm(name: string, option: Option): string {
	const short = option.short ? `-${option.short}, ` : '    ';
	switch (option.kind) {
		case 'flag':
			return `${short}--${name}`;
		case 'seconds':
			return `${short}--${name} [${option.value}]`;
		case 'text':
		case 'path':
		case 'list':
		case 'moment':
		case 'integer':
		case 'choice':
			return `${short}--${name} <${option.value}>`;
	}
}

/** What an option does, what it allows, and what happens without it. */
function meaning(option: Option): string {
	const allowed = option.kind === 'choice' ? ` One of: ${option.allowed.join(', ')}.` : '';
	const fallback = (option.kind === 'choice' ? option.default : undefined) ?? option.usually;
	return `${option.about}${allowed}${fallback === undefined ? '' : ` Default: ${fallback}.`}`;
}

function listing(rows: readonly (readonly [string, string])[]): string {
	const column = Math.min(28, Math.max(...rows.map(([left]) => left.length)) + 4);
	return rows
		.map(([left, right]) => {
			const gap = column - left.length - 2;
			const head = gap >= 2 ? `  ${left}${' '.repeat(gap)}` : `  ${left}\n${' '.repeat(column)}`;
			return head + wrap(right, column, column);
		})
		.join('\n');
}

const examplesOf = ({examples}: Command): string =>
	examples.map(({typed, about}) => `  ${typed}\n      ${wrap(about, 6, 6)}`).join('\n');

const section = (title: string, body: string): string => (body === '' ? '' : `\n${title}:\n${body}\n`);

/** The help of one command; the default command also lists the others. */
export function helpOf(command: Command, commands: readonly Command[], version: string): string {
	const isDefault = command.name === '';
	const title = isDefault
		? `crypto-tui ${version}: a crypto market desk in the terminal, with its own data pipeline.`
		: `crypto-tui ${command.name}: ${command.summary}`;
	const others = commands
		.filter(({name}) => name !== '')
		.map(({name, summary}): readonly [string, string] => [name, summary]);
	const usage = command.usage.map(line => `  ${wrap(line, 2, 6)}`).join('\n');
	const words = command.arguments.map(({name, about, allowed}): readonly [string, string] => [
		`<${name}>`,
		about + (allowed ? ` One of: ${allowed.join(', ')}.` : ''),
	]);
	const options = Object.entries(command.options).map(([name, option]): readonly [string, string] => [
		typedForm(name, option),
		meaning(option),
	]);
	return [
		`${wrap(title, 0, 0)}\n`,
		section('Usage', isDefault ? `${usage}\n  crypto-tui <command> [options]` : usage),
		isDefault ? section('Commands', listing(others)) : '',
		words.length === 0 ? '' : section('Arguments', listing(words)),
		section('Options', listing(options)),
		section('Examples', examplesOf(command)),
		...command.notes.map(note => `\n${wrap(note, 0, 0)}\n`),
		isDefault ? '\nEvery command answers --help.\n' : '',
	].join('');
}
