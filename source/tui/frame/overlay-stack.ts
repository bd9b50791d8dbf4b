/** Opens and closes the windows over the screen, and brings keys, pastes and the mouse to the one on top. */

import type {Context, ViewMouse} from '../screen.js';
import type {Overlay, OverlayHandle, OverlayKind} from '../state/overlay.js';
import type {Store} from '../state/store.js';
import {insideOf, overlayRect} from './window.js';

export type OverlayStack = {
	open<State>(kind: OverlayKind<State>, state: State): OverlayHandle<State>;
	/** The window that has the keys, or null. */
	top(): Overlay | null;
	key(key: string): void;
	paste(text: string): void;
	/** `event` in cells of the whole screen. */
	mouse(event: ViewMouse): void;
	closeAll(): void;
};

type Surrounding = {
	readonly store: Store;
	readonly context: () => Context;
	readonly copy: (text: string) => void;
};

/** Forgets the type of the state inside, so that one list can hold all windows. */
const asOverlay = <State>(id: number, kind: OverlayKind<State>, state: State): Overlay => ({
	id,
	kind: kind as unknown as OverlayKind,
	state,
});

export function createOverlayStack({store, context, copy}: Surrounding): OverlayStack {
	let opened = 0;
	const overlays = (): readonly Overlay[] => store.get().frame.overlays;
	const find = (id: number): Overlay | undefined => overlays().find(overlay => overlay.id === id);
	const change = (next: readonly Overlay[]): void => store.frame(frame => ({...frame, overlays: next}));
	const close = (id: number): void => {
		const overlay = find(id);
		if (!overlay) return;
		change(overlays().filter(other => other !== overlay));
		overlay.kind.closed?.(overlay.state);
	};
	const handleOf = ({id, state}: Overlay): OverlayHandle<unknown> => ({
		state: () => find(id)?.state ?? state,
		set(next) {
			change(overlays().map(overlay => (overlay.id === id ? asOverlay(id, overlay.kind, next) : overlay)));
		},
		context,
		size() {
			const overlay = find(id);
			return overlay ? insideOf(overlayRect(overlay, context())) : {width: 0, height: 0};
		},
		close: () => close(id),
		copy,
	});
	const top = (): Overlay | null => overlays().at(-1) ?? null;

	return {
		open<State>(kind: OverlayKind<State>, state: State) {
			const overlay = asOverlay(++opened, kind, state);
			change([...overlays(), overlay]);
			return handleOf(overlay) as OverlayHandle<State>;
		},
		top,
		key(key) {
			const overlay = top();
			overlay?.kind.key(key, handleOf(overlay));
		},
		paste(text) {
			const overlay = top();
			overlay?.kind.paste?.(text, handleOf(overlay));
		},
		mouse(event) {
			const overlay = top();
			if (!overlay) return;
			const {x, y} = insideOf(overlayRect(overlay, context()));
			overlay.kind.mouse?.({...event, x: event.x - x, y: event.y - y}, handleOf(overlay));
		},
		closeAll() {
			for (const {id} of overlays().toReversed()) close(id);
		},
	};
}
