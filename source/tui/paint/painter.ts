/** Paints Ink's tree on the terminal by cells: one write per frame, and none when nothing changed. */

import type {DOMElement} from 'ink';
import {Grid, type Size} from '../cells/grid.js';
import type {ColourDepth} from '../cells/style.js';
import {frameDiff} from './frame-diff.js';
import type {FrameOutput} from './frame-output.js';
import {drawTree} from './ink-tree.js';

export type PainterOptions = {
	readonly output: FrameOutput;
	readonly root: DOMElement;
	readonly size: Size;
	readonly depth: ColourDepth;
	/** Leaves the last cell blank: Windows consoles scroll when it is written. */
	readonly sparesCorner: boolean;
};

export type Painter = {
	/** The tree changed: paints now, or as soon as thirty frames a second allow. */
	request(): void;
	/** What is requested during `work` is painted when it ends, together and at once. */
	urgently(work: () => void): void;
	/** The next frame has this size and writes every cell. */
	resize(size: Size): void;
	setDepth(depth: ColourDepth): void;
	/** The terminal shows something else: paints every cell, now. */
	repaint(): void;
	/** The last frame, to read only until the next one; null before the first. */
	frame(): Grid | null;
	stop(): void;
};

/** Thirty a second, less the time a frame may come early. */
const frameMs = 30;
/** Terminals that know it show a frame at once, not while it arrives. */
const synchronized = {begin: '\u001B[?2026h', end: '\u001B[?2026l'} as const;

const grids = ({width, height}: Size) => ({next: new Grid(width, height), last: new Grid(width, height)});

export function createPainter({output, root, sparesCorner, ...initial}: PainterOptions): Painter {
	let {depth} = initial;
	/** `last` is what was painted, `next` is drawn into. */
	let {next, last} = grids(initial.size);
	/** Whether `last` is what the terminal shows. */
	let isKnown = false;
	let hasPainted = false;
	let paintedAt = -Infinity;
	let timer: NodeJS.Timeout | null = null;
	let isUrgent = false;
	let isDue = false;
	let isWaiting = false;
	let isStopped = false;

	const paint = (): void => {
		if (timer) clearTimeout(timer);
		timer = null;
		isDue = false;
		if (isStopped || isWaiting) return;
		if (output.waiting() > 0) {
			// A frame the terminal has no time for is left out; the next one holds everything.
			isWaiting = true;
			output.drained(() => {
				isWaiting = false;
				paint();
			});
			return;
		}

		drawTree(next, root);
		const text = frameDiff(next, isKnown ? last : null, {depth, sparesCorner});
		[next, last] = [last, next];
		isKnown = true;
		hasPainted = true;
		paintedAt = performance.now();
		if (text !== '') output.write(synchronized.begin + text + synchronized.end);
	};

	return {
		request() {
			if (isUrgent) isDue = true;
			if (isUrgent || timer || isStopped) return;
			const rest = frameMs - (performance.now() - paintedAt);
			if (rest <= 0) paint();
			else timer = setTimeout(paint, rest);
		},
		urgently(work) {
			const outer = isUrgent;
			isUrgent = true;
			try {
				work();
			} finally {
				isUrgent = outer;
				if (!isUrgent && (isDue || timer)) paint();
			}
		},
		resize(size) {
			({next, last} = grids(size));
			isKnown = false;
			hasPainted = false;
		},
		setDepth(to) {
			if (depth === to) return;
			depth = to;
			isKnown = false;
		},
		repaint() {
			isKnown = false;
			paint();
		},
		frame: () => (hasPainted ? last : null),
		stop() {
			isStopped = true;
			if (timer) clearTimeout(timer);
			timer = null;
		},
	};
}
