/** Who takes part in a comparison: its assets in order, their colours, the benchmark, and the one under the cursor. */

import type {AssetId} from '#domain/market.js';
import {moveTo, type ListState} from '../../state/list.js';
import type {SharedState} from '../../state/view-state.js';
import {seriesRoles, type Role} from '../../theme/roles.js';
import type {CompareState} from './state.js';

/** How many of the largest assets the comparison starts with. */
export const topCount = 10;
/** As many highlights as there are colours. */
export const mostHighlights = seriesRoles.length;
/** Highlights while the user has not chosen any. */
const firstHighlights = 5;
const usualBenchmark: AssetId = 'bitcoin';

type Known = Pick<SharedState, 'market' | 'watchlists'>;

/** The assets of the comparison, in the order of its table. */
export function assetsOf(
	{chosen}: Pick<CompareState, 'chosen'>,
	{market, watchlists}: Known,
): readonly AssetId[] {
	switch (chosen.kind) {
		case 'top':
			return market.rows.slice(0, topCount).map(({asset}) => asset);
		case 'list':
			return watchlists.find(({name}) => name === chosen.name)?.assets ?? [];
		case 'own':
			return chosen.assets;
	}
}

/** The assets in colour, in the order of the table. */
export function highlightsOf(
	{highlighted}: Pick<CompareState, 'highlighted'>,
	assets: readonly AssetId[],
): readonly AssetId[] {
	return highlighted === null
		? assets.slice(0, firstHighlights)
		: assets.filter(asset => highlighted.includes(asset)).slice(0, mostHighlights);
}

/** The colour of each highlighted asset. */
export const coloursOf = (highlights: readonly AssetId[]): ReadonlyMap<AssetId, Role> =>
	new Map(highlights.map((asset, i) => [asset, seriesRoles[i % seriesRoles.length]!]));

/** What the others are measured against; null without any asset. */
export const benchmarkOf = (
	{benchmark}: Pick<CompareState, 'benchmark'>,
	assets: readonly AssetId[],
	{market}: Pick<Known, 'market'>,
): AssetId | null => benchmark ?? (market.byId.has(usualBenchmark) ? usualBenchmark : (assets[0] ?? null));

/** The list with its cursor on the selected asset of all screens, where that one takes part. */
export function listOn(
	list: ListState,
	assets: readonly AssetId[],
	selected: AssetId | null,
	visible: number,
): ListState {
	const at = selected === null ? -1 : assets.indexOf(selected);
	return moveTo(list, at < 0 ? list.cursor : at, assets.length, visible);
}
