/** Everything the comparison shows at one moment, put together from its state and the market. */

import type {Correlation} from '#domain/comparison.js';
import {favourites} from '#domain/watchlist.js';
import type {AssetId} from '#domain/market.js';
import type {Format} from '../../i18n/format.js';
import type {SharedState} from '../../state/view-state.js';
import type {Role} from '../../theme/roles.js';
import {symbolOf} from '../../state/named-assets.js';
import {assetsOf, benchmarkOf, coloursOf, highlightsOf, topCount} from './cast.js';
import type {CompareState} from './state.js';
import {studyOf, type Study, type StudiedAsset} from './study.js';
import type {Words} from './words.js';

/** One asset of the comparison. */
export type Row = {
	readonly asset: AssetId;
	readonly symbol: string;
	readonly name: string;
	/** Null is background. */
	readonly colour: Role | null;
	/** What stands for its line where there are no colours and no braille. */
	readonly mark: string;
	/** Null until it was read. */
	readonly studied: StudiedAsset | null;
	/** With the benchmark. */
	readonly correlation: Correlation | null;
};

/** The comparison as it stands, for drawing, sentences and export alike. */
export type Scene = {
	readonly assets: readonly AssetId[];
	readonly rows: readonly Row[];
	readonly benchmark: AssetId | null;
	readonly benchmarkSymbol: string;
	/** Null until the first answer. */
	readonly study: Study | null;
};

/** One for each highlight; the background has a mark of its own. */
const marks = ['*', '+', 'o', 'x', '~', '@', '%', '&'];
/** The mark of every line in the background. */
export const backgroundMark = '.';

/** Puts the scene together; assets that were not read yet have their row already. */
export function sceneOf(
	state: Pick<CompareState, 'chosen' | 'highlighted' | 'benchmark' | 'answer'>,
	shared: Pick<SharedState, 'market' | 'watchlists'>,
): Scene {
	const assets = assetsOf(state, shared);
	const highlights = highlightsOf(state, assets);
	const colours = coloursOf(highlights);
	const benchmark = benchmarkOf(state, assets, shared);
	const study = state.answer === null ? null : studyOf(state.answer);
	return {
		assets,
		benchmark,
		benchmarkSymbol: benchmark === null ? '' : symbolOf(shared, benchmark),
		study,
		rows: assets.map(asset => ({
			asset,
			symbol: symbolOf(shared, asset),
			name: shared.market.byId.get(asset)?.name ?? '',
			colour: colours.get(asset) ?? null,
			mark: marks[highlights.indexOf(asset)] ?? backgroundMark,
			studied: study?.assets.get(asset) ?? null,
			correlation: study === null || benchmark === null ? null : study.correlation(asset, benchmark),
		})),
	};
}

/** What the set of assets is called. */
export function chosenName({chosen}: Pick<CompareState, 'chosen'>, words: Words): string {
	switch (chosen.kind) {
		case 'top':
			return words.top(topCount);
		case 'list':
			return chosen.name === favourites ? words.favourites : chosen.name;
		case 'own':
			return words.own;
	}
}

/** `1h, 720 points`; nothing before the first answer. */
export const gridName = ({study}: Pick<Scene, 'study'>, format: Format, words: Words): string =>
	study === null ? '' : words.grid(study.interval, format.count(study.ts.length));

/** What makes the assets less comparable than they look. */
export function notesOf({rows, study}: Scene, problem: string | null, words: Words): readonly string[] {
	const studied = rows.filter(row => row.studied !== null && row.studied.measures.points > 0);
	const coarse = new Map<string, string[]>();
	for (const {symbol, studied: own} of studied) {
		if (own === null || own.interval === study?.interval) continue;
		const symbols = coarse.get(own.interval) ?? [];
		symbols.push(symbol);
		coarse.set(own.interval, symbols);
	}

	return [
		...(problem === null ? [] : [words.failed(problem)]),
		...(studied.some(({studied: own}) => own !== null && (own.startsLate || own.endsEarly))
			? [words.shortNote]
			: []),
		...[...coarse].map(([interval, symbols]) => words.coarseNote(symbols.join(', '), interval)),
	];
}
