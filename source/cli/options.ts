/** Every option of every command. An option means the same wherever it appears. */

import {eventLevels} from '#domain/event-line.js';
import {intervals} from '#domain/interval.js';
import {sourceNames} from '#domain/market.js';
import {invalidPolicies} from '#domain/quality.js';
import {screenIds} from '#tui/state/view-state.js';
import type {OptionTable} from './option.js';
import {lookOptions} from './screen-options.js';
import {asOf} from './snapshot-as-of.js';

export const help = {
	help: {kind: 'flag', short: 'h', about: 'Show this help.'},
} as const satisfies OptionTable;

export const place = {
	'data-dir': {
		kind: 'path',
		value: 'path',
		about: 'Folder of the database and the logs.',
		usually: 'see config list',
	},
	demo: {kind: 'flag', about: 'Use the simulated market and its own database.'},
} as const satisfies OptionTable;

export const json = {
	json: {kind: 'flag', about: 'Print one JSON document instead of text.'},
} as const satisfies OptionTable;

export const quiet = {
	quiet: {kind: 'flag', about: 'Show no progress and no events, only faults.'},
} as const satisfies OptionTable;

const source = {
	source: {kind: 'choice', value: 'source', allowed: sourceNames, about: 'Only this source.'},
} as const satisfies OptionTable;

const onInvalid = {
	'on-invalid': {
		kind: 'choice',
		value: 'policy',
		allowed: invalidPolicies,
		about: 'What happens to a batch with impossible values.',
		usually: 'the setting onInvalid',
	},
} as const satisfies OptionTable;

/** Options that only a backfill knows, with the flag that asks for one. */
const history = {
	days: {
		kind: 'integer',
		value: 'n',
		min: 1,
		max: 36_500,
		about: 'With --historical: length of the history in days.',
		usually: '365',
	},
	from: {kind: 'moment', value: 'time', about: 'With --historical: first candle.'},
	to: {kind: 'moment', value: 'time', about: 'With --historical: end, not included.', usually: 'now'},
	interval: {
		kind: 'choice',
		value: 'interval',
		allowed: intervals,
		about: 'With --historical: length of a candle.',
		usually: '1h',
	},
	limit: {
		kind: 'integer',
		value: 'n',
		min: 1,
		max: 100_000_000,
		about: 'With --historical: at most this many candles per asset, the newest ones.',
	},
	'dry-run': {kind: 'flag', about: 'With --historical: print the plan and its cost, fetch nothing.'},
} as const satisfies OptionTable;

/** Names of the options that need `--headless`. */
export const collectingOptions = [
	'historical',
	'assets',
	'top',
	'all',
	'source',
	'watch',
	'days',
	'from',
	'to',
	'interval',
	'limit',
	'dry-run',
	'on-invalid',
	'json',
	'quiet',
] as const;

/** Names of the options that need `--historical`. */
export const historyOptions = Object.keys(history) as readonly (keyof typeof history)[];

/** Options of the interactive screen and of pictures of it. */
const screen = {
	screen: {
		kind: 'choice',
		value: 'screen',
		allowed: screenIds,
		about: 'The screen to begin with.',
		usually: 'the one shown last',
	},
	...asOf,
	...lookOptions,
	screenshot: {
		kind: 'choice',
		value: 'screen',
		allowed: screenIds,
		about: 'Write a picture of a screen from what is stored, without a terminal.',
	},
	size: {
		kind: 'text',
		value: 'WxH',
		about: 'With --screenshot: columns and rows.',
		usually: '120x40',
	},
	out: {
		kind: 'path',
		value: 'file',
		short: 'o',
		about: 'With --screenshot: the file, ending in .svg, .txt or .ansi.',
	},
} as const satisfies OptionTable;

/** Names of the options that need the screen, with or without a terminal. */
export const screenOptionNames = Object.keys(screen) as readonly (keyof typeof screen)[];

export const runOptions = {
	headless: {kind: 'flag', about: 'Run without the interactive screen.'},
	historical: {kind: 'flag', about: 'Fetch history instead of the current market.'},
	assets: {kind: 'list', value: 'a,b', about: 'These assets: CoinGecko ids or symbols.'},
	top: {kind: 'integer', value: 'n', min: 1, max: 20_000, about: 'The n largest assets.'},
	all: {kind: 'flag', about: 'All known assets.'},
	...source,
	watch: {
		kind: 'seconds',
		value: 'seconds',
		min: 1,
		max: 86_400,
		about: 'Repeat until interrupted.',
		usually: 'every 300 s, the setting watch.seconds',
	},
	...history,
	...onInvalid,
	...json,
	...quiet,
	...screen,
	...place,
	version: {kind: 'flag', short: 'v', about: 'Show the version.'},
	...help,
} as const satisfies OptionTable;

export const replayOptions = {
	run: {kind: 'text', value: 'id', about: 'Only what this run fetched.'},
	since: {kind: 'moment', value: 'time', about: 'Only what was fetched since then.'},
	...onInvalid,
	...json,
	...quiet,
	...place,
	...help,
} as const satisfies OptionTable;

export const statusOptions = {...json, ...asOf, ...place, ...help} as const satisfies OptionTable;

/** How a table is written. */
export const tableFormat = {
	format: {
		kind: 'choice',
		value: 'format',
		allowed: ['csv', 'json', 'ndjson', 'parquet'],
		about: 'How it is written; parquet needs --out.',
		usually: 'the ending of --out, else csv',
	},
} as const satisfies OptionTable;

/** Where a table is written. */
export const tableFile = {
	out: {
		kind: 'path',
		value: 'file',
		short: 'o',
		about: 'Write this file, whole or not at all.',
		usually: 'standard output',
	},
} as const satisfies OptionTable;

export const exportOptions = {
	asset: {kind: 'list', value: 'a,b', about: 'Only these assets: CoinGecko ids or symbols.'},
	interval: {
		kind: 'choice',
		value: 'interval',
		allowed: intervals,
		about: 'Candles: their length.',
		usually: '1h',
	},
	from: {kind: 'moment', value: 'time', about: 'First moment.'},
	to: {kind: 'moment', value: 'time', about: 'End, not included.'},
	...source,
	...tableFormat,
	time: {
		kind: 'choice',
		value: 'form',
		allowed: ['iso', 'ms'],
		default: 'ms',
		about: 'Times as ISO 8601 or as milliseconds since 1970, both UTC.',
	},
	...tableFile,
	'with-source': {kind: 'flag', about: 'Candles: add source, asset, quote, interval, origin and flags.'},
	'with-open': {
		kind: 'flag',
		about: 'Candles: include unfinished ones, which a repeated export would not give again.',
	},
	...asOf,
	...place,
	...help,
} as const satisfies OptionTable;

export const quarantineOptions = {
	all: {kind: 'flag', about: 'retry: every row that is still held.'},
	...source,
	...json,
	...asOf,
	...place,
	...help,
} as const satisfies OptionTable;

export const configOptions = {
	...json,
	'data-dir': place['data-dir'],
	...help,
} as const satisfies OptionTable;

export const logsOptions = {
	level: {
		kind: 'choice',
		value: 'level',
		allowed: eventLevels,
		default: 'debug',
		about: 'Only this level and above.',
	},
	follow: {kind: 'flag', short: 'f', about: 'Keep printing what is written.'},
	since: {kind: 'moment', value: 'time', about: 'Only what happened since then.'},
	json: {kind: 'flag', about: 'Print the JSON lines as they are stored.'},
	...place,
	...help,
} as const satisfies OptionTable;

export const completionOptions = {...help} as const satisfies OptionTable;
