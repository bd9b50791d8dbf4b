/** The columns of the portfolio's table. */

import {toIso} from '#domain/time.js';
import {drawGauge} from '../../components/gauge.js';
import type {TableCell, TableColumn} from '../../components/table.js';
import type {Context} from '../../screen.js';
import {zero} from './decimal.js';
import type {Row} from './model.js';
import {textsOf, type Texts} from './texts.js';
import {roleOf} from './totals.js';
import type {KnownCurrency} from './currencies.js';
import type {Words} from './words.js';

const shareDigits = 7;

/** The calendar day of a lot: days are kept as UTC, so that they read the same in every zone. */
export const dayText = (at: number | null, words: Words): string =>
	at === null ? words.unknownDate : toIso(at).slice(0, 10);

function assetCell(row: Row, {look}: Pick<Context, 'look'>, words: Words): TableCell {
	const {glyphs} = look;
	if (row.kind === 'position') {
		const mark = row.expanded ? glyphs.sortDown : glyphs.pointer;
		return {text: `${mark} ${row.position.symbol}`, role: 'strong', tail: ` ${row.position.name}`};
	}

	const {lot, at} = row.lot;
	return {text: `  ${dayText(at, words)}`, role: 'muted', tail: ` ${lot.note}`};
}

/** What one unit of a lot cost. */
function unitCost(row: Row & {readonly kind: 'lot'}, texts: Texts): TableCell {
	const {cost, amount} = row.lot;
	return {text: texts.price(cost === null ? null : cost.div(amount).abs()), role: 'muted'};
}

/** What the units of a purchase are worth now; a sale has none. */
const lotValue = ({position, lot}: Row & {readonly kind: 'lot'}) =>
	lot.amount.lt(zero) || position.price === null ? null : lot.amount.times(position.price.value);

/** Its gain; nobody can tell which units of a pool a sale took, so only while nothing was sold. */
function lotGain(row: Row & {readonly kind: 'lot'}) {
	const value = lotValue(row);
	return row.position.hasSales || value === null || row.lot.cost === null ? null : value.minus(row.lot.cost);
}

/** The columns for one currency; the least important leave when the table is narrow. */
export function columnsOf(
	currency: KnownCurrency,
	hidden: boolean,
	{format, look}: Pick<Context, 'format' | 'look'>,
	words: Words,
): readonly TableColumn<Row>[] {
	const texts = textsOf(currency, hidden, format, look.glyphs);
	const {columns} = words;
	const right = {align: 'right'} as const;
	return [
		{
			id: 'asset',
			title: columns.asset,
			width: 16,
			most: 32,
			pinned: true,
			cell: row => assetCell(row, {look}, words),
		},
		{
			...right,
			id: 'amount',
			title: columns.amount,
			width: 12,
			most: 18,
			priority: 3,
			cell(row) {
				const {amount} = row.kind === 'position' ? row.position : row.lot;
				const role = row.kind === 'position' ? 'text' : 'muted';
				return {text: texts.amount(amount), shorter: texts.short(amount), role};
			},
		},
		{
			...right,
			id: 'price',
			title: columns.price,
			width: 11,
			most: 13,
			priority: 6,
			cell: row =>
				row.kind === 'position'
					? {
							text: texts.price(row.position.price?.value ?? null),
							role: row.position.price?.live === true ? 'strong' : 'text',
						}
					: unitCost(row, texts),
		},
		{
			...right,
			id: 'value',
			title: `${columns.value} ${currency.code}`,
			width: 13,
			most: 16,
			priority: 1,
			cell: row =>
				row.kind === 'position'
					? {text: texts.cell(row.position.value), shorter: texts.short(row.position.value)}
					: {
							text: row.lot.amount.lt(zero) ? words.sale : texts.cell(lotValue(row)),
							shorter: texts.short(lotValue(row)),
							role: 'muted',
						},
		},
		{
			...right,
			id: 'cost',
			title: columns.cost,
			width: 13,
			most: 16,
			priority: 8,
			cell(row) {
				const {cost, converted} = row.kind === 'position' ? row.position : row.lot;
				const role = row.kind === 'position' ? 'text' : 'muted';
				return {text: texts.cost(cost, converted), shorter: texts.short(cost), role};
			},
		},
		{
			...right,
			id: 'gain',
			title: columns.gain,
			width: 12,
			most: 15,
			priority: 4,
			cell(row) {
				const gain = row.kind === 'position' ? row.position.gain : lotGain(row);
				return {text: texts.cellChange(gain), shorter: texts.short(gain), role: roleOf(gain)};
			},
		},
		{
			...right,
			id: 'gainPercent',
			title: columns.gainPercent,
			width: 9,
			priority: 2,
			cell: row =>
				row.kind === 'position'
					? {text: texts.percent(row.position.gainPercent), role: roleOf(row.position.gain)}
					: '',
		},
		{
			id: 'share',
			title: columns.share,
			width: 13,
			most: 22,
			priority: 5,
			cell: row =>
				row.kind === 'lot'
					? ''
					: {
							text: '',
							draw(grid, {x, y, width}, surface) {
								const {share} = row.position;
								const bar = Math.max(0, width - shareDigits - 1);
								if (share !== null) drawGauge(grid, x, y, bar, share, {look, role: 'accent', surface});
								const style = look.theme.paint('text', surface);
								grid.text(x + bar, y, format.share(share), style, Math.min(width, width - bar), 'right');
							},
						},
		},
		{
			...right,
			id: 'day',
			title: columns.day,
			width: 11,
			most: 14,
			priority: 7,
			cell: row =>
				row.kind === 'position'
					? {
							text: texts.cellChange(row.position.dayChange),
							shorter: texts.short(row.position.dayChange),
							role: roleOf(row.position.dayChange),
						}
					: '',
		},
		{
			...right,
			id: 'realised',
			title: columns.realised,
			width: 11,
			most: 14,
			priority: 9,
			cell: row =>
				row.kind === 'position' && row.position.hasSales
					? {
							text: texts.cellChange(row.position.realised),
							shorter: texts.short(row.position.realised),
							role: roleOf(row.position.realised),
						}
					: '',
		},
	];
}
