import {Box, Text} from 'ink';
import {useEffect, useState, type ReactElement} from 'react';
import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import type {Grid} from '#tui/cells/grid.js';
import {Panel} from '#tui/components/panel.js';
import {createStage, type Stage, type StageOptions} from '#tui/paint/stage.js';
import {recordedOutput, type RecordedOutput} from './recorded-output.js';

const size = {width: 30, height: 6};

let output: RecordedOutput;
let stage: Stage;
const makeStage = (options: Partial<StageOptions> = {}): Stage => {
	output = recordedOutput();
	stage = createStage({output, size, depth: 'truecolor', renderer: 'cells', platform: 'linux', ...options});
	return stage;
};

/** A screen with one number in it, and how to change it. */
let count = 0;
const listeners = new Set<() => void>();
const setCount = (next: number): void => {
	count = next;
	for (const listener of listeners) listener();
};

/** Renders again by plain state, which React takes for the least urgent kind of change. */
function useCount(): number {
	const [shown, show] = useState(count);
	useEffect(() => {
		const listener = (): void => show(count);
		listeners.add(listener);
		return () => void listeners.delete(listener);
	}, []);
	return shown;
}

const Broken = (): ReactElement => {
	throw new Error('broken');
};

function Counter(): ReactElement {
	const count = useCount();
	return (
		<Panel
			rect={{x: 2, y: 1, width: 20, height: 3}}
			inputs={[count]}
			draw={grid => grid.text(0, 0, `count ${count}`, 0)}
		/>
	);
}

/** Lets React render what is not urgent. */
const turn = async (): Promise<void> => {
	for (let i = 0; i < 5; i++) await new Promise(resolve => setImmediate(resolve));
};

const rows = (): string[] => stage.frame()!.lines();

beforeEach(() => {
	count = 0;
	vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout', 'performance']});
	makeStage();
});
afterEach(() => {
	stage.unmount();
	vi.useRealTimers();
});

describe('a stage', () => {
	test('writes nothing before it shows something', () => {
		expect(output.writes).toEqual([]);
		expect(stage.frame()).toBeNull();
	});

	test('paints the first frame in one synchronized write, on an erased screen', () => {
		stage.show(<Counter />);
		expect(output.writes).toHaveLength(1);
		expect(output.writes[0]).toMatch(/^.\[\?2026h.\[m.\[2J[^]*\[\?2026l$/);
		expect(rows()[1]).toBe('  count 0');
	});

	test('paints nothing of what it only prepares, and all of it when that is shown', async () => {
		stage.prepare(<Counter />);
		setCount(1);
		await turn();
		stage.urgently(() => setCount(2));
		vi.advanceTimersByTime(100);
		expect(output.writes).toEqual([]);
		stage.show(<Counter />);
		expect(output.writes).toHaveLength(1);
		expect(rows()[1]).toBe('  count 2');
	});

	test('paints a key at once, in one write of the changed cells', () => {
		stage.show(<Counter />);
		stage.urgently(() => setCount(1));
		stage.urgently(() => {
			setCount(2);
			setCount(3);
		});
		expect(output.writes.slice(1)).toEqual([
			'\u001B[?2026h\u001B[2;9H1\u001B[?2026l',
			'\u001B[?2026h\u001B[2;9H3\u001B[?2026l',
		]);
	});

	test('writes nothing when nothing changed', () => {
		stage.show(<Counter />);
		stage.urgently(() => setCount(0));
		stage.urgently(() => {});
		stage.show(<Counter />);
		expect(output.writes).toHaveLength(1);
	});

	test('paints other changes thirty times a second at most, the newest of them', async () => {
		stage.show(<Counter />);
		for (const count of [1, 2, 3]) {
			// What is not urgent is rendered in a turn of its own.
			setCount(count);
			await turn();
		}

		expect(output.writes).toHaveLength(1);
		vi.advanceTimersByTime(30);
		expect(output.writes).toHaveLength(2);
		expect(rows()[1]).toBe('  count 3');
	});

	test('paints with a key what was waiting for its turn', async () => {
		stage.show(<Counter />);
		setCount(1);
		await turn();
		expect(output.writes).toHaveLength(1);
		stage.urgently(() => {});
		expect(output.writes).toHaveLength(2);
		vi.advanceTimersByTime(100);
		expect(output.writes).toHaveLength(2);
	});

	test('leaves out frames while the terminal is busy, and then paints the newest', () => {
		stage.show(<Counter />);
		output.block();
		stage.urgently(() => setCount(1));
		stage.urgently(() => setCount(2));
		expect(output.writes).toHaveLength(1);
		output.drain();
		expect(output.writes).toHaveLength(2);
		expect(rows()[1]).toBe('  count 2');
	});

	test('paints every cell again when asked', () => {
		stage.show(<Counter />);
		stage.repaint();
		expect(output.writes[1]).toBe(output.writes[0]);
	});

	test('lays out anew at another size, also the smallest', () => {
		stage.show(
			<Box width="100%" justifyContent="flex-end">
				<Text>end</Text>
			</Box>,
		);
		stage.resize({width: 12, height: 3});
		expect(rows()).toEqual(['         end', '', '']);
		expect(output.writes.at(-1)).toContain('\u001B[2J');
		stage.resize({width: 1, height: 1});
		expect(rows()).toHaveLength(1);
		stage.resize({width: 40, height: 2});
		expect(rows()[0]).toHaveLength(40);
	});

	test('speaks another colour depth from the next frame on', () => {
		stage.show(<Text>plain</Text>);
		stage.setDepth('16');
		expect(output.writes).toHaveLength(2);
	});

	test('leaves the last cell of a Windows console blank', () => {
		makeStage({platform: 'win32'});
		const full = (grid: Grid): void => grid.fill({x: 0, y: 0, ...size}, 0, 'x'.codePointAt(0));
		stage.show(<Panel rect={{x: 0, y: 0, ...size}} inputs={[]} draw={full} />);
		expect(output.writes[0]!.match(/x/g)).toHaveLength(size.width * size.height - 1);
	});

	test('cuts panels and boxes that hide their overflow, one within the other', () => {
		stage.show(
			<Box width={10} height={3} overflow="hidden">
				<Box width={20} height={5} flexShrink={0} overflow="hidden">
					<Panel
						rect={{x: 6, y: 1, width: 20, height: 9}}
						inputs={[]}
						draw={grid => grid.fill({x: 0, y: 0, width: 20, height: 9}, 0, 'x'.codePointAt(0))}
					/>
				</Box>
			</Box>,
		);
		expect(rows()).toEqual(['', '      xxxx', '      xxxx', '', '', '']);
	});

	test('keeps escape sequences of texts away from the terminal', () => {
		stage.show(<Text>{'safe \u001B[2J\u001B]0;title\u0007\u009B31m\u0008text'}</Text>);
		expect(rows()[0]).toBe('safe 31mtext');
		expect(output.writes[0]!.match(/\[2J/g)).toHaveLength(1);
		expect(output.writes[0]).not.toContain('title');
	});

	test('tells of a component that throws', async () => {
		stage.show(<Broken />);
		await expect(stage.ended).rejects.toThrow('broken');
	});

	test('writes nothing more after it ended', async () => {
		stage.show(<Counter />);
		setCount(1);
		stage.unmount();
		await expect(stage.ended).resolves.toBeUndefined();
		vi.advanceTimersByTime(100);
		expect(output.writes).toHaveLength(1);
	});
});
