import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {createInput, type InputEvent} from '#tui/terminal/input.js';

/** A parser with a clock that only moves by hand. */
function listen() {
	const events: InputEvent[] = [];
	let now = 0;
	let waiting: {readonly work: () => void; readonly at: number} | null = null;
	const input = createInput({
		emit: event => events.push(event),
		later(work, ms) {
			const timer = {work, at: now + ms};
			waiting = timer;
			return () => {
				if (waiting === timer) waiting = null;
			};
		},
		monotonic: () => now,
	});
	return {
		events,
		feed: (text: string) => input.feed(Buffer.from(text)),
		feedBytes: (bytes: Uint8Array) => input.feed(bytes),
		wait: (ms: number): void => {
			now += ms;
			if (waiting === null || waiting.at > now) return;
			const {work} = waiting;
			waiting = null;
			work();
		},
	};
}

function heard(text: string): InputEvent[] {
	const {events, feed, wait} = listen();
	feed(text);
	wait(1000);
	return events;
}

const keysOf = (text: string): string[] =>
	heard(text).map(event => (event.type === 'key' ? event.key : event.type));

describe('keys', () => {
	test.each([
		['j', 'j'],
		['G', 'G'],
		['é', 'é'],
		['比', '比'],
		[' ', 'space'],
		['\r', 'enter'],
		['\n', 'enter'],
		['\t', 'tab'],
		['\u001B', 'escape'],
		['\u007F', 'backspace'],
		['\b', 'backspace'],
		['\u0010', 'ctrl+p'],
		['\u0003', 'ctrl+c'],
		['\u001A', 'ctrl+z'],
		['\u0000', 'ctrl+space'],
		['\u001C', 'ctrl+\\'],
		['\u001Bx', 'alt+x'],
		['\u001B\r', 'alt+enter'],
		['\u001B\u0010', 'ctrl+alt+p'],
		['\u001B[', 'alt+['],
		['\u001BO', 'alt+O'],
		['\u001B]', 'alt+]'],
		['\u001B[A', 'up'],
		['\u001BOB', 'down'],
		['\u001B[1;5C', 'ctrl+right'],
		['\u001B[1;2D', 'shift+left'],
		['\u001B[H', 'home'],
		['\u001B[4~', 'end'],
		['\u001B[3~', 'delete'],
		['\u001B[5~', 'pageup'],
		['\u001B[6;5~', 'ctrl+pagedown'],
		['\u001B[Z', 'shift+tab'],
		['\u001BOP', 'f1'],
		['\u001B[[A', 'f1'],
		['\u001B[1;5P', 'ctrl+f1'],
		['\u001BO5P', 'ctrl+f1'],
		['\u001B[15~', 'f5'],
		['\u001B[24;2~', 'shift+f12'],
		['\u001B[97;5u', 'ctrl+a'],
		['\u001B[97;2u', 'A'],
		['\u001B[9;2u', 'shift+tab'],
		['\u001B[27u', 'escape'],
		['\u001B[13;3u', 'alt+enter'],
		['\u001B[27;5;112~', 'ctrl+p'],
	])('%j is %s', (bytes, key) => {
		expect(heard(bytes)).toEqual([{type: 'key', key}]);
	});

	test('come one by one, however fast they are typed', () => {
		expect(keysOf('jjj\u001B[A\u001B[Bk')).toEqual(['j', 'j', 'j', 'up', 'down', 'k']);
	});

	test('an escape is a key when nothing follows in time, and part of a sequence when something does', () => {
		const {events, feed, wait} = listen();
		feed('\u001B');
		wait(20);
		expect(events).toEqual([]);
		feed('[A');
		expect(events).toEqual([{type: 'key', key: 'up'}]);
		feed('\u001B');
		wait(30);
		expect(events.at(-1)).toEqual({type: 'key', key: 'escape'});
	});

	test('two escapes are two keys', () => {
		expect(keysOf('\u001B\u001B')).toEqual(['escape', 'escape']);
	});

	test('a sequence that never ends is dropped, and the next key is heard', () => {
		const {events, feed, wait} = listen();
		feed('\u001B[12;');
		wait(600);
		feed('j');
		expect(events).toEqual([{type: 'key', key: 'j'}]);
	});

	test.each([
		['an unknown sequence', '\u001B[99;99;99X'],
		['the answer to the kitty question', '\u001B[?1u'],
		['a released key', '\u001B[97;1:3u'],
		['a key without a character', '\u001B[57441u'],
		['a cursor report', '\u001B[12;40R'],
		['ctrl+tab of xterm', '\u001B[1;5I'],
		['a device string', '\u001BP1$r0m\u001B\\'],
		['a title', '\u001B]0;title\u0007'],
		['an old mouse report', '\u001B[M !!'],
		['a C1 control', '\u009B'],
		['half a character', '\uFFFD'],
	])('%s is no key', (_, bytes) => {
		expect(keysOf(`${bytes}j`)).toEqual(['j']);
	});
});

