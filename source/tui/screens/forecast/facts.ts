/** What is known of the next candle as facts with a name: what cards, lines and sentences are made of. */

import type {ForecastNow, ForecastView} from '#desk/views/forecast.js';
import type {PointScore, Share} from '#domain/forecast/model.js';
import {stepOf} from '#domain/interval.js';
import type {ListedModel} from '#ports/forecasts.js';
import type {Format} from '../../i18n/format.js';
import type {Glyphs} from '../../theme/glyphs.js';
import type {Role} from '../../theme/roles.js';
import type {Words} from './words.js';

/** By importance: where there is no room for all, the last ones leave. */
const byImportance = ['held', 'next', 'skill', 'change', 'range', 'direction', 'record', 'last'] as const;

export type Fact = {
	readonly id: (typeof byImportance)[number];
	readonly label: string;
	readonly value: string;
	readonly detail: string;
	readonly role: Role;
};

/** As many facts as there is room for, in their own order. */
export function mostImportant(facts: readonly Fact[], count: number): readonly Fact[] {
	const ranked = facts.toSorted((a, b) => byImportance.indexOf(a.id) - byImportance.indexOf(b.id));
	const kept = new Set(ranked.slice(0, Math.max(0, count)));
	return facts.filter(fact => kept.has(fact));
}

/** What facts are told with. */
export type Voice = {readonly words: Words; readonly format: Format; readonly glyphs: Glyphs};

/** Target of the interval that is shown first. */
const target = 0.8;
/** 97.5 % point of the normal distribution. */
const significance = 1.959963984540054;

/** The model in use of the shown kind; null when there is none. */
export const currentModel = ({models, kind}: ForecastView): ListedModel | null =>
	models.find(({meta, current}) => current && meta.kind === kind) ?? null;

/** Better or worse than the last price at the 5 % level. */
export const isSignificant = ({dieboldMariano}: PointScore): boolean =>
	Math.abs(dieboldMariano) > significance;

/** `79.6% [75.8, 82.9]`. */
export const intervalText = ({value, low, high}: Share, format: Format): string =>
	`${format.share(value)} [${format.fixed(low * 100, 1)}, ${format.fixed(high * 100, 1)}]`;

/** `79.6% [75.8, 82.9], n = 500`: never a share without its size. */
export const shareText = (share: Share, format: Format): string =>
	share.n === 0 ? format.none : `${intervalText(share, format)}, n = ${format.count(share.n)}`;

/** Skill in percents: finely where it is small, as it ought to be; the old formulations are beyond decimals. */
export function skillText({skill}: Pick<PointScore, 'skill'>, format: Format): string {
	return format.percent(skill * 100, Math.abs(skill) < 1 ? 3 : 0);
}

/** `60,950.00 .. 61,530.00`. */
export const bandText = ([low, high]: readonly [number, number], format: Format): string =>
	`${format.number(low)} .. ${format.number(high)}`;

/** A log range as percents of the price. */
const rangeText = (range: number | null, format: Format): string =>
	format.share(range === null ? null : Math.expm1(range), 2);

/** `BTC next hour:` and `61,240.00 (80%: 60,950.00 .. 61,530.00)`. */
export function headline(
	symbol: string,
	{interval, now}: Pick<ForecastView, 'interval' | 'now'>,
	{words, format}: Pick<Voice, 'words' | 'format'>,
): {readonly title: string; readonly centre: string; readonly band: string} {
	const title = `${symbol} ${words.next[interval]}`;
	if (now === null) return {title, centre: '', band: ''};
	const {predicted, interval80} = now.forecast;
	return {
		title: `${title}:`,
		centre: format.number(predicted),
		band: interval80 === null ? `(${words.noBand})` : `(80%: ${bandText(interval80, format)})`,
	};
}

/** Whether the forecast candle has closed. */
export const isOver = ({forecast}: ForecastNow, at: number): boolean =>
	forecast.for + stepOf[forecast.interval] <= at;

