/** Prices that just changed light up for a moment. */

import {useEffect, useReducer, useState} from 'react';
import type {AssetId} from '#domain/market.js';
import type {Surface} from '../../theme/roles.js';
import type {MarketEntry} from './entries.js';

/** How long a change stays lit. */
const flashMs = 400;

type Flashes = {
	/** The visible prices as last seen, US dollars. */
	readonly prices: ReadonlyMap<AssetId, number>;
	readonly lit: ReadonlyMap<AssetId, Surface>;
	/** When each one goes out, on a clock that only grows. */
	readonly until: ReadonlyMap<AssetId, number>;
};

export const noFlashes: Flashes = {prices: new Map(), lit: new Map(), until: new Map()};

/** What is lit after looking at the visible rows. Rows that just came into view do not flash. */
export function nextFlashes(before: Flashes, visible: readonly MarketEntry[], at: number): Flashes {
	const lit = new Map<AssetId, Surface>();
	const until = new Map<AssetId, number>();
	let isSame = true;
	for (const {quote, price} of visible) {
		const {asset} = quote;
		const seen = before.prices.get(asset);
		if (seen !== undefined && seen !== price) {
			lit.set(asset, price > seen ? 'flashUp' : 'flashDown');
			until.set(asset, at + flashMs);
			isSame = false;
		} else if ((before.until.get(asset) ?? 0) > at) {
			lit.set(asset, before.lit.get(asset)!);
			until.set(asset, before.until.get(asset)!);
		}
	}

	return {
		prices: new Map(visible.map(({quote, price}) => [quote.asset, price])),
		lit: isSame && lit.size === before.lit.size ? before.lit : lit,
		until,
	};
}

/** Remembers what was seen from one drawing to the next. */
function createWatch(): (visible: readonly MarketEntry[]) => Flashes {
	let seen = noFlashes;
	return visible => (seen = nextFlashes(seen, visible, performance.now()));
}

/** Timers may fire a millisecond early. */
const slackMs = 2;

/** The surfaces of the prices lit now; draws again when one goes out. There is a timer only while something is lit. */
export function useFlashes(visible: readonly MarketEntry[], isOff: boolean): Flashes['lit'] {
	const [watch] = useState(createWatch);
	const [, drawAgain] = useReducer((count: number) => count + 1, 0);
	const {lit, until} = isOff ? noFlashes : watch(visible);
	const first = lit.size === 0 ? null : Math.min(...until.values());
	useEffect(() => {
		if (first === null) return;
		const timer = setTimeout(drawAgain, Math.max(0, first - performance.now()) + slackMs);
		return () => clearTimeout(timer);
	}, [first]);
	return lit;
}
