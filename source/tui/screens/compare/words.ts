/** The words of the comparison. */

import type {Bilingual} from '../../i18n/language.js';
import type {RangeId} from './ranges.js';

export type Words = {
	readonly title: string;
	readonly ranges: Readonly<Record<RangeId, string>>;
	readonly top: (count: number) => string;
	readonly own: string;
	readonly favourites: string;
	readonly columns: {
		readonly asset: string;
		readonly change: string;
		readonly volatility: string;
		readonly drawdown: string;
		readonly correlation: (benchmark: string) => string;
		readonly from: string;
		readonly to: string;
		readonly points: string;
		readonly pairs: string;
	};
	readonly grid: (interval: string, rows: string) => string;
	readonly against: (benchmark: string) => string;
	readonly reading: string;
	readonly opening: string;
	readonly noMarket: readonly string[];
	readonly noAssets: (list: string) => readonly string[];
	readonly noCandles: string;
	readonly nothingStored: readonly string[];
	readonly failed: (reason: string) => string;
	readonly shortNote: string;
	readonly coarseNote: (assets: string, interval: string) => string;
	readonly pair: (
		a: string,
		b: string,
		value: string,
		count: number,
		shown: string,
		interval: string,
	) => string;
	readonly pairUnknown: (a: string, b: string, count: number, shown: string) => string;
	readonly add: string;
	readonly allIn: string;
	readonly choosePreset: string;
	readonly assetCount: (count: number) => string;
	readonly chooseBenchmark: string;
	readonly tooMany: (count: number) => string;
	readonly onlyMatrix: string;
	readonly noRow: string;
	readonly sentence: {
		readonly head: (assets: string, range: string, grid: string, benchmark: string) => string;
		readonly asset: (
			asset: string,
			change: string,
			volatility: string,
			drawdown: string,
			correlation: string,
		) => string;
		readonly short: (from: string, to: string) => string;
		readonly none: (asset: string) => string;
	};
};

const plural = (count: number, one: string, many: string): string => (count === 1 ? one : many);

