/** How fresh what is shown is, in words: age by source, live prices, the next cycle, the last fault. */

import type {FaultCode} from '#domain/fault.js';
import type {Context} from '../screen.js';
import {toldFault} from '../i18n/faults.js';
import {sourceLabel} from '../i18n/sources.js';
import type {SharedState} from '../state/view-state.js';
import type {Role} from '../theme/roles.js';
import {frameWords} from './words.js';

export type Part = {readonly text: string; readonly role: Role};

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** Older snapshots are called stale, at the least; slower loops have longer. */
const staleMs = 15 * minuteMs;
/** So many cycles may be missed before data is stale. */
const staleCycles = 3;

const offline: ReadonlySet<FaultCode> = new Set(['unreachable', 'timeout', 'server-error']);

const newest = new WeakMap<SharedState['market']['rows'], ReadonlyMap<string, number>>();

/** When each source was last asked for quotes, newest first. */
function capturedBySource({rows}: SharedState['market']): ReadonlyMap<string, number> {
	const known = newest.get(rows);
	if (known) return known;
	const times = new Map<string, number>();
	for (const {source, capturedAt} of rows) {
		times.set(source, Math.max(times.get(source) ?? 0, capturedAt));
	}

	const sorted = new Map([...times].toSorted(([, a], [, b]) => b - a));
	newest.set(rows, sorted);
	return sorted;
}

/** When the newest snapshot was taken; null when there is none. */
const newestCapture = (shared: SharedState): number | null =>
	[...capturedBySource(shared.market).values()][0] ?? null;

function cycleMs({settings}: SharedState): number {
	const seconds = settings.find(({key}) => key === 'watch.seconds')?.value;
	return typeof seconds === 'number' ? seconds * 1000 : 0;
}

/** Age of a snapshot that is older than it should be, ms; null when it is fresh or there is none. */
export function staleAge(shared: SharedState): number | null {
	const captured = newestCapture(shared);
	// A version is old by intent, and says of when it is.
	if (captured === null || shared.opening === null || shared.opening.asOf) return null;
	const age = shared.now - captured;
	return age > Math.max(staleMs, staleCycles * cycleMs(shared)) ? age : null;
}

/** Whether the last cycle reached no source at all, and nothing is live. */
export function isOffline({loop, stream}: SharedState): boolean {
	const asked = loop.last?.sources.filter(({state}) => state !== 'unused') ?? [];
	return (
		stream.state !== 'live' &&
		asked.length > 0 &&
		asked.every(({state}) => state !== 'ok' && state !== 'unused' && offline.has(state))
	);
}

function streamPart({stream}: SharedState, {format, language}: Context): Part | null {
	const words = frameWords[language].freshness;
	switch (stream.state) {
		case 'live':
			return {text: words.live, role: 'good'};
		case 'connecting':
			return {text: words.connecting, role: 'muted'};
		case 'waiting':
			return {text: words.broken(format.clockSeconds(stream.nextAt)), role: 'warning'};
		case 'off':
			return null;
	}
}

/** What the running cycle has to wait for, in words; null when it goes on. */
export function awaitedText({loop, awaited}: SharedState, {format, language}: Context): string | null {
	if (loop.state !== 'running' || awaited === null) return null;
	const words = frameWords[language].freshness;
	const {source, until, why} = awaited;
	return words[why](sourceLabel(source), format.clockSeconds(until));
}

function loopPart(shared: SharedState, context: Context): Part {
	const {format, language} = context;
	const {loop} = shared;
	const words = frameWords[language].freshness;
	switch (loop.state) {
		case 'running': {
			const waits = awaitedText(shared, context);
			return waits === null ? {text: words.collecting, role: 'info'} : {text: waits, role: 'warning'};
		}

		case 'waiting':
			return {text: words.next(format.clock(loop.nextAt)), role: 'muted'};
		case 'paused':
			return {text: words.paused, role: 'warning'};
		case 'elsewhere':
			return {text: words.elsewhere(loop.holder?.pid ?? 0), role: 'muted'};
		case 'off':
			return {text: words.off, role: 'muted'};
	}
}

/** What ended the last cycle, or its first fault, with when it is tried again. */
export function faultPart({loop}: SharedState, {format, language}: Context): Part | null {
	// What somebody stopped is no fault of a source.
	const fault = loop.fault ?? loop.last?.faults.find(({code}) => code !== 'interrupted');
	if (!fault) return null;
	const {text} = toldFault(fault, language);
	const retry =
		loop.state === 'waiting' && loop.nextAt !== null
			? ` ${frameWords[language].freshness.retry(format.clock(loop.nextAt))}.`
			: '';
	return {text: `${text}${retry}`, role: 'warning'};
}

/** That all this is a version of the data. */
const asOfParts = ({shared: {opening}, format, language}: Context): readonly Part[] =>
	opening?.asOf
		? [{text: frameWords[language].freshness.asOf(format.dateTime(opening.asOf.createdAt)), role: 'warning'}]
		: [];

/** What the status line says, most important first. */
export function freshnessParts(context: Context): readonly Part[] {
	const {shared, format, language} = context;
	const words = frameWords[language].freshness;
	if (shared.lost) return [{text: frameWords[language].lost, role: 'bad'}];
	if (!shared.opening) return [{text: words.opening, role: 'muted'}];
	const ages = [...capturedBySource(shared.market)].map(([source, at]): Part => {
		return {text: words.ago(sourceLabel(source), format.age(shared.now - at)), role: 'muted'};
	});
	return [
		...asOfParts(context),
		...(ages.length > 0 ? ages : [{text: words.nothing, role: 'warning'} as const]),
		streamPart(shared, context),
		loopPart(shared, context),
		faultPart(shared, context),
	].filter(part => part !== null);
}

/**
 * How long until an age on screen reads differently, ms; null when nothing on screen has an age. Seconds count only
 * while somebody looks.
 */
export function untilNextAge(times: readonly number[], now: number, focused: boolean): number | null {
	const waits = times.map(at => {
		const age = Math.max(0, now - at);
		if (age < minuteMs) return focused ? 1000 - (age % 1000) : minuteMs - age;
		const step = age < hourMs ? minuteMs : age < 2 * dayMs ? hourMs : dayMs;
		return step - (age % step);
	});
	return waits.length === 0 ? null : Math.min(...waits);
}

/** The times whose ages are shown: those of the frame, and on the Pipeline screen those of cycles too. */
export function shownTimes(shared: SharedState): readonly number[] {
	if (shared.opening === null) return [];
	const {loop, now} = shared;
	const cycles =
		shared.screen !== 'pipeline'
			? []
			: [
					...(loop.last ? [Date.parse(loop.last.finishedAt)] : []),
					// A cycle that runs, or is due, is counted by the second.
					...(loop.state === 'running' || loop.nextAt !== null ? [now] : []),
				];
	return [...capturedBySource(shared.market).values(), ...cycles];
}
