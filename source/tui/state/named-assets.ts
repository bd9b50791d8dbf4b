/** What assets are called: the names people type, and the symbol they are shown by. */

import type {AssetId} from '#domain/market.js';
import type {Market} from './view-state.js';

const idText = /^[a-z0-9][a-z0-9._-]*$/;

/** Assets a typed name may mean: the one with that id, else those with that symbol, else an id we do not know. */
export function assetsNamed(typed: string, market: Pick<Market, 'rows' | 'byId'>): readonly AssetId[] {
	const text = typed.trim();
	const id = text.toLowerCase();
	if (market.byId.has(id)) return [id];
	const bySymbol = market.rows.filter(({symbol}) => symbol.toLowerCase() === id).map(({asset}) => asset);
	return bySymbol.length > 0 ? bySymbol : idText.test(text) ? [text] : [];
}

/** `BTC`; the id of an asset that the market does not know. */
export const symbolOf = (
	{market}: {readonly market: {readonly byId: Market['byId']}},
	asset: AssetId,
): string => market.byId.get(asset)?.symbol ?? asset;
