/** Options of the commands about models and forecasts. */

import {forecastIntervals, modelKinds} from '#domain/forecast/model.js';
import type {OptionTable} from './option.js';
import {help, json, place, quiet, tableFile, tableFormat} from './options.js';
import {asOf} from './snapshot-as-of.js';

const asset = {
	asset: {kind: 'list', value: 'a,b', about: 'These assets: CoinGecko ids or symbols.'},
} as const satisfies OptionTable;

const interval = {
	interval: {
		kind: 'choice',
		value: 'interval',
		allowed: forecastIntervals,
		about: 'The candle that is forecast: next hour or next day.',
	},
} as const satisfies OptionTable;

const model = {
	model: {
		kind: 'choice',
		value: 'kind',
		allowed: modelKinds,
		default: 'standard',
		about: 'Kind of model; seed-price and seed-price-short are the old ones, kept for comparison.',
	},
} as const satisfies OptionTable;

export const trainOptions = {
	...asset,
	top: {kind: 'integer', value: 'n', min: 1, max: 20_000, about: 'The n largest assets that have candles.'},
	all: {kind: 'flag', about: 'Every asset that has candles; the default.'},
	...interval,
	...model,
	search: {
		kind: 'integer',
		value: 'n',
		min: 1,
		max: 1000,
		about: 'Try n configurations of the range model first, on candles before those it is judged on.',
	},
	seed: {kind: 'integer', value: 'n', min: 0, max: 4_294_967_295, about: 'Seed of all chance.', usually: '1'},
	...json,
	...quiet,
	...place,
	...help,
} as const satisfies OptionTable;

export const predictOptions = {
	...asset,
	...interval,
	...model,
	...json,
	...place,
	...help,
} as const satisfies OptionTable;

export const modelsOptions = {
	...asset,
	...interval,
	keep: {
		kind: 'integer',
		value: 'n',
		min: 0,
		max: 1000,
		about: 'prune: how many of each series stay, besides the current one.',
		usually: '5',
	},
	out: {
		kind: 'path',
		value: 'file',
		short: 'o',
		about: 'card: write this file, whole or not at all.',
		usually: 'standard output',
	},
	...json,
	...asOf,
	...place,
	...help,
} as const satisfies OptionTable;

export const forecastsOptions = {
	...asset,
	...interval,
	from: {kind: 'moment', value: 'time', about: 'First forecast candle.'},
	to: {kind: 'moment', value: 'time', about: 'End, not included.'},
	format: {
		kind: 'choice',
		value: 'format',
		allowed: ['csv', 'json'],
		about: 'How it is written.',
		usually: 'a table for people',
	},
	...json,
	...asOf,
	...place,
	...help,
} as const satisfies OptionTable;

export const featuresOptions = {
	...asset,
	...interval,
	set: {
		kind: 'choice',
		value: 'set',
		allowed: ['returns', 'range', 'levels', 'levels-short'],
		default: 'returns',
		about: 'Which features.',
	},
	...tableFormat,
	...tableFile,
	...asOf,
	...place,
	...help,
} as const satisfies OptionTable;
