/** The technical screen without pictures: sentences, a sheet, the value to copy and the number to ask about. */

import type {Sheet} from '#desk/desk.js';
import type {OriginQuestion} from '#desk/views/origin.js';
import type {Context} from '../../screen.js';
import type {SharedState} from '../../state/view-state.js';
import {symbolOf} from '../../state/named-assets.js';
import {candleReadOut, granularity, legend, sourceText, studyName, timeText} from './read-out.js';
import {
	candleIndex,
	chartOf,
	failureFor,
	layoutFor,
	linesOf,
	readTime,
	sceneOf,
	type Scene,
} from './scene.js';
import {noticeOf} from './notice.js';
import type {TechnicalState} from './state.js';
import {indicatorOf, shownOverlays, shownPanes} from './studies.js';
import {venueRows, venuesOf} from './venues.js';
import {words as allWords} from './words.js';

/** The chart as it is on screen; beneath exchanges that stand in its place, as it would be without them. */
function sceneFor(state: TechnicalState, shared: SharedState): Scene | null {
	const answer = chartOf(state, shared);
	if (answer === null || answer.series === null) return null;
	const isCovered = layoutFor(state, shared.size).chart.width === 0;
	const shown = isCovered ? {...state, venuesOpen: false} : state;
	return sceneOf(shown, answer, shared.now, shared.size);
}

/** The screen as sentences. */
export function technicalLines(state: TechnicalState, context: Context): readonly string[] {
	const {shared, format, language, look} = context;
	const words = allWords[language];
	const asset = shared.selected;
	const symbol = asset === null ? '' : symbolOf(shared, asset);
	const scene = sceneFor(state, shared);
	if (scene === null) {
		const answered = chartOf(state, shared) !== null;
		const failure = failureFor(state, shared, state.chartFailure);
		const {title, lines} = noticeOf({asset, symbol, failure, answered}, words);
		return [title, ...lines];
	}

	const {answer, slots} = scene;
	const {spoken} = words;
	const ts = readTime(scene, state.crosshair);
	const gaps = answer.gaps.filter(({from, to}) => from < slots.to && to > slots.from);
	const time = (at: number): string => timeText(scene, at, format);
	return [
		spoken.chart(symbol, granularity(scene, words), time(slots.from), time(slots.to)),
		spoken.source(sourceText(answer, shared, words)),
		...(ts === null
			? [words.noneVisible]
			: [
					`${spoken.candle}: ${candleReadOut(scene, ts, {words, format, glyphs: look.glyphs})
						.map(({text}) => text)
						.join(', ')}.`,
					...legend(
						{...scene, layout: {...scene.layout, hidden: shownPanes(state.studies)}},
						state.studies,
						ts,
						{
							words,
							format,
							names: study => indicatorOf(study)?.lines ?? [],
						},
					).map(({text}) => `${text}.`),
				]),
		...forecastLine(scene, context),
		...(gaps.length === 0 ? [] : [spoken.holes(gaps.length)]),
		...gaps.map(gap => `${time(gap.from)} - ${time(gap.to)}: ${words.causes[gap.cause]}.`),
		...venueLines(state, context),
	];
}

function forecastLine({forecast}: Scene, {format, language}: Context): readonly string[] {
	if (forecast === null || forecast.interval80 === null) return [];
	const [low, high] = forecast.interval80.map(format.number) as [string, string];
	return [allWords[language].spoken.forecast(format.dateTime(forecast.for), low, high)];
}

function venueLines(state: TechnicalState, {shared, format, language}: Context): readonly string[] {
	const words = allWords[language];
	if (!state.venuesOpen || shared.selected === null) return [];
	const venues = venuesOf(state, shared);
	if (venues === null) return [words.venues.loading];
	const rows = venueRows(venues);
	if (rows.length === 0) return words.venues.empty;
	return [
		words.venues.title(symbolOf(shared, shared.selected)),
		...rows.map(
			row =>
				`${row.name}: ${row.baseSymbol}/${row.quoteSymbol} ${format.money(row.price)}, ${format.moneyShort(row.volumeUsd24h)}`,
		),
	];
}

const known = (value: number | undefined): number | null =>
	value === undefined || Number.isNaN(value) ? null : value;

/** The visible candles with the values of every shown indicator. */
export function technicalSheet(state: TechnicalState, {shared, language}: Context): Sheet | null {
	const scene = sceneFor(state, shared);
	if (scene === null || shared.selected === null || scene.end === scene.first) return null;
	const words = allWords[language];
	const {answer, first, end} = scene;
	const {candles} = answer;
	const studies = [...shownOverlays(state.studies), ...shownPanes(state.studies)].filter(
		({id}) => id !== 'volume',
	);
	const columns = studies.flatMap(study => {
		const names = indicatorOf(study)?.lines ?? [];
		return linesOf(answer, study.id).map((values, i) => ({
			title: names.length > 1 ? `${studyName(study, words)} ${names[i]}` : studyName(study, words),
			values,
		}));
	});
	return {
		name: words.sheet.name(symbolOf(shared, shared.selected), answer.interval),
		columns: [words.sheet.time, 'open', 'high', 'low', 'close', 'volume', ...columns.map(({title}) => title)],
		rows: Array.from({length: end - first}, (_, at) => {
			const i = first + at;
			return [
				new Date(candles.ts[i]!).toISOString(),
				candles.open[i]!,
				candles.high[i]!,
				candles.low[i]!,
				candles.close[i]!,
				known(candles.volume[i]),
				...columns.map(({values}) => known(values[i])),
			];
		}),
	};
}

/** The candle under the crosshair, or the newest one. */
export function technicalOrigin(state: TechnicalState, shared: SharedState): OriginQuestion | null {
	const scene = sceneFor(state, shared);
	const series = scene?.answer.series;
	const ts = scene === null ? null : readTime(scene, state.crosshair);
	if (scene === null || !series || ts === null || candleIndex(scene, ts) < 0) return null;
	// A slot of several candles is told by its first one.
	const {ts: times} = chartOf(state, shared)!.candles;
	return {of: 'candle', series, ts: times.find(at => at >= ts) ?? ts, shownAs: scene.answer.interval};
}

/** The close under the crosshair, or the newest one, as a plain number. */
export function technicalCopied(state: TechnicalState, {shared}: Context): string | null {
	const scene = sceneFor(state, shared);
	const ts = scene === null ? null : readTime(scene, state.crosshair);
	const index = scene === null || ts === null ? -1 : candleIndex(scene, ts);
	return scene === null || index < 0 ? null : String(scene.answer.candles.close[index]);
}
