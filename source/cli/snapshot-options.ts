/** Options of `snapshot` and `compact`. */

import {snapshotKinds} from '#domain/snapshot/manifest.js';
import type {OptionTable} from './option.js';
import {help, json, place} from './options.js';

export const snapshotOptions = {
	message: {kind: 'text', value: 'text', short: 'm', about: 'create: why this version was made.'},
	kind: {
		kind: 'choice',
		value: 'kind',
		allowed: snapshotKinds,
		about:
			'create: the tables as files, which cost little to keep again, or the whole database. prune: only these.',
		usually: 'data; prune: both',
	},
	to: {
		kind: 'path',
		value: 'folder',
		about: 'restore: a new data folder, in place of the one in use.',
	},
	keep: {kind: 'integer', value: 'n', min: 1, max: 100_000, about: 'prune: how many of each kind stay.'},
	'dry-run': {kind: 'flag', about: 'prune: say what would go, remove nothing.'},
	remote: {
		kind: 'path',
		value: 'folder',
		about: 'Folder of the snapshots, any directory; a remote of DVC 3.',
		usually: 'the setting snapshot.remote',
	},
	...json,
	...place,
	...help,
} as const satisfies OptionTable;

export const compactOptions = {
	'dry-run': {kind: 'flag', about: 'Say what would be freed, change nothing.'},
	yes: {kind: 'flag', short: 'y', about: 'Do not ask.'},
	...json,
	...place,
	...help,
} as const satisfies OptionTable;
