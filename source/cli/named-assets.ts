/** From the names after `--asset` to what is stored. */

import {Fault} from '#domain/fault.js';
import type {AssetId} from '#domain/market.js';
import {nearest} from '#domain/nearest.js';
import {resolveNames} from '#pipeline/resolve-assets.js';
import type {Storage} from '#ports/storage.js';
import type {Surroundings} from './surroundings.js';

/**
 * The ids meant by `--asset`. Tells which of several assets with one symbol was taken.
 * @throws Fault `unknown-asset`, with names that are near.
 */
export async function namedAssets(
	storage: Storage,
	names: readonly string[],
	err: Surroundings['err'],
): Promise<readonly AssetId[]> {
	const {assets, unknown, ambiguous} = await resolveNames(storage.assets, names);
	const ids = new Set(assets.map(({id}) => id));
	if (unknown.length > 0) {
		const [known, series] = await Promise.all([storage.assets.list(), storage.candles.list()]);
		// An asset may have candles without ever having been in a snapshot.
		const stored = new Set(series.map(({asset}) => asset));
		for (const name of unknown) {
			const id = name.toLowerCase();
			if (!stored.has(id)) throw unknownAsset(name, [...known.flatMap(a => [a.id, a.symbol]), ...stored]);
			ids.add(id);
		}
	}

	for (const {name, candidates} of ambiguous) {
		const [taken, ...others] = candidates.map(({id}) => id);
		err.write(
			`"${name}" means ${taken}; the others are named by their id: ${others.slice(0, 10).join(', ')}.\n`,
		);
	}

	return [...ids];
}

function unknownAsset(name: string, known: readonly string[]): Fault {
	const near = nearest(name, [...new Set(known)], 5);
	const meant = near.length === 0 ? '' : ` Did you mean ${near.join(', ')}?`;
	return new Fault('unknown-asset', `No stored asset is called "${name}".${meant}`);
}
