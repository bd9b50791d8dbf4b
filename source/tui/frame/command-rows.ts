/** All commands there are, bound to what they work on, with the keys the user's settings give them. */

import {inBoth, type Bilingual} from '../i18n/language.js';
import type {Screen, Tools} from '../screen.js';
import type {ScreenId} from '../state/view-state.js';
import type {CommandRow, FrameTools} from './command-table.js';
import {frameCommands} from './commands.js';
import {keysUnder, type KeyOwner, type KeyProblem} from './key-settings.js';
import {sequenceOf, type Binding} from './keys.js';
import {frameWords} from './words.js';

export type CommandRows = {
	readonly all: () => readonly CommandRow[];
	/** What works on a screen: its own commands before those of the frame. */
	readonly bindingsOf: (screen: ScreenId) => readonly Binding[];
	readonly find: (id: string, screen: ScreenId) => CommandRow | undefined;
	/** What in the user's keys cannot be followed. */
	readonly problems: () => readonly KeyProblem[];
};

type Options = {
	readonly screens: readonly Screen[];
	readonly toolsOf: (screen: ScreenId) => Tools;
	readonly frame: FrameTools;
	/** The setting `ui.keys`. */
	readonly keysText: () => string;
	/** Runs work that may throw or reject. */
	readonly guard: (work: () => void | Promise<void>) => void;
};

type Table = {
	readonly text: string;
	readonly rows: readonly CommandRow[];
	readonly bindings: Map<ScreenId, readonly Binding[]>;
	readonly problems: readonly KeyProblem[];
};

/** Commands of all screens and of the frame, as far as their keys go. */
export const keyOwners = (screens: readonly Screen[]): readonly KeyOwner[] => [
	...screens.flatMap(({id: scope, commands}) => commands.map(({id, keys}) => ({id, keys, scope}))),
	...frameCommands(new Map(screens.map(({id, title}) => [id, title]))).map(({id, keys}) => ({
		id,
		keys,
		scope: 'global' as const,
	})),
];

const withKeys = (row: CommandRow, keys: readonly string[]): CommandRow => ({...row, keys});

const unstopped = (text: string): string => text.replace(/\.$/, '');

/**
 * Without a full stop: some say it inside a sentence of their own. Asked while the screen is drawn: a bug in the answer
 * puts one command off, and takes nothing else down.
 */
function reasonOf(ask: () => Bilingual<string> | null | undefined): Bilingual<string> | null {
	try {
		const reason = ask() ?? null;
		return reason && {en: unstopped(reason.en), 'pt-BR': unstopped(reason['pt-BR'])};
	} catch {
		return inBoth(frameWords, ({off}) => off.broken);
	}
}

const bindingsIn = (rows: readonly CommandRow[], scope: CommandRow['scope']): readonly Binding[] =>
	rows
		.filter(row => row.scope === scope)
		.flatMap(({id, keys, motion}) => keys.map(key => ({sequence: sequenceOf(key) ?? [key], id, motion})));

export function createCommandRows({screens, toolsOf, frame, keysText, guard}: Options): CommandRows {
	const owners = keyOwners(screens);
	const bound: readonly CommandRow[] = [
		...screens.flatMap(({id: scope, commands}) =>
			commands.map(({id, keys, label, footer, motion, off, run}): CommandRow => {
				const tools = toolsOf(scope);
				return {
					id,
					scope,
					keys,
					label,
					footer: footer ?? null,
					motion: motion ?? false,
					off: () => reasonOf(() => off?.(tools)),
					run: count => guard(() => run(tools, count)),
				};
			}),
		),
		...frameCommands(new Map(screens.map(({id, title}) => [id, title]))).map(
			({id, keys, label, footer, motion, off, run}): CommandRow => ({
				id,
				scope: 'global',
				keys,
				label,
				footer: footer ?? null,
				motion: motion ?? false,
				off: () => reasonOf(() => off?.(frame)),
				run: count => guard(() => run(frame, count)),
			}),
		),
	];
	let table: Table | null = null;
	const current = (): Table => {
		const text = keysText();
		if (table?.text === text) return table;
		const {keys, problems} = keysUnder(owners, text);
		return (table = {
			text,
			rows: bound.map(row => withKeys(row, keys.get(row.id) ?? row.keys)),
			bindings: new Map(),
			problems,
		});
	};
	return {
		all: () => current().rows,
		bindingsOf(screen) {
			const {rows, bindings} = current();
			let known = bindings.get(screen);
			if (!known) {
				known = [...bindingsIn(rows, screen), ...bindingsIn(rows, 'global')];
				bindings.set(screen, known);
			}

			return known;
		},
		find: (id, screen) =>
			current().rows.find(row => row.id === id && (row.scope === 'global' || row.scope === screen)),
		problems: () => current().problems,
	};
}
