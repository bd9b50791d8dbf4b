/** What single facts mean for the user: sentences with a state and a next step. Pure; whoever knows a fact asks here. */

import {isNearlySpent} from '../alerts/operational.js';
import {clockFix, clockSkew} from '../clock-skew.js';
import {Fault} from '../fault.js';
import type {SourceName} from '../market.js';
import {toIso} from '../time.js';
import {failed, passed, warned, type Check} from './check.js';

/** A moment to the minute, in UTC. */
const minuteOf = (ts: number): string => `${toIso(ts).slice(0, 16)}Z`;

const gigabyte = 1e9;
/** Below this nothing big can be done: a backup, a snapshot, a backfill. */
const tightBytes = gigabyte;
/** Below this even a cycle may fail. */
const fullBytes = 0.05 * gigabyte;

/** Bytes free for this user on the disk of `folder`. */
export function judgeDisk(folder: string, free: number): Check {
	const message = `${(free / gigabyte).toFixed(free < gigabyte ? 2 : 0)} GB are free on the disk of ${folder}.`;
	const fix = 'Free some space, run "crypto-tui compact", or move the data with --data-dir.';
	if (free < fullBytes) return failed('disk', message, fix);
	return free < tightBytes ? warned('disk', message, fix) : passed('disk', message);
}

/** A reading of somebody else's clock. */
export type ClockReading = {
	readonly source: SourceName;
	/** Theirs minus ours, ms. */
	readonly ahead: number;
	/** How far the reading may be off either way, ms. */
	readonly error: number;
};

/** More than this lets candles seem closed that are open, or the other way round. */
const skewLimitMs = 5000;

/** Our clock against those of the sources; the most exact reading speaks. */
export function judgeClock(readings: readonly ClockReading[]): Check | null {
	const [best] = readings.toSorted((a, b) => a.error - b.error);
	if (!best) return null;
	const certain = Math.abs(best.ahead) - best.error;
	if (certain <= skewLimitMs)
		return passed('clock', `The clock agrees with ${best.source} within a few seconds.`);
	return warned('clock', clockSkew(best.source, best.ahead), clockFix);
}

/** What is left of the allowance of a source. */
export function judgeBudget(
	{
		source,
		usedThisMonth,
		perMonth,
		blockedUntil,
	}: {
		readonly source: SourceName;
		readonly usedThisMonth: number;
		/** Null is no limit. */
		readonly perMonth: number | null;
		readonly blockedUntil: number | null;
	},
	now: number,
): Check {
	const id = `budget.${source}`;
	if (blockedUntil !== null && blockedUntil > now) {
		return warned(
			id,
			`${source} wants no request before ${minuteOf(blockedUntil)}.`,
			'Wait until then; nothing is sent before.',
		);
	}

	if (perMonth === null) return passed(id, `${source} has no monthly limit.`);
	const left = Math.max(0, perMonth - usedThisMonth);
	const message = `${source} has ${left} of ${perMonth} credits left this month.`;
	const fix = `Ask less often (watch.seconds), or raise ${source}.monthlyCredits if the plan allows more.`;
	if (left === 0) return failed(id, message, fix);
	return isNearlySpent(usedThisMonth, perMonth) ? warned(id, message, fix) : passed(id, message);
}

/** The settings: the file they may be in, or what is wrong with them. */
export const judgeSettings = (found: {readonly configFile: string} | Fault): Check =>
	found instanceof Fault
		? failed('config', found.message, found.hint)
		: passed('config', `Settings are in order (${found.configFile}).`);

/** A run as far as it matters here. */
type RunFacts = {
	readonly run: string;
	readonly kind: string;
	readonly status: string;
	readonly startedAt: number;
	/** Null while it has none. */
	readonly report: {readonly faults: readonly {readonly message: string; readonly hint: string}[]} | null;
};

/** Runs newest first: those that ended without a word, and how the last cycle ended. */
export function judgeRuns(runs: readonly RunFacts[]): readonly Check[] {
	const lost = runs.filter(({status}) => status === 'lost');
	const last = runs.find(({kind, status}) => kind === 'collect' && !['running', 'lost'].includes(status));
	return [
		lost.length === 0
			? passed('runs', 'No run is stuck.')
			: warned(
					'runs',
					`Stuck, because their process is gone: ${lost.map(({run}) => run).join(', ')}.`,
					'Run "crypto-tui doctor --heal" to write down their end; what they had stored is there.',
				),
		last === undefined ? passed('last-cycle', 'No cycle has finished yet.') : judgeCycle(last),
	];
}

function judgeCycle({startedAt, status, report}: RunFacts): Check {
	const message = `The last cycle, ${minuteOf(startedAt)}, ended as ${status}.`;
	const first = report?.faults[0];
	if (status === 'done' || !first) return passed('last-cycle', message);
	return warned('last-cycle', `${message.slice(0, -1)}: ${first.message}`, first.hint);
}

/** Integrity as the database itself tells it, and its schema. */
export function judgeDatabase(info: {
	readonly engine: string;
	readonly location: string;
	readonly schemaVersion: number;
	readonly integrity: string;
}): Check {
	return info.integrity === 'ok'
		? passed('database', `${info.engine}, schema ${info.schemaVersion}, integrity ok.`)
		: failed(
				'database',
				`${info.location} is damaged: ${info.integrity}.`,
				'Restore a snapshot ("crypto-tui snapshot list"), or a copy from the "backups" folder beside the database.',
			);
}
