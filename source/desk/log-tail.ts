/** The log for people: lines of the stored files, filtered, and the line of an event as it happens. */

import {logFileName} from '#adapters/event-log.js';
import {newestFilesFirst} from '#adapters/log-reader.js';
import {eventLevels, lineOf, type EventLevel} from '#domain/event-line.js';
import type {PipelineEvent} from '#domain/event.js';
import type {RunId} from '#domain/run.js';
import {cleanText} from '#domain/text.js';
import type {LogLine} from './views/pipeline.js';

export type LogFilter = {readonly level: EventLevel; readonly search: string; readonly limit: number};

const rankOf = (level: EventLevel): number => eventLevels.indexOf(level);

/** Whether a line of `level` is important enough for `least`. */
export const reaches = (level: EventLevel, least: EventLevel): boolean => rankOf(level) >= rankOf(least);

/** The newest lines that pass, oldest first. Damaged lines are left out. */
export async function readLog(
	folder: string,
	{level, search, limit}: LogFilter,
): Promise<readonly LogLine[]> {
	const found: LogLine[] = [];
	const wanted = search.trim().toLowerCase();
	for await (const lines of newestFilesFirst(folder, logFileName)) {
		for (const text of lines.toReversed()) {
			if (found.length >= limit) return found.toReversed();
			const line = parseLine(text);
			if (line && reaches(line.level, level) && contains(line, wanted)) found.push(line);
		}
	}

	return found.toReversed();
}

const contains = ({module, message}: LogLine, wanted: string): boolean =>
	wanted === '' || `${module} ${message}`.toLowerCase().includes(wanted);

function parseLine(text: string): LogLine | null {
	let row: unknown;
	try {
		row = JSON.parse(text);
	} catch {
		return null;
	}

	if (typeof row !== 'object' || row === null) return null;
	const {time, level, module, msg, run} = row as Record<string, unknown>;
	const at = typeof time === 'string' ? Date.parse(time) : Number.NaN;
	const known = eventLevels.find(name => name === level);
	if (Number.isNaN(at) || known === undefined || typeof msg !== 'string') return null;
	return {
		at,
		level: known,
		module: typeof module === 'string' ? cleanText(module, 40) : 'pipeline',
		message: cleanText(msg, 2000),
		run: typeof run === 'string' ? run : null,
	};
}

export const liveLine = (event: PipelineEvent, at: number, run: RunId | null): LogLine => ({
	at,
	run,
	...lineOf(event),
});
