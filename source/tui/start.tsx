/** Opens the screen: the terminal, the painter, the frame and the desk, put together and taken apart. */

import {mkdirSync, writeFileSync} from 'node:fs';
import {release} from 'node:os';
import {dirname} from 'node:path';
import process from 'node:process';
import {connectDesk} from '#desk/connect.js';
import type {DeskPlace} from '#desk/place.js';
import {Grid, type Size} from './cells/grid.js';
import {App} from './frame/app.js';
import {createFrame, type Frame} from './frame/frame.js';
import type {TerminalTraits} from './frame/preferences.js';
import {lastFrameText} from './last-frame.js';
import {createStage, type Stage} from './paint/stage.js';
import {screens} from './screens.js';
import type {ScreenId} from './state/view-state.js';
import {
	askBackground,
	type BackgroundQuestion,
	colourDepthOf,
	hasUnicode,
	likelyBackground,
	type Variables,
} from './terminal/abilities.js';
import {copySequence} from './terminal/clipboard.js';
import {createInput, type InputEvent} from './terminal/input.js';
import type {Launch} from './terminal/launch.js';
import {createSession} from './terminal/session.js';

export type StartOptions = {
	readonly place: Omit<DeskPlace, 'demo' | 'readOnly'>;
	/** The built entry of the desk's thread. */
	readonly worker: URL;
	readonly demo: boolean;
	/** Settings of the screen that options decide: `ui.theme` and so on. */
	readonly chosen: Readonly<Record<string, string>>;
	readonly screen?: ScreenId;
	readonly launch: Launch;
	/** What to print about an error that ends the session, and the exit code. */
	readonly explain: (error: unknown) => {readonly text: string; readonly code: number};
};

const later = (work: () => void, ms: number): (() => void) => {
	const timer = setTimeout(work, ms);
	return () => clearTimeout(timer);
};

const monotonic = (): number => performance.now();

/** The first variable that is set decides about the language, as in POSIX. */
const localeOf = (variables: Variables): string | undefined =>
	variables['LC_ALL'] || variables['LC_MESSAGES'] || variables['LANG'] || undefined;

function copyOf(grid: Grid | null): Grid | null {
	if (!grid) return null;
	const copy = new Grid(grid.width, grid.height);
	copy.blit(grid, 0, 0);
	return copy;
}

/** The part of the terminal that is painted: stock Ink leaves the last row out. */
const usable = ({width, height}: Size, {renderer}: Stage): Size =>
	renderer === 'ink' ? {width, height: Math.max(1, height - 1)} : {width, height};

/** Keeps the last frame for the launcher. Not being able to costs only a blank first moment. */
function keepFrame(file: string | null, text: string): void {
	if (file === null) return;
	try {
		mkdirSync(dirname(file), {recursive: true, mode: 0o700});
		writeFileSync(file, text, {mode: 0o600});
	} catch {
		// Nothing is lost.
	}
}

/** Takes the theme that fits the terminal, once the terminal says what it looks like. */
async function followBackground(
	asked: BackgroundQuestion['answer'],
	traits: TerminalTraits,
	frame: Frame,
): Promise<void> {
	const background = await asked;
	if (background !== null && background !== traits.background) frame.setTraits({...traits, background});
}

/** Runs the screen. Never resolves: the session ends the process. */
export async function start(options: StartOptions): Promise<never> {
	const {place, worker, demo, chosen, screen, launch, explain} = options;
	const {environment: variables, platform} = place;
	const {stdin, stdout} = process;
	const system = {platform, release: release()};
	const depth = colourDepthOf(variables, system);
	const sparesCorner = platform === 'win32';
	const traits: TerminalTraits = {
		background: likelyBackground(variables),
		coloured: depth !== 'mono',
		unicode: hasUnicode(variables, system),
		locale: localeOf(variables),
	};
	const size = {width: stdout.columns, height: stdout.rows};

	const session = createSession({
		stdin,
		stdout,
		mouse: false,
		onData: bytes => input.feed(bytes),
		onResize(next) {
			stage.urgently(() => frame.resize(usable(next, stage)));
			stage.resize(next);
		},
		onRepaint: () => stage.repaint(),
		async shutdown() {
			const grid = stage.frame();
			const {format, language, shared} = frame.context();
			if (grid && shared.opening) {
				const clock = format.dateTime(Date.now());
				const {ascii} = frame.preferences();
				keepFrame(launch.frameFile, lastFrameText(grid, {depth, sparesCorner, language, clock, ascii}));
			}

			await frame.end();
		},
		explain,
	});
	const stage: Stage = createStage({
		output: session.output,
		size,
		depth,
		renderer: variables['CRYPTO_TUI_RENDERER'] === 'ink' ? 'ink' : 'cells',
		platform,
	});
	let readyThread = launch.desk;
	const frame: Frame = createFrame({
		screens,
		size: usable(size, stage),
		traits,
		chosen,
		...(screen && {screen}),
		surroundings: {
			async connect(isDemo) {
				const thread = readyThread;
				readyThread = null;
				return connectDesk({...place, worker, thread, demo: isDemo, readOnly: false});
			},
			later,
			monotonic,
			now: Date.now,
			copy(text) {
				const sequence = copySequence(text);
				if (sequence !== null) session.output.write(sequence);
				return sequence !== null;
			},
			bell: () => session.output.write('\u0007'),
			suspend: () => session.suspend(),
			redraw: () => stage.repaint(),
			setMouse: on => session.setMouse(on),
			async picture() {
				stage.urgently(() => {});
				return copyOf(stage.frame());
			},
			quit: () => void session.quit(0),
		},
	});

	let background: BackgroundQuestion | null = null;
	let isShown = false;
	/** Until then the terminal shows the last frame of the session before, where there is one. */
	const show = (): void => {
		if (isShown) return;
		isShown = true;
		stage.show(<App frame={frame} />);
	};
	/** While the store is read, what the first frame needs anyway: components, and the machine's ways of writing numbers. */
	const prepare = (): void => {
		if (isShown) return;
		stage.prepare(<App frame={frame} />);
		const {format} = frame.context();
		format.count(0);
		format.clock(0);
	};
	const handle = (event: InputEvent): void => {
		switch (event.type) {
			case 'key':
				return frame.key(event.key);
			case 'mouse':
				return frame.mouse(event);
			case 'paste':
				return frame.paste(event.text);
			case 'focus':
				return frame.focus(event.focused);
			case 'background':
			case 'device':
		}
	};
	const input = createInput({
		later,
		monotonic,
		emit(event) {
			background?.hear(event);
			if (event.type === 'key') show();
			stage.urgently(() => handle(event));
		},
	});

	session.start();
	launch.takeOver();
	background = askBackground(text => session.output.write(text), later);
	const opened = frame.open(demo);
	// In the next turn, when the desk was asked and works beside it.
	if (launch.shown) later(prepare, 0);
	else show();
	stage.ended.catch(session.fail);
	void followBackground(background.answer, traits, frame);
	try {
		await opened;
	} catch (error) {
		void session.fail(error);
	}

	show();
	return new Promise<never>(() => {});
}
