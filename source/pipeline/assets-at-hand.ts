/** Makes sure that the assets of a choice are known, with a fresh price, spending no request that is not needed. */

import {throwIfFatal} from '#domain/fault.js';
import type {Asset, MarketRow} from '#domain/market.js';
import type {InvalidPolicy} from '#domain/quality.js';
import type {SnapshotRequest} from '#ports/market-data.js';
import type {AssetChoice} from './commands.js';
import type {Recorder} from './recorder.js';
import {chooseAssets, resolveNames} from './resolve-assets.js';
import {takeSnapshot} from './snapshot.js';
import type {Sources, World} from './world.js';

/** A price older than this proves nothing about identity. */
const quoteTtl = 60 * 60 * 1000;

export type AtHand = {
	readonly world: World;
	readonly sources: Sources;
	readonly recorder: Recorder;
	readonly choice: AssetChoice;
	readonly policy: InvalidPolicy;
	readonly signal: AbortSignal | undefined;
};

/**
 * The names that neither `rows` nor the store know become a question by id. Names a source does not know are dropped by
 * it without a word, so they are missed later, by whoever resolves them.
 */
export async function askByName(
	world: World,
	names: readonly string[],
	rows: readonly MarketRow[],
): Promise<readonly SnapshotRequest[]> {
	const inRows = new Set(rows.flatMap(({asset}) => [asset.id, asset.symbol.toLowerCase()]));
	const left = names.map(name => name.trim()).filter(name => name !== '' && !inRows.has(name.toLowerCase()));
	const {unknown, assets} = await resolveNames(world.storage.assets, left);
	const ids = [...new Set([...assets.map(({id}) => id), ...unknown.map(name => name.toLowerCase())])];
	return ids.length === 0 ? [] : [{assets: ids}];
}

/** The assets of a choice, ready for routing. */
export async function assetsAtHand(task: AtHand): Promise<readonly Asset[]> {
	await bringToHand(task);
	return chooseAssets(task.world.storage.assets, task.choice, task.recorder);
}

/**
 * Takes a snapshot where one is missing or too old for the identity check; when that fails, what the store knows has
 * to do.
 */
export async function bringToHand(task: AtHand): Promise<void> {
	const {world, sources, recorder, choice, policy, signal} = task;
	const parts = await missingParts(world, choice);
	const [first] = parts;
	if (first) {
		const more = async (rows: readonly MarketRow[]): Promise<readonly SnapshotRequest[]> =>
			choice.by === 'names' && 'top' in first ? askByName(world, choice.names, rows) : [];
		try {
			await takeSnapshot(world, sources, recorder, {parts, more, policy, only: undefined, signal});
		} catch (error) {
			throwIfFatal(recorder.fault(error));
		}
	}
}

async function missingParts(world: World, choice: AssetChoice): Promise<readonly SnapshotRequest[]> {
	const {assets, quotes} = world.storage;
	const stats = await quotes.stats();
	const now = world.clock.now();
	const top = world.settings.snapshotTop;
	if (stats.latestAt === null) return [{top: choice.by === 'top' ? Math.max(choice.count, top) : top}];
	switch (choice.by) {
		case 'all':
			return now - stats.latestAt < quoteTtl ? [] : [{top}];
		case 'top': {
			const ranked = (await assets.list()).filter(({rank}) => rank !== null).length;
			const enough = ranked >= choice.count && now - stats.latestAt < quoteTtl;
			return enough ? [] : [{top: Math.max(choice.count, top)}];
		}

		case 'names': {
			const {assets: known, unknown} = await resolveNames(assets, choice.names);
			const fresh = new Map(
				(await quotes.latest({assets: known.map(({id}) => id)})).map(quote => [quote.asset, quote]),
			);
			const stale = known.filter(({id}) => now - (fresh.get(id)?.capturedAt ?? 0) >= quoteTtl);
			const ids = [...stale.map(({id}) => id), ...unknown.map(name => name.toLowerCase())];
			return ids.length === 0 ? [] : [{assets: ids}];
		}
	}
}
