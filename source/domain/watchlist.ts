/** Watchlists as the user names them, and what such a list must keep to. */

import {Fault} from './fault.js';
import type {AssetId} from './market.js';
import {cleanText} from './text.js';

/** The list that is always there. */
export const favourites = 'favourites';

/** Most characters in the name of a list. */
const longestName = 60;

/**
 * The name as it is kept: without spaces around it.
 * @throws Fault `usage` for one that is empty, too long, or holds what cannot be shown.
 */
export function checkedName(text: string): string {
	const name = text.trim();
	if (name === '') {
		throw new Fault('usage', 'The watchlist has no name.', {hint: 'Type a name, e.g. "favourites".'});
	}

	if (Array.from(name).length > longestName) {
		throw new Fault('usage', `The name of the watchlist is longer than ${longestName} characters.`, {
			hint: `Shorten it to ${longestName} characters or fewer.`,
		});
	}

	if (cleanText(name) !== name) {
		throw new Fault('usage', 'The name of the watchlist holds control characters or double spaces.', {
			hint: 'Type the name again with visible characters and single spaces.',
		});
	}

	return name;
}

/**
 * The assets in the order given, each once.
 * @throws Fault `usage` for an empty id.
 */
export function checkedAssets(assets: readonly AssetId[]): readonly AssetId[] {
	if (assets.some(asset => asset.trim() === '')) {
		throw new Fault('usage', 'The watchlist holds an asset without an id.', {
			hint: 'Choose assets that were collected, or add them by id, e.g. "bitcoin".',
		});
	}

	return [...new Set(assets)];
}

/** Throws a Fault `usage` for the one list that stays. */
export function checkRemovable(name: string): void {
	if (name !== favourites) return;
	throw new Fault('usage', `The watchlist "${favourites}" is always there.`, {
		hint: 'Take its assets out instead, or remove another list.',
	});
}

/** A list that is gone, or never was. */
export const unknownWatchlist = (name: string): Fault =>
	new Fault('usage', `There is no watchlist "${cleanText(name, longestName)}".`, {
		hint: 'It may have been removed from another window; look at the lists again.',
	});
