/** The watchlists: their names on screen, which one comes next, and the dialogs that change them. */

import type {Watchlist} from '#ports/storage.js';
import type {Language} from '../../i18n/language.js';
import type {Tools} from '../../screen.js';
import {favourites} from './entries.js';
import type {MarketAction, MarketState} from './state.js';
import {words, type MarketWords} from './words.js';

type MarketTools = Tools<MarketState, MarketAction>;

/** A list as it is called on screen; null is all assets. */
export const listLabel = (name: string | null, language: Language): string =>
	name === null ? words[language].allAssets : name === favourites ? words[language].favourites : name;

/** All assets, then each list, then all again. A list that is gone counts as all. */
export function nextList(watchlists: readonly Watchlist[], shown: string | null, by = 1): string | null {
	const names = [null, ...watchlists.map(({name}) => name)];
	const at = Math.max(0, names.indexOf(shown));
	return names[(at + by + names.length) % names.length] ?? null;
}

const longestName = 30;

/** What is wrong with a new name, or null. */
function nameProblem(name: string, taken: readonly Watchlist[], texts: MarketWords['lists']): string | null {
	const wanted = name.trim().toLowerCase();
	if (wanted === '') return texts.blank;
	if (Array.from(wanted).length > longestName) return texts.long;
	return taken.some(list => list.name.toLowerCase() === wanted) ? texts.taken : null;
}

type Step = {readonly do: 'toggle'; readonly list: Watchlist} | {readonly do: 'create' | 'rename' | 'remove'};

async function askName(
	tools: MarketTools,
	title: string,
	{value, taken}: {readonly value: string; readonly taken: readonly Watchlist[]},
): Promise<string | null> {
	const texts = tools.words(words).lists;
	const answers = await tools.ask({
		title,
		fields: [{id: 'name', label: texts.name, value, check: name => nameProblem(name, taken, texts)}],
		submit: texts.save,
	});
	return answers?.['name']?.trim() ?? null;
}

/** Chooses one of the lists that may be renamed or removed. */
async function chooseOwn(tools: MarketTools): Promise<Watchlist | null> {
	const texts = tools.words(words).lists;
	const own = tools.shared().watchlists.filter(({name}) => name !== favourites);
	return tools.choose({
		title: texts.which,
		items: own.map(list => ({
			value: list,
			label: list.name,
			detail: texts.assets(String(list.assets.length)),
		})),
	});
}

async function toggle(tools: MarketTools, list: Watchlist, asset: string, symbol: string): Promise<void> {
	const texts = tools.words(words).lists;
	const label = listLabel(list.name, tools.context().language);
	const isIn = list.assets.includes(asset);
	const assets = isIn ? list.assets.filter(id => id !== asset) : [...list.assets, asset];
	await tools.desk().saveWatchlist({...list, assets});
	tools.toast('good', isIn ? texts.removed(symbol, label) : texts.added(symbol, label));
}

async function create(tools: MarketTools, assets: readonly string[], title: string): Promise<void> {
	const name = await askName(tools, title, {value: '', taken: tools.shared().watchlists});
	if (name === null) return;
	await tools.desk().saveWatchlist({name, assets});
	tools.toast('good', tools.words(words).lists.created(name));
}

async function rename(tools: MarketTools): Promise<void> {
	const texts = tools.words(words).lists;
	const list = await chooseOwn(tools);
	if (list === null) return;
	const taken = tools.shared().watchlists.filter(({name}) => name !== list.name);
	const name = await askName(tools, texts.rename, {value: list.name, taken});
	if (name === null || name === list.name) return;
	// The new one first: whatever happens in between, no asset is lost.
	await tools.desk().saveWatchlist({...list, name});
	await tools.desk().removeWatchlist(list.name);
	if (tools.state().watchlist === list.name) tools.dispatch({type: 'listed', watchlist: name});
	tools.toast('good', texts.renamed(name));
}

async function remove(tools: MarketTools): Promise<void> {
	const texts = tools.words(words).lists;
	const list = await chooseOwn(tools);
	if (list === null) return;
	const lines = texts.removeLines(texts.assets(String(list.assets.length)));
	if (!(await tools.confirm(texts.removeTitle(list.name), lines, texts.removeYes))) return;
	await tools.desk().removeWatchlist(list.name);
	if (tools.state().watchlist === list.name) tools.dispatch({type: 'listed', watchlist: null});
	tools.toast('good', texts.gone(list.name));
}

/** The dialog of `W`: puts the selected asset into lists and out of them, makes, renames and removes lists. */
export async function manageLists(tools: MarketTools): Promise<void> {
	const texts = tools.words(words).lists;
	const {watchlists, selected, market} = tools.shared();
	const {language} = tools.context();
	const quote = selected === null ? null : (market.byId.get(selected) ?? null);
	const symbol = quote?.symbol ?? null;
	const toggles =
		quote === null
			? []
			: watchlists.map(list => {
					const label = listLabel(list.name, language);
					const isIn = list.assets.includes(quote.asset);
					return {
						value: {do: 'toggle', list} as const,
						label: isIn ? texts.take(quote.symbol, label) : texts.add(quote.symbol, label),
						detail: texts.assets(String(list.assets.length)),
					};
				});
	const hasOwn = watchlists.some(({name}) => name !== favourites);
	const createTitle = symbol === null ? texts.create : texts.createWith(symbol);
	const step = await tools.choose<Step>({
		title: texts.title(symbol),
		items: [
			...toggles,
			{value: {do: 'create'}, label: createTitle},
			...(hasOwn
				? [
						{value: {do: 'rename'} as Step, label: texts.rename},
						{value: {do: 'remove'} as Step, label: texts.remove},
					]
				: []),
		],
	});
	if (step === null) return;
	try {
		switch (step.do) {
			case 'toggle':
				if (quote) await toggle(tools, step.list, quote.asset, quote.symbol);
				break;
			case 'create':
				await create(tools, quote === null ? [] : [quote.asset], createTitle);
				break;
			case 'rename':
				await rename(tools);
				break;
			case 'remove':
				await remove(tools);
				break;
		}
	} catch (error) {
		tools.fail(error);
	}
}
