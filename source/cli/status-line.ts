/** One line on a terminal that is drawn again and again while something works, and gives the terminal back. */

import type {Surroundings} from './surroundings.js';

const redrawEvery = 100;

const hideCursor = '\u001B[?25l';
const showCursor = '\u001B[?25h';
const clearLine = '\r\u001B[2K';

export interface StatusLine {
	/** Shows the line from now on. */
	start(): void;
	/** Writes text that stays, above the line. */
	say(text: string): void;
	/** Removes the line and gives the cursor back. May be called more than once. */
	stop(): void;
}

/** `text` gives the line for so many columns; it is asked ten times a second. */
export function createStatusLine(
	{err, onExit, onPause}: Surroundings,
	text: (room: number) => string,
): StatusLine {
	let timer: NodeJS.Timeout | undefined;
	let withdrawals: readonly (() => void)[] = [];
	const draw = (): void => void err.write(clearLine + text(Math.max(20, (err.columns ?? 80) - 1)));
	const leave = (): void => void err.write(clearLine + showCursor);
	return {
		start() {
			if (timer) return;
			err.write(hideCursor);
			timer = setInterval(draw, redrawEvery);
			timer.unref();
			withdrawals = [onExit(leave), onPause(leave, () => err.write(hideCursor))];
		},
		say: said => void err.write((timer ? clearLine : '') + said),
		stop() {
			if (!timer) return;
			clearInterval(timer);
			timer = undefined;
			for (const withdraw of withdrawals) withdraw();
			leave();
		},
	};
}

/** `[####------]` for a share from 0 to 1. */
export function bar(share: number, width: number): string {
	const full = Math.round(Math.min(1, Math.max(0, share)) * width);
	return `[${'#'.repeat(full)}${'-'.repeat(width - full)}]`;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** A clock such as `1:02:03` or `02:03`. */
export function clock(ms: number): string {
	const all = Math.max(0, Math.round(ms / 1000));
	const hours = Math.floor(all / 3600);
	return `${hours > 0 ? `${hours}:` : ''}${two(Math.floor((all % 3600) / 60))}:${two(all % 60)}`;
}

/** The parts of the line; those of the greatest `rank` are the first to go where the terminal is narrow. */
export type Part = {readonly text: string; readonly rank: number};

/** The parts that fit `room` columns, two spaces between them. */
export function fit(parts: readonly Part[], room: number): string {
	const shown = parts.filter(({text}) => text !== '');
	const line = shown.map(({text}) => text).join('  ');
	if (line.length <= room || shown.length <= 1) return line.slice(0, room);
	const last = Math.max(...shown.map(({rank}) => rank));
	return fit(
		shown.filter(({rank}) => rank !== last),
		room,
	);
}
