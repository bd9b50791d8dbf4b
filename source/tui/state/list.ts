/** A cursor in a list of which only a window is visible: the one behaviour of every table, log and menu. */

export type ListState = {readonly cursor: number; readonly top: number};

export const startOfList: ListState = {cursor: 0, top: 0};

/** Puts the cursor at `index`, inside `count` rows, and scrolls as little as needed for a window of `visible` rows. */
export function moveTo(list: ListState, index: number, count: number, visible: number): ListState {
	const cursor = Math.max(0, Math.min(count - 1, index));
	const rows = Math.max(1, visible);
	const lowest = Math.max(0, count - rows);
	const top = Math.max(0, Math.min(lowest, Math.max(cursor - rows + 1, Math.min(list.top, cursor))));
	return cursor === list.cursor && top === list.top ? list : {cursor, top};
}

export const moveBy = (list: ListState, by: number, count: number, visible: number): ListState =>
	moveTo(list, list.cursor + by, count, visible);

/** Scrolls the window; the cursor stays on screen. */
export function scrollBy(list: ListState, by: number, count: number, visible: number): ListState {
	const rows = Math.max(1, visible);
	const top = Math.max(0, Math.min(Math.max(0, count - rows), list.top + by));
	const cursor = Math.max(0, Math.min(count - 1, Math.max(top, Math.min(top + rows - 1, list.cursor))));
	return cursor === list.cursor && top === list.top ? list : {cursor, top};
}
