/** The whole screen on a fake desk: press keys, click, read what the terminal would show. */

import type {Desk} from '#desk/desk.js';
import type {Size} from '#tui/cells/grid.js';
import {App} from '#tui/frame/app.js';
import {createFrame, type Frame} from '#tui/frame/frame.js';
import {createStage, type Stage} from '#tui/paint/stage.js';
import type {Screen, ViewMouse} from '#tui/screen.js';
import {screens as everyScreen} from '#tui/screens.js';
import type {ScreenId} from '#tui/state/view-state.js';
import {createFakeDesk, noon, type FakeDesk} from '../../support/fake-desk.js';

export type MountOptions = {
	readonly size?: Size;
	readonly desk?: FakeDesk;
	/** The desk of the simulated market. */
	readonly demoDesk?: Desk;
	readonly screens?: readonly Screen[];
	readonly screen?: ScreenId;
	readonly chosen?: Readonly<Record<string, string>>;
	readonly locale?: string;
	/** False leaves the desk unopened. */
	readonly opens?: boolean;
};

export type MountedFrame = {
	readonly frame: Frame;
	readonly stage: Stage;
	readonly desk: FakeDesk;
	readonly clock: {now: number; monotonic: number};
	readonly copied: readonly string[];
	/** What was asked of the terminal: `quit`, `bell`, `suspend`, `redraw`, `mouse on`. */
	readonly asked: readonly string[];
	readonly press: (...keys: readonly string[]) => Promise<void>;
	readonly type: (text: string) => Promise<void>;
	readonly click: (x: number, y: number) => Promise<void>;
	readonly mouse: (event: Partial<ViewMouse>) => Promise<void>;
	/** What the terminal shows now, trailing blanks cut. */
	readonly rows: () => readonly string[];
	readonly text: () => string;
	readonly settle: () => Promise<void>;
	readonly unmount: () => Promise<void>;
};

const turns = async (count: number): Promise<void> => {
	for (let i = 0; i < count; i++) await new Promise(resolve => setImmediate(resolve));
};

/** Mounts the frame; unless said otherwise, its desk has opened. */
export async function mountFrame(options: MountOptions = {}): Promise<MountedFrame> {
	const {size = {width: 120, height: 36}, desk = createFakeDesk(), screens = everyScreen} = options;
	const clock = {now: noon, monotonic: 0};
	const copied: string[] = [];
	const asked: string[] = [];
	const stage = createStage({
		output: {write: () => {}, waiting: () => 0, drained: () => {}},
		size,
		depth: 'truecolor',
		renderer: 'cells',
		platform: 'linux',
	});
	const timers = new Set<NodeJS.Timeout>();
	const frame = createFrame({
		screens,
		size,
		traits: {background: 'dark', coloured: true, unicode: true, locale: options.locale ?? 'en_US.UTF-8'},
		chosen: {timeZone: 'UTC', 'ui.motion': 'reduced', ...options.chosen},
		...(options.screen && {screen: options.screen}),
		surroundings: {
			connect: async demo => (demo && options.demoDesk ? options.demoDesk : desk),
			later(work, ms) {
				const timer = setTimeout(work, ms);
				timers.add(timer);
				return () => clearTimeout(timer);
			},
			monotonic: () => clock.monotonic,
			now: () => clock.now,
			copy(text) {
				copied.push(text);
				return true;
			},
			bell: () => void asked.push('bell'),
			suspend: () => void asked.push('suspend'),
			redraw: () => void asked.push('redraw'),
			setMouse: on => void asked.push(`mouse ${on ? 'on' : 'off'}`),
			picture: async () => stage.frame(),
			quit: () => void asked.push('quit'),
		},
	});
	stage.show(<App frame={frame} />);
	/** What waits for its turn is told and painted now. */
	const paint = (): void => stage.urgently(() => frame.store.urgently(() => {}));
	const settle = async (): Promise<void> => {
		await turns(10);
		paint();
	};
	if (options.opens !== false) await frame.open(false);
	await settle();
	const rows = (): readonly string[] => {
		paint();
		return stage.frame()!.lines();
	};
	const text = (): string => rows().join('\n');
	const act = async (work: () => void): Promise<void> => {
		stage.urgently(work);
		await settle();
	};
	const mouse = (event: Partial<ViewMouse>): Promise<void> =>
		act(() =>
			frame.mouse({
				kind: 'press',
				button: 'left',
				x: 0,
				y: 0,
				wheel: 0,
				ctrl: false,
				shift: false,
				double: false,
				...event,
			}),
		);
	return {
		frame,
		stage,
		desk,
		clock,
		copied,
		asked,
		async press(...keys) {
			for (const key of keys) {
				// People are slower than counts, unless a test says otherwise.
				clock.monotonic += 1000;
				await act(() => frame.key(key));
			}
		},
		async type(typed) {
			for (const character of typed) await act(() => frame.key(character === ' ' ? 'space' : character));
		},
		click: (x, y) => mouse({x, y}),
		mouse,
		rows,
		text,
		settle,
		async unmount() {
			for (const timer of timers) clearTimeout(timer);
			await frame.end();
			stage.unmount();
		},
	};
}
