/** The sums above the table of the portfolio, and the notes below it that say what they leave out. */

import {widthOf} from '../../cells/cell-text.js';
import type {Grid} from '../../cells/grid.js';
import type {Context} from '../../screen.js';
import type {Look} from '../../theme/look.js';
import type {Role} from '../../theme/roles.js';
import {zero, type Decimal} from './decimal.js';
import {textsOf} from './texts.js';
import type {Sum, Valuation} from './valuation.js';
import type {Words} from './words.js';

/** A label and its value. */
type Figure = {readonly label: string; readonly text: string; readonly role: Role};

/** Up, down or neither. */
export const roleOf = (change: Decimal | null): Role =>
	change === null || change.eq(zero) ? 'flat' : change.gt(zero) ? 'up' : 'down';

/** The star refers to a note below the table. */
const partial = (text: string, {without}: Sum): string => (without > 0 ? `${text}*` : text);

/** The sums, most important first. */
export function figuresOf(
	{totals, currency}: Valuation,
	hidden: boolean,
	{format, look}: Pick<Context, 'format' | 'look'>,
	words: Words,
): readonly Figure[] {
	const texts = textsOf(currency, hidden, format, look.glyphs);
	const withPercent = (text: string, percent: number | null): string =>
		percent === null ? text : `${text} (${texts.percent(percent)})`;
	const {value, cost, gain, gainPercent, day, dayPercent, realised} = totals;
	return [
		{
			label: `${words.totals.value} ${currency.code}`,
			text: partial(texts.money(value.value), value),
			role: 'title',
		},
		{
			label: words.totals.gain,
			text: partial(withPercent(texts.change(gain.value), gainPercent), gain),
			role: roleOf(gain.value),
		},
		{label: words.totals.cost, text: partial(texts.money(cost.value), cost), role: 'text'},
		{
			label: words.totals.day,
			text: partial(withPercent(texts.change(day.value), dayPercent), day),
			role: roleOf(day.value),
		},
		...(realised.value === null && realised.without === 0
			? []
			: [
					{
						label: words.totals.realised,
						text: partial(texts.change(realised.value), realised),
						role: roleOf(realised.value),
					},
				]),
	];
}

const figureGap = 3;
const widthOfFigure = ({label, text}: Figure): number => widthOf(label) + 1 + widthOf(text);

/** Breaks figures into lines of a width. */
export function inLines(figures: readonly Figure[], width: number): readonly (readonly Figure[])[] {
	const lines: Figure[][] = [];
	let used = 0;
	for (const figure of figures) {
		const needed = widthOfFigure(figure);
		const line = lines.at(-1);
		if (line && used + figureGap + needed <= width - 1) {
			line.push(figure);
			used += figureGap + needed;
		} else {
			lines.push([figure]);
			used = needed;
		}
	}

	return lines;
}

/** Draws each line of figures into a row of its own. */
export function drawFigures(grid: Grid, lines: readonly (readonly Figure[])[], {theme}: Look): void {
	for (const [y, line] of lines.entries()) {
		let x = 1;
		for (const {label, text, role} of line) {
			x += grid.text(x, y, label, theme.paint('muted')) + 1;
			x += grid.text(x, y, text, theme.paint(role)) + figureGap;
		}
	}
}

/** What the sums leave out or assume, in words; most important first. */
export function notesOf(
	{totals, positions, currency, converted, unconverted, oldestPriceAt}: Valuation,
	{hidden, now}: {readonly hidden: boolean; readonly now: number},
	{format}: Pick<Context, 'format'>,
	words: Words,
): readonly string[] {
	const {value, cost, day, realised} = totals;
	const oversold = positions.filter(position => position.oversold).map(({symbol}) => symbol);
	return [
		...(value.without > 0 ? [words.withoutPrice(value.without)] : []),
		...(cost.without > 0 ? [words.withoutCost(cost.without)] : []),
		// Beyond those without a price, which cannot have a change.
		...(day.without > value.without ? [words.withoutDay(day.without)] : []),
		...(realised.without > 0 ? [words.withoutRealised(realised.without)] : []),
		...(oversold.length > 0 ? [words.oversold(oversold.join(', '))] : []),
		...(unconverted.length > 0 ? [words.unconverted(unconverted.join(', '))] : []),
		...(converted.length > 0 ? [words.converted(converted.join(', '), currency.code)] : []),
		...(hidden ? [words.hidden] : []),
		...(oldestPriceAt === null ? [] : [words.pricesFrom(format.age(now - oldestPriceAt))]),
	];
}
