import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {cleanText} from '#domain/text.js';

describe('text of a provider', () => {
	test.each([
		['colours', '\u001B[31;1mBitcoin\u001B[0m', 'Bitcoin'],
		['a cleared screen', 'Bit\u001B[2J\u001B[Hcoin', 'Bitcoin'],
		['a window title', '\u001B]0;owned\u0007Bitcoin', 'Bitcoin'],
		['a link ended by ST', '\u001B]8;;http://evil\u001B\\Bitcoin\u001B]8;;\u001B\\', 'Bitcoin'],
		['an eight-bit sequence', '\u009B31mBitcoin', 'Bitcoin'],
		['line breaks and tabs', 'Bit\r\ncoin\tCash\u0000', 'Bit coin Cash'],
		['a reversed line', 'abc\u202Edcba', 'abc dcba'],
		['separators', 'a\u2028b\u2029c', 'a b c'],
		['a lone escape', 'Bit\u001B', 'Bit'],
	])('%s', (_, dirty, clean) => {
		expect(cleanText(dirty)).toBe(clean);
	});

	test.each([`'); DROP TABLE assets; --`, 'Ünïcødé 币', '🐕 doge', '', '$PEPE_v2.0'])(
		'%j stays as it is',
		text => {
			expect(cleanText(text)).toBe(text);
		},
	);

	test('is cut between characters, never inside one', () => {
		expect(cleanText('🐕🐕🐕', 2)).toBe('🐕🐕');
		expect(cleanText('x'.repeat(500))).toHaveLength(200);
	});

	test('never keeps a control character, and cleaning twice changes nothing', () => {
		const nasty = fc.string({
			unit: fc.oneof(
				fc.constantFrom('\u001B', '[', ']', '0', 'm', ';', '\u0007', '\u009B', ' '),
				fc.string(),
			),
		});
		fc.assert(
			fc.property(nasty, text => {
				const clean = cleanText(text);
				// oxlint-disable-next-line no-control-regex
				expect(clean).not.toMatch(/[\u0000-\u001F\u007F-\u009F]/);
				expect(cleanText(clean)).toBe(clean);
			}),
		);
	});
});
