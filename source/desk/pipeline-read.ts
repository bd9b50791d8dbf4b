/** The state of the sources and of their budgets, with the newest runs. */

import {allowancesOf} from '#contracts/config.js';
import {sourceNames, type SourceName} from '#domain/market.js';
import type {StoredRun} from '#ports/storage.js';
import type {App} from '#app.js';
import type {Job, PipelineView, SourceState} from './views/pipeline.js';

const runsShown = 50;

export async function readPipeline(
	{storage, config, simulated, clock}: App,
	jobs: readonly Job[],
): Promise<PipelineView> {
	const now = clock.now();
	const runs = await storage.runs.list(runsShown);
	const allowances = allowancesOf(config);
	const sources = await Promise.all(
		sourceNames.map(async (source): Promise<SourceState> => {
			// The simulated market has no limits; those of the settings are meant for the real one.
			const allowance = simulated ? {perMinute: Infinity, perMonth: Infinity} : allowances[source];
			return {
				source,
				budget: await storage.budgets.state(source, allowance, now),
				last: lastUse(runs, source),
				missing: source === 'coincap' && !simulated && config['coincap.key'] === null ? 'coincap.key' : null,
			};
		}),
	);
	return {sources, runs, jobs};
}

/** What a source did in the newest run that used it. */
function lastUse(runs: readonly StoredRun[], source: SourceName): SourceState['last'] {
	for (const {report} of runs) {
		const use = report?.sources.find(row => row.source === source && row.state !== 'unused');
		if (report && use) return {state: use.state, requests: use.requests, at: Date.parse(report.finishedAt)};
	}

	return null;
}
