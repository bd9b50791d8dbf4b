/** The portfolio as sentences, as rows of a spreadsheet, and the value under its cursor. */

import type {Sheet} from '#desk/desk.js';
import type {OriginQuestion} from '#desk/views/origin.js';
import {dollars} from '../../i18n/format.js';
import type {Context} from '../../screen.js';
import type {SharedState} from '../../state/view-state.js';
import type {Decimal} from './decimal.js';
import {rowsOf, rowUnder, valuationNow} from './model.js';
import type {PortfolioState} from './state.js';
import {textsOf} from './texts.js';
import {figuresOf, notesOf} from './totals.js';
import {words as allWords} from './words.js';

/** The portfolio for screen readers. */
export function portfolioLines(state: PortfolioState, context: Context): readonly string[] {
	const {format, look, shared, language} = context;
	const words = allWords[language];
	if (state.problem !== null) return [words.failed(state.problem)];
	const valuation = valuationNow(state, context);
	if (valuation === null) return [words.loading];
	if (valuation.positions.length === 0) return shared.opening?.asOf ? words.emptyVersion : words.empty;
	const texts = textsOf(valuation.currency, state.hidden, format, look.glyphs);
	return [
		`${figuresOf(valuation, state.hidden, context, words)
			.map(({label, text}) => `${label} ${text}`)
			.join(', ')}.`,
		...notesOf(valuation, {hidden: state.hidden, now: shared.now}, context, words),
		...valuation.positions.map(({symbol, amount, value, gain, gainPercent, share}) => {
			const sentence = words.sentence.position(
				symbol,
				texts.amount(amount),
				texts.money(value),
				texts.change(gain),
				texts.percent(gainPercent),
			);
			return share === null ? `${sentence}.` : `${sentence}, ${words.sentence.share(format.share(share))}.`;
		}),
	];
}

/** A number where a number says exactly the same, else its digits as text. */
function exactCell(value: Decimal | null, mask: string | null): string | number | null {
	if (value === null) return null;
	if (mask !== null) return mask;
	const digits = value.toFixed();
	return String(value.toNumber()) === digits ? value.toNumber() : digits;
}

/** One row per position, every digit kept; masked while balances are hidden. */
export function portfolioSheet(state: PortfolioState, context: Context): Sheet | null {
	const valuation = valuationNow(state, context);
	if (valuation === null || valuation.positions.length === 0) return null;
	const {columns} = allWords[context.language];
	const {code} = valuation.currency;
	const mask = state.hidden ? context.look.glyphs.bullet.repeat(5) : null;
	return {
		name: 'portfolio',
		columns: [
			columns.asset,
			columns.symbol,
			columns.amount,
			`${columns.price} ${code}`,
			`${columns.value} ${code}`,
			`${columns.cost} ${code}`,
			`${columns.gain} ${code}`,
			columns.gainPercent,
			`${columns.share} %`,
			`${columns.day} ${code}`,
			columns.dayPercent,
			`${columns.realised} ${code}`,
		],
		rows: valuation.positions.map(position => [
			position.asset,
			position.symbol,
			exactCell(position.amount, mask),
			exactCell(position.price?.value ?? null, null),
			exactCell(position.value, mask),
			exactCell(position.cost, mask),
			exactCell(position.gain, mask),
			position.gainPercent,
			position.share === null ? null : position.share * 100,
			exactCell(position.dayChange, mask),
			position.dayPercent,
			position.hasSales ? exactCell(position.realised, mask) : null,
		]),
	};
}

/** The value of a position, the amount of a lot. */
export function portfolioCopied(state: PortfolioState, context: Context): string | null {
	const valuation = valuationNow(state, context);
	if (valuation === null) return null;
	const row = rowUnder(rowsOf(valuation.positions, state.expanded), state.list);
	if (row === null) return null;
	const texts = textsOf(valuation.currency, state.hidden, context.format, context.look.glyphs);
	return row.kind === 'position' ? texts.money(row.position.value) : texts.amount(row.lot.amount);
}

/** The price of the asset under the cursor; null where no quote of it is stored. */
export function portfolioOrigin(state: PortfolioState, shared: SharedState): OriginQuestion | null {
	// Rows stand in the same order in every currency.
	const valuation = valuationNow({...state, currency: null}, {shared, format: {currency: dollars}});
	if (valuation === null) return null;
	const asset = rowUnder(rowsOf(valuation.positions, state.expanded), state.list)?.position.asset;
	return asset !== undefined && shared.market.byId.has(asset) ? {of: 'quote', asset} : null;
}
