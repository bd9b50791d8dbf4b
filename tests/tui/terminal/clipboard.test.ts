import {expect, test} from 'vitest';
import {copySequence} from '#tui/terminal/clipboard.js';

test('text for the clipboard goes as base64, so that nothing in it reaches the terminal', () => {
	const text = 'Preço: R$ 1.234,56 \u001B[2J';
	const sequence = copySequence(text)!;
	const [begin, end] = ['\u001B]52;c;', '\u0007'];
	const payload = sequence.slice(begin.length, -end.length);
	expect(sequence).toBe(begin + payload + end);
	expect(payload).toMatch(/^[A-Za-z\d+/=]+$/);
	expect(Buffer.from(payload, 'base64').toString()).toBe(text);
});

test('text that terminals would ignore is refused', () => {
	expect(copySequence('x'.repeat(74_001))).toBeNull();
});
