/** One screen in a frame of its own size, without header and footer: press keys, read what is shown. */

import {EventEmitter} from 'node:events';
import {setTimeout as sleep} from 'node:timers/promises';
import {Box, render} from 'ink';
import {createElement, useReducer, useEffect, type ReactElement} from 'react';
import type {DeskOpening} from '#desk/desk.js';
import type {Answers, Choice, Context, Form, Screen, Tools, ViewMouse} from '#tui/screen.js';
import {createFormat, dollars, type Currency} from '#tui/i18n/format.js';
import type {Language} from '#tui/i18n/language.js';
import {createStore, type Store} from '#tui/state/store.js';
import {createSharedState, type SharedState} from '#tui/state/view-state.js';
import {asciiGlyphs, unicodeGlyphs} from '#tui/theme/glyphs.js';
import type {Look} from '#tui/theme/look.js';
import {createTheme} from '#tui/theme/theme.js';
import type {Size} from '#tui/cells/grid.js';
import {createFakeDesk, noon, type FakeDesk} from './fake-desk.js';

export type MountOptions = {
	readonly size?: Size;
	readonly desk?: FakeDesk;
	readonly language?: Language;
	readonly currency?: Currency;
	readonly ascii?: boolean;
	readonly reducedMotion?: boolean;
	/** What the screen gave to `remember` in an earlier life. */
	readonly remembered?: unknown;
	/** What the user answers to dialogs, in order: values of a form, a value of a choice, yes or no; null cancels. */
	readonly answers?: readonly unknown[];
};

export type Mounted<State> = {
	readonly desk: FakeDesk;
	/** Runs the commands of these keys, one after another; sequences are written as one: `g g`. */
	press(...keys: readonly string[]): Promise<void>;
	/** Presses a key several times as a count: `5j`. */
	pressCount(count: number, key: string): Promise<void>;
	type(text: string): Promise<void>;
	mouse(event: Partial<ViewMouse>): Promise<void>;
	/** Rows of the view as text, trailing blanks cut. */
	rows(): readonly string[];
	text(): string;
	/** Waits until the view shows a text. */
	until(text: string | RegExp): Promise<void>;
	/** Lets answers arrive and frames be drawn. */
	settle(): Promise<void>;
	state(): State;
	shared(): SharedState;
	context(): Context;
	store: Store;
	resize(size: Size): Promise<void>;
	/** What went to toasts, windows and the clipboard. */
	readonly toasts: readonly {readonly kind: string; readonly text: string; readonly hint?: string}[];
	readonly forms: readonly Form[];
	readonly choices: readonly Choice<unknown>[];
	readonly windows: readonly {readonly title: string; readonly lines: readonly string[]}[];
	readonly copied: readonly string[];
	unmount(): void;
};

class Output extends EventEmitter {
	frame = '';
	columns: number;
	rows: number;

	constructor({width, height}: Size) {
		super();
		this.columns = width;
		this.rows = height + 1;
	}

	write(text: string): boolean {
		this.frame = text;
		return true;
	}
}

