/** The table of commands. Help, completion and parsing are views of it; nothing heavy is loaded from here. */

import {command, type Command} from './command.js';
import {
	completionOptions,
	configOptions,
	exportOptions,
	logsOptions,
	quarantineOptions,
	replayOptions,
	runOptions,
	statusOptions,
} from './options.js';

const times =
	'Times are ISO 8601, UTC unless they name a zone (2026-01-31, 2026-01-31T12:00, 2026-01-31T12:00-03:00), or an age: 90m, 24h, 7d, 4w.';

export const commands: readonly Command[] = [
	command({
		name: '',
		summary: 'Collect the market, or its history.',
		usage: [
			'crypto-tui --headless [--all | --assets a,b | --top n] [--source s] [--watch [seconds]] [--json]',
			'crypto-tui --headless --historical [--days n | --from time --to time] [--interval i] [--top n | --all | --assets a,b] [--limit n] [--dry-run]',
		],
		arguments: [],
		options: runOptions,
		examples: [
			{
				typed: 'crypto-tui --headless',
				about: 'one cycle: market snapshot, new candles of the watched assets',
			},
			{typed: 'crypto-tui --headless --watch 60', about: 'a cycle every minute, until Ctrl-C'},
			{typed: 'crypto-tui --headless --demo', about: 'the same on the simulated market, without network'},
			{
				typed: 'crypto-tui --headless --historical --dry-run',
				about: 'what a year of hourly candles of the top 50 would cost',
			},
			{
				typed: 'crypto-tui --headless --historical --assets btc,eth --days 30',
				about: 'a month of two assets',
			},
		],
		notes: [
			'--json prints exactly one JSON document, the run report; with --watch one document per line and cycle. Results go to standard output, progress and faults to standard error.',
			'A symbol means the largest asset that carries it; the others are named. Running a command again fetches only what is missing.',
			times,
			'Exit codes: 0 done, 2 usage, 65 blocked by a contract, 69 nothing collected, 70 our bug, 73 storage, 75 partial or busy (try again), 78 bad configuration, 130 interrupted.',
		],
		load: () => import('./actions/run.js'),
	}),
	command({
		name: 'replay',
		summary: 'Rebuild the tables from archived answers, without a request.',
		usage: ['crypto-tui replay [--run id | --since time] [--on-invalid policy] [--json]'],
		arguments: [],
		options: replayOptions,
		examples: [
			{typed: 'crypto-tui replay', about: 'everything in the archive'},
			{typed: 'crypto-tui replay --since 7d', about: 'what was fetched in the last week'},
		],
		notes: ['Prints what differed between the archive and the tables.', times],
		load: () => import('./actions/replay.js'),
	}),
	command({
		name: 'status',
		summary: 'Show what is stored, how fresh it is, and what is left of the budgets.',
		usage: ['crypto-tui status [--json]'],
		arguments: [],
		options: statusOptions,
		examples: [
			{typed: 'crypto-tui status', about: 'for people'},
			{typed: 'crypto-tui status --json', about: 'for scripts, with every candle series'},
		],
		notes: ['Reads only: it creates neither a folder nor a database.'],
		load: () => import('./actions/status.js'),
	}),
	command({
		name: 'export',
		summary: 'Write stored data as CSV, JSON, NDJSON or Parquet.',
		usage: [
			'crypto-tui export candles|quotes|markets|runs|quarantine [--asset a] [--interval i] [--from time] [--to time] [--source s] [--format f] [--time iso|ms] [--out file]',
		],
		arguments: [
			{
				name: 'what',
				about: 'The data to write.',
				allowed: ['candles', 'quotes', 'markets', 'runs', 'quarantine'],
				required: true,
			},
		],
		options: exportOptions,
		examples: [
			{
				typed: 'crypto-tui export candles --asset btc --interval 1h --out btc.csv',
				about: 'one series as a file',
			},
			{
				typed: 'crypto-tui export candles --interval 1d --with-source --format parquet --out all.parquet',
				about: 'all daily series',
			},
			{typed: 'crypto-tui export quotes --from 24h --format ndjson', about: 'a day of quotes, to a pipe'},
		],
		notes: [
			'Candles are the closed ones, so that the same export gives the same bytes; --with-open adds the unfinished one. Where several sources have the same candles, those of the exchange come first, then those made from prices, then those rolled up from finer ones; --source decides otherwise.',
			'Numbers read back as exactly the same doubles. An unknown value is an empty field, null in JSON and Parquet. Text that begins like a spreadsheet formula is quoted and otherwise left alone. With --time iso, Parquet times are timestamps.',
			times,
		],
		load: () => import('./actions/export.js'),
	}),
	command({
		name: 'quarantine',
		summary: 'Look at rows that were set aside, or read them again.',
		usage: [
			'crypto-tui quarantine list [--source s] [--json]',
			'crypto-tui quarantine show <id> [--json]',
			'crypto-tui quarantine retry <id>... | --all [--json]',
		],
		arguments: [
			{name: 'action', about: 'What to do.', allowed: ['list', 'show', 'retry'], required: true},
			{name: 'id', about: 'Number of a row.', many: true},
		],
		options: quarantineOptions,
		examples: [
			{typed: 'crypto-tui quarantine list', about: 'what was set aside, and why'},
			{typed: 'crypto-tui quarantine show 12', about: 'one row with its raw JSON'},
			{typed: 'crypto-tui quarantine retry --all', about: "read all held rows again under today's contracts"},
		],
		notes: [],
		load: () => import('./actions/quarantine.js'),
	}),
	command({
		name: 'config',
		summary: 'Show and change the settings.',
		usage: [
			'crypto-tui config list [--json]',
			'crypto-tui config get <key>',
			'crypto-tui config set <key> <value>',
			'crypto-tui config unset <key>',
			'crypto-tui config path',
		],
		arguments: [
			{
				name: 'action',
				about: 'What to do.',
				allowed: ['list', 'get', 'set', 'unset', 'path'],
				required: true,
			},
			{name: 'key', about: 'Name of a setting, see config list.'},
			{name: 'value', about: 'Its new value.'},
		],
		options: configOptions,
		examples: [
			{
				typed: 'crypto-tui config list',
				about: 'every setting, its value, where it comes from, and what is allowed',
			},
			{typed: 'crypto-tui config set watchlist btc,eth,sol', about: 'keep these candles up to date'},
			{typed: 'crypto-tui config unset watchlist', about: 'back to the default'},
		],
		notes: [
			'Precedence: flag, environment variable, .env in the current folder, config file, default. Keys are never shown.',
			'CRYPTO_TUI_CONFIG_DIR chooses another folder for the config file.',
		],
		load: () => import('./actions/config.js'),
	}),
	command({
		name: 'logs',
		summary: 'Read the log.',
		usage: ['crypto-tui logs [--level level] [--since time] [--follow] [--json]'],
		arguments: [],
		options: logsOptions,
		examples: [
			{typed: 'crypto-tui logs --level warn --since 24h', about: 'what went wrong today'},
			{typed: 'crypto-tui logs --follow', about: 'watch a running collection'},
		],
		notes: [times],
		load: () => import('./actions/logs.js'),
	}),
	command({
		name: 'completion',
		summary: 'Print the completion script of a shell.',
		usage: ['crypto-tui completion bash|zsh|fish'],
		arguments: [{name: 'shell', about: 'Your shell.', allowed: ['bash', 'zsh', 'fish'], required: true}],
		options: completionOptions,
		examples: [
			{typed: 'source <(crypto-tui completion bash)', about: 'bash, in ~/.bashrc'},
			{typed: 'source <(crypto-tui completion zsh)', about: 'zsh, in ~/.zshrc after compinit'},
			{typed: 'crypto-tui completion fish > ~/.config/fish/completions/crypto-tui.fish', about: 'fish'},
		],
		notes: [],
		load: () => import('./actions/completion.js'),
	}),
];

/** What runs without a command. */
export const defaultCommand: Command = commands[0]!;
