/** The backfills of the queue as the screen reads them: one list, in the order in which people care. */

import type {Job, PipelineView} from '#desk/desk.js';
import type {AssetId} from '#domain/market.js';
import type {Context} from '../../screen.js';
import type {Market} from '../../state/view-state.js';
import {words} from './words.js';

const order: Readonly<Record<Job['state'], number>> = {
	running: 0,
	queued: 1,
	partial: 2,
	failed: 2,
	done: 2,
	cancelled: 2,
};

/** Jobs of the last reading with what news told since: the running one, those in line, then the newest that ended. */
export function jobsOf(view: PipelineView | null, told: readonly Job[]): readonly Job[] {
	const byId = new Map([...(view?.jobs ?? []), ...told].map(job => [job.id, job]));
	return [...byId.values()].toSorted((a, b) => {
		const rank = order[a.state] - order[b.state];
		if (rank !== 0) return rank;
		return order[a.state] === 2 ? b.id - a.id : a.id - b.id;
	});
}

/** Whether a job can still be cancelled. */
export const isOpen = ({state}: Job): boolean => state === 'queued' || state === 'running';

/** Share of the requests done, 0 to 1; null before the plan is known. */
export function progressOf({state, doneRequests, requests}: Job): number | null {
	if (state === 'done') return 1;
	return requests === 0 ? null : Math.min(1, doneRequests / requests);
}

/** Candles stored per second since the start; null before it. */
export function rateOf({startedAt, finishedAt, candles}: Job, now: number): number | null {
	if (startedAt === null) return null;
	const ms = (finishedAt ?? now) - startedAt;
	return ms <= 0 ? null : (candles * 1000) / ms;
}

/** Which assets a backfill is for: `Top 50`, `BTC, ETH`. */
export function choiceText(
	{request: {choice}}: Job,
	{
		language,
		format,
		shared: {market},
	}: Pick<Context, 'language' | 'format'> & {
		readonly shared: {readonly market: Pick<Market, 'byId'>};
	},
): string {
	const {top, all} = words[language].jobs;
	const symbolOf = (asset: AssetId): string => market.byId.get(asset)?.symbol ?? asset;
	switch (choice.by) {
		case 'names':
			return choice.names.map(symbolOf).join(', ');
		case 'top':
			return top(format.count(choice.count));
		case 'all':
			return all;
	}
}

/** What a plan costs, in one line; null before there is one. */
export function costText(
	{plan}: Job,
	{language, format}: Pick<Context, 'language' | 'format'>,
): string | null {
	if (plan === null) return null;
	const {cost, credits, weight} = words[language].jobs;
	const parts = plan.cost.map(({source, credits: spent, weight: weighed}) =>
		[
			source,
			...(spent === null ? [] : [credits(format.count(spent))]),
			...(weighed === null ? [] : [weight(format.count(weighed))]),
		].join(' '),
	);
	return [
		cost(format.count(plan.requests), format.count(plan.candles), format.duration(plan.ms)),
		...parts,
	].join('; ');
}
