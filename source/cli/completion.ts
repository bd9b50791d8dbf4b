/** Completion scripts for three shells, made from the table of commands. */

import type {Command} from './command.js';
import type {Option} from './option.js';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

const takesFile = (option: Option): boolean => option.kind === 'path';
const takesValue = (option: Option): boolean => option.kind !== 'flag' && option.kind !== 'seconds';
const flags = (name: string, {short}: Option): string[] => [`--${name}`, ...(short ? [`-${short}`] : [])];

/** `'` as the shells quote it inside single quotes. */
const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

const optionsOf = ({options}: Command): string =>
	Object.keys(options)
		.map(name => `--${name}`)
		.join(' ');

const words = (row: Command): string => [...(row.arguments[0]?.allowed ?? []), optionsOf(row)].join(' ');

/** The bash command that offers the words of a list. */
const reply = (list: string): string => `COMPREPLY=($(compgen -W ${quoted(list)} -- "$current"))`;

function bash(commands: readonly Command[]): string {
	const named = commands.filter(({name}) => name !== '');
	// An option may allow other words in another command.
	const values = commands.flatMap(({name: command, options}) =>
		Object.entries(options).flatMap(([name, option]) => {
			const pattern = flags(name, option)
				.map(flag => `${command}:${flag}`)
				.join('|');
			if (option.kind === 'choice') {
				return `\t\t${pattern}) ${reply(option.allowed.join(' '))}; return ;;`;
			}

			// Without an answer of ours, bash completes names of files, and quotes them rightly.
			if (takesFile(option)) return `\t\t${pattern}) compopt -o default; return ;;`;
			return takesValue(option) ? `\t\t${pattern}) return ;;` : [];
		}),
	);
	const valued = [
		...new Set(
			commands
				.flatMap(({options}) => Object.entries(options))
				.filter(([, option]) => takesValue(option))
				.flatMap(([name, option]) => flags(name, option)),
		),
	].join('|');
	const defaults = commands.find(({name}) => name === '');
	const cases = named.map(row => {
		const {
			arguments: [first],
		} = row;
		const options = reply(optionsOf(row));
		return first?.allowed
			? `\t\t${row.name}) if ((given == 1)); then ${reply(words(row))}; else ${options}; fi ;;`
			: `\t\t${row.name}) ${options} ;;`;
	});
	const others = [...named.map(({name}) => name), ...(defaults ? [optionsOf(defaults)] : [])].join(' ');
	return `# bash completion for crypto-tui
_crypto_tui() {
	local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" command='' word before='' given=0
	COMPREPLY=()
	# bash cuts --format=csv into three words.
	if [[ $current == = ]]; then current=''; elif [[ $previous == = ]]; then previous="\${COMP_WORDS[COMP_CWORD-2]}"; fi
	for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
		case "$before" in
			${valued}) [[ $word == = ]] || before=''; continue ;;
		esac
		before="$word"
		case "$word" in
			-*|=) ;;
			*) ((given += 1)); [[ $command ]] || command="$word" ;;
		esac
	done
	case "$command:$previous" in
${values.join('\n')}
	esac
	case "$command" in
${cases.join('\n')}
		'') ${reply(others)} ;;
	esac
}
complete -F _crypto_tui crypto-tui
`;
}

/** Text inside a zsh completion spec. */
const escaped = (text: string): string => text.replaceAll(/[[\]:\\]/g, String.raw`\$&`);

const specOf = ([name, option]: readonly [string, Option]): string => {
	const about = `[${escaped(option.about)}]`;
	const action =
		option.kind === 'choice'
			? `:${option.value}:(${option.allowed.join(' ')})`
			: takesFile(option)
				? `:${option.kind}:_files`
				: option.kind === 'seconds'
					? `::${option.value}:`
					: takesValue(option)
						? ':value:'
						: '';
	return flags(name, option)
		.map(flag => quoted(`${flag}${about}${action}`))
		.join(' ');
};

function zsh(commands: readonly Command[]): string {
	const specsOf = ({options, arguments: [first]}: Command): string =>
		[
			...Object.entries(options).map(specOf),
			...(first?.allowed ? [quoted(`1:${first.name}:(${first.allowed.join(' ')})`)] : []),
		].join(' \\\n\t\t\t\t');
	const named = commands.filter(({name}) => name !== '');
	const defaults = commands.find(({name}) => name === '');
	return `#compdef crypto-tui
_crypto_tui() {
	local context state state_descr line
	typeset -A opt_args
	local -a commands=(
${named.map(({name, summary}) => `\t\t${quoted(`${name}:${escaped(summary)}`)}`).join('\n')}
	)
	if (( CURRENT > 2 )); then
		case "$words[2]" in
${named.map(row => `\t\t\t${row.name}) shift words; (( CURRENT-- )); _arguments \\\n\t\t\t\t${specsOf(row)}; return ;;`).join('\n')}
		esac
	fi
	_arguments \\
		'1: :->command' \\
		${defaults ? Object.entries(defaults.options).map(specOf).join(' \\\n\t\t') : ''}
	if [[ "$state" == command ]]; then
		_describe command commands
	fi
}
compdef _crypto_tui crypto-tui
`;
}

const fishLines = ({name, options, arguments: [first]}: Command, commands: readonly Command[]): string[] => {
	// A word such as quarantine is a command, and an argument of another one.
	const others = commands.filter(row => row.arguments[0]?.allowed?.includes(name)).map(row => row.name);
	const seen = [
		`__fish_seen_subcommand_from ${name}`,
		...(others.length === 0 ? [] : [`not __fish_seen_subcommand_from ${others.join(' ')}`]),
	].join('; and ');
	const condition = name === '' ? '__fish_use_subcommand' : seen;
	const line = `complete -c crypto-tui -n ${quoted(condition)}`;
	return [
		...(first?.allowed
			? [
					`complete -c crypto-tui -n ${quoted(`${condition}; and not __fish_seen_subcommand_from ${first.allowed.join(' ')}`)} -f -a ${quoted(first.allowed.join(' '))}`,
				]
			: []),
		...Object.entries(options).map(([long, option]) => {
			const short = option.short ? ` -s ${option.short}` : '';
			const value =
				option.kind === 'choice'
					? ` -x -a ${quoted(option.allowed.join(' '))}`
					: takesFile(option)
						? ' -r -F'
						: takesValue(option)
							? ' -x'
							: ' -f';
			return `${line} -l ${long}${short}${value} -d ${quoted(option.about)}`;
		}),
	];
};

function fish(commands: readonly Command[]): string {
	const named = commands.filter(({name}) => name !== '');
	return `# fish completion for crypto-tui
complete -c crypto-tui -f
${named.map(({name, summary}) => `complete -c crypto-tui -n '__fish_use_subcommand' -f -a ${name} -d ${quoted(summary)}`).join('\n')}
${commands.flatMap(row => fishLines(row, commands)).join('\n')}
`;
}

const scripts = {bash, zsh, fish} as const satisfies Record<Shell, (commands: readonly Command[]) => string>;

/** The script that teaches a shell every command, option and closed list of values. */
export function completionScript(shell: Shell, commands: readonly Command[]): string {
	return scripts[shell](commands);
}
