import {expect, test} from 'vitest';
import {toAscii} from '#tui/cells/ascii-cells.js';
import {Grid} from '#tui/cells/grid.js';

const asciiOf = (text: string, width = 40): string => {
	const grid = new Grid(width, 1);
	grid.text(0, 0, text, 0, width);
	toAscii(grid);
	return grid.line(0);
};

test('accents leave their letters, and a cut text ends in a tilde', () => {
	expect(asciiOf('Técnica · Posição')).toBe('Tecnica . Posicao');
	expect(asciiOf('Lido Staked Ether', 8)).toBe('Lido St~');
});

test('what has no plain form keeps its columns', () => {
	expect(asciiOf('比特币 x')).toBe('? ? ?  x');
	expect(asciiOf('Ω1')).toBe('?1');
});

test('marks on a letter go with it', () => {
	expect(asciiOf('Ze\u0301\u0301llo')).toBe('Zello');
});

test('plain text stays as it is', () => {
	const text = 'BTC $1,234.50 ^+0.1% {~}';
	expect(asciiOf(text)).toBe(text);
});
