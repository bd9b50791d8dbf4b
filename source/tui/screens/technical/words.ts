/** The words of the technical screen. */

import type {GapCause} from '#desk/views/quality.js';
import type {Bilingual} from '../../i18n/language.js';
import type {StudyId} from './studies.js';
import type {RangeId} from './time-window.js';

export type Words = {
	readonly ranges: Readonly<Record<RangeId, string>>;
	readonly studies: Readonly<Record<StudyId, string>>;
	/** Names of the lines of indicators that have several. */
	readonly lines: Readonly<Record<string, string>>;
	readonly parameters: Readonly<Record<string, string>>;
	readonly causes: Readonly<Record<GapCause, string>>;
	/** The same with what can be done about it. */
	readonly causesLong: Readonly<Record<GapCause, string>>;
	readonly unknownHole: string;
	readonly candles: (interval: string) => string;
	readonly resampled: (interval: string, from: string) => string;
	readonly perColumn: (candles: number) => string;
	readonly automatic: string;
	readonly fixed: string;
	readonly derivedPrices: string;
	readonly derivedRollup: string;
	readonly logScale: string;
	readonly linearScale: string;
	readonly loading: string;
	readonly loadingChart: (asset: string) => string;
	readonly open: string;
	readonly notToNow: string;
	readonly letters: {
		readonly open: string;
		readonly high: string;
		readonly low: string;
		readonly close: string;
		readonly volume: string;
	};
	readonly nothingStored: {readonly title: string; readonly lines: readonly string[]};
	readonly noCandles: (asset: string) => {readonly title: string; readonly lines: readonly string[]};
	readonly noneVisible: string;
	readonly failed: (asset: string) => string;
	readonly again: string;
	readonly venues: {
		readonly title: (asset: string) => string;
		readonly exchange: string;
		readonly pair: string;
		readonly price: string;
		readonly volume: string;
		readonly share: string;
		readonly age: string;
		readonly empty: readonly string[];
		readonly loading: string;
	};
	readonly dialog: {
		readonly indicators: string;
		readonly shown: string;
		readonly hidden: string;
		readonly overlay: string;
		readonly pane: string;
		readonly show: string;
		readonly hide: string;
		readonly up: string;
		readonly down: string;
		readonly edit: string;
		readonly apply: string;
		readonly between: (min: string, max: string, whole: boolean) => string;
		readonly range: string;
		readonly interval: string;
		readonly autoDetail: string;
		readonly notOffered: string;
	};
	readonly sheet: {readonly time: string; readonly name: (symbol: string, interval: string) => string};
	readonly spoken: {
		readonly none: string;
		readonly chart: (asset: string, candles: string, from: string, to: string) => string;
		readonly source: (text: string) => string;
		readonly candle: string;
		readonly forecast: (time: string, low: string, high: string) => string;
		readonly holes: (count: number) => string;
	};
};

