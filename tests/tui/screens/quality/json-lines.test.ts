import {expect, it} from 'vitest';
import {jsonLines} from '#tui/screens/quality/json-lines.js';

it('lays JSON out over lines', () => {
	expect(jsonLines('{"a":[1,null]}')).toEqual(['{', '  "a": [', '    1,', '    null', '  ]', '}']);
});

it('writes whatever could act on a terminal as its escape', () => {
	expect(jsonLines(JSON.stringify('\u001B[2J\u009B\u202E\u2028\u200Bx\u007F'))).toEqual([
		String.raw`"\u001b[2J\u009b\u202e\u2028\u200bx\u007f"`,
	]);
});

it('shows what is not JSON as it came', () => {
	expect(jsonLines('<html>\u0007\nno')).toEqual([String.raw`<html>\u0007`, 'no']);
});

it('says how much it leaves out', () => {
	expect(jsonLines('[1,2,3,4]', 3)).toEqual(['[', '  1,', '  2,', '... +3']);
});