// oxlint-disable-next-line no-control-regex -- escape sequences of styles are what is taken out
const styling = /\u001B\[[\d;]*m/g;

/** How long a view may take to show something on a busy machine. */
const patienceMs = 5000;

/** Long enough for answers, effects and the frame that shows them. */
const settle = async (): Promise<void> => turns(12);

const turns = async (count: number): Promise<void> => {
	for (let i = 0; i < count; i++) await new Promise(resolve => setImmediate(resolve));
};

/** Mounts a screen on a fake desk that has opened. */
export async function mountScreen<State, Action>(
	screen: Screen<State, Action>,
	options: MountOptions = {},
): Promise<Mounted<State>> {
	const {language = 'en', currency = dollars, ascii = false, desk = createFakeDesk()} = options;
	let size = options.size ?? {width: 120, height: 36};
	const look: Look = {
		theme: createTheme('dark', {swapped: false}),
		glyphs: ascii ? asciiGlyphs : unicodeGlyphs,
		reducedMotion: options.reducedMotion ?? true,
	};
	const format = createFormat({
		language,
		timeZone: 'UTC',
		currency,
		none: ascii ? '-' : '—',
		ascii,
	});
	const store = createStore({
		screens: [screen as unknown as Screen],
		shared: createSharedState({width: size.width, height: size.height + 3}, noon),
		remembered: {[screen.id]: options.remembered},
		later: work => void setImmediate(work),
		monotonic: () => performance.now(),
	});
	const opening: DeskOpening = await desk.open();
	store.change({type: 'opened', opening, at: noon});
	store.change({type: 'screen', screen: screen.id});
	desk.listen(news => store.hear([news], noon));

	const toasts: {kind: string; text: string; hint?: string}[] = [];
	const forms: Form[] = [];
	const choices: Choice<unknown>[] = [];
	const windows: {title: string; lines: readonly string[]}[] = [];
	const copied: string[] = [];
	const answers = [...(options.answers ?? [])];
	const answer = (): unknown => answers.shift() ?? null;
	const generations = new Map<string, number>();
	const context = (): Context => ({shared: store.get().shared, look, format, language});
	const tools: Tools<State, Action> = {
		state: () => store.get().screens[screen.id] as State,
		dispatch: action => store.dispatch(screen.id, action),
		shared: () => store.get().shared,
		change: action => store.change(action),
		desk: () => desk,
		context,
		size: () => size,
		words: words => words[language],
		open: id => store.change({type: 'screen', screen: id}),
		toast: (kind, text, hint) => void toasts.push(hint === undefined ? {kind, text} : {kind, text, hint}),
		fail: error =>
			void toasts.push({kind: 'bad', text: error instanceof Error ? error.message : String(error)}),
		load(key, work, use, failed) {
			const generation = (generations.get(key) ?? 0) + 1;
			generations.set(key, generation);
			const current = (): boolean => generations.get(key) === generation;
			work(desk).then(
				value => current() && use(value),
				(error: unknown) => current() && (failed ?? tools.fail)(error),
			);
		},
		ask: async form => {
			forms.push(form);
			const given = answer() as Answers | null;
			if (given === null) return null;
			return {...Object.fromEntries(form.fields.map(({id, value}) => [id, value])), ...given};
		},
		choose: async choice => {
			choices.push(choice);
			return answer() as never;
		},
		confirm: async (title, lines) => {
			windows.push({title, lines});
			return answer() === true;
		},
		show: (title, lines) => void windows.push({title, lines}),
		copy: text => void copied.push(text),
	};

	const output = new Output(size);
	const Root = (): ReactElement => {
		const [, again] = useReducer((count: number) => count + 1, 0);
		useEffect(() => store.subscribe(again), []);
		const view = createElement(screen.View, {
			...context(),
			state: tools.state(),
			size,
			tools,
		});
		return createElement(Box, {width: size.width, height: size.height, overflow: 'hidden'}, view);
	};
	const instance = render(createElement(Root), {
		stdout: output as unknown as NodeJS.WriteStream,
		stdin: Object.assign(new EventEmitter(), {isTTY: false}) as unknown as NodeJS.ReadStream,
		debug: true,
		patchConsole: false,
		exitOnCtrlC: false,
	});
	await settle();

	const rows = (): readonly string[] =>
		output.frame.split('\n').map(row => row.replaceAll(styling, '').trimEnd());
	const run = async (key: string, count: number): Promise<void> => {
		const isTyping = screen.typing?.(tools.state()) ?? false;
		if (isTyping && screen.type) {
			screen.type(key, tools);
		} else {
			const command = screen.commands.find(({keys}) => keys.includes(key));
			if (!command) throw new Error(`No command of ${screen.id} has the key "${key}".`);
			const reason = command.off?.(tools);
			if (reason) tools.toast('info', reason[language]);
			else await command.run(tools, count);
		}

		await settle();
	};

	return {
		desk,
		store,
		async press(...keys) {
			for (const key of keys) await run(key, 1);
		},
		pressCount: async (count, key) => run(key, count),
		async type(text) {
			for (const character of text) await run(character === ' ' ? 'space' : character, 1);
		},
		async mouse(event) {
			screen.mouse?.(
				{
					kind: 'press',
					button: 'left',
					x: 0,
					y: 0,
					wheel: 0,
					ctrl: false,
					shift: false,
					double: false,
					...event,
				},
				tools,
			);
			await settle();
		},
		rows,
		text: () => rows().join('\n'),
		async until(text) {
			const shows = (): boolean =>
				typeof text === 'string' ? rows().join('\n').includes(text) : text.test(rows().join('\n'));
			const end = performance.now() + patienceMs;
			while (!shows() && performance.now() < end) await sleep(5);
			if (!shows()) throw new Error(`The view never showed ${String(text)}:\n${rows().join('\n')}`);
		},
		settle,
		state: tools.state,
		shared: tools.shared,
		context,
		async resize(next) {
			size = next;
			output.columns = next.width;
			output.rows = next.height + 1;
			store.change({type: 'resized', size: {width: next.width, height: next.height + 3}});
			output.emit('resize');
			await settle();
		},
		toasts,
		forms,
		choices,
		windows,
		copied,
		unmount: () => instance.unmount(),
	};
}
