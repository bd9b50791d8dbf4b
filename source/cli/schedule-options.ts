/** Options of the command about schedules. */

import type {OptionTable} from './option.js';
import {help, json, place} from './options.js';

export const scheduleOptions = {
	cron: {kind: 'flag', about: 'The crontab of this user.'},
	systemd: {kind: 'flag', about: 'Timers of the systemd of this user; missed runs are caught up.'},
	print: {kind: 'flag', about: 'install: only print what would be written.'},
	...json,
	'data-dir': place['data-dir'],
	...help,
} as const satisfies OptionTable;
