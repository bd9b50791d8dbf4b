/** The numbers of a price rule as people read them. */

import type {Observation, Repetition} from '#domain/alerts/evaluate.js';
import type {Condition} from '#domain/alerts/rule.js';
import {findIndicator} from '#domain/indicators/catalog.js';
import {lengthText} from '#domain/time.js';
import type {Format} from '../i18n/format.js';
import type {Language} from '../i18n/language.js';
import {ruleWords} from './rule-words.js';

const isChange = (condition: Condition): boolean =>
	condition.of === 'quote' && condition.measure.startsWith('change');

/** Amounts move by percents of themselves; changes and oscillators by points. */
const isAmount = (condition: Condition): boolean =>
	condition.of === 'indicator'
		? findIndicator(condition.indicator)?.place === 'overlay'
		: !isChange(condition);

/** Points to two digits; the small ones of some oscillators keep theirs. */
const pointsText = (points: number | null, format: Format): string =>
	points === null || Math.abs(points) < 1 ? format.number(points) : format.fixed(points, 2);

/** A watched number or its level, in the unit in which the rule is written. */
export function figureText(condition: Condition, value: number | null, format: Format): string {
	if (isChange(condition)) return format.percent(value);
	if (!isAmount(condition)) return pointsText(value, format);
	const isLarge = condition.of === 'volume' || (condition.of === 'quote' && condition.measure !== 'price');
	return isLarge ? format.short(value) : format.number(value);
}

/** How far the number has to go to its level. */
export function distanceText(condition: Condition, {value, level}: Observation, format: Format): string {
	const way = level - value;
	if (isAmount(condition)) return format.percent((way / Math.abs(value)) * 100);
	return `${way > 0 ? '+' : ''}${pointsText(way, format)}`;
}

/** `at most every 1h, hysteresis 2%`. */
export function repetitionText(
	{once, coolDownMs, hysteresisPercent}: Repetition,
	{format, language}: {readonly format: Format; readonly language: Language},
): string {
	const say = ruleWords[language];
	return [
		once ? say.once : coolDownMs === 0 ? say.always : say.every(lengthText(coolDownMs)),
		...(hysteresisPercent > 0 ? [say.hysteresis(format.share(hysteresisPercent / 100))] : []),
	].join(', ');
}
