/** What the program says of itself: which events of a run are worth an alert. */

import type {FaultCode} from '../fault.js';
import type {RunReport} from '../run.js';
import type {SourceName} from '../market.js';

/** Everything the program may raise an alert about. */
export const operationalKinds = [
	'nothing-collected',
	'contract-blocked',
	'source-down',
	'budget-nearly-spent',
	'storage-damaged',
	'disk-nearly-full',
	'coverage-broken',
	'backfill-finished',
	'backfill-failed',
] as const;
export type OperationalKind = (typeof operationalKinds)[number];

/** An alert before it has a place in the store. */
export type Raised = {
	readonly kind: OperationalKind;
	readonly source: SourceName | null;
	readonly facts: Readonly<Record<string, string | number | null>>;
};

/** Share of the month's credits after which an alert is due. */
const nearlySpent = 0.9;

const quiet: ReadonlySet<FaultCode> = new Set(['interrupted', 'busy', 'usage']);

/** What a finished run calls for. `down`: how many cycles in a row, this one included, each source was out. */
export function raisedBy(
	report: RunReport,
	down: Readonly<Partial<Record<SourceName, number>>>,
	downAfter: number,
): readonly Raised[] {
	const raised: Raised[] = [];
	const {run, kind, status, rows, faults} = report;
	// Stopped by the user, in the way of another run, or asked for something that does not exist: nobody has to be told.
	if (kind === 'replay' || faults.some(({code}) => quiet.has(code))) return raised;
	const first = faults[0];
	const facts = {run, status, fault: first?.code ?? null, message: first?.message ?? null};
	if (kind === 'backfill') {
		raised.push(
			status === 'done'
				? {kind: 'backfill-finished', source: null, facts: {run, status, inserted: rows.inserted}}
				: {kind: 'backfill-failed', source: null, facts},
		);
	} else if (status === 'blocked') {
		raised.push({kind: 'contract-blocked', source: first?.source ?? null, facts});
	} else if (status === 'failed' || (status === 'partial' && rows.extracted === 0)) {
		raised.push({kind: 'nothing-collected', source: null, facts});
	}

	for (const [source, cycles] of Object.entries(kind === 'collect' ? down : {}) as [SourceName, number][]) {
		// Told when the run is one too many, not again with every later one.
		const isOut = report.sources.some(one => one.source === source && !['ok', 'unused'].includes(one.state));
		if (cycles !== downAfter || !isOut) continue;
		const fault = faults.find(one => one.source === source);
		raised.push({
			kind: 'source-down',
			source,
			facts: {run, source, cycles, fault: fault?.code ?? null, message: fault?.message ?? null},
		});
	}

	if (faults.some(({code}) => code === 'storage-damaged')) {
		raised.push({kind: 'storage-damaged', source: null, facts});
	}

	return raised;
}

/**
 * In how many collecting runs in a row each source was out, by the reports of runs, the newest first. Runs that did not
 * use a source, or were stopped, say nothing about it.
 */
export function cyclesDown(reports: readonly RunReport[]): Readonly<Partial<Record<SourceName, number>>> {
	const counts: Partial<Record<SourceName, number>> = {};
	const recovered = new Set<SourceName>();
	for (const {kind, sources} of reports) {
		if (kind !== 'collect') continue;
		for (const {source, state} of sources) {
			if (state === 'ok') recovered.add(source);
			else if (!recovered.has(source) && state !== 'unused' && state !== 'interrupted') {
				counts[source] = (counts[source] ?? 0) + 1;
			}
		}
	}

	return counts;
}

/** Whether a budget has just passed the share that calls for an alert. */
export const isNearlySpent = (used: number, limit: number | null): boolean =>
	limit !== null && limit > 0 && used >= limit * nearlySpent;
