/** The band in one line at the top, the facts below it as cards or lines, and the training under way. */

import type {ForecastView, Training} from '#desk/views/forecast.js';
import type {Grid, Rect} from '../../cells/grid.js';
import {widthOf} from '../../cells/cell-text.js';
import {drawGauge} from '../../components/gauge.js';
import type {Context} from '../../screen.js';
import {currentModel, headline, isOver, mostImportant, type Fact} from './facts.js';
import {cardHeight, type Layout} from './layout.js';
import type {Words} from './words.js';

export type Drawing = Pick<Context, 'format' | 'look'> & {readonly words: Words};

/** What is known of the forecast and its model beside the numbers; `at` is the present. */
export function subline(
	view: ForecastView,
	at: number,
	{words, format, look}: Drawing,
): {readonly text: string; readonly old: boolean} {
	const {now} = view;
	const model = currentModel(view);
	const old = now !== null && isOver(now, at);
	const parts = [
		...(now === null ? [] : [words.candleOf(format.dateTime(now.forecast.for))]),
		...(old ? [words.over] : []),
		...(model === null
			? []
			: [
					words.modelOf(
						model.meta.id,
						words.kinds[model.meta.kind],
						format.dateTime(Date.parse(model.meta.createdAt)),
					),
				]),
	];
	return {text: parts.join(` ${look.glyphs.flat} `), old};
}

/** Draws the headline into row 0, and into row 1 what it is about, or why it says nothing; `at` is the present. */
export function drawHeader(
	grid: Grid,
	{
		symbol,
		view,
		at,
		notice,
	}: {
		readonly symbol: string;
		readonly view: ForecastView;
		readonly at: number;
		readonly notice: readonly string[];
	},
	drawing: Drawing,
): void {
	const {theme} = drawing.look;
	const {title, centre, band} = headline(symbol, view, drawing);
	let x = grid.text(0, 0, title, theme.paint('title'));
	for (const [text, role] of [
		[centre, 'strong'],
		[band, 'accent'],
	] as const) {
		if (text !== '') x += 1 + grid.text(x + 1, 0, text, theme.paint(role));
	}

	const {text, old} = subline(view, at, drawing);
	const said = notice.join(' ');
	grid.text(0, 1, said === '' ? text : said, theme.paint(said !== '' ? 'warning' : old ? 'stale' : 'muted'));
}

/** Draws as many facts as fit, in columns from left to right; the least important ones leave. */
export function drawFacts(
	grid: Grid,
	facts: readonly Fact[],
	{columns, cards}: Pick<Layout, 'columns' | 'cards'>,
	drawing: Drawing,
): void {
	const width = Math.floor(grid.width / columns);
	const height = cards ? cardHeight : 1;
	const room = columns * Math.floor(grid.height / height);
	for (const [i, fact] of mostImportant(facts, room).entries()) {
		const place = {x: (i % columns) * width, y: Math.floor(i / columns) * height, width: width - 1, height};
		(cards ? drawCard : drawLine)(grid, place, fact, drawing);
	}
}

function drawCard(
	grid: Grid,
	{x, y, width}: Rect,
	{label, value, detail, role}: Fact,
	{look: {theme}}: Drawing,
): void {
	grid.text(x, y, label, theme.paint('muted'), width);
	const used = grid.text(x, y + 1, value, theme.paint(role), width);
	// A short value leaves room beside it; the third row then only keeps the distance.
	const fits = used + 2 + widthOf(detail) <= width;
	grid.text(
		fits ? x + used + 2 : x,
		fits ? y + 1 : y + 2,
		detail,
		theme.paint('muted'),
		fits ? width - used - 2 : width,
	);
}

const labelWidth = 28;

function drawLine(
	grid: Grid,
	{x, y, width}: Rect,
	{label, value, detail, role}: Fact,
	{look: {theme}}: Drawing,
): void {
	const left = Math.min(labelWidth, width >> 1);
	grid.text(x, y, label, theme.paint('muted'), left - 1);
	const used = grid.text(x + left, y, value, theme.paint(role), width - left);
	const rest = width - left - used - 2;
	if (rest >= 8) grid.text(x + left + used + 2, y, detail, theme.paint('muted'), rest);
}

/** The step of a training in words, and how far its series are, 0 to 1. */
export function trainingText(
	{request, series, results, progress}: Training,
	nameOf: (asset: string) => string,
	{words, format}: Pick<Drawing, 'words' | 'format'>,
): {readonly text: string; readonly share: number} {
	const {steps, running, series: ofSeries, waiting, cancel} = words.training;
	const what = progress === null ? words.kinds[request.kind] : nameOf(progress.asset);
	const step = progress === null ? waiting : `${steps[progress.step]} ${progress.done}/${progress.of}`;
	const many = series > 1 ? [ofSeries(format.count(results.length), format.count(series))] : [];
	const inSeries = progress === null || progress.of === 0 ? 0 : progress.done / progress.of;
	return {
		text: [`${running(`${what} ${request.interval}`)}: ${step}`, ...many, cancel].join(', '),
		share: Math.min(1, (results.length + (results.length < series ? inSeries : 0)) / series),
	};
}

/** Draws the training that began last into one row. */
export function drawTraining(
	grid: Grid,
	training: Training,
	nameOf: (asset: string) => string,
	drawing: Drawing,
): void {
	const {text, share} = trainingText(training, nameOf, drawing);
	const {look} = drawing;
	const bar = Math.min(24, Math.max(0, grid.width - widthOf(text) - 2));
	const used = drawGauge(grid, 0, 0, bar >= 6 ? bar : 0, share, {look, role: 'info'});
	grid.text(used === 0 ? 0 : used + 1, 0, text, look.theme.paint('info'));
}
