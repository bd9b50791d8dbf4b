/** Options of the interactive screen, as settings of the screen that hold for one start. */

import {languages} from '#tui/i18n/language.js';
import {themeNames} from '#tui/theme/palettes.js';
import type {OptionTable, Values} from './option.js';

/** How the screen looks, for this start. */
export const lookOptions = {
	theme: {
		kind: 'choice',
		value: 'theme',
		allowed: themeNames,
		about: 'Colours of the screen.',
		usually: 'the setting ui.theme',
	},
	lang: {
		kind: 'choice',
		value: 'language',
		allowed: languages,
		about: 'Language of the screen.',
		usually: 'the setting language',
	},
	currency: {
		kind: 'text',
		value: 'code',
		about: 'Currency of the screen, such as BRL.',
		usually: 'the setting ui.currency',
	},
	ascii: {kind: 'flag', about: 'Draw with plain ASCII only.'},
	linear: {kind: 'flag', about: 'Show plain sentences, for screen readers.'},
	'no-mouse': {kind: 'flag', about: 'Leave the mouse to the terminal.'},
	'reduced-motion': {kind: 'flag', about: 'No flashes, no animation.'},
} as const satisfies OptionTable;

/** The options that were given, as settings by key. */
export function chosenSettings(
	values: Partial<Values<typeof lookOptions>>,
): Readonly<Record<string, string>> {
	const chosen = {
		'ui.theme': values.theme,
		language: values.lang,
		'ui.currency': values.currency?.toUpperCase(),
		'ui.ascii': values.ascii ? 'on' : undefined,
		'ui.linear': values.linear ? 'on' : undefined,
		'ui.mouse': values['no-mouse'] ? 'off' : undefined,
		'ui.motion': values['reduced-motion'] ? 'reduced' : undefined,
	};
	return Object.fromEntries(
		Object.entries(chosen).filter((pair): pair is [string, string] => pair[1] !== undefined),
	);
}
