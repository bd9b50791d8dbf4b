/** Our own mistakes: a short message for the user, and the stack in the log. */

import {appendFileSync, existsSync, mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {createRedactor, logFileName} from '#adapters/event-log.js';
import {findSettings} from '#adapters/settings.js';
import {secretsOf} from '#contracts/config.js';
import type {Fault} from '#domain/fault.js';
import {toIso} from '#domain/time.js';
import {faultText} from './failure.js';
import type {Surroundings} from './surroundings.js';

/** Where the log is, and how to clean a line for it; null when the settings are part of the trouble. */
function findLog(argv: readonly string[], surroundings: Surroundings) {
	try {
		const flag = argv.indexOf('--data-dir');
		const config = findSettings({
			...surroundings,
			dataDir: flag === -1 ? undefined : argv[flag + 1],
		}).config();
		const base = argv.includes('--demo') ? join(config.dataDir, 'demo') : config.dataDir;
		return existsSync(base) ? {folder: join(base, 'logs'), redact: createRedactor(secretsOf(config))} : null;
	} catch {
		return null;
	}
}

/** Appends the stack to the log where there is one, and returns what the user is told. Never throws. */
export function reportBug(fault: Fault, argv: readonly string[], surroundings: Surroundings): string {
	const log = findLog(argv, surroundings);
	const cause = fault.cause instanceof Error ? fault.cause : fault;
	const clean = log?.redact ?? createRedactor([]);
	const text = faultText({message: `Unexpected error: ${clean(cause.message)}`, hint: fault.hint});
	const stack = clean(cause.stack ?? cause.message);
	if (!log) return `${text}${stack}\n`;
	const path = join(log.folder, logFileName);
	const line = {
		level: 'error',
		time: toIso(surroundings.now()),
		run: null,
		module: 'cli',
		event: 'bug',
		stack,
		msg: clean(cause.message),
	};
	try {
		mkdirSync(log.folder, {recursive: true});
		appendFileSync(path, `${JSON.stringify(line)}\n`);
		return `${text}  The details are in ${path}.\n`;
	} catch {
		return `${text}${stack}\n`;
	}
}
