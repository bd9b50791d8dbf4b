/** The market at one instant: what ranking, ticker and list pages are made of. */

import type {CatalogueAsset} from './catalogue.js';
import {hashShare} from './dice.js';
import type {Market} from './market.js';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** One coin now. US dollars; null means nobody knows. */
export type Standing = {
	readonly asset: CatalogueAsset;
	/** Place in the catalogue. */
	readonly place: number;
	readonly rank: number | null;
	readonly price: number | null;
	readonly cap: number;
	readonly volume: number;
	/** ms UTC. */
	readonly updatedAt: number;
};

/** All coins by market capitalisation, unranked ones last. The last instant is remembered. */
export function createSnapshots(market: Market): (now: number) => readonly Standing[] {
	let instant = Number.NaN;
	let standings: readonly Standing[] = [];
	return now => {
		const moment = Math.floor(now / 1000) * 1000;
		if (moment === instant) return standings;
		const rows = market.assets.map((asset, place) => {
			const dead = asset.quirk === 'dead';
			const price = dead ? null : market.dollarsAt(place, moment);
			return {
				asset,
				place,
				price,
				cap: dead ? asset.cap : market.supply(asset) * (price ?? 0),
				volume: dead ? 0 : market.dollarVolume(place, moment),
				updatedAt: updatedAt(market, asset, place, moment),
			};
		});
		standings = rows
			.toSorted((a, b) => b.cap - a.cap)
			.map((row, i) => Object.assign(row, {rank: row.cap === 0 ? null : i + 1}));
		instant = moment;
		return standings;
	};
}

/** Living coins are refreshed within the minute; dead and stale ones were left behind days ago. */
function updatedAt(market: Market, {quirk}: CatalogueAsset, place: number, now: number): number {
	if (quirk === 'dead') return Math.floor(now / day) * day - 9 * day + 4 * hour;
	if (quirk === 'stale') return Math.floor(now / day) * day - 3 * day + 7 * hour;
	return now - Math.floor(40_000 * hashShare(market.seed, place, Math.floor(now / minute), 17));
}
