/** The rows above the chart: the asset, what its candles are, and the numbers under the crosshair. */

import type {AssetId} from '#domain/market.js';
import type {Grid} from '../../cells/grid.js';
import {widthOf} from '../../cells/cell-text.js';
import {dayChange} from '../../state/day-change.js';
import {priceOf, type SharedState} from '../../state/view-state.js';
import type {Context} from '../../screen.js';
import type {Look} from '../../theme/look.js';
import {symbolOf} from '../../state/named-assets.js';
import {candleReadOut, direction, granularity, legend, sourceText, type Segment} from './read-out.js';
import {readTime, type Scene} from './scene.js';
import type {Failure, TechnicalState} from './state.js';
import {indicatorOf} from './studies.js';
import {rangeOf, ranges, type RangeId} from './time-window.js';
import type {Words} from './words.js';

export type HeaderDrawing = {
	readonly asset: AssetId | null;
	/** Null while there is no chart of this asset. */
	readonly scene: Scene | null;
	readonly state: Pick<TechnicalState, 'window' | 'interval' | 'scale' | 'studies' | 'crosshair'>;
	readonly loading: boolean;
	/** Why the newest answer is missing. */
	readonly failure: Failure | null;
	readonly shared: Pick<SharedState, 'market' | 'live'>;
	readonly look: Look;
	readonly format: Context['format'];
	readonly words: Words;
};

/** Columns that the name of the asset keeps before ranges are shown beside it. */
const roomForName = 40;
const gap = 2;

/** Where each range stands in the first row; empty when there is no room. */
export function rangeTabs(
	width: number,
	words: Words,
): readonly {readonly id: RangeId; readonly label: string; readonly x: number; readonly width: number}[] {
	const labels = ranges.map(({id}) => ({id, label: ` ${words.ranges[id]} `}));
	const total = labels.reduce((sum, {label}) => sum + widthOf(label), 0);
	if (width - total < roomForName) return [];
	let x = width - total;
	return labels.map(({id, label}) => {
		const tab = {id, label, x, width: widthOf(label)};
		x += tab.width;
		return tab;
	});
}

/** Draws as many rows as the grid has; the most important ones when there are few. */
export function drawHeader(grid: Grid, drawing: HeaderDrawing): void {
	const {scene, state, look} = drawing;
	const reading = readings(drawing);
	if (grid.height >= 3) {
		drawTabs(grid, drawing);
		const tabs = rangeTabs(grid.width, drawing.words)[0];
		drawSegments(grid, 0, nameOf(drawing, tabs === undefined), look, (tabs?.x ?? grid.width) - 1);
		drawSegments(grid, 1, about(drawing), look);
		drawSegments(grid, 2, reading.candle, look);
		drawSegments(grid, 3, reading.studies, look);
		return;
	}

	const isCrossed = scene !== null && state.crosshair !== null;
	const first = isCrossed && reading.studies.length > 0 ? reading.studies : compact(drawing);
	if (grid.height === 2) {
		drawSegments(grid, 0, first, look);
		drawSegments(grid, 1, reading.candle, look);
	} else {
		drawSegments(grid, 0, isCrossed ? reading.candle : compact(drawing), look);
	}
}

function readings({scene, state, words, format, look}: HeaderDrawing): {
	readonly candle: readonly Segment[];
	readonly studies: readonly Segment[];
} {
	const ts = scene === null ? null : readTime(scene, state.crosshair);
	if (scene === null) return {candle: [], studies: []};
	if (ts === null) return {candle: [{text: words.noneVisible, role: 'warning'}], studies: []};
	return {
		candle: candleReadOut(scene, ts, {words, format, glyphs: look.glyphs}),
		studies: legend(scene, state.studies, ts, {
			words,
			format,
			names: study => indicatorOf(study)?.lines ?? [],
		}),
	};
}

function nameOf({asset, shared, format, look, words, state}: HeaderDrawing, withRange: boolean): Segment[] {
	if (asset === null) return [];
	const quote = shared.market.byId.get(asset);
	const change = asset === null ? null : dayChange(shared, asset);
	const {glyph, role} = direction(change, look.glyphs);
	const range = rangeOf(state.window.span);
	return [
		{text: symbolOf(shared, asset), role: 'title'},
		...(quote ? [{text: quote.name, role: 'text'} as const] : []),
		{text: format.money(priceOf(shared, asset)?.price ?? null), role: 'strong'},
		...(change === null ? [] : [{text: `${glyph} ${format.percent(change)} 24h`, role}]),
		...(withRange && range !== null ? [{text: words.ranges[range], role: 'accent'} as const] : []),
	];
}

function about({scene, state, loading, failure, shared, words}: HeaderDrawing): Segment[] {
	const mark: readonly Segment[] = loading
		? [{text: words.loading, role: 'info'}]
		: failure !== null && scene !== null
			? [{text: failure.text, role: 'bad'}]
			: [];
	if (scene === null) return [...mark];
	const {answer} = scene;
	return [
		{text: granularity(scene, words), role: 'text'},
		...mark,
		{text: state.interval === 'auto' ? words.automatic : words.fixed, role: 'muted'},
		{
			text: sourceText(answer, shared, words),
			role: answer.series?.origin === 'exchange' ? 'muted' : 'warning',
		},
		{text: scene.price?.kind === 'log' ? words.logScale : words.linearScale, role: 'muted'},
		...(state.window.end === null ? [] : [{text: words.notToNow, role: 'stale'} as const]),
	];
}

/** Everything about the chart in one row. */
function compact(drawing: HeaderDrawing): readonly Segment[] {
	const {state, words} = drawing;
	const [symbol] = nameOf(drawing, false);
	const range = rangeOf(state.window.span);
	return [
		...(symbol ? [symbol] : []),
		...(range === null ? [] : [{text: words.ranges[range], role: 'accent'} as const]),
		...about(drawing),
	];
}

function drawTabs(grid: Grid, {state, look, words}: HeaderDrawing): void {
	const current = rangeOf(state.window.span);
	for (const {id, label, x, width} of rangeTabs(grid.width, words)) {
		const style = id === current ? look.theme.paint('strong', 'selected') : look.theme.paint('muted');
		grid.text(x, 0, id === current ? `${look.glyphs.pointer}${label.slice(1)}` : label, style, width);
	}
}

/** The pieces that fit: those that may leave do so before any other is cut. */
function fitting(segments: readonly Segment[], width: number): readonly Segment[] {
	const kept = segments.filter(({text}) => text !== '');
	const total = (): number => kept.reduce((sum, {text}) => sum + widthOf(text) + gap, -gap);
	while (total() > width) {
		const most = Math.max(0, ...kept.map(({leaves = 0}) => leaves));
		if (most === 0) break;
		kept.splice(
			kept.findLastIndex(({leaves = 0}) => leaves === most),
			1,
		);
	}

	return kept;
}

/** Writes whole pieces as long as there is room; only the first may be cut. */
function drawSegments(
	grid: Grid,
	y: number,
	segments: readonly Segment[],
	{theme}: Look,
	width = grid.width,
): void {
	let x = 0;
	for (const {text, role} of fitting(segments, width)) {
		if (x > 0 && x + widthOf(text) > width) return;
		x += grid.text(x, y, text, theme.paint(role), width - x) + gap;
	}
}
