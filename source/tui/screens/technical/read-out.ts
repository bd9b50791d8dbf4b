/** What the chart says in numbers: the candle under the crosshair, its indicators, or why there is none. */

import {candleFlag, type AssetId} from '#domain/market.js';
import type {Format} from '../../i18n/format.js';
import {sourceLabel} from '../../i18n/sources.js';
import type {SharedState} from '../../state/view-state.js';
import {seriesRoles, type Role} from '../../theme/roles.js';
import type {Glyphs} from '../../theme/glyphs.js';
import {candleIndex, gapAt, linesOf, type Scene} from './scene.js';
import {isOverlay, type Study, type StudyId} from './studies.js';
import type {Words} from './words.js';

/** A piece of a line of text. */
export type Segment = {
	readonly text: string;
	readonly role: Role;
	/** Where there is no room the highest number leaves first; 0 stays, and is cut at the end. */
	readonly leaves?: number;
};

/** The direction of a change, by glyph and by role. */
export function direction(
	change: number | null,
	glyphs: Glyphs,
): {readonly glyph: string; readonly role: Role} {
	if (change === null || Number.isNaN(change)) return {glyph: '', role: 'muted'};
	if (change === 0) return {glyph: glyphs.flat, role: 'flat'};
	return change > 0 ? {glyph: glyphs.up, role: 'up'} : {glyph: glyphs.down, role: 'down'};
}

/** From the candle before, or from its own open when that is missing; percent. */
function changeOf({answer, slots}: Pick<Scene, 'answer' | 'slots'>, index: number): number {
	const {ts, open, close} = answer.candles;
	const neighbour = ts[index]! - slots.step;
	const hasNeighbour = index > 0 && ts[index - 1] === neighbour;
	const before = hasNeighbour ? close[index - 1]! : open[index]!;
	return (close[index]! / before - 1) * 100;
}

const day = 86_400_000;

/** When a candle opens; days of UTC begin at an hour of their own elsewhere. */
export const timeText = (scene: Pick<Scene, 'slots'>, ts: number, format: Format): string =>
	scene.slots.step >= day && format.zoneOffset(ts) % day === 0 ? format.date(ts) : format.dateTime(ts);

/** A number with its letter. */
const named = (name: string, text: string, leaves = 0): Segment => ({
	text: `${name} ${text}`,
	role: 'text',
	leaves,
});

/** Time, OHLCV and change of the slot at `ts`, or the cause of the hole there. */
export function candleReadOut(
	scene: Scene,
	ts: number,
	{words, format, glyphs}: {words: Words; format: Format; glyphs: Glyphs},
): readonly Segment[] {
	const index = candleIndex(scene, ts);
	const time: Segment = {text: timeText(scene, ts, format), role: 'strong', leaves: index < 0 ? 0 : 2};
	if (index < 0) {
		const gap = gapAt(scene.answer, ts);
		return [time, {text: gap ? words.causesLong[gap.cause] : words.unknownHole, role: 'hole'}];
	}

	const {open, high, low, close, volume, flags} = scene.answer.candles;
	const {letters} = words;
	const change = changeOf(scene, index);
	const {glyph, role} = direction(change, glyphs);
	return [
		time,
		named(letters.open, format.number(open[index]!), 1),
		named(letters.high, format.number(high[index]!)),
		named(letters.low, format.number(low[index]!)),
		named(letters.close, format.number(close[index]!)),
		{text: `${glyph} ${format.percent(change)}`, role},
		named(letters.volume, format.short(volume[index]!), 3),
		...((flags[index]! & candleFlag.open) === 0
			? []
			: [{text: words.open, role: 'info', leaves: 4} as const]),
	];
}

/** `SMA 20`, `MACD 12,26,9`. */
export function studyName({id, settings}: Study, words: Words): string {
	const values = Object.values(settings);
	return values.length === 0 ? words.studies[id] : `${words.studies[id]} ${values.join(',')}`;
}

type Unit = 'price' | 'amount' | 'points' | 'share';

