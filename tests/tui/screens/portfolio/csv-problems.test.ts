import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {readLotsFile, type ReadLots} from '#desk/lots-csv.js';
import {toFault, type Fault} from '#domain/fault.js';
import type {AssetStore} from '#ports/storage.js';
import {toldProblem} from '#tui/screens/portfolio/csv-problems.js';
import {emptyFolder} from '../../../support/desk-place.js';

const assets: Pick<AssetStore, 'find' | 'bySymbol'> = {
	find: async () => [],
	bySymbol: async symbol =>
		symbol.toUpperCase() === 'BTC' ? [{id: 'bitcoin', symbol: 'BTC', name: 'Bitcoin', rank: 1}] : [],
};

const readPath = async (path: string): Promise<ReadLots> =>
	readLotsFile(path, {assets: assets as AssetStore, currency: 'USD'});

const fileOf = (content: string): string => {
	const path = join(emptyFolder(), 'lots.csv');
	writeFileSync(path, content);
	return path;
};

const faultOf = async (path: string): Promise<Fault> =>
	readPath(path).then(() => expect.fail('It was read.'), toFault);

describe('what is wrong with a file of lots', () => {
	test.each([
		['btc,abc,,,', 'Não é um número a quantidade "abc".'],
		['btc,1,x,,', 'Não é um número o custo "x".'],
		['btc,,,,', 'Falta a quantidade.'],
		[',1,,,', 'Falta o ativo.'],
		['nope,1,,,', 'Nenhum ativo gravado se chama "nope".'],
		['btc,0,,,', 'A quantidade não pode ser zero.'],
		['btc,"1,234",,,', /^Não dá para saber se a quantidade "1,234" tem milhares ou decimais/],
		['btc,1,,dollars!,', 'A moeda "DOLLARS!" não é um código, como USD, BRL ou BTC.'],
		['btc,1,,,2024-02-30', 'A data "2024-02-30" não pode ser lida; escreva 2024-03-31 ou 31/03/2024.'],
		['btc,1,,,2024-02-01 noon', /^A hora em "2024-02-01 noon" não pode ser lida/],
	])('is told in Portuguese: %s', async (row, told) => {
		const {problems} = await readPath(fileOf(`asset,amount,cost,currency,date\n${row}\n`));
		expect(problems).toHaveLength(1);
		expect(toldProblem(problems[0]!.message, 'pt-BR')).toEqual(
			typeof told === 'string' ? told : expect.stringMatching(told),
		);
		expect(toldProblem(problems[0]!.message, 'en')).toBe(problems[0]!.message);
	});

	test('is told in Portuguese of the file as a whole, with what to do', async () => {
		const folder = emptyFolder();
		mkdirSync(join(folder, 'inside'));
		const faults = await Promise.all(
			[join(folder, 'none.csv'), join(folder, 'inside'), fileOf('amount\n1\n')].map(faultOf),
		);
		expect(faults.map(({message}) => toldProblem(message, 'pt-BR'))).toEqual([
			expect.stringMatching(/^Não existe o arquivo .*none\.csv\.$/),
			expect.stringMatching(/inside é uma pasta, não um arquivo\.$/),
			expect.stringMatching(/ não tem a coluna "asset"\.$/),
		]);
		expect(faults.map(({hint}) => toldProblem(hint, 'pt-BR'))).toEqual([
			expect.stringMatching(/^Dê o caminho de um CSV/),
			expect.stringMatching(/^Dê o caminho de um CSV/),
			expect.stringMatching(/^A primeira linha dá nome às colunas/),
		]);
	});
});
