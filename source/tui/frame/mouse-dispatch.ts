/** Where a mouse event goes: to the window on top, a message, the tabs, the keys of the footer, or the screen. */

import type {Screen, Tools, ViewMouse} from '../screen.js';
import type {Store} from '../state/store.js';
import type {ScreenId} from '../state/view-state.js';
import type {FrameTools} from './command-table.js';
import {openAssets} from './dialogs/lists.js';
import {footerTarget, type PlacedKey} from './footer.js';
import {headerTarget} from './header.js';
import {frameLayout, holds} from './layout.js';
import type {OverlayStack} from './overlay-stack.js';
import {toastsRect} from './toasts.js';

type Options = {
	readonly store: Store;
	readonly stack: OverlayStack;
	readonly screens: readonly Screen[];
	readonly toolsOf: (screen: ScreenId) => Tools;
	readonly frame: FrameTools;
	readonly footerKeys: (width: number) => readonly PlacedKey[];
	readonly run: (id: string) => void;
	readonly isLinear: () => boolean;
	readonly guard: (work: () => void | Promise<void>) => void;
};

/** Makes the one place that takes mouse events, in cells of the whole terminal. */
export function createMouseDispatch(options: Options): (event: ViewMouse) => void {
	const {store, stack, screens, toolsOf, frame, footerKeys, run, isLinear, guard} = options;
	/** The button went down inside the view: what follows belongs to it, wherever the pointer goes. */
	let held = false;

	const toScreen = (event: ViewMouse, x: number, y: number): void => {
		const active = store.get().shared.screen;
		const screen = screens.find(({id}) => id === active);
		if (screen?.mouse)
			guard(() => screen.mouse!({...event, x: event.x - x, y: event.y - y}, toolsOf(active)));
	};

	return event => {
		const {shared} = store.get();
		if (stack.top()) {
			held = false;
			return guard(() => stack.mouse(event));
		}

		const layout = frameLayout(shared.size);
		if (!layout) return;
		const {header, body, footer} = layout;
		if (event.kind === 'drag' || event.kind === 'release') {
			if (held) toScreen(event, body.x, body.y);
			if (event.kind === 'release') held = false;
			return;
		}

		const isPress = event.kind === 'press';
		if (isPress && holds(toastsRect(shared.toasts, shared.size), event.x, event.y)) return frame.dismiss();
		if (holds(header, event.x, event.y)) {
			const target = isPress ? headerTarget(screens, header.width, event.x, frame.context()) : null;
			if (target?.type === 'screen') store.change({type: 'screen', screen: target.screen});
			if (target?.type === 'asset') guard(() => openAssets(frame));
			return;
		}

		if (holds(footer, event.x, event.y)) {
			const id = isPress && event.y === footer.y + 1 ? footerTarget(footerKeys(footer.width), event.x) : null;
			if (id !== null) run(id);
			return;
		}

		if (isLinear()) {
			if (event.kind === 'wheel') frame.scrollLinear(event.wheel * 3);
			return;
		}

		held = isPress;
		toScreen(event, body.x, body.y);
	};
}
