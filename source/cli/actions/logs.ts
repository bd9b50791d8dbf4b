/** `crypto-tui logs`: the log for people, or as it is. */

import {join} from 'node:path';
import {styleText} from 'node:util';
import {logFileName} from '#adapters/event-log.js';
import {followLines, storedLines} from '#adapters/log-reader.js';
import {eventLevels, type EventLevel} from '#domain/event-line.js';
import {exitCode} from '#domain/run.js';
import {cleanText} from '#domain/text.js';
import type {Format} from '../format.js';
import type {Typed, Values} from '../option.js';
import type {logsOptions} from '../options.js';
import {settingOf} from '../session.js';
import {put, type Surroundings} from '../surroundings.js';
import {simulatedNotice} from '../words.js';

type Line = {
	readonly at: number;
	readonly level: EventLevel;
	readonly module: string;
	readonly message: string;
};

/** A stored line, or null when it is broken: cut off by a full disk, or not ours. */
function parseLine(text: string): Line | null {
	try {
		const {time, level, module, msg} = JSON.parse(text) as Record<string, unknown>;
		const at = typeof time === 'string' ? Date.parse(time) : Number.NaN;
		const known = eventLevels.find(name => name === level);
		if (Number.isNaN(at) || !known) return null;
		return {
			at,
			level: known,
			module: typeof module === 'string' ? cleanText(module) : '?',
			message: typeof msg === 'string' ? cleanText(msg, 2000) : '',
		};
	} catch {
		return null;
	}
}

const colours = {debug: 'gray', info: 'green', warn: 'yellow', error: 'red'} as const satisfies Record<
	EventLevel,
	string
>;

function pretty({at, level, module, message}: Line, format: Format, colour: boolean): string {
	const name = level.toUpperCase();
	return `[${format.date(at)}] [${module}] [${colour ? styleText(colours[level], name) : name}] ${message}\n`;
}

type Wanted = (text: string) => string | null;

function filterOf(
	values: Values<typeof logsOptions>,
	format: Format,
	colour: boolean,
	onBroken: () => void,
): Wanted {
	const lowest = eventLevels.indexOf(values.level);
	return text => {
		const line = parseLine(text);
		if (!line) {
			onBroken();
			return null;
		}

		if (eventLevels.indexOf(line.level) < lowest) return null;
		if (values.since !== undefined && line.at < values.since) return null;
		return values.json ? `${text}\n` : pretty(line, format, colour);
	};
}

/** Prints the log; without one it says so. `--follow` ends when interrupted. */
export async function run({values}: Typed<typeof logsOptions>, surroundings: Surroundings): Promise<number> {
	const {out, err, environment, signal} = surroundings;
	const {config, format} = settingOf(values, surroundings);
	const folder = join(config.dataDir, 'logs');
	const colour = Boolean(out.isTTY) && !environment['NO_COLOR'];
	let broken = 0;
	const wanted = filterOf(values, format, colour, () => broken++);
	if (values.demo && !values.json) await put(err, simulatedNotice);
	let found = false;
	const lines = values.follow ? followLines(folder, logFileName, signal) : storedLines(folder, logFileName);
	for await (const part of lines) {
		found = true;
		signal.throwIfAborted();
		const text = part.map(line => wanted(line) ?? '').join('');
		if (text !== '') await put(out, text);
	}

	if (broken > 0) err.write(`${broken} unreadable ${broken === 1 ? 'line was' : 'lines were'} left out.\n`);
	if (!found && !values.follow) {
		err.write(`There is no log yet in ${folder}.\n`);
	}

	return exitCode.done;
}
