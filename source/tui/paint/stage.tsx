/** Mounts the screen on Ink, for its layout and its components, and paints it by cells; or by Ink where that fails. */

import {Box, render, type DOMElement, type Instance} from 'ink';
import {createRef, type ReactElement, type ReactNode, type RefObject} from 'react';
import type {Grid, Size} from '../cells/grid.js';
import type {ColourDepth} from '../cells/style.js';
import {CanvasModeContext, type CanvasMode} from '../components/canvas.js';
import type {FrameOutput} from './frame-output.js';
import {InkOutput, silentInput} from './ink-stream.js';
import {createPainter, type Painter} from './painter.js';

export type StageOptions = {
	readonly output: FrameOutput;
	readonly size: Size;
	readonly depth: ColourDepth;
	/** `ink` is the way out when a terminal and the cell painter disagree. */
	readonly renderer: CanvasMode['painter'];
	/** Windows consoles scroll when the last cell is written; it stays blank there. */
	readonly platform: NodeJS.Platform;
};

export type Stage = {
	/** Who paints: `ink` also where the installed Ink has no place to hook into. */
	readonly renderer: CanvasMode['painter'];
	/** Resolves after `unmount`; rejects with what a component threw that nothing caught, when nothing is mounted any more. */
	readonly ended: Promise<unknown>;
	/** Renders what is shown soon, without a frame: the first one then comes faster. */
	prepare(element: ReactElement): void;
	show(element: ReactElement): void;
	/** The terminal has this size now: lays out again and paints everything. */
	resize(size: Size): void;
	setDepth(depth: ColourDepth): void;
	/** The terminal shows something else: paints everything. */
	repaint(): void;
	/** What `work` changes is rendered and painted before this returns, in one frame. */
	urgently(work: () => void): void;
	/** The last frame, to read only until the next one; null before the first, and where Ink paints. */
	frame(): Grid | null;
	unmount(): void;
};

type BackdropProps = {
	readonly size: Size;
	readonly mode: CanvasMode;
	readonly anchor: RefObject<DOMElement | null>;
	readonly children: ReactNode;
};

function Backdrop({size, mode, anchor, children}: BackdropProps): ReactElement {
	return (
		<CanvasModeContext.Provider value={mode}>
			<Box ref={anchor} {...size} flexShrink={0} flexDirection="column" overflow="hidden">
				{children}
			</Box>
		</CanvasModeContext.Provider>
	);
}

const inkOptions = (stdout: InkOutput) => ({
	stdout: stdout as unknown as NodeJS.WriteStream,
	stdin: silentInput(),
	patchConsole: false,
	exitOnCtrlC: false,
	isScreenReaderEnabled: false,
});

/** The node all others hang on, if it is as Ink 6.8 makes it: painting hooks in where Ink's own would begin. */
function hookableRoot(anchor: DOMElement | null): DOMElement | null {
	let root = anchor;
	while (root?.parentNode) root = root.parentNode;
	return root?.nodeName === 'ink-root' && typeof root.onRender === 'function' && root.yogaNode ? root : null;
}

const nothing: Size = {width: 0, height: 0};

/** Null when this Ink has no hook. */
function createCellStage({output, size, depth, platform}: StageOptions): Stage | null {
	const mode: CanvasMode = {painter: 'cells', depth};
	const anchor = createRef<DOMElement>();
	const stdout = new InkOutput(size, null);
	let element: ReactNode = null;
	let current = size;
	const tree = (): ReactElement => (
		<Backdrop size={current} mode={mode} anchor={anchor}>
			{element}
		</Backdrop>
	);
	// Ink paints this first one by itself; it is empty.
	const ink: Instance = render(
		<Backdrop size={nothing} mode={mode} anchor={anchor}>
			{null}
		</Backdrop>,
		inkOptions(stdout),
	);
	const root = hookableRoot(anchor.current);
	if (!root) {
		ink.unmount();
		return null;
	}

	const sparesCorner = platform === 'win32';
	const painter: Painter = createPainter({output, root, size, depth, sparesCorner});
	let shown = tree();
	let isPrepared = false;
	root.onRender = () => {
		if (!isPrepared) painter.request();
	};

	const renderAnew = (): void => {
		shown = tree();
		ink.rerender(shown);
	};
	const show = (): void => {
		isPrepared = false;
		painter.urgently(() => {
			renderAnew();
			painter.request();
		});
	};
	return {
		renderer: 'cells',
		ended: ink.waitUntilExit(),
		prepare(next) {
			element = next;
			isPrepared = true;
			renderAnew();
		},
		show(next) {
			element = next;
			show();
		},
		resize(next) {
			current = next;
			stdout.columns = next.width;
			stdout.rows = next.height;
			painter.resize(next);
			show();
			painter.repaint();
		},
		setDepth(next) {
			painter.setDepth(next);
			painter.repaint();
		},
		repaint: () => painter.repaint(),
		urgently(work) {
			painter.urgently(() => {
				work();
				// Renders what is waiting, without looking at anything that did not change.
				ink.rerender(shown);
			});
		},
		frame: () => painter.frame(),
		unmount() {
			painter.stop();
			ink.unmount();
		},
	};
}

/** Ink clears the whole screen with every frame as high as the terminal. */
const withoutLastRow = ({width, height}: Size): Size => ({width, height: Math.max(1, height - 1)});
const eraseAll = '\u001B[2J\u001B[H';

/** Stock Ink loses its place when anything else moves the cursor, so it starts anew then; so do the components. */
function createInkStage({output, size, depth}: StageOptions): Stage {
	let current = size;
	let mode: CanvasMode = {painter: 'ink', depth};
	let element: ReactNode = null;
	let ink: Instance | null = null;
	let end: ((last: Promise<unknown>) => void) | null = null;
	const ended = new Promise<unknown>(resolve => {
		end = resolve;
	});
	const tree = (): ReactElement => (
		<Backdrop size={withoutLastRow(current)} mode={mode} anchor={createRef()}>
			{element}
		</Backdrop>
	);
	const start = (): void => {
		ink?.unmount();
		output.write(eraseAll);
		const mounted = render(tree(), {
			// Not `incrementalRendering`: in Ink 6.8 it writes one line too low when the frame ends in a line break.
			...inkOptions(new InkOutput(current, text => output.write(text))),
			maxFps: 60,
		});
		ink = mounted;
		const left = mounted.waitUntilExit();
		const tell = (): void => {
			if (ink === mounted) end?.(left);
		};
		left.then(tell, tell);
	};
	return {
		renderer: 'ink',
		ended,
		prepare() {},
		show(next) {
			element = next;
			if (ink) ink.rerender(tree());
			else start();
		},
		resize(next) {
			current = next;
			start();
		},
		setDepth(next) {
			mode = {...mode, depth: next};
			start();
		},
		repaint: start,
		urgently: work => work(),
		frame: () => null,
		unmount: () => ink?.unmount(),
	};
}

/** Makes a stage; nothing is written before the first `show`. */
export const createStage = (options: StageOptions): Stage =>
	(options.renderer === 'cells' ? createCellStage(options) : null) ?? createInkStage(options);
