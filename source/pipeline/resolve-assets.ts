/** From what the user typed to asset identities. */

import {Fault} from '#domain/fault.js';
import type {Asset} from '#domain/market.js';
import type {AssetStore} from '#ports/storage.js';
import type {AssetChoice} from './commands.js';
import type {Recorder} from './recorder.js';

/** What a list of names resolved to. `unknown` names match neither an id nor a symbol in the store. */
export type Resolved = {
	readonly assets: readonly Asset[];
	readonly unknown: readonly string[];
	/** Symbols that several assets share, with all of them; the first one (best rank) was taken. */
	readonly ambiguous: readonly {readonly name: string; readonly candidates: readonly Asset[]}[];
};

export async function resolveNames(store: AssetStore, names: readonly string[]): Promise<Resolved> {
	const assets = new Map<string, Asset>();
	const unknown: string[] = [];
	const ambiguous: {name: string; candidates: readonly Asset[]}[] = [];
	for (const name of names.map(text => text.trim()).filter(Boolean)) {
		const [byId] = await store.find([name.toLowerCase()]);
		if (byId) {
			assets.set(byId.id, byId);
			continue;
		}

		const candidates = await store.bySymbol(name);
		const [best] = candidates;
		if (!best) {
			unknown.push(name);
			continue;
		}

		if (candidates.length > 1) ambiguous.push({name, candidates});
		assets.set(best.id, best);
	}

	return {assets: [...assets.values()], unknown, ambiguous};
}

/**
 * The assets of a choice out of the store. Ambiguous symbols are told with the choice that was made; unknown names
 * become faults of the run. Comes after the snapshot and before anything else that can fail.
 */
export async function chooseAssets(
	store: AssetStore,
	choice: AssetChoice,
	recorder: Recorder,
): Promise<readonly Asset[]> {
	if (choice.by !== 'names') {
		const all = await store.list();
		const ranked = all.filter(({rank}) => rank !== null);
		return choice.by === 'all' ? all : ranked.slice(0, choice.count);
	}

	const {assets, unknown, ambiguous} = await resolveNames(store, choice.names);
	for (const {name, candidates} of ambiguous) {
		const [taken, ...others] = candidates.map(
			({id, rank}) => `${id} (${rank === null ? 'unranked' : `#${rank}`})`,
		);
		recorder.notice(
			'warn',
			'ambiguous-asset',
			`"${name}" means ${taken}; name one of these by its id if you meant it: ${others.join(', ')}.`,
		);
	}

	if (unknown.length > 0 && recorder.faults.length > 0) {
		// Whether these names mean anything could not be found out, and why has been told.
		recorder.fault(
			new Fault('no-assets', `Not looked up, since the market snapshot failed: ${unknown.join(', ')}.`, {
				hint: 'See the fault of the snapshot; when its cause is gone, run the same command again.',
			}),
		);
		return assets;
	}

	for (const name of unknown) recorder.fault(new Fault('unknown-asset', `No asset is called "${name}".`));
	return assets;
}

/** A choice in words, for the record of a run. */
export function choiceInWords(choice: AssetChoice): string {
	switch (choice.by) {
		case 'names':
			return choice.names.join(',');
		case 'top':
			return `top ${choice.count}`;
		case 'all':
			return 'all';
	}
}
