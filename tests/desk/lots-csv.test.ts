import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {readLotsFile, type ReadLots} from '#desk/lots-csv.js';
import type {Asset} from '#domain/market.js';
import type {AssetStore} from '#ports/storage.js';
import {emptyFolder} from '../support/desk-place.js';

const known: readonly Asset[] = [
	{id: 'bitcoin', symbol: 'BTC', name: 'Bitcoin', rank: 1},
	{id: 'ethereum', symbol: 'ETH', name: 'Ethereum', rank: 2},
	{id: 'other-eth', symbol: 'ETH', name: 'Another', rank: 900},
];
const assets: Pick<AssetStore, 'find' | 'bySymbol'> = {
	find: async ids => known.filter(({id}) => ids.includes(id)),
	bySymbol: async symbol => known.filter(asset => asset.symbol === symbol.toUpperCase()),
};

const read = async (content: string | Uint8Array): Promise<ReadLots> => {
	const path = join(emptyFolder(), 'lots.csv');
	writeFileSync(path, content);
	return readLotsFile(path, {assets: assets as AssetStore, currency: 'USD'});
};
const amountsOf = async (...amounts: readonly string[]): Promise<readonly string[]> => {
	const {lots, problems} = await read(`asset;amount\n${amounts.map(text => `btc;"${text}"`).join('\n')}\n`);
	return [...lots.map(({amount}) => amount), ...problems.map(({line}) => `problem in line ${line}`)];
};

describe('numbers', () => {
	test.each([
		['0.12345678', '0.12345678'],
		['0,5', '0.5'],
		['0,125', '0.125'],
		['1.234,56', '1234.56'],
		['1,234.56', '1234.56'],
		['1,234,567', '1234567'],
		['1.234.567', '1234567'],
		['R$ 1.000,00', '1000'],
		['-2', '-2'],
		['1e-8', '0.00000001'],
		['.5', '0.5'],
		['123456789012345678901.5', '123456789012345678901.5'],
	])('%j is %s, to the last digit', async (text, amount) => {
		expect(await amountsOf(text)).toEqual([amount]);
	});

	test('one mark before three digits means what it means in the rest of the file', async () => {
		expect(await amountsOf('1,234', '0,5')).toEqual(['1.234', '0.5']);
		expect(await amountsOf('1,234', '0.5')).toEqual(['1234', '0.5']);
		expect(await amountsOf('1.234', '0,5')).toEqual(['1234', '0.5']);
	});

	test.each(['1,234', 'abc', '1.2.3', '--1', '0', '1 2x', 'Infinity'])(
		'%j alone is a problem with its line, never a guess',
		async text => {
			expect(await amountsOf(text)).toEqual(['problem in line 2']);
		},
	);
});

describe('rows', () => {
	test('an asset goes by id or by symbol, and of two with one symbol the larger one is meant', async () => {
		const {lots} = await read('asset,amount\nbitcoin,1\nETH,2\n');
		expect(lots.map(({asset}) => asset)).toEqual(['bitcoin', 'ethereum']);
	});

	test('cost, currency, date and note may be missing', async () => {
		expect((await read('amount,coin\n1,btc\n')).lots).toEqual([
			{asset: 'bitcoin', amount: '1', cost: null, currency: 'USD', at: null, note: ''},
		]);
	});

	test.each([
		['2024-03-31', Date.UTC(2024, 2, 31)],
		['31/03/2024', Date.UTC(2024, 2, 31)],
		['2024-03-31T15:30:00Z', Date.UTC(2024, 2, 31, 15, 30)],
		['2024-03-31 15:30:00-03:00', Date.UTC(2024, 2, 31, 18, 30)],
		['1.2.2024 08:05', Date.UTC(2024, 1, 1, 8, 5)],
	])('the date %s is read', async (text, at) => {
		expect((await read(`asset,amount,date\nbtc,1,${text}\n`)).lots[0]?.at).toBe(at);
	});

	test.each(['03/31/2024', '2024-02-30', 'yesterday', '2024-03-31 noon'])(
		'the date %s is a problem',
		async text => {
			expect((await read(`asset,amount,date\nbtc,1,${text}\n`)).problems).toMatchObject([{line: 2}]);
		},
	);

	test('quoted cells over several lines, empty lines and short rows keep the line numbers right', async () => {
		const {lots, problems} = await read('asset,amount,note\nbtc,1,"two\nlines"\n\nnada,1\nbtc\n');
		expect(lots.map(({note}) => note)).toEqual(['two lines']);
		expect(problems.map(({line}) => line)).toEqual([5, 6]);
	});

	test('a file in the code page of Windows is read, too', async () => {
		const content = Buffer.from('ativo;quantidade;observa\u00E7\u00E3o\nbtc;1;m\u00EAs\n', 'latin1');
		expect((await read(content)).lots[0]?.note).toBe('mês');
	});

	test('a note cannot bring an escape sequence', async () => {
		expect((await read('asset,amount,note\nbtc,1,\u001B[31mred\n')).lots[0]?.note).toBe('red');
	});
});

describe('files', () => {
	test('a file without the needed columns says which one is missing', async () => {
		await expect(read('price,amount\n1,2\n')).rejects.toMatchObject({
			code: 'usage',
			message: expect.stringContaining('no column "asset"') as string,
		});
		await expect(read('')).rejects.toMatchObject({code: 'usage'});
	});
});
