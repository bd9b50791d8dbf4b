/** How a stored series can be asked for again: by the source and the pair it came from, and by no other. */

import type {GapObstacle} from '#domain/doctor/gap.js';
import {stepOf} from '#domain/interval.js';
import type {Asset, SeriesKey, SourceName} from '#domain/market.js';
import type {Range} from '#domain/range.js';
import type {SourceLink} from '#ports/storage.js';
import type {Route} from '../candle-routes.js';
import {windowsOf} from '../fetch-series.js';
import type {Sources, World} from '../world.js';

/** The way to a series, or what stands in it. */
export type Access = Route | Extract<GapObstacle, 'no-key' | 'no-pair'>;

export const isRoute = (access: Access): access is Route => typeof access !== 'string';

/** Tells the way to any series. Sends nothing: a pair is taken as it was proven when the series was fetched. */
export function createAccess(
	{storage}: Pick<World, 'storage'>,
	sources: Sources,
): (series: SeriesKey) => Promise<Access> {
	const links = new Map<SourceName, Promise<readonly SourceLink[]>>();
	const assetOf = async (id: string): Promise<Asset> =>
		(await storage.assets.find([id]))[0] ?? {id, symbol: id.toUpperCase(), name: id, rank: null};
	return async series => {
		const reason = 'the source of the series';
		if (series.origin === 'prices') {
			const source = sources.prices.find(candidate => candidate.source === series.source);
			if (!source) return 'no-key';
			const asset = await assetOf(series.asset);
			return {asset, series, externalId: series.asset, via: {kind: 'prices', source}, reason};
		}

		const source = sources.candles.find(candidate => candidate.source === series.source);
		if (!source) return 'no-key';
		const known = links.get(series.source) ?? storage.assets.links(series.source);
		links.set(series.source, known);
		const link = (await known).find(({asset}) => asset === series.asset);
		if (link?.verdict !== 'agrees' || link.externalId === null) return 'no-pair';
		const asset = await assetOf(series.asset);
		return {asset, series, externalId: link.externalId, via: {kind: 'candles', source}, reason};
	};
}

/** The parts of a range that the source serves at all. */
export const servedOf = ({via, series}: Route, range: Range, now: number): readonly Range[] =>
	via.kind === 'candles' ? [range] : via.source.priceWindows(series.interval, range, now);

/** What one question from the beginning of a range can serve; null when it cannot. */
export function longestWindow(route: Route, range: Range, now: number): Range | null {
	const {via, series} = route;
	if (via.kind === 'prices') return windowsOf(route, range, now)[0] ?? null;
	const pageMs = via.source.pageSize * stepOf[series.interval];
	return {from: range.from, to: Math.min(range.to, range.from + pageMs)};
}
