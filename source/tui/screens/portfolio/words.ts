/** The words of the portfolio screen. */

import type {Bilingual} from '../../i18n/language.js';

export type Words = {
	readonly title: string;
	readonly columns: {
		readonly asset: string;
		readonly amount: string;
		readonly price: string;
		readonly value: string;
		readonly cost: string;
		readonly gain: string;
		readonly gainPercent: string;
		readonly share: string;
		readonly day: string;
		readonly dayPercent: string;
		readonly realised: string;
		readonly symbol: string;
	};
	readonly totals: {
		readonly value: string;
		readonly cost: string;
		readonly gain: string;
		readonly day: string;
		readonly realised: string;
	};
	readonly loading: string;
	readonly empty: readonly string[];
	/** The same of a version of the data, where nothing can be entered. */
	readonly emptyVersion: readonly string[];
	readonly noDesk: string;
	readonly failed: (reason: string) => string;
	readonly hidden: string;
	readonly sale: string;
	readonly unknownDate: string;
	readonly withoutPrice: (count: number) => string;
	readonly withoutCost: (count: number) => string;
	readonly withoutDay: (count: number) => string;
	readonly withoutRealised: (count: number) => string;
	readonly converted: (currencies: string, to: string) => string;
	readonly unconverted: (currencies: string) => string;
	readonly oversold: (assets: string) => string;
	readonly pricesFrom: (age: string) => string;
	readonly form: {
		readonly add: string;
		readonly change: string;
		readonly asset: string;
		readonly assetHint: string;
		readonly amount: string;
		readonly amountHint: string;
		readonly cost: string;
		readonly costHint: string;
		readonly currency: string;
		readonly currencyHint: string;
		readonly date: string;
		readonly dateHint: string;
		readonly note: string;
		readonly save: string;
		readonly noAsset: string;
		readonly manyAssets: (symbol: string, ids: string) => string;
		readonly badAmount: string;
		readonly zeroAmount: string;
		readonly badCost: string;
		readonly badCurrency: string;
		readonly badDate: string;
		readonly longNote: string;
		readonly buys: (amount: string, asset: string, cost: string) => string;
		readonly sells: (amount: string, asset: string, cost: string) => string;
		readonly notInMarket: (asset: string) => string;
		readonly noRate: (currency: string) => string;
		readonly unknownCost: string;
	};
	readonly added: (asset: string) => string;
	readonly changed: (asset: string) => string;
	readonly removed: (asset: string) => string;
	readonly remove: {
		readonly title: string;
		readonly yes: string;
		readonly chooseLot: (asset: string) => string;
	};
	readonly import: {
		readonly title: string;
		readonly intro: readonly string[];
		readonly path: string;
		readonly read: string;
		readonly noPath: string;
		readonly confirm: (count: number) => string;
		readonly yes: (count: number) => string;
		readonly nothing: string;
		readonly problems: (count: number) => string;
		readonly problem: (line: string, message: string) => string;
		readonly more: (count: string) => string;
		readonly done: (count: number) => string;
	};
	readonly oneCurrency: string;
	readonly noLot: string;
	readonly sentence: {
		readonly position: (
			asset: string,
			amount: string,
			value: string,
			gain: string,
			percent: string,
		) => string;
		readonly share: (share: string) => string;
	};
};

const plural = (count: number, one: string, many: string): string => (count === 1 ? one : many);

