/** Options of `doctor`. */

import type {OptionTable} from './option.js';
import {help, json, place, quiet} from './options.js';

export const doctorOptions = {
	heal: {kind: 'flag', about: 'Fetch what can be healed, in the fewest requests.'},
	asset: {kind: 'list', value: 'a,b', about: 'Only holes of these assets: CoinGecko ids or symbols.'},
	...json,
	...quiet,
	...place,
	...help,
} as const satisfies OptionTable;
