/** What is wrong with a file of lots, in the language of the screen: the desk tells it in English. */

import type {Language} from '../../i18n/language.js';

const fields: Readonly<Record<string, string>> = {
	asset: 'o ativo',
	amount: 'a quantidade',
	cost: 'o custo',
};

type Phrase = readonly [english: RegExp, portuguese: (...parts: readonly string[]) => string];

const phrases: readonly Phrase[] = [
	[/^(.+) cannot be read: there is no such file\.$/, path => `Não existe o arquivo ${path}.`],
	[/^(.+) cannot be read: it is a folder\.$/, path => `${path} é uma pasta, não um arquivo.`],
	[/^(.+) cannot be read: (.+)\.$/, (path, why) => `Não foi possível ler ${path}: ${why}.`],
	[/^(.+) is too large to be a list of lots\.$/, path => `${path} é grande demais para uma lista de lotes.`],
	[/^(.+) is no CSV file: (.+)$/, (path, why) => `${path} não é um arquivo CSV: ${why}`],
	[/^(.+) has no column "(\w+)"\.$/, (path, column) => `${path} não tem a coluna "${column}".`],
	[/^Give the path of a CSV file/, () => 'Dê o caminho de um CSV com as colunas asset e amount, ao menos.'],
	[/^Save the table as CSV/, () => 'Salve a tabela como CSV e tente de novo.'],
	[
		/^The first line names the columns/,
		() => 'A primeira linha dá nome às colunas: asset, amount, cost, currency, date, note.',
	],
	[/^The (\w+) is missing\.$/, field => `Falta ${fields[field] ?? field}.`],
	[/^No stored asset is called (".*")\.$/, name => `Nenhum ativo gravado se chama ${name}.`],
	[
		/^The (\w+) (".*") could be thousands or decimals/,
		(field, text) =>
			`Não dá para saber se ${fields[field] ?? field} ${text} tem milhares ou decimais; escreva com ponto decimal.`,
	],
	[
		/^The (\w+) (".*") is not a (?:decimal )?number\.$/,
		(field, text) => `Não é um número ${fields[field] ?? field} ${text}.`,
	],
	[/^The amount of a lot cannot be zero\.$/, () => 'A quantidade não pode ser zero.'],
	[/^The currency (".*") is not a code/, code => `A moeda ${code} não é um código, como USD, BRL ou BTC.`],
	[/^The date of the lot cannot be read\.$/, () => 'A data não pode ser lida; escreva 2024-03-31.'],
	[
		/^The date (".*") cannot be read/,
		text => `A data ${text} não pode ser lida; escreva 2024-03-31 ou 31/03/2024.`,
	],
	[
		/^The time in (".*") cannot be read/,
		text => `A hora em ${text} não pode ser lida; escreva 2024-03-31 15:30.`,
	],
];

/** A sentence of the desk about a file of lots; one that is not known stays in English. */
export function toldProblem(message: string, language: Language): string {
	if (language === 'en') return message;
	for (const [english, portuguese] of phrases) {
		const found = english.exec(message);
		if (found) return portuguese(...found.slice(1));
	}

	return message;
}