export const words: Bilingual<Words> = {
	en: {
		title: 'Portfolio',
		columns: {
			asset: 'Asset',
			amount: 'Amount',
			price: 'Price',
			value: 'Value',
			cost: 'Cost',
			gain: 'P&L',
			gainPercent: 'P&L %',
			share: 'Share',
			day: '24h',
			dayPercent: '24h %',
			realised: 'Realised',
			symbol: 'Symbol',
		},
		totals: {value: 'Value', cost: 'Cost', gain: 'P&L', day: '24h', realised: 'Realised'},
		loading: 'Reading your lots',
		empty: [
			'Nothing here yet.',
			'Press n to enter what you bought, or I to import a CSV file with the columns asset, amount, cost, currency, date, note.',
			'It stays on this machine.',
		],
		emptyVersion: ['This version of the data holds no portfolio.'],
		noDesk: 'Opening',
		failed: reason => `Your lots could not be read: ${reason}`,
		hidden: 'Balances are hidden; h shows them.',
		sale: 'sale',
		unknownDate: 'date unknown',
		withoutPrice: count => `* value without ${count} ${plural(count, 'asset', 'assets')} of unknown price.`,
		withoutCost: count =>
			`* cost and P&L without ${count} ${plural(count, 'asset', 'assets')} of unknown cost.`,
		withoutDay: count => `* 24h without ${count} ${plural(count, 'asset', 'assets')} of unknown change.`,
		withoutRealised: count =>
			`* realised without ${count} ${plural(count, 'asset', 'assets')} of unknown cost.`,
		converted: (currencies, to) =>
			`Costs in ${currencies} are counted in ${to} at today's rate, not at that of their day.`,
		unconverted: currencies => `Costs in ${currencies} are left out: their rate is not known.`,
		oversold: assets =>
			`More sold than bought of ${assets}: the cost cannot be told. Add the missing purchase.`,
		pricesFrom: age => `Prices are up to ${age} old.`,
		form: {
			add: 'New lot',
			change: 'Change lot',
			asset: 'Asset',
			assetHint: 'Symbol or CoinGecko id: BTC, bitcoin',
			amount: 'Amount',
			amountHint: 'Units bought, e.g. 0.125; negative for a sale',
			cost: 'Cost',
			costHint: 'What all of it cost, or brought in; empty when not known',
			currency: 'Currency',
			currencyHint: 'Code: USD, BRL, EUR, BTC',
			date: 'Date',
			dateHint: 'Year-month-day: 2024-03-31; empty when not known',
			note: 'Note',
			save: 'Save',
			noAsset: 'Type a symbol such as BTC, or an id such as bitcoin.',
			manyAssets: (symbol, ids) => `Several assets are called ${symbol}; type the id: ${ids}.`,
			badAmount: 'A number without thousands separators, such as 1234.5.',
			zeroAmount: 'The amount cannot be zero. A sale is negative.',
			badCost: 'A number without thousands separators, 1234.5, or nothing.',
			badCurrency: 'Write a code of capital letters, e.g. USD.',
			badDate: 'A day that exists, written 2024-03-31, or nothing.',
			longNote: 'Shorten the note to 500 characters.',
			buys: (amount, asset, cost) => `Buys ${amount} ${asset} for ${cost}.`,
			sells: (amount, asset, cost) => `Sells ${amount} ${asset} for ${cost}.`,
			notInMarket: asset => `${asset} is not in the stored market: its price will be unknown.`,
			noRate: currency =>
				`The rate of ${currency} is not known: this cost will be left out of sums in other currencies.`,
			unknownCost: 'an unknown sum',
		},
		added: asset => `Lot of ${asset} added.`,
		changed: asset => `Lot of ${asset} changed.`,
		removed: asset => `Lot of ${asset} deleted.`,
		remove: {
			title: 'Delete this lot?',
			yes: 'Delete',
			chooseLot: asset => `${asset} has several lots: choose the one to delete.`,
		},
		import: {
			title: 'Import lots from a CSV file',
			intro: [
				'First line: asset,amount,cost,currency,date,note.',
				'You see what would be added before anything is stored.',
			],
			path: 'File',
			read: 'Read',
			noPath: 'Type the path of a CSV file.',
			confirm: count => `Add ${count} ${plural(count, 'lot', 'lots')}?`,
			yes: count => `Add ${count}`,
			nothing: 'Nothing to add',
			problems: count => `${count} ${plural(count, 'line is', 'lines are')} left out:`,
			problem: (line, message) => `line ${line}: ${message}`,
			more: count => `and ${count} more`,
			done: count => `${count} ${plural(count, 'lot', 'lots')} added.`,
		},
		oneCurrency: 'No other rate is known yet. Rates come with a collection: press r.',
		noLot: 'Add a lot first: press n.',
		sentence: {
			position: (asset, amount, value, gain, percent) =>
				`${asset}: ${amount}, worth ${value}, profit or loss ${gain} (${percent})`,
			share: share => `${share} of the whole`,
		},
	},
	'pt-BR': {
		title: 'Carteira',
		columns: {
			asset: 'Ativo',
			amount: 'Quantidade',
			price: 'Preço',
			value: 'Valor',
			cost: 'Custo',
			gain: 'Resultado',
			gainPercent: 'Res. %',
			share: 'Parte',
			day: '24h',
			dayPercent: '24h %',
			realised: 'Realizado',
			symbol: 'Símbolo',
		},
		totals: {value: 'Valor', cost: 'Custo', gain: 'Resultado', day: '24h', realised: 'Realizado'},
		loading: 'Lendo seus lotes',
		empty: [
			'Ainda não há nada aqui.',
			'Aperte n para digitar o que você comprou, ou I para importar um CSV com as colunas asset, amount, cost, currency, date, note.',
			'Tudo fica nesta máquina.',
		],
		emptyVersion: ['Esta versão dos dados não contém uma carteira.'],
		noDesk: 'Abrindo',
		failed: reason => `Não foi possível ler seus lotes: ${reason}`,
		hidden: 'Os saldos estão ocultos; h mostra.',
		sale: 'venda',
		unknownDate: 'data desconhecida',
		withoutPrice: count => `* valor sem ${count} ${plural(count, 'ativo', 'ativos')} de preço desconhecido.`,
		withoutCost: count =>
			`* custo e resultado sem ${count} ${plural(count, 'ativo', 'ativos')} de custo desconhecido.`,
		withoutDay: count => `* 24h sem ${count} ${plural(count, 'ativo', 'ativos')} de variação desconhecida.`,
		withoutRealised: count =>
			`* realizado sem ${count} ${plural(count, 'ativo', 'ativos')} de custo desconhecido.`,
		converted: (currencies, to) =>
			`Custos em ${currencies} contam em ${to} pela cotação de hoje, não pela da data da compra.`,
		unconverted: currencies => `Custos em ${currencies} ficam de fora: a cotação não é conhecida.`,
		oversold: assets =>
			`Vendeu-se mais do que se comprou de ${assets}: não há como saber o custo. Inclua a compra que falta.`,
		pricesFrom: age => `Preços com até ${age} de idade.`,
		form: {
			add: 'Novo lote',
			change: 'Alterar lote',
			asset: 'Ativo',
			assetHint: 'Símbolo ou id do CoinGecko: BTC, bitcoin',
			amount: 'Quantidade',
			amountHint: 'Unidades compradas, p. ex. 0,125; negativa para uma venda',
			cost: 'Custo',
			costHint: 'O que custou (ou rendeu) ao todo; vazio se não souber',
			currency: 'Moeda',
			currencyHint: 'Código: USD, BRL, EUR, BTC',
			date: 'Data',
			dateHint: 'Ano-mês-dia: 2024-03-31; vazia se não souber',
			note: 'Nota',
			save: 'Salvar',
			noAsset: 'Digite um símbolo, como BTC, ou um id, como bitcoin.',
			manyAssets: (symbol, ids) => `Vários ativos se chamam ${symbol}; digite o id: ${ids}.`,
			badAmount: 'Um número sem separador de milhar, p. ex. 1234,5.',
			zeroAmount: 'A quantidade não pode ser zero. Uma venda é negativa.',
			badCost: 'Um número sem separador de milhar, 1234,5, ou nada.',
			badCurrency: 'Escreva um código em maiúsculas, p. ex. BRL.',
			badDate: 'Um dia que exista, escrito 2024-03-31, ou nada.',
			longNote: 'Encurte a nota para até 500 caracteres.',
			buys: (amount, asset, cost) => `Compra de ${amount} ${asset} por ${cost}.`,
			sells: (amount, asset, cost) => `Venda de ${amount} ${asset} por ${cost}.`,
			notInMarket: asset => `${asset} não está no mercado gravado: o preço ficará desconhecido.`,
			noRate: currency =>
				`A cotação de ${currency} não é conhecida: este custo fica fora das somas em outras moedas.`,
			unknownCost: 'um valor desconhecido',
		},
		added: asset => `Lote de ${asset} incluído.`,
		changed: asset => `Lote de ${asset} alterado.`,
		removed: asset => `Lote de ${asset} excluído.`,
		remove: {
			title: 'Excluir este lote?',
			yes: 'Excluir',
			chooseLot: asset => `${asset} tem vários lotes: escolha qual excluir.`,
		},
		import: {
			title: 'Importar lotes de um CSV',
			intro: [
				'Primeira linha: asset,amount,cost,currency,date,note.',
				'Você vê o que seria incluído antes de qualquer coisa ser gravada.',
			],
			path: 'Arquivo',
			read: 'Ler',
			noPath: 'Digite o caminho de um arquivo CSV.',
			confirm: count => `Incluir ${count} ${plural(count, 'lote', 'lotes')}?`,
			yes: count => `Incluir ${count}`,
			nothing: 'Nada para incluir',
			problems: count => `${count} ${plural(count, 'linha fica', 'linhas ficam')} de fora:`,
			problem: (line, message) => `linha ${line}: ${message}`,
			more: count => `e mais ${count}`,
			done: count => `${count} ${plural(count, 'lote incluído', 'lotes incluídos')}.`,
		},
		oneCurrency: 'Nenhuma outra cotação é conhecida ainda. Elas vêm com uma coleta: aperte r.',
		noLot: 'Inclua um lote primeiro: aperte n.',
		sentence: {
			position: (asset, amount, value, gain, percent) =>
				`${asset}: ${amount}, valor ${value}, resultado ${gain} (${percent})`,
			share: share => `${share} do todo`,
		},
	},
};
