import {describe, expect, test} from 'vitest';
import {noPresses, pendingText, readKey, sequenceOf, type Binding, type Reading} from '#tui/frame/keys.js';
import type {ScreenId} from '#tui/state/view-state.js';

const numbers: Readonly<Record<string, ScreenId>> = {1: 'market', 2: 'technical', 3: 'compare'};
const bindings: readonly Binding[] = [
	{sequence: ['j'], id: 'down', motion: true},
	{sequence: ['g', 'g'], id: 'first', motion: true},
	{sequence: ['G'], id: 'last', motion: true},
	{sequence: ['down'], id: 'down', motion: true},
	{sequence: ['s'], id: 'sort', motion: false},
	{sequence: ['escape'], id: 'clear', motion: false},
	{sequence: ['escape'], id: 'dismiss', motion: false},
];

/** Presses keys one after another, `apart` ms each, as the frame does: a switch of the screen takes place. */
function pressed(
	keys: readonly string[],
	apart = 10,
): {readings: readonly Reading[]; screen: ScreenId; pending: string} {
	let presses = noPresses;
	let screen: ScreenId = 'quality';
	const readings = keys.map((key, i) => {
		const result = readKey(presses, key, {
			at: i * apart,
			screen,
			screenOf: digit => numbers[digit] ?? null,
			bindingsOf: () => bindings,
		});
		({presses} = result);
		const {reading} = result;
		if (reading.type === 'screen') ({screen} = reading);
		if (reading.type === 'run' && reading.back) screen = reading.back;
		return reading;
	});
	return {readings, screen, pending: pendingText(presses)};
}

describe('the way keys are written', () => {
	test.each(['j', 'G', 'ctrl+p', 'shift+tab', 'alt+x', 'ctrl+shift+left', 'f12', '?', 'é'])(
		'%s is a key',
		key => {
			expect(sequenceOf(key)).toEqual([key]);
		},
	);
	test('several keys are a sequence', () => expect(sequenceOf('g  g')).toEqual(['g', 'g']));
	test.each(['', 'control+p', 'gg', 'f13', 'ctrl+', '\u0007'])('%j is none', key => {
		expect(sequenceOf(key)).toBeNull();
	});
});

describe('reading keys', () => {
	test('runs a command', () => {
		expect(pressed(['s']).readings).toEqual([{type: 'run', ids: ['sort'], count: 1, back: null}]);
	});

	test('asks commands of one key in order', () => {
		expect(pressed(['escape']).readings[0]).toMatchObject({ids: ['clear', 'dismiss']});
	});

	test('waits for the rest of a sequence', () => {
		const {readings, pending} = pressed(['g']);
		expect(readings).toEqual([{type: 'wait'}]);
		expect(pending).toBe('g');
		expect(pressed(['g', 'g']).readings[1]).toMatchObject({type: 'run', ids: ['first']});
	});

	test('takes a key for itself when it does not go on with a sequence', () => {
		expect(pressed(['g', 's']).readings[1]).toMatchObject({type: 'run', ids: ['sort']});
	});

	test('means nothing by an unknown key', () => {
		expect(pressed(['z'])).toMatchObject({readings: [{type: 'nothing'}], pending: ''});
	});

	test('switches the screen at once by its number', () => {
		const {readings, screen, pending} = pressed(['2']);
		expect(readings).toEqual([{type: 'screen', screen: 'technical'}]);
		expect(screen).toBe('technical');
		expect(pending).toBe('');
	});

	test('turns a number into a count when a step follows soon, and goes back', () => {
		const {readings, screen} = pressed(['3', 'j']);
		expect(readings[1]).toEqual({type: 'run', ids: ['down'], count: 3, back: 'quality'});
		expect(screen).toBe('quality');
	});

	test('counts with several digits', () => {
		expect(pressed(['1', '2', 'j'])).toMatchObject({screen: 'quality'});
		expect(pressed(['1', '2', 'j']).readings[2]).toMatchObject({count: 12});
		expect(pressed(['1', '0', 'j']).readings[2]).toMatchObject({count: 10});
	});

	test.each([
		['the last row', ['2', 'G'], 'last'],
		['the first row', ['2', 'g', 'g'], 'first'],
		['an arrow', ['2', 'down'], 'down'],
	])('stays on the screen of a number that %s follows', (_, keys, id) => {
		const {readings, screen} = pressed(keys);
		expect(readings.at(-1)).toEqual({type: 'run', ids: [id], count: 1, back: null});
		expect(screen).toBe('technical');
	});

	test('counts any motion after a leading zero, without hurry', () => {
		const {readings, screen} = pressed(['0', '5', 'down'], 5000);
		expect(readings.at(-1)).toEqual({type: 'run', ids: ['down'], count: 5, back: null});
		expect(screen).toBe('quality');
	});

	test('leaves a number a screen when the motion comes late', () => {
		const {readings, screen} = pressed(['3', 'j'], 500);
		expect(readings[1]).toEqual({type: 'run', ids: ['down'], count: 1, back: null});
		expect(screen).toBe('compare');
	});

	test('leaves a number a screen when no motion follows', () => {
		expect(pressed(['3', 's'])).toMatchObject({screen: 'compare'});
		expect(pressed(['3', 's']).readings[1]).toMatchObject({count: 1, back: null});
	});

	test('begins a count with a digit that is no screen, without hurry', () => {
		const {readings, screen, pending} = pressed(['8', '1'], 5000);
		expect(readings).toEqual([{type: 'wait'}, {type: 'wait'}]);
		expect(screen).toBe('quality');
		expect(pending).toBe('81');
		expect(pressed(['8', '1', 'j'], 5000).readings[2]).toMatchObject({count: 81, back: null});
	});

	test('never counts nothing', () => {
		expect(pressed(['0', 'j']).readings[1]).toMatchObject({count: 1});
	});
});
