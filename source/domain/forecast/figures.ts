/** Numbers of forecasts as plain English text, for documents and command lines. */

import type {Share} from './model.js';

/** A share (0.5 is 50 %) in percent. */
export const percent = (share: number, digits = 1): string =>
	Number.isFinite(share) ? `${(share * 100).toFixed(digits)} %` : '—';

/** The same with a sign. */
export const signed = (share: number, digits = 2): string =>
	Number.isFinite(share) ? `${share > 0 ? '+' : ''}${(share * 100).toFixed(digits)} %` : '—';

/** Six significant digits, and never an exponent for a price people pay. */
export function priceText(value: number): string {
	if (!Number.isFinite(value)) return '—';
	const size = Math.abs(value);
	const decimals = size >= 1000 ? 2 : size >= 1 ? 4 : Math.min(20, 5 - Math.floor(Math.log10(size || 1)));
	return value.toFixed(decimals);
}

/** A share, always with its size and its Wilson interval. */
export const shareText = ({value, n, low, high}: Share): string =>
	n === 0 ? 'no outcomes yet' : `${percent(value)} [${percent(low)}, ${percent(high)}], n = ${n}`;