/** Units other than that of the price. */
const units: Partial<Record<StudyId, Unit>> = {
	volume: 'amount',
	obv: 'amount',
	rsi: 'points',
	stochastic: 'points',
	adx: 'points',
	volatility: 'share',
};

/** Whether the values of a study are amounts of the asset. */
export const isAmount = (id: StudyId): boolean => units[id] === 'amount';

/** How the values of a study read. */
export function studyFormat(id: StudyId, format: Format): (value: number | null) => string {
	const unit: Unit = units[id] ?? 'price';
	switch (unit) {
		case 'amount':
			return format.short;
		case 'points':
			return value => format.fixed(value, 1);
		case 'share':
			return value => format.share(value, 2);
		case 'price':
			return format.number;
	}
}

/** Every line of a study at the slot at `ts`, unknown where there is no candle. */
export function studyValues(
	scene: Pick<Scene, 'answer'>,
	study: Study,
	ts: number | null,
	words: Words,
	format: Format,
	names: readonly string[],
): string {
	const index = ts === null ? -1 : candleIndex(scene, ts);
	const read = studyFormat(study.id, format);
	const {candles} = scene.answer;
	const lines = study.id === 'volume' ? [candles.volume] : linesOf(scene.answer, study.id);
	if (lines.length === 0) return format.none;
	return lines
		.map((line, i) => {
			const text = read(index < 0 ? null : (line[index] ?? null));
			const name = words.lines[names[i] ?? ''];
			return lines.length === 1 || name === undefined ? text : `${name} ${text}`;
		})
		.join('  ');
}

/** Colours of overlays, in their order. */
export const overlayRole = (order: number): Role => seriesRoles[order % seriesRoles.length]!;

/** The newest price in the currency of the chart: from the stream when it is quoted in the same, else the last close. */
export function lastPrice(
	{answer}: Pick<Scene, 'answer'>,
	{live}: Pick<SharedState, 'live'>,
	asset: AssetId,
): {readonly price: number; readonly rising: boolean} | null {
	const {candles, series} = answer;
	const newest = candles.length - 1;
	if (newest < 0) return null;
	const streamed = live.get(asset);
	const isSame = streamed !== undefined && streamed.quote === series?.quote;
	const price = isSame && streamed.at >= candles.ts[newest]! ? streamed.price : candles.close[newest]!;
	return {price, rising: price >= candles.open[newest]!};
}

/** `1h candles, resampled from 1m`. */
export function granularity({answer: {interval, resampledFrom}, slots}: Scene, words: Words): string {
	const candles = resampledFrom === null ? words.candles(interval) : words.resampled(interval, resampledFrom);
	return slots.candles === 1 ? candles : `${candles}, ${words.perColumn(slots.candles)}`;
}

/** `Binance BTCUSDT`: who says so, and in which currency; with what was derived. */
export function sourceText(
	{series}: Scene['answer'],
	{market}: Pick<SharedState, 'market'>,
	words: Words,
): string {
	if (series === null) return '';
	const pair = series.source === 'binance' ? market.pairs[series.asset] : undefined;
	const name = `${sourceLabel(series.source)} ${pair?.endsWith(series.quote) ? pair : series.quote}`;
	switch (series.origin) {
		case 'exchange':
			return name;
		case 'prices':
			return `${name}, ${words.derivedPrices}`;
		case 'rollup':
			return `${name}, ${words.derivedRollup}`;
	}
}

/** Overlays, and panes that have no room, with their values: those in panes stand there. */
export function legend(
	scene: Scene,
	studies: readonly Study[],
	ts: number | null,
	{words, format, names}: {words: Words; format: Format; names: (study: Study) => readonly string[]},
): readonly Segment[] {
	const overlays = studies.filter(study => study.shown && isOverlay(study));
	const text = (study: Study): string =>
		`${studyName(study, words)} ${studyValues(scene, study, ts, words, format, names(study))}`;
	return [
		...overlays.map((study, order) => ({text: text(study), role: overlayRole(order)})),
		...scene.layout.hidden.map((study): Segment => ({text: text(study), role: 'muted'})),
	];
}
