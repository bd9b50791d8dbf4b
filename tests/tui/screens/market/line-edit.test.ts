import {expect, test} from 'vitest';
import {edited, inserted, lineOf, type LineEdit} from '#tui/screens/market/line-edit.js';

/** The line after keys, with the cursor as `|`. */
function after(start: string, ...keys: readonly string[]): string {
	let line: LineEdit = lineOf(start);
	for (const key of keys) line = edited(line, key) ?? line;
	return `${line.text.slice(0, line.at)}|${line.text.slice(line.at)}`;
}

test.each([
	['', ['a', 'b', 'space', 'ç'], 'ab ç|'],
	['abc', ['left', 'left', 'x'], 'ax|bc'],
	['abc', ['home', 'delete', 'right'], 'b|c'],
	['abc', ['backspace'], 'ab|'],
	['a🐸', ['backspace'], 'a|'],
	['a🐸b', ['left', 'left', 'delete'], 'a|b'],
	['volume > 1e9', ['ctrl+w'], 'volume > |'],
	['volume > 1e9', ['left', 'ctrl+u'], '|9'],
	['abc', ['home', 'right', 'ctrl+k'], 'a|'],
	['', ['backspace', 'delete', 'left', 'right', 'ctrl+w'], '|'],
	['abc', ['f5', 'pageup', 'ctrl+x'], 'abc|'],
] as const)('%s + %j', (start, keys, expected) => {
	expect(after(start, ...keys)).toBe(expected);
});

test('pasted line breaks and controls become spaces', () => {
	expect(inserted(lineOf('a'), 'b\r\nc\u001B[31m')).toEqual({text: 'ab c [31m', at: 9});
});
