/** How everything looks and reads right now; parts keep their identity until a setting changes them. */

import {dollars, type Currency, type Format} from '../i18n/format.js';
import type {Context} from '../screen.js';
import type {RootState, Store} from '../state/store.js';
import type {Look} from '../theme/look.js';
import {
	currencyOf,
	formatOf,
	lookOf,
	preferencesOf,
	type Preferences,
	type TerminalTraits,
} from './preferences.js';

export type Appearance = {
	readonly preferences: () => Preferences;
	readonly context: () => Context;
	/** Code of the currency that is asked for and has no rate; null when all is well. */
	readonly missingRate: () => string | null;
	/** The terminal told more about itself. */
	readonly setTraits: (traits: TerminalTraits) => void;
};

const same = <Value extends object>(a: Value, b: Value): boolean => {
	const keys = Object.keys(a) as (keyof Value)[];
	return keys.every(key => Object.is(a[key], b[key]));
};

/** Calls `make` again only when an input changed. */
function kept<Inputs extends readonly unknown[], Value>(
	make: (...inputs: Inputs) => Value,
): (...inputs: Inputs) => Value {
	let last: {readonly inputs: Inputs; readonly value: Value} | null = null;
	return (...inputs) => {
		if (!last || inputs.some((input, i) => !Object.is(input, last!.inputs[i]))) {
			last = {inputs, value: make(...inputs)};
		}

		return last.value;
	};
}

export function createAppearance(store: Store, first: TerminalTraits): Appearance {
	let traits = first;
	let stable: Preferences | null = null;
	const read = kept(
		(
			settings: RootState['shared']['settings'],
			chosen: RootState['frame']['chosen'],
			now: TerminalTraits,
		): Preferences => {
			const next = preferencesOf(settings, chosen, now);
			return (stable = stable && same(stable, next) ? stable : next);
		},
	);
	const preferences = (): Preferences => {
		const {shared, frame} = store.get();
		return read(shared.settings, frame.chosen, traits);
	};
	const look = kept(lookOf);
	const rate = kept((code: string, market: RootState['shared']['market'], ascii: boolean) =>
		currencyOf(code, market, ascii),
	);
	let currency: Currency = dollars;
	const format = kept(formatOf);
	const join = kept(
		(shared: Context['shared'], look: Look, format: Format, language: Context['language']): Context => ({
			shared,
			look,
			format,
			language,
		}),
	);
	const knownRate = (): Currency | null => {
		const {currency: code, ascii} = preferences();
		return rate(code, store.get().shared.market, ascii);
	};

	return {
		preferences,
		context() {
			const wanted = preferences();
			const next = knownRate() ?? dollars;
			if (!same(currency, next)) currency = next;
			return join(store.get().shared, look(wanted), format(wanted, currency), wanted.language);
		},
		missingRate() {
			const {market, opening} = store.get().shared;
			return opening && market.rows.length > 0 && knownRate() === null ? preferences().currency : null;
		},
		setTraits(next) {
			traits = next;
		},
	};
}
