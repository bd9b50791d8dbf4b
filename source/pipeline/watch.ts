/** Cycle after cycle, no faster than the budgets of the sources allow. */

import type {RunReport} from '#domain/run.js';
import {nextMonth} from '#domain/time.js';
import {collect} from './collect.js';
import type {CollectOptions} from './commands.js';
import type {World} from './world.js';

/** Collects until aborted, with a pause of {@link pauseAfter} between the beginnings of two cycles. */
export async function watch(
	world: World,
	options: CollectOptions,
	seconds: number,
	onReport: (report: RunReport) => void,
	signal: AbortSignal,
): Promise<void> {
	while (!signal.aborted) {
		const start = world.clock.monotonic();
		const report = await collect(world, options, signal);
		onReport(report);
		if (signal.aborted) return;
		const pause = await pauseAfter(world, report, seconds);
		const left = pause - (world.clock.monotonic() - start);
		try {
			if (left > 0) await world.clock.sleep(left, signal);
		} catch {
			return;
		}
	}
}

/**
 * From the beginning of a cycle to the beginning of the next one, ms: `seconds`, raised so that the rest of the month's
 * credits lasts to its end and one cycle never needs more than a minute's allowance.
 */
export async function pauseAfter(world: World, report: RunReport, seconds: number): Promise<number> {
	return Math.max(seconds * 1000, await affordablePause(world, report));
}

/** The shortest pause (ms) at which every source can repeat what it just did until the end of the month. */
async function affordablePause({storage, settings, clock}: World, report: RunReport): Promise<number> {
	const now = clock.now();
	let pause = 0;
	for (const {source, requests, bytes} of report.sources) {
		if (requests === 0) continue;
		const allowance = {
			perMinute: settings.perMinute[source] ?? Number.POSITIVE_INFINITY,
			perMonth: settings.monthlyCredits[source] ?? Number.POSITIVE_INFINITY,
		};
		const {usedThisMonth, perMonth} = await storage.budgets.state(source, allowance, now);
		if (Number.isFinite(allowance.perMinute))
			pause = Math.max(pause, (requests / allowance.perMinute) * 60_000);
		// What never arrived costs no credits: whoever is offline need not make them last.
		if (perMonth === null || bytes === 0) continue;
		const left = Math.max(1, perMonth - usedThisMonth);
		pause = Math.max(pause, ((nextMonth(now) - now) / left) * requests);
	}

	return pause;
}
