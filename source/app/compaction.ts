/** Puts together what freeing room needs. */

import {randomBytes} from 'node:crypto';
import {hostname} from 'node:os';
import {join} from 'node:path';
import type {Config} from '#contracts/config.js';
import {toStamp} from '#domain/time.js';
import type {CompactWorld} from '#pipeline/compact.js';
import type {Storage} from '#ports/storage.js';
import type {Vault} from '#ports/vault.js';
import type {Clock} from '#ports/world.js';
import {logFileName} from '../adapters/event-log.js';
import {oldFiles} from '../adapters/old-files.js';
import {isAlive} from '../adapters/process-alive.js';

type Parts = {
	readonly config: Config;
	readonly storage: Storage;
	readonly vault: Vault;
	readonly clock: Clock;
};

export const compactWorld = ({config, storage, vault, clock}: Parts): CompactWorld => ({
	run: `${toStamp(clock.now())}-${randomBytes(3).toString('hex')}`,
	storage,
	vault,
	clock,
	process: {pid: process.pid, host: hostname()},
	isAlive,
	logs: oldFiles(join(config.dataDir, 'logs'), name => name !== logFileName),
	readable: oldFiles(join(config.dataDir, 'as-of'), () => true),
	retention: {
		hourlyAfterDays: config['retention.quotesHourlyAfterDays'],
		dailyAfterDays: config['retention.quotesDailyAfterDays'],
		rawKeepDays: config['raw.keepDays'],
		logKeepDays: config['log.keepDays'],
		snapshots: {data: config['snapshot.keep'], database: config['snapshot.keepDatabases']},
	},
});
