/** The market screen: every stored asset in a table, with live prices over the newest snapshot. */

import {Big} from 'big.js';
import type {Context, Screen} from '../../screen.js';
import {priceOf} from '../../state/view-state.js';
import {marketCommands} from './commands.js';
import {onMouse} from './mouse.js';
import {marketLines, marketSheet} from './spoken.js';
import {createState, reduceState, rememberState, type MarketAction, type MarketState} from './state.js';
import {isTyping, pasteText, typeKey} from './typing.js';
import {MarketView} from './view.js';

/** Digits that survive the exchange into another currency. */
const exactDigits = 12;

/** The price of the selected asset in the shown currency, as plain digits for a spreadsheet. */
function copiedPrice({shared, format}: Pick<Context, 'shared' | 'format'>): string | null {
	const price = shared.selected === null ? null : priceOf(shared, shared.selected);
	if (price === null) return null;
	const {perUsd} = format.currency;
	return perUsd === 1
		? new Big(price.price).toFixed()
		: new Big((price.price * perUsd).toPrecision(exactDigits)).toFixed();
}

export const marketScreen = {
	id: 'market',
	title: {en: 'Market', 'pt-BR': 'Mercado'},
	create: createState,
	remember: rememberState,
	reduce: reduceState,
	commands: marketCommands,
	mouse: onMouse,
	paste: pasteText,
	typing: isTyping,
	type: typeKey,
	View: MarketView,
	lines: marketLines,
	sheet: marketSheet,
	origin: (_, {selected}) => (selected === null ? null : {of: 'quote', asset: selected}),
	copied: (_, context) => copiedPrice(context),
} satisfies Screen<MarketState, MarketAction>;
