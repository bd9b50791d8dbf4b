/** What happened since the user last looked. */

import type {App} from '#app.js';
import type {AssetId} from '#domain/market.js';
import type {Storage} from '#ports/storage.js';
import type {AwayView} from './views/market.js';

const hourMs = 60 * 60 * 1000;
/** How far before the last look prices are searched, longer when there are none: what is searched in vain costs nothing. */
const lookBack = [hourMs, 24 * hourMs, 30 * 24 * hourMs] as const;
const mostRuns = 5000;
const mostRows = 1000;
const mostMovers = 10;
/** Movers are told of watched assets and of the largest ones. */
const largest = 100;

export async function readAway({storage}: App, since: number): Promise<AwayView> {
	const [runs, held, notices, movers] = await Promise.all([
		storage.runs.list(mostRuns),
		storage.quarantine.list({state: 'held'}, mostRows),
		storage.drift.list(mostRows),
		moversSince(storage, since),
	]);
	const lately = runs.filter(({startedAt}) => startedAt > since);
	return {
		since,
		runs: lately.length,
		failedRuns: lately.filter(({status}) => ['failed', 'blocked', 'lost'].includes(status)).length,
		movers,
		quarantined: held.filter(({firstSeenAt}) => firstSeenAt > since).length,
		drift: notices.filter(({seenAt}) => seenAt > since).length,
	};
}

async function moversSince(storage: Storage, since: number): Promise<AwayView['movers']> {
	const before = await pricesAt(storage, since);
	const watched = new Set((await storage.watchlists.list()).flatMap(({assets}) => assets));
	return (await storage.quotes.latest())
		.flatMap(({asset, symbol, price, rank, capturedAt}) => {
			const old = before.get(asset);
			if (old === undefined || old === 0 || old === price || capturedAt <= since) return [];
			if (!watched.has(asset) && (rank ?? Infinity) > largest) return [];
			return [{asset, symbol, before: old, after: price, changePercent: (price / old - 1) * 100}];
		})
		.toSorted((a, b) => Math.abs(b.changePercent) - Math.abs(a.changePercent))
		.slice(0, mostMovers);
}

/** The last stored price of every asset shortly before a time. */
async function pricesAt(storage: Storage, at: number): Promise<ReadonlyMap<AssetId, number>> {
	const prices = new Map<AssetId, number>();
	for (const length of lookBack) {
		for await (const page of storage.quotes.stream({from: at - length, to: at + 1})) {
			for (const {asset, price} of page) prices.set(asset, price);
		}

		if (prices.size > 0) break;
	}

	return prices;
}
