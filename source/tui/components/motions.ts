/** The keys that move a cursor through a list, the same on every screen that shows one. */

import {moveBy, moveTo, type ListState} from '../state/list.js';
import type {Command, Tools} from '../screen.js';
import type {Bilingual} from '../i18n/language.js';

/** Where a list goes, of `count` rows of which `visible` are on screen. */
export type Motion = (list: ListState, count: number, visible: number) => ListState;

type MotionRow = {
	readonly name: string;
	readonly keys: readonly string[];
	readonly label: Bilingual<string>;
	/** `times` is the count typed before the key, at least 1. */
	readonly motion: (times: number) => Motion;
};

const rows: readonly MotionRow[] = [
	{
		name: 'down',
		keys: ['j', 'down'],
		label: {en: 'Down', 'pt-BR': 'Para baixo'},
		motion: times => (list, count, visible) => moveBy(list, times, count, visible),
	},
	{
		name: 'up',
		keys: ['k', 'up'],
		label: {en: 'Up', 'pt-BR': 'Para cima'},
		motion: times => (list, count, visible) => moveBy(list, -times, count, visible),
	},
	{
		name: 'page-down',
		keys: ['pagedown', 'ctrl+f'],
		label: {en: 'Page down', 'pt-BR': 'Página abaixo'},
		motion: times => (list, count, visible) => moveBy(list, times * visible, count, visible),
	},
	{
		name: 'page-up',
		keys: ['pageup', 'ctrl+b'],
		label: {en: 'Page up', 'pt-BR': 'Página acima'},
		motion: times => (list, count, visible) => moveBy(list, -times * visible, count, visible),
	},
	{
		name: 'half-down',
		keys: ['ctrl+d'],
		label: {en: 'Half a page down', 'pt-BR': 'Meia página abaixo'},
		motion: times => (list, count, visible) => moveBy(list, times * Math.ceil(visible / 2), count, visible),
	},
	{
		name: 'half-up',
		keys: ['ctrl+u'],
		label: {en: 'Half a page up', 'pt-BR': 'Meia página acima'},
		motion: times => (list, count, visible) => moveBy(list, -times * Math.ceil(visible / 2), count, visible),
	},
	{
		name: 'first',
		keys: ['home', 'g g'],
		label: {en: 'To the first', 'pt-BR': 'Ao primeiro'},
		motion: () => (list, count, visible) => moveTo(list, 0, count, visible),
	},
	{
		name: 'last',
		keys: ['end', 'G'],
		label: {en: 'To the last', 'pt-BR': 'Ao último'},
		motion: () => (list, count, visible) => moveTo(list, count - 1, count, visible),
	},
];

/** The commands `screen.down`, `screen.up` …; `move` applies a motion to the list that has the cursor. */
export const motionCommands = <State, Action>(
	screen: string,
	move: (tools: Tools<State, Action>, motion: Motion) => void,
): readonly Command<State, Action>[] =>
	rows.map(({name, keys, label, motion}) => ({
		id: `${screen}.${name}`,
		keys,
		label,
		motion: true,
		run: (tools, count) => move(tools, motion(Math.max(1, count))),
	}));
