/** The coins and pairs of the simulated market, read from `data/simulated-assets.json`. */

import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';

/** How the price of a coin behaves: see the table of temperaments in `market.ts`. */
export type Kind = 'major' | 'alt' | 'micro' | 'stable' | 'wrapped';

/**
 * What is odd about a coin. `dead`: no price, not refreshed for days. `stale`: no 24 h figures, not refreshed for
 * days. `untraded`: volume 0 and a range of zero width. `quiet`: most hours have no trade. `unranked`: supply unknown,
 * so market cap 0 and no rank.
 */
type Quirk = 'dead' | 'stale' | 'untraded' | 'quiet' | 'unranked';

export type CatalogueAsset = {
	/** CoinGecko id. */
	readonly id: string;
	readonly symbol: string;
	readonly name: string;
	readonly kind: Kind;
	/** US dollars: the level the price returns to in the long run. */
	readonly price: number;
	/** US dollars at that level. */
	readonly cap: number;
	readonly maxSupply?: number;
	/** Id of the coin whose price this one follows. */
	readonly tracks?: string;
	/** CoinCap slug where it is not the id; null where CoinCap does not list the coin. */
	readonly coincap?: string | null;
	/** Base code of the pair against USDT; absent where the exchange has none. */
	readonly base?: string;
	/** Units of the coin in one unit of the pair: 1000 for `1000SATS`. */
	readonly multiple?: number;
	/** The pair was listed about this many days ago. */
	readonly listed?: number;
	/** The pair was taken off the exchange about this many days ago. */
	readonly delisted?: number;
	readonly quirk?: Quirk;
};

/** A pair against another coin than USDT, by CoinGecko ids. */
type CataloguePair = {
	readonly base: string;
	readonly quote: string;
	readonly delisted?: number;
};

export type Catalogue = {
	readonly assets: readonly CatalogueAsset[];
	readonly pairs: readonly CataloguePair[];
};

/** The catalogue that ships with the program. Throws when the file is missing: a broken installation. */
export function readCatalogue(): Catalogue {
	// Found through package.json, wherever the code that asks was bundled to.
	const file = createRequire(import.meta.url).resolve('#data/simulated-assets.json');
	return JSON.parse(readFileSync(file, 'utf8')) as Catalogue;
}
