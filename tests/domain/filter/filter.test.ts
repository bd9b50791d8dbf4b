import {describe, expect, test} from 'vitest';
import {readFilter, type FilterField} from '#domain/filter/filter.js';

type Row = {
	readonly symbol: string;
	readonly name: string | null;
	readonly volume: number | null;
	readonly change: number | null;
	readonly liked: boolean;
};

const fields: readonly FilterField<Row>[] = [
	{kind: 'text', names: ['symbol', 'simbolo'], of: ({symbol}) => symbol},
	{kind: 'text', names: ['name', 'nome'], of: ({name}) => name},
	{kind: 'number', names: ['volume', 'vol'], of: ({volume}) => volume},
	{kind: 'number', names: ['change24h', '24h'], of: ({change}) => change},
	{kind: 'flag', names: ['favourite'], of: ({liked}) => liked},
];

const rows: readonly Row[] = [
	{symbol: 'BTC', name: 'Bitcoin', volume: 3e9, change: -6, liked: true},
	{symbol: 'ETH', name: 'Ethereum', volume: 2e9, change: 2, liked: false},
	{symbol: '1INCH', name: 'Açaí Dex', volume: 5e6, change: -8.5, liked: false},
	{symbol: 'NEW', name: null, volume: null, change: null, liked: true},
];

/** Symbols of the rows that pass. */
function passing(text: string): readonly string[] {
	const {matches, problem} = readFilter(text, fields);
	if (problem) throw new Error(`${problem.reason} at ${problem.at}`);
	return rows.filter(matches).map(({symbol}) => symbol);
}

const problemOf = (text: string) => readFilter(text, fields).problem;

describe('a filter that can be read', () => {
	test.each([
		['', ['BTC', 'ETH', '1INCH', 'NEW']],
		['volume > 1e9 and change24h < -5', ['BTC']],
		['vol>1b', ['BTC', 'ETH']],
		['vol >= 2BI', ['BTC', 'ETH']],
		['volume <= 5000k', ['1INCH']],
		['volume < 0.01t', ['BTC', 'ETH', '1INCH']],
		['24h < -5%', ['BTC', '1INCH']],
		['24h = -8,5', ['1INCH']],
		['1m < volume < 2.5b', ['ETH', '1INCH']],
		['24h < 0 < volume', ['BTC', '1INCH']],
		['symbol = btc or symbol = "eth"', ['BTC', 'ETH']],
		['symbol = 1inch', ['1INCH']],
		['name ~ acai', ['1INCH']],
		['name != bitcoin', ['ETH', '1INCH']],
		['simbolo !~ c', ['ETH', 'NEW']],
		['favourite', ['BTC', 'NEW']],
		['FAVOURITE & !(vol > 1)', []],
		['not favourite', ['ETH', '1INCH']],
		['não favourite e vol > 1b ou 24h < -8', ['ETH', '1INCH']],
		['24h < -8 or 24h > 1 and vol > 1b', ['ETH', '1INCH']],
		['(24h < -8 or 24h > 1) and vol > 1b', ['ETH']],
	])('%s', (text, symbols) => {
		expect(passing(text)).toEqual(symbols);
	});

	test('neither a comparison with an unknown value holds nor its opposite', () => {
		expect(passing('volume > 1')).not.toContain('NEW');
		expect(passing('not volume > 1')).not.toContain('NEW');
		expect(passing('name = bitcoin or not name = bitcoin')).not.toContain('NEW');
		expect(passing('volume > 1 or favourite'), 'another part may still hold').toContain('NEW');
	});
});

describe('a filter that cannot be read says where and what was expected', () => {
	test.each([
		['volume >', 'number', 8],
		['volume', 'comparison', 6],
		['and volume > 1', 'value', 0],
		['volume > 1 volume', 'joint', 11],
		['volume > 1 and', 'value', 14],
		['(volume > 1', 'closing', 11],
		['volume > 1)', 'joint', 10],
		['volume > 1,000', 'number', 9],
		['volume > 1.2.3', 'number', 9],
		['volume > symbol', 'number', 9],
		['volume ~ 5', 'comparison', 7],
		['symbol > btc', 'text-order', 7],
		['symbol = ', 'text', 8],
		['symbol = "btc', 'quote', 9],
		['volume > §', 'character', 9],
		['valume > 1', 'name', 0],
	] as const)('%s', (text, reason, at) => {
		expect(problemOf(text)).toMatchObject({reason, at});
	});

	test('a mistyped name comes with the nearest known one', () => {
		expect(problemOf('1 < valume')).toMatchObject({reason: 'name', at: 4, found: 'valume', near: ['volume']});
	});

	test('text without end is refused, not read', () => {
		expect(problemOf('('.repeat(100_000))).toMatchObject({reason: 'shorter'});
		expect(problemOf('('.repeat(499))).toMatchObject({reason: 'value'});
	});
});