export const words: Bilingual<Words> = {
	en: {
		ranges: {'1d': '1D', '1w': '1W', '1m': '1M', '3m': '3M', '6m': '6M', '1y': '1Y', all: 'All'},
		studies: {
			sma: 'SMA',
			ema: 'EMA',
			wilder: 'Wilder',
			bollinger: 'Bollinger',
			vwap: 'VWAP day',
			'cumulative-vwap': 'VWAP all',
			rsi: 'RSI',
			macd: 'MACD',
			stochastic: 'Stochastic',
			adx: 'ADX',
			'true-range': 'True range',
			atr: 'ATR',
			volatility: 'Volatility',
			obv: 'OBV',
			volume: 'Volume',
		},
		lines: {
			upper: 'upper',
			middle: 'middle',
			lower: 'lower',
			signal: 'signal',
			histogram: 'histogram',
			k: '%K',
			d: '%D',
			'plus-di': '+DI',
			'minus-di': '-DI',
		},
		parameters: {
			period: 'Period',
			deviations: 'Deviations',
			fast: 'Fast',
			slow: 'Slow',
			signal: 'Signal',
			slowing: 'Slowing',
		},
		causes: {
			'not-fetched': 'not fetched: press b',
			'no-trades': 'no trades',
			'before-listing': 'before listing',
			maintenance: 'exchange outage',
		},
		causesLong: {
			'not-fetched': 'hole: never fetched, press b to backfill',
			'no-trades': 'hole: nothing was traded then',
			'before-listing': 'hole: before its listing at the source',
			maintenance: 'hole: the exchange was out',
		},
		unknownHole: 'no candle here',
		candles: interval => `${interval} candles`,
		resampled: (interval, from) => `${interval} candles, resampled from ${from}`,
		perColumn: candles => `${candles} in each`,
		automatic: 'auto',
		fixed: 'fixed',
		derivedPrices: 'derived from prices',
		derivedRollup: 'rolled up',
		logScale: 'log',
		linearScale: 'linear',
		loading: 'loading',
		loadingChart: asset => `Loading the candles of ${asset}`,
		open: 'open candle',
		notToNow: 'panned: end for now',
		letters: {open: 'O', high: 'H', low: 'L', close: 'C', volume: 'V'},
		nothingStored: {
			title: 'Nothing is stored yet',
			lines: ['Press r to collect now', 'or D for the simulated market.'],
		},
		noCandles: asset => ({
			title: `No candles of ${asset} are stored`,
			lines: [
				'b  backfill: choose days and interval, see the cost first',
				'r  collect now what the watchlist asks for',
				'a  another asset',
			],
		}),
		noneVisible: 'No candles in this time: end goes back to now, - shows more',
		failed: asset => `The chart of ${asset} could not be read`,
		again: 'It is read again when candles arrive; r collects now.',
		venues: {
			title: asset => `Where ${asset} is traded`,
			exchange: 'Exchange',
			pair: 'Pair',
			price: 'Price',
			volume: 'Vol 24h',
			share: 'Share',
			age: 'Age',
			empty: [
				'No exchanges are stored for this asset.',
				'They come from CoinCap, which needs a key:',
				'set coincap.key in the settings (,) and press r.',
			],
			loading: 'Loading',
		},
		dialog: {
			indicators: 'Indicators',
			shown: 'shown',
			hidden: 'hidden',
			overlay: 'over the prices',
			pane: 'pane',
			show: 'Show',
			hide: 'Hide',
			up: 'Move up',
			down: 'Move down',
			edit: 'Change parameters',
			apply: 'Apply',
			between: (min, max, whole) => `A ${whole ? 'whole ' : ''}number from ${min} to ${max}`,
			range: 'Time shown',
			interval: 'Length of a candle',
			autoDetail: 'the finest that fits',
			notOffered: 'not stored',
		},
		sheet: {time: 'Time (UTC)', name: (symbol, interval) => `${symbol} ${interval} candles`},
		spoken: {
			none: 'No chart.',
			chart: (asset, candles, from, to) => `${asset}, ${candles}, ${from} to ${to}.`,
			source: text => `Source: ${text}.`,
			candle: 'Candle',
			forecast: (time, low, high) =>
				`Forecast of the candle of ${time}: 80% that it closes from ${low} to ${high}.`,
			holes: count => `${count} holes in this time:`,
		},
	},
	'pt-BR': {
		ranges: {'1d': '1D', '1w': '1S', '1m': '1M', '3m': '3M', '6m': '6M', '1y': '1A', all: 'Tudo'},
		studies: {
			sma: 'MMS',
			ema: 'MME',
			wilder: 'Wilder',
			bollinger: 'Bollinger',
			vwap: 'VWAP dia',
			'cumulative-vwap': 'VWAP total',
			rsi: 'IFR',
			macd: 'MACD',
			stochastic: 'Estocástico',
			adx: 'ADX',
			'true-range': 'Amplitude real',
			atr: 'ATR',
			volatility: 'Volatilidade',
			obv: 'OBV',
			volume: 'Volume',
		},
		lines: {
			upper: 'superior',
			middle: 'média',
			lower: 'inferior',
			signal: 'sinal',
			histogram: 'histograma',
			k: '%K',
			d: '%D',
			'plus-di': '+DI',
			'minus-di': '-DI',
		},
		parameters: {
			period: 'Período',
			deviations: 'Desvios',
			fast: 'Rápida',
			slow: 'Lenta',
			signal: 'Sinal',
			slowing: 'Suavização',
		},
		causes: {
			'not-fetched': 'não buscado: aperte b',
			'no-trades': 'sem negócios',
			'before-listing': 'antes da listagem',
			maintenance: 'corretora fora do ar',
		},
		causesLong: {
			'not-fetched': 'lacuna: nunca buscado, aperte b para buscar',
			'no-trades': 'lacuna: nada foi negociado',
			'before-listing': 'lacuna: antes da listagem na fonte',
			maintenance: 'lacuna: a corretora estava fora do ar',
		},
		unknownHole: 'nenhum candle aqui',
		candles: interval => `candles de ${interval}`,
		resampled: (interval, from) => `candles de ${interval}, reamostrados de ${from}`,
		perColumn: candles => `${candles} em cada`,
		automatic: 'auto',
		fixed: 'fixo',
		derivedPrices: 'derivado de preços',
		derivedRollup: 'agregado',
		logScale: 'log',
		linearScale: 'linear',
		loading: 'carregando',
		loadingChart: asset => `Carregando os candles de ${asset}`,
		open: 'candle aberto',
		notToNow: 'no passado: end volta ao agora',
		letters: {open: 'A', high: 'Máx', low: 'Mín', close: 'F', volume: 'V'},
		nothingStored: {
			title: 'Ainda não há nada gravado',
			lines: ['Aperte r para coletar agora', 'ou D para o mercado simulado.'],
		},
		noCandles: asset => ({
			title: `Não há candles de ${asset} gravados`,
			lines: [
				'b  busca o histórico: escolha dias e intervalo, veja o custo antes',
				'r  coleta agora o que a lista pede',
				'a  outro ativo',
			],
		}),
		noneVisible: 'Não há candles neste período: end volta ao agora, - mostra mais',
		failed: asset => `Não foi possível ler o gráfico de ${asset}`,
		again: 'Será lido de novo quando chegarem candles; r coleta agora.',
		venues: {
			title: asset => `Onde ${asset} é negociado`,
			exchange: 'Corretora',
			pair: 'Par',
			price: 'Preço',
			volume: 'Vol. 24h',
			share: 'Fatia',
			age: 'Idade',
			empty: [
				'Não há corretoras gravadas para este ativo.',
				'Elas vêm da CoinCap, que exige uma chave:',
				'defina coincap.key nas configurações (,) e aperte r.',
			],
			loading: 'Carregando',
		},
		dialog: {
			indicators: 'Indicadores',
			shown: 'visível',
			hidden: 'oculto',
			overlay: 'sobre os preços',
			pane: 'painel',
			show: 'Mostrar',
			hide: 'Ocultar',
			up: 'Mover para cima',
			down: 'Mover para baixo',
			edit: 'Mudar parâmetros',
			apply: 'Aplicar',
			between: (min, max, whole) => `Um número ${whole ? 'inteiro ' : ''}de ${min} a ${max}`,
			range: 'Período mostrado',
			interval: 'Duração de um candle',
			autoDetail: 'o mais fino que couber',
			notOffered: 'não gravado',
		},
		sheet: {time: 'Hora (UTC)', name: (symbol, interval) => `${symbol} candles de ${interval}`},
		spoken: {
			none: 'Nenhum gráfico.',
			chart: (asset, candles, from, to) => `${asset}, ${candles}, de ${from} a ${to}.`,
			source: text => `Fonte: ${text}.`,
			candle: 'Candle',
			forecast: (time, low, high) =>
				`Previsão do candle de ${time}: 80% de chance de fechar entre ${low} e ${high}.`,
			holes: count => `${count} lacunas neste período:`,
		},
	},
};
