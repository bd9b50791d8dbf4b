/** What stands in place of a chart: why there is none, and the keys that help. */

import type {AssetId} from '#domain/market.js';
import {widthOf} from '../../cells/cell-text.js';
import type {Grid} from '../../cells/grid.js';
import type {Look} from '../../theme/look.js';
import type {Failure} from './state.js';
import type {Words} from './words.js';

export type Notice = {readonly title: string; readonly lines: readonly string[]; readonly bad: boolean};

/** The reason why no chart is shown. `symbol` is null when there is no asset at all. */
export function noticeOf(
	{
		asset,
		symbol,
		failure,
		answered,
	}: {
		asset: AssetId | null;
		symbol: string;
		failure: Failure | null;
		/** The desk answered that nothing is stored. */
		answered: boolean;
	},
	words: Words,
): Notice {
	if (asset === null) return {...words.nothingStored, bad: false};
	if (failure !== null) {
		const hints = failure.hint === null ? [] : [failure.hint];
		return {title: words.failed(symbol), lines: [failure.text, ...hints, words.again], bad: true};
	}

	if (answered) return {...words.noCandles(symbol), bad: false};
	return {title: words.loadingChart(symbol), lines: [], bad: false};
}

/** Writes a notice into the middle of a grid. */
export function drawNotice(grid: Grid, {title, lines, bad}: Notice, {theme}: Look): void {
	const width = Math.min(grid.width, Math.max(...[title, ...lines].map(widthOf)));
	const x = Math.max(0, (grid.width - width) >> 1);
	const y = Math.max(0, (grid.height - lines.length - 2) >> 1);
	grid.text(x, y, title, theme.paint(bad ? 'bad' : 'title'));
	for (const [i, line] of lines.entries()) grid.text(x, y + 2 + i, line, theme.paint('muted'));
}
