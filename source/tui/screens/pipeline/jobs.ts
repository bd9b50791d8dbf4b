/** The backfills and healings of the queue as the screen reads them: one list, in the order in which people care. */

import type {Job, PipelineView} from '#desk/views/pipeline.js';
import type {AssetId} from '#domain/market.js';
import type {Context} from '../../screen.js';
import type {Market} from '../../state/view-state.js';
import {symbolOf} from '../../state/named-assets.js';
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

type Telling = Pick<Context, 'language' | 'format'> & {
	readonly shared: {readonly market: Pick<Market, 'byId'>};
};

/** Which assets a job is for: `Top 50`, `BTC, ETH`. */
export function choiceText({request}: Job, {language, format, shared: {market}}: Telling): string {
	const {top, all} = words[language].jobs;
	const symbolsOf = (assets: readonly AssetId[]): string =>
		assets.map(asset => symbolOf({market}, asset)).join(', ');
	if (request.work === 'heal') return request.assets === null ? all : symbolsOf(request.assets);
	const {choice} = request;
	switch (choice.by) {
		case 'names':
			return symbolsOf(choice.names);
		case 'top':
			return top(format.count(choice.count));
		case 'all':
			return all;
	}
}

/** What is fetched for them: `1h 30 d`, or the holes. */
export function amountText({request}: Job, {language, format}: Pick<Telling, 'language' | 'format'>): string {
	const {days, holes} = words[language].jobs;
	return request.work === 'heal' ? holes : `${request.interval} ${days(format.count(request.days))}`;
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
