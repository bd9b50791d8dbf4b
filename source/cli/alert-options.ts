/** Options of the command about alerts. */

import type {OptionTable} from './option.js';
import {help, json, place} from './options.js';

export const alertOptions = {
	once: {kind: 'flag', about: 'add, test: fire once, then be off.'},
	'cool-down': {
		kind: 'text',
		value: 'age',
		about: 'add, test: least time between two alerts of a rule (90m, 24h, 7d); those in between are counted.',
		usually: '1h',
	},
	hysteresis: {
		kind: 'text',
		value: 'percent',
		about: 'add, test: how far beyond its level a number has to come back before the rule fires again.',
		usually: '0',
	},
	days: {
		kind: 'integer',
		value: 'n',
		min: 1,
		max: 36_500,
		about: 'test: days of stored history to rehearse on.',
		usually: '90',
	},
	limit: {
		kind: 'integer',
		value: 'n',
		min: 1,
		max: 100_000_000,
		about: 'history: at most this many alerts, the newest ones.',
		usually: '50',
	},
	...json,
	...place,
	...help,
} as const satisfies OptionTable;
