/** The option of every command that only looks: at a version of the data in place of today's. */

import type {OptionTable} from './option.js';

export const asOf = {
	'as-of': {
		kind: 'text',
		value: 'snapshot',
		about: 'Look at this version of the data: an id, the beginning of one, or "latest".',
	},
} as const satisfies OptionTable;