export const words: Bilingual<Words> = {
	en: {
		title: 'Compare',
		ranges: {'1D': '1D', '1W': '1W', '1M': '1M', '3M': '3M', '6M': '6M', '1Y': '1Y', All: 'All'},
		top: count => `top ${count}`,
		own: 'own choice',
		favourites: 'favourites',
		columns: {
			asset: 'Asset',
			change: 'Return',
			volatility: 'Vol. p.a.',
			drawdown: 'Drawdown',
			correlation: benchmark => `Corr ${benchmark}`,
			from: 'From',
			to: 'To',
			points: 'Points',
			pairs: 'Pairs',
		},
		grid: (interval, rows) => `${interval}, ${rows} points`,
		against: benchmark => `against ${benchmark}`,
		reading: 'reading',
		opening: 'Opening',
		noMarket: ['No market is stored yet.', 'Press r to collect it now, or D for the simulated market.'],
		noAssets: list => [`Nothing to compare in ${list}.`, 'Press n to add an asset, or w to take a list.'],
		noCandles: 'no candles: press b',
		nothingStored: [
			'No candles of these assets are stored in this range.',
			'Press b to fetch them, or ] for a longer range.',
		],
		failed: reason => `The candles could not be read: ${reason}`,
		shortNote: '* does not cover the whole range: its return is of a shorter time than that of the others.',
		coarseNote: (assets, interval) => `${assets}: stored as ${interval} only, measured at that interval.`,
		pair: (a, b, value, count, shown, interval) =>
			`${a} and ${b}: ${value}, from ${shown} ${plural(count, 'return', 'returns')} of ${interval} they share`,
		pairUnknown: (a, b, count, shown) =>
			`${a} and ${b}: unknown, ${shown} common ${plural(count, 'return says', 'returns say')} nothing`,
		add: 'Add to the comparison',
		allIn: 'Every asset of the market is in already.',
		choosePreset: 'What to compare',
		assetCount: count => `${count} ${plural(count, 'asset', 'assets')}`,
		chooseBenchmark: 'Measure against',
		tooMany: count => `${count} assets can be highlighted at once; press space on another one first.`,
		onlyMatrix: 'Only in the correlation matrix: press c.',
		noRow: 'Nothing is compared yet: press n.',
		sentence: {
			head: (assets, range, grid, benchmark) =>
				`Comparison of ${assets} over ${range}, ${grid}, correlation with ${benchmark}.`,
			asset: (asset, change, volatility, drawdown, correlation) =>
				`${asset}: return ${change}, volatility ${volatility} a year, worst drawdown ${drawdown}, correlation ${correlation}`,
			short: (from, to) => `covers only ${from} to ${to}`,
			none: asset => `${asset}: no candles stored; b fetches them.`,
		},
	},
	'pt-BR': {
		title: 'Comparar',
		ranges: {'1D': '1D', '1W': '1S', '1M': '1M', '3M': '3M', '6M': '6M', '1Y': '1A', All: 'Tudo'},
		top: count => `${count} maiores`,
		own: 'escolha própria',
		favourites: 'favoritos',
		columns: {
			asset: 'Ativo',
			change: 'Retorno',
			volatility: 'Vol. a.a.',
			drawdown: 'Drawdown',
			correlation: benchmark => `Corr ${benchmark}`,
			from: 'De',
			to: 'Até',
			points: 'Pontos',
			pairs: 'Pares',
		},
		grid: (interval, rows) => `${interval}, ${rows} pontos`,
		against: benchmark => `contra ${benchmark}`,
		reading: 'lendo',
		opening: 'Abrindo',
		noMarket: ['Ainda não há mercado gravado.', 'Aperte r para coletar agora, ou D para o mercado simulado.'],
		noAssets: list => [
			`Nada para comparar em ${list}.`,
			'Aperte n para incluir um ativo, ou w para usar uma lista.',
		],
		noCandles: 'sem candles: aperte b',
		nothingStored: [
			'Não há candles destes ativos gravados neste período.',
			'Aperte b para buscá-los, ou ] para um período maior.',
		],
		failed: reason => `Não foi possível ler os candles: ${reason}`,
		shortNote: '* não cobre o período todo: seu retorno é de um tempo menor que o dos outros.',
		coarseNote: (assets, interval) => `${assets}: só há ${interval} gravado, medido nesse intervalo.`,
		pair: (a, b, value, count, shown, interval) =>
			`${a} e ${b}: ${value}, de ${shown} ${plural(count, 'retorno', 'retornos')} de ${interval} em comum`,
		pairUnknown: (a, b, count, shown) =>
			`${a} e ${b}: desconhecida, ${shown} ${plural(count, 'retorno', 'retornos')} em comum não ${plural(count, 'basta', 'bastam')}`,
		add: 'Incluir na comparação',
		allIn: 'Todos os ativos do mercado já estão aqui.',
		choosePreset: 'O que comparar',
		assetCount: count => `${count} ${plural(count, 'ativo', 'ativos')}`,
		chooseBenchmark: 'Medir contra',
		tooMany: count => `Dá para destacar ${count} ativos ao mesmo tempo; aperte espaço em outro primeiro.`,
		onlyMatrix: 'Só na matriz de correlação: aperte c.',
		noRow: 'Ainda não há o que comparar: aperte n.',
		sentence: {
			head: (assets, range, grid, benchmark) =>
				`Comparação de ${assets} em ${range}, ${grid}, correlação com ${benchmark}.`,
			asset: (asset, change, volatility, drawdown, correlation) =>
				`${asset}: retorno ${change}, volatilidade ${volatility} ao ano, maior drawdown ${drawdown}, correlação ${correlation}`,
			short: (from, to) => `cobre só de ${from} a ${to}`,
			none: asset => `${asset}: sem candles gravados; b busca.`,
		},
	},
};
