/** Where a key goes: to what always works, the window on top, a line being typed, or the table of commands. */

import type {Screen, Tools} from '../screen.js';
import type {Store} from '../state/store.js';
import type {ScreenId} from '../state/view-state.js';
import type {CommandRow} from './command-table.js';
import type {CommandRows} from './command-rows.js';
import {alwaysWorking} from './commands.js';
import {numberOf} from './header.js';
import {noPresses, pendingText, readKey} from './keys.js';
import type {OverlayStack} from './overlay-stack.js';

type Options = {
	readonly store: Store;
	readonly stack: OverlayStack;
	readonly rows: CommandRows;
	readonly screens: readonly Screen[];
	readonly toolsOf: (screen: ScreenId) => Tools;
	readonly monotonic: () => number;
	readonly guard: (work: () => void | Promise<void>) => void;
	/** Tells why a command is off. */
	readonly refuse: (row: CommandRow) => void;
};

/** Makes the one place that takes keys. */
export function createKeyDispatch(options: Options): (key: string) => void {
	const {store, stack, rows, screens, toolsOf, monotonic, guard, refuse} = options;
	let presses = noPresses;

	const settle = (next: typeof presses): void => {
		presses = next;
		const pending = pendingText(next);
		store.frame(frame => (frame.pending === pending ? frame : {...frame, pending}));
	};
	const screenOf = (digit: string): ScreenId | null =>
		screens.find(({id}) => numberOf(id) === digit)?.id ?? null;
	/** The first command that is on; where none is, the first one says why. */
	const runFirst = (ids: readonly string[], count: number): void => {
		const {screen} = store.get().shared;
		const found = ids.map(id => rows.find(id, screen)).filter(row => row !== undefined);
		const ready = found.find(row => row.off() === null);
		if (ready) ready.run(count);
		else if (found[0]) refuse(found[0]);
	};

	return key => {
		const {screen: active} = store.get().shared;
		const urgent = rows.all().find(({id, keys}) => alwaysWorking.has(id) && keys.includes(key));
		if (urgent) return urgent.run(1);
		if (stack.top()) {
			settle(noPresses);
			return guard(() => stack.key(key));
		}

		const screen = screens.find(({id}) => id === active);
		if (screen?.typing?.(store.get().screens[active]) && screen.type) {
			settle(noPresses);
			return guard(() => screen.type!(key, toolsOf(active)));
		}

		// Escape first of all ends what is half typed.
		if (key === 'escape' && pendingText(presses) !== '') return settle(noPresses);
		const {presses: next, reading} = readKey(presses, key, {
			at: monotonic(),
			screen: active,
			screenOf,
			bindingsOf: rows.bindingsOf,
		});
		settle(next);
		switch (reading.type) {
			case 'screen':
				return store.change({type: 'screen', screen: reading.screen});
			case 'run':
				if (reading.back !== null) store.change({type: 'screen', screen: reading.back});
				return runFirst(reading.ids, reading.count);
			case 'wait':
			case 'nothing':
		}
	};
}
