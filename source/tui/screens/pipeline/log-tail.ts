/** The tail of the log: a bounded buffer of the lines that pass a filter, which follows the end or stands still. */

import type {LogLine} from '#desk/views/pipeline.js';
import {eventLevels, type EventLevel} from '#domain/event-line.js';
import {moveTo, startOfList, type ListState} from '../../state/list.js';

/** Lines kept; older ones are in the log file. */
export const mostLines = 2000;

export type LogTail = {
	/** Oldest first. */
	readonly lines: readonly LogLine[];
	/** Lines that came while the tail was paused, oldest first; null when it is not. */
	readonly held: readonly LogLine[] | null;
	/** Lines held that were dropped because there were too many. */
	readonly dropped: number;
	readonly level: EventLevel;
	readonly search: string;
	/** The search is being typed. */
	readonly typing: boolean;
	/** Keeps the end in sight; `list` counts only when it does not. */
	readonly following: boolean;
	readonly list: ListState;
};

export const emptyTail: LogTail = {
	lines: [],
	held: null,
	dropped: 0,
	level: 'info',
	search: '',
	typing: false,
	following: true,
	list: startOfList,
};

/** Whether a line passes the filter of the tail. */
function passes({level, search}: Pick<LogTail, 'level' | 'search'>, line: LogLine): boolean {
	if (eventLevels.indexOf(line.level) < eventLevels.indexOf(level)) return false;
	const wanted = search.trim().toLowerCase();
	return wanted === '' || `${line.module} ${line.message}`.toLowerCase().includes(wanted);
}

/** Adds lines at the end; when old ones go, the cursor stays on its line. */
function append(tail: LogTail, lines: readonly LogLine[]): LogTail {
	if (lines.length === 0) return tail;
	const all = [...tail.lines, ...lines];
	const gone = Math.max(0, all.length - mostLines);
	const {cursor, top} = tail.list;
	return {
		...tail,
		lines: gone === 0 ? all : all.slice(gone),
		list: gone === 0 ? tail.list : {cursor: Math.max(0, cursor - gone), top: Math.max(0, top - gone)},
	};
}

/** The tail after a new line of the log. */
export function withLine(tail: LogTail, line: LogLine): LogTail {
	if (!passes(tail, line)) return tail;
	if (tail.held === null) return append(tail, [line]);
	const held = [...tail.held, line];
	const over = Math.max(0, held.length - mostLines);
	return {...tail, held: over === 0 ? held : held.slice(over), dropped: tail.dropped + over};
}

/** News and the log file note the same line by clocks of their own, this far apart at most (ms). */
const skewMs = 100;

const sameLine = (a: LogLine, b: LogLine): boolean =>
	Math.abs(a.at - b.at) <= skewMs && a.message === b.message && a.module === b.module && a.level === b.level;

/** The tail after the desk answered with its newest lines; lines that came as news meanwhile stay. */
export function withAnswer(tail: LogTail, answer: readonly LogLine[]): LogTail {
	const last = answer.at(-1);
	const end = (last?.at ?? -Infinity) - skewMs;
	const recent = answer.filter(({at}) => at >= end - skewMs);
	const isNewer = (line: LogLine): boolean => line.at >= end && !recent.some(known => sameLine(known, line));
	return append(
		{
			...tail,
			lines: answer.filter(line => passes(tail, line)).slice(-mostLines),
			held: tail.held?.filter(isNewer) ?? null,
		},
		tail.lines.filter(isNewer),
	);
}

/** Stops the tail where it stands, or lets it go on: then the lines held come in and the end is in sight again. */
export function togglePause(tail: LogTail): LogTail {
	if (tail.held === null) return {...tail, held: [], dropped: 0};
	return {...append({...tail, held: null, dropped: 0}, tail.held), following: true};
}

/** Cursor and window as they are shown in `visible` rows. */
export const listOf = ({following, lines, list}: LogTail, visible: number): ListState =>
	following
		? moveTo(startOfList, lines.length - 1, lines.length, visible)
		: moveTo(list, list.cursor, lines.length, visible);

/** Puts the cursor somewhere else; the last line means following again. */
export function moveTail(
	tail: LogTail,
	motion: (list: ListState, count: number, visible: number) => ListState,
	visible: number,
): LogTail {
	const count = tail.lines.length;
	const list = motion(listOf(tail, visible), count, visible);
	return {...tail, list, following: list.cursor >= count - 1 && list.top >= count - visible};
}

/** Another level or search: the lines at hand that pass stay until the desk answers with all of them. */
export function withFilter(tail: LogTail, filter: Partial<Pick<LogTail, 'level' | 'search'>>): LogTail {
	const next = {...tail, ...filter};
	return {
		...next,
		lines: next.lines.filter(line => passes(next, line)),
		held: next.held?.filter(line => passes(next, line)) ?? null,
		following: true,
		list: startOfList,
	};
}

/** The level after this one, going round. */
export const nextLevel = (level: EventLevel): EventLevel =>
	eventLevels[(eventLevels.indexOf(level) + 1) % eventLevels.length]!;