const moveRole = (move: number): Role => (move > 0 ? 'up' : move < 0 ? 'down' : 'flat');

function centreFacts(
	{forecast, usesCentre}: ForecastNow,
	quote: string,
	{words, format, glyphs}: Voice,
): readonly Fact[] {
	const {lastClose, predicted} = forecast;
	const delta = predicted - lastClose;
	const sign = delta > 0 ? '+' : '';
	const glyph = delta > 0 ? glyphs.up : delta < 0 ? glyphs.down : glyphs.flat;
	return [
		{
			id: 'last',
			label: words.facts.lastClose,
			value: format.number(lastClose),
			detail: quote,
			role: 'strong',
		},
		{
			id: 'next',
			label: words.facts.nextClose,
			value: format.number(predicted),
			detail: usesCentre ? quote : words.facts.noEdge,
			role: 'strong',
		},
		{
			id: 'change',
			label: words.facts.change,
			value: `${glyph} ${sign}${format.number(delta)}`,
			detail: format.percent((predicted / lastClose - 1) * 100, 3),
			role: moveRole(delta),
		},
	];
}

function heldFact(held: Share, {words, format}: Voice): Fact {
	const {facts} = words;
	if (held.n === 0)
		return {id: 'held', label: facts.held, value: format.none, detail: facts.noOutcomes, role: 'muted'};
	const isOff = held.low > target || held.high < target;
	const range = `[${format.fixed(held.low * 100, 1)}, ${format.fixed(held.high * 100, 1)}]`;
	return {
		id: 'held',
		label: facts.held,
		value: facts.ofLast(format.share(held.value), format.count(held.n)),
		detail: isOff ? facts.offTarget(range) : facts.target(range),
		role: isOff ? 'warning' : 'good',
	};
}

function skillFact(score: PointScore, {words: {facts}, format}: Voice): Fact {
	const certain = isSignificant(score);
	return {
		id: 'skill',
		label: facts.skill,
		value: skillText(score, format),
		detail: certain ? (score.skill > 0 ? facts.better : facts.worse) : facts.notSignificant,
		role: certain ? moveRole(score.skill) : 'flat',
	};
}

function directionFact(score: PointScore, reversal: PointScore, {words: {facts}, format}: Voice): Fact {
	const {direction} = score;
	const rule = reversal.direction === null ? format.none : format.share(reversal.direction.value);
	return {
		id: 'direction',
		label: facts.direction,
		value: direction === null ? facts.noDirection : intervalText(direction, format),
		detail: facts.reversal(format.count(direction?.n ?? reversal.n), rule),
		role: 'text',
	};
}

function recordFact({scoreboard: {score, held80}}: ForecastView, {words: {facts}, format}: Voice): Fact {
	if (score === null)
		return {id: 'record', label: facts.record, value: format.none, detail: facts.noOutcomes, role: 'muted'};
	return {
		id: 'record',
		label: facts.record,
		value: shareText(held80, format),
		detail: facts.recordDetail(skillText(score, format), format.number(score.rmse)),
		role: 'text',
	};
}

/** Everything worth a card, in the order in which it is read; nothing without a model. */
export function factsOf(view: ForecastView, voice: Voice): readonly Fact[] {
	const {now, quote} = view;
	const model = currentModel(view);
	if (model === null) return [];
	const {words, format} = voice;
	const {evaluation} = model.meta;
	const held = now?.held80 ?? evaluation.intervals.find(({level}) => level === target)?.coverage;
	return [
		...(now === null ? [] : centreFacts(now, quote, voice)),
		...(held ? [heldFact(held, voice)] : []),
		skillFact(evaluation.model, voice),
		...(now === null
			? []
			: [
					{
						id: 'range' as const,
						label: words.facts.range,
						value: rangeText(now.expectedRange, format),
						detail: words.facts.typical(rangeText(now.typicalRange, format)),
						role: 'text' as const,
					},
				]),
		directionFact(evaluation.model, evaluation.baselines.reversal, voice),
		recordFact(view, voice),
	];
}
