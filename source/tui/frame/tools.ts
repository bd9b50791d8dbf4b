/** What a screen may do, made once per screen for its whole life. */

import type {Desk} from '#desk/desk.js';
import type {Size} from '../cells/grid.js';
import type {Context, Tools} from '../screen.js';
import type {Store} from '../state/store.js';
import type {ScreenId} from '../state/view-state.js';
import type {OverlayStack} from './overlay-stack.js';
import {openConfirm} from './overlays/confirm.js';
import {openForm} from './overlays/form.js';
import {openPicker} from './overlays/picker.js';
import {openReader} from './overlays/reader.js';
import type {Toaster} from './toaster.js';

/** What all tools share. */
export type Bench = Pick<Toaster, 'toast' | 'fail' | 'explain'> & {
	readonly store: Store;
	readonly stack: OverlayStack;
	readonly context: () => Context;
	/** The desk in use; while none is open, one that rejects everything. */
	readonly desk: () => Desk;
	/** Size of the part of the screen that a view gets. */
	readonly bodySize: () => Size;
	readonly copy: (text: string) => void;
	/** Calls `work` after `ms`; returns the withdrawal. */
	readonly later: (work: () => void, ms: number) => () => void;
	/** Told when work for the desk begins (1) and ends (-1). */
	readonly onLoad: (change: 1 | -1) => void;
};

/** The tools of one screen. */
export function createTools(id: ScreenId, bench: Bench): Tools {
	const {store, stack, context, desk, bodySize, toast, fail, explain, copy, later, onLoad} = bench;
	const generations = new Map<string, number>();
	return {
		state: () => store.get().screens[id],
		dispatch: action => store.dispatch(id, action),
		shared: () => store.get().shared,
		change: action => store.change(action),
		desk,
		context,
		size: bodySize,
		words: words => words[context().language],
		open: screen => store.change({type: 'screen', screen}),
		toast,
		fail,
		load(key, work, use, failed = fail) {
			const generation = (generations.get(key) ?? 0) + 1;
			generations.set(key, generation);
			const asked = desk();
			const isCurrent = (): boolean => generations.get(key) === generation && desk() === asked;
			onLoad(1);
			// Work that throws before its promise is no other than one that rejects.
			Promise.resolve()
				.then(() => work(asked))
				.then(
					answer => (isCurrent() ? use(answer) : undefined),
					(error: unknown) => (isCurrent() ? failed(error) : undefined),
				)
				.catch(fail)
				.finally(() => onLoad(-1));
		},
		ask: form => openForm(stack, form, {later, explain}),
		async choose({title, items, current}) {
			const picked = await openPicker(stack, {
				title,
				items,
				current: Math.max(
					0,
					items.findIndex(({value}) => value === current),
				),
			});
			return picked === null ? null : items[picked]!.value;
		},
		confirm: (title, lines, yes) => openConfirm(stack, title, lines, yes),
		show: (title, lines) => openReader(stack, {title, lines: lines.map(text => ({text}))}),
		copy,
	};
}
