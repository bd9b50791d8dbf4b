/** The comparison: any number of assets from one start, with what each earned and risked beside the others. */

import {inBoth} from '../../i18n/language.js';
import type {Screen} from '../../screen.js';
import {compareCommands, compareMouse} from './commands.js';
import {compareCopied, compareLines, compareOrigin, compareSheet} from './sentences.js';
import {
	createCompareState,
	reduceCompare,
	rememberCompare,
	type CompareAction,
	type CompareState,
} from './state.js';
import {CompareView} from './view.js';
import {words} from './words.js';

export const compareScreen: Screen<CompareState, CompareAction> = {
	id: 'compare',
	title: inBoth(words, ({title}) => title),
	create: createCompareState,
	remember: rememberCompare,
	reduce: reduceCompare,
	commands: compareCommands,
	mouse: compareMouse,
	View: CompareView,
	lines: compareLines,
	sheet: compareSheet,
	origin: compareOrigin,
	copied: compareCopied,
};
