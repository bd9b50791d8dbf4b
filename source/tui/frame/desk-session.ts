/** The desk in use: opened, listened to, replaced by another one, and told what to remember at the end. */

import type {Desk, DeskNews} from '#desk/desk.js';
import {Fault} from '#domain/fault.js';
import type {Screen} from '../screen.js';
import type {Store} from '../state/store.js';
import {screenIds, type ScreenId} from '../state/view-state.js';

export type DeskSession = {
	readonly desk: () => Desk;
	/** Whether the desk in use is that of the simulated market. */
	readonly isDemo: () => boolean;
	/** Opens the first desk, or another one in its place. Rejects with why it cannot be opened. */
	open(demo: boolean): Promise<void>;
	/** Stores what the screens want to find again, and closes the desk. */
	end(): Promise<void>;
};

export type DeskSessionOptions = {
	readonly store: Store;
	readonly screens: readonly Screen[];
	readonly connect: (demo: boolean) => Promise<Desk>;
	readonly now: () => number;
	/** After the shared state and the screens heard it. */
	readonly onNews: (news: DeskNews) => void;
	/** With what the frame itself remembered. */
	readonly onOpened: (memory: FrameMemory) => void;
};

/** What the frame keeps from start to start. */
export type FrameMemory = {
	readonly screen: ScreenId | null;
	readonly selected: string | null;
	/** When the program was last open, ms UTC. */
	readonly lastSeen: number | null;
};

const memoryKey = 'frame';

/** What was kept, of unknown age and shape. */
export function memoryOf(value: unknown): FrameMemory {
	const kept = (typeof value === 'object' && value !== null ? value : {}) as Partial<
		Record<keyof FrameMemory, unknown>
	>;
	const {screen, selected, lastSeen} = kept;
	return {
		screen: screenIds.find(id => id === screen) ?? null,
		selected: typeof selected === 'string' ? selected : null,
		lastSeen: typeof lastSeen === 'number' && Number.isFinite(lastSeen) ? lastSeen : null,
	};
}

async function refuse(): Promise<never> {
	throw new Fault('interrupted', 'The store is not open.');
}

/** Rejects everything: stands in while no desk is open. */
function closedDesk(): Desk {
	return new Proxy({} as Desk, {get: () => refuse});
}

const closed = closedDesk();

export function createDeskSession(options: DeskSessionOptions): DeskSession {
	const {store, screens, connect, now, onNews, onOpened} = options;
	let current = closed;
	let demoOpen = false;
	let deafen: (() => void) | null = null;
	/** Counts openings: an opening that was overtaken must not put its desk in place. */
	let openings = 0;

	/** Tells a desk what to find again: the state as it is when this is called. */
	const remember = async (desk: Desk): Promise<void> => {
		const {shared, screens: states} = store.get();
		if (!shared.opening || shared.opening.readOnly) return;
		const memory: FrameMemory = {screen: shared.screen, selected: shared.selected, lastSeen: now()};
		const kept = screens
			.filter(({remember: memorable}) => memorable)
			.map(({id, remember: memorable}) => [id, memorable!(states[id])] as const);
		await Promise.allSettled([
			desk.remember(memoryKey, memory),
			...kept.map(([id, value]) => desk.remember(id, value)),
		]);
	};
	/** Lets go of the desk in use at once; resolves when it is closed. */
	const leave = async (): Promise<void> => {
		const left = current;
		if (left === closed) return;
		deafen?.();
		current = closed;
		await remember(left);
		await left.close().catch(() => {});
	};

	return {
		desk: () => current,
		isDemo: () => demoOpen,
		async open(demo) {
			const opening = ++openings;
			const left = leave();
			store.change({type: 'closed'});
			const before = store.get().screens;
			await left;
			const desk = await connect(demo);
			let isOpen = false;
			/** What was told while the first answer was on its way. */
			const early: DeskNews[] = [];
			const hear = (news: DeskNews): void => {
				if (!isOpen) return void early.push(news);
				store.hear([news], now());
				onNews(news);
			};
			const stop = desk.listen(hear);
			const opened = await desk.open().catch(async (error: unknown) => {
				stop();
				await desk.close().catch(() => {});
				throw error;
			});
			if (opening !== openings) {
				stop();
				return desk.close();
			}

			current = desk;
			demoOpen = demo;
			deafen = stop;
			store.recall(opened.memory, before);
			store.change({type: 'opened', opening: opened, at: now()});
			onOpened(memoryOf(opened.memory[memoryKey]));
			isOpen = true;
			for (const news of early) hear(news);
		},
		async end() {
			openings++;
			await leave();
		},
	};
}