describe('other input', () => {
	test('a paste is one event, with line feeds, whatever it holds', () => {
		expect(heard('\u001B[200~one\r\ntwo\rthree \u001B[A q\u001B[201~j')).toEqual([
			{type: 'paste', text: 'one\ntwo\nthree \u001B[A q'},
			{type: 'key', key: 'j'},
		]);
	});

	test('a paste without end gives up after a megabyte', () => {
		const {events, feed} = listen();
		feed('\u001B[200~');
		feed('x'.repeat(1_100_000));
		expect(events[0]!.type).toBe('paste');
		expect(events.at(-1)).toEqual({type: 'key', key: 'x'});
	});

	test('the focus comes and goes', () => {
		expect(heard('\u001B[I\u001B[O')).toEqual([
			{type: 'focus', focused: true},
			{type: 'focus', focused: false},
		]);
	});

	test.each([
		['\u001B]11;rgb:ffff/8080/0000\u0007', 0xff8000],
		['\u001B]11;rgb:ff/80/00\u001B\\', 0xff8000],
		['\u001B]11;rgba:0000/0000/0000/ffff\u001B\\', 0],
	])('%j answers the question for the background', (bytes, rgb) => {
		expect(heard(bytes)).toEqual([{type: 'background', rgb}]);
	});

	test('the kind of terminal is heard as an answer', () => {
		expect(heard('\u001B[?62;22c')).toEqual([{type: 'device'}]);
	});
});

describe('the mouse', () => {
	const mouse = {
		type: 'mouse',
		button: 'left',
		x: 9,
		y: 4,
		wheel: 0,
		ctrl: false,
		shift: false,
		double: false,
	};

	test.each([
		['\u001B[<0;10;5M', {...mouse, kind: 'press'}],
		['\u001B[<0;10;5m', {...mouse, kind: 'release'}],
		['\u001B[<2;10;5M', {...mouse, kind: 'press', button: 'right'}],
		['\u001B[<32;10;5M', {...mouse, kind: 'drag'}],
		['\u001B[<20;10;5M', {...mouse, kind: 'press', ctrl: true, shift: true}],
		['\u001B[<64;10;5M', {...mouse, kind: 'wheel', button: 'none', wheel: -1}],
		['\u001B[<65;10;5M', {...mouse, kind: 'wheel', button: 'none', wheel: 1}],
	])('%j is heard', (bytes, event) => {
		expect(heard(bytes)).toEqual([event]);
	});

	test.each(['\u001B[<35;10;5M', '\u001B[<128;10;5M', '\u001B[<66;10;5M', '\u001B[<0;10M'])(
		'%j is nothing of ours',
		bytes => {
			expect(heard(bytes)).toEqual([]);
		},
	);

	test('a second press at the same place within half a second is double, a third is not', () => {
		const {events, feed, wait} = listen();
		const press = (at: string): boolean => {
			feed(`\u001B[<0;${at}M`);
			const last = events.at(-1)!;
			return last.type === 'mouse' && last.double;
		};
		expect(press('10;5')).toBe(false);
		wait(300);
		expect(press('10;5')).toBe(true);
		expect(press('10;5')).toBe(false);
		wait(600);
		expect(press('10;5')).toBe(false);
		expect(press('11;5')).toBe(false);
	});
});

describe('any bytes', () => {
	const sequences = fc.constantFrom(
		'\u001B',
		'\u001B[',
		'\u001B[A',
		'\u001B[1;5P',
		'\u001BOP',
		'\u001B[[B',
		'\u001B[<0;3;4M',
		'\u001B[M',
		'\u001B[200~',
		'\u001B[201~',
		'\u001B]11;rgb:12/34/56\u0007',
		'\u001B\\',
		'\u001B[?62c',
		'\u001B[97;5u',
		'é比🚀',
		'\uFEFF',
		'jk',
	);
	const bytes = fc
		.array(fc.oneof(sequences, fc.string(), fc.uint8Array({maxLength: 6})), {maxLength: 12})
		.map(parts => Buffer.concat(parts.map(part => Buffer.from(part as string))));

	test('mean the same however they are cut', () => {
		fc.assert(
			fc.property(bytes, fc.array(fc.nat(80), {maxLength: 20}), (all, cuts) => {
				const whole = listen();
				whole.feedBytes(all);
				whole.wait(1000);
				const parts = listen();
				const places = [...new Set([0, ...cuts.filter(cut => cut < all.length), all.length])];
				places.sort((a, b) => a - b);
				for (const [i, end] of places.entries()) parts.feedBytes(all.subarray(places[i - 1] ?? 0, end));
				parts.wait(1000);
				expect(parts.events).toEqual(whole.events);
			}),
			{seed: 11, numRuns: 500},
		);
	});

	test('leave the parser ready for the next key', () => {
		fc.assert(
			fc.property(bytes, all => {
				const {events, feed, feedBytes, wait} = listen();
				feedBytes(all);
				wait(1000);
				// Ends a paste that was begun, and a character that was cut.
				feed('\u001B[201~');
				wait(1000);
				feed('j');
				expect(events.at(-1)).toEqual({type: 'key', key: 'j'});
			}),
			{seed: 12, numRuns: 300},
		);
	});
});
