/** The smallest program that owns a terminal: shows what it hears, and can be made to die in every way. */

import {writeFileSync} from 'node:fs';
import {Box, Text} from 'ink';
import {useSyncExternalStore, type ReactElement} from 'react';
import {createStage, type Stage} from '#tui/paint/stage.js';
import {createInput, type InputEvent} from '#tui/terminal/input.js';
import {createSession} from '#tui/terminal/session.js';

type Shown = {readonly heard: string; readonly size: string; readonly breaks: boolean};

const {stdin, stdout} = process;
const sizeOf = () => ({width: stdout.columns, height: stdout.rows});
let shown: Shown = {heard: 'nothing', size: `${stdout.columns}x${stdout.rows}`, breaks: false};
const listeners = new Set<() => void>();
const subscribe = (listener: () => void) => {
	listeners.add(listener);
	return () => listeners.delete(listener);
};
const change = (next: Partial<Shown>): void => {
	shown = {...shown, ...next};
	for (const listener of listeners) listener();
};

function Program(): ReactElement {
	const {heard, size, breaks} = useSyncExternalStore(subscribe, () => shown);
	if (breaks) throw new Error('broken in render');
	return (
		<Box flexDirection="column">
			<Text>READY pid={process.pid}.</Text>
			<Text>heard {heard}.</Text>
			<Text>size {size}.</Text>
		</Box>
	);
}

let hasMouse = true;
let stage: Stage;
const session = createSession({
	stdin,
	stdout,
	mouse: hasMouse,
	onData: bytes => input.feed(bytes),
	onResize(size) {
		stage.resize(size);
		change({size: `${size.width}x${size.height}`});
	},
	onRepaint: () => stage.repaint(),
	async shutdown() {
		// Two writes: a shutdown that is not waited for leaves the first one only.
		const note = process.env['SHUTDOWN_NOTE'];
		if (note === undefined) return;
		writeFileSync(note, 'begun');
		await new Promise(resolve => setTimeout(resolve, 20));
		writeFileSync(note, 'done');
	},
	explain: error => ({
		text: `crypto-tui stopped: ${error instanceof Error ? error.message : String(error)}`,
		code: 70,
	}),
});

const keys: Readonly<Record<string, () => void>> = {
	q: () => void session.quit(0),
	x: () =>
		void setTimeout(() => {
			throw new Error('broken in a timer');
		}, 1),
	r: () => void Promise.reject(new Error('broken promise')),
	h() {
		throw new Error('broken in a handler');
	},
	e: () => change({breaks: true}),
	m() {
		hasMouse = !hasMouse;
		session.setMouse(hasMouse);
	},
	'ctrl+z': () => session.suspend(),
	'ctrl+c': () => void session.quit(130),
};

const nameOf = (event: InputEvent): string => (event.type === 'key' ? event.key : JSON.stringify(event));
const input = createInput({
	emit: event =>
		stage.urgently(() => {
			change({heard: nameOf(event)});
			if (event.type === 'key') keys[event.key]?.();
		}),
	later(work, ms) {
		const timer = setTimeout(work, ms);
		return () => clearTimeout(timer);
	},
	monotonic: () => performance.now(),
});

session.start();
stage = createStage({
	output: session.output,
	size: sizeOf(),
	depth: 'truecolor',
	renderer: process.env['CRYPTO_TUI_RENDERER'] === 'ink' ? 'ink' : 'cells',
	platform: process.platform,
});
stage.ended.catch(session.fail);
stage.show(<Program />);
