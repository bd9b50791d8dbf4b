/** What the forecast screen says. */

import type {ForecastInterval, ModelKind} from '#domain/forecast/model.js';
import type {Bilingual} from '../../i18n/language.js';
import type {SectionId} from './state.js';

export type Words = {
	readonly next: Readonly<Record<ForecastInterval, string>>;
	readonly intervals: Readonly<Record<ForecastInterval, string>>;
	readonly kinds: Readonly<Record<ModelKind, string>>;
	readonly rules: Readonly<Record<'persistence' | 'drift' | 'reversal', string>>;
	readonly noBand: string;
	readonly candleOf: (time: string) => string;
	readonly modelOf: (id: string, kind: string, time: string) => string;
	readonly over: string;
	readonly facts: {
		readonly lastClose: string;
		readonly nextClose: string;
		readonly noEdge: string;
		readonly change: string;
		readonly held: string;
		readonly ofLast: (share: string, n: string) => string;
		readonly target: (range: string) => string;
		readonly offTarget: (range: string) => string;
		readonly noOutcomes: string;
		readonly skill: string;
		readonly better: string;
		readonly worse: string;
		readonly notSignificant: string;
		readonly direction: string;
		readonly noDirection: string;
		readonly reversal: (n: string, share: string) => string;
		readonly range: string;
		readonly typical: (range: string) => string;
		readonly record: string;
		readonly recordDetail: (skill: string, error: string) => string;
	};
	readonly sections: Readonly<Record<SectionId, string>>;
	readonly legend: string;
	readonly columns: Readonly<
		Record<
			| 'rule'
			| 'rmse'
			| 'mae'
			| 'mape'
			| 'r2'
			| 'returnR2'
			| 'skill'
			| 'dm'
			| 'direction'
			| 'n'
			| 'trained'
			| 'id'
			| 'kind'
			| 'rows'
			| 'held80'
			| 'width'
			| 'use'
			| 'candle'
			| 'lastClose'
			| 'predicted'
			| 'band80'
			| 'outcome'
			| 'error'
			| 'verdict',
			string
		>
	>;
	readonly inUse: string;
	readonly pruned: string;
	readonly verdicts: Readonly<Record<'held' | 'outside' | 'missed' | 'open', string>>;
	readonly noRecord: string;
	readonly opening: string;
	readonly reading: string;
	readonly nothingStored: readonly string[];
	readonly noModel: (symbol: string, interval: string, usable: string) => readonly string[];
	readonly tooFew: (symbol: string, interval: string, usable: string, needed: string) => readonly string[];
	readonly ofPrices: (symbol: string) => readonly string[];
	readonly notAsked: string;
	readonly unusable: (why: string) => string;
	readonly failed: (why: string) => string;
	readonly training: {
		readonly steps: Readonly<Record<'search' | 'evaluate' | 'train', string>>;
		readonly running: (what: string) => string;
		readonly series: (done: string, of: string) => string;
		readonly waiting: string;
		readonly cancel: string;
	};
	readonly form: {
		readonly title: string;
		readonly intro: (interval: string) => readonly string[];
		readonly what: string;
		readonly list: (name: string, count: number) => string;
		readonly all: string;
		readonly kind: string;
		readonly search: string;
		readonly searchHint: string;
		readonly wholeNumber: string;
		readonly submit: string;
		readonly started: (series: string) => string;
	};
	readonly predicted: (time: string) => string;
	readonly cancelling: string;
	readonly card: (id: string) => string;
	readonly noSelected: string;
	readonly noModelYet: string;
	readonly noChart: string;
	readonly noTraining: string;
	readonly sheet: (symbol: string, interval: string) => string;
};

const en: Words = {
	next: {'1h': 'next hour', '1d': 'next day'},
	intervals: {'1h': 'hourly', '1d': 'daily'},
	kinds: {
		standard: 'standard',
		linear: 'linear volatility',
		'seed-price': 'old: forest on prices',
		'seed-price-short': 'old: short forest on prices',
	},
	rules: {persistence: 'last price', drift: 'drift', reversal: 'reversal'},
	noBand: 'no band yet',
	candleOf: time => `candle of ${time}`,
	modelOf: (id, kind, time) => `model ${id} (${kind}), trained ${time}`,
	over: 'this candle is over: n forecasts the next one',
	facts: {
		lastClose: 'Last close',
		nextClose: 'Next close',
		noEdge: 'no edge over the last price',
		change: 'Change',
		held: '80% band held',
		ofLast: (share, n) => `${share} of the last ${n}`,
		target: range => `${range}, target 80%`,
		offTarget: range => `! ${range} leaves out 80%`,
		noOutcomes: 'no outcomes yet',
		skill: 'Skill vs last price',
		better: 'significant at 5%',
		worse: 'worse, significant at 5%',
		notSignificant: 'not significant',
		direction: 'Direction right',
		noDirection: 'names no direction',
		reversal: (n, share) => `n = ${n}; reversal ${share}`,
		range: 'Expected range',
		typical: range => `typical ${range}`,
		record: 'On record, band held',
		recordDetail: (skill, error) => `skill ${skill}, RMSE ${error}`,
	},
	sections: {chart: 'Chart', rivals: 'Rivals', versions: 'Models', record: 'Record'},
	legend: 'dots: 80% band  ! outside it  x no candle',
	columns: {
		rule: 'Rule',
		rmse: 'RMSE',
		mae: 'MAE',
		mape: 'MAPE',
		r2: 'R2 price',
		returnR2: 'R2 return',
		skill: 'Skill',
		dm: 'DM',
		direction: 'Direction',
		n: 'n',
		trained: 'Trained',
		id: 'Model',
		kind: 'Kind',
		rows: 'Rows',
		held80: '80% held',
		width: 'Width bp',
		use: 'Use',
		candle: 'Candle',
		lastClose: 'Last close',
		predicted: 'Forecast',
		band80: '80% band',
		outcome: 'Outcome',
		error: 'Error',
		verdict: 'Band',
	},
	inUse: 'in use',
	pruned: 'pruned',
	verdicts: {held: 'held', outside: '! outside', missed: 'no candle', open: 'open'},
	noRecord: 'No forecast is on record yet: n makes one before its candle closes.',
	opening: 'Opening the store ...',
	reading: 'Reading ...',
	nothingStored: ['Nothing is stored yet.', 'r collects the market, D opens the simulated one.'],
	noModel: (symbol, interval, usable) => [
		`No model of ${symbol} for ${interval} candles yet.`,
		`Press m to train one. ${usable} usable candles are there.`,
	],
	tooFew: (symbol, interval, usable, needed) => [
		`Collecting ${interval} candles of ${symbol}: ${usable} of ${needed}.`,
		'A forecast with fewer would be noise. Press b to fetch history.',
	],
	ofPrices: symbol => [
		`The hours of ${symbol} are made of prices alone: they have no range, and cannot be forecast.`,
		'Its days can: press t for the next day, then m to train.',
	],
	notAsked: 'The model was not asked yet: press n to forecast now.',
	unusable: why => `${why} Press m to train again.`,
	failed: why => `The forecast could not be read: ${why}`,
	training: {
		steps: {search: 'search', evaluate: 'evaluate', train: 'train'},
		running: what => `Training ${what}`,
		series: (done, of) => `${done} of ${of} series`,
		waiting: 'waiting',
		cancel: 'x cancels',
	},
	form: {
		title: 'Train models',
		intro: interval => [
			`Models of ${interval} candles, judged by walk-forward on what they have not seen.`,
			'A new model is used only where it is not worse than the one before.',
		],
		what: 'Assets',
		list: (name, count) => `${name} (${count})`,
		all: 'all that have candles',
		kind: 'Kind',
		search: 'Search',
		searchHint: 'Configurations to try first, standard kind only; 0 takes the proven ones.',
		wholeNumber: 'Type a whole number from 0 to 1000.',
		submit: 'Train',
		started: series => `Training ${series} series; x cancels.`,
	},
	predicted: time => `Forecast made for the candle of ${time}.`,
	cancelling: 'Cancelling; models that are trained already stay.',
	card: id => `Model ${id}`,
	noSelected: 'No asset is selected: press a to choose one.',
	noModelYet: 'There is no model yet: press m to train one.',
	noChart: 'the chart is not in sight: press s to come to it',
	noTraining: 'No training is under way.',
	sheet: (symbol, interval) => `forecasts-${symbol}-${interval}`,
};

const ptBR: Words = {
	next: {'1h': 'próxima hora', '1d': 'próximo dia'},
	intervals: {'1h': 'por hora', '1d': 'por dia'},
	kinds: {
		standard: 'padrão',
		linear: 'volatilidade linear',
		'seed-price': 'antigo: floresta de preços',
		'seed-price-short': 'antigo: floresta curta de preços',
	},
	rules: {persistence: 'último preço', drift: 'tendência', reversal: 'reversão'},
	noBand: 'ainda sem faixa',
	candleOf: time => `candle de ${time}`,
	modelOf: (id, kind, time) => `modelo ${id} (${kind}), treinado em ${time}`,
	over: 'este candle já fechou: n prevê o próximo',
	facts: {
		lastClose: 'Último fechamento',
		nextClose: 'Próximo fechamento',
		noEdge: 'sem vantagem sobre o último preço',
		change: 'Variação',
		held: 'Faixa de 80% acertou',
		ofLast: (share, n) => `${share} dos últimos ${n}`,
		target: range => `${range}, alvo 80%`,
		offTarget: range => `! ${range} não contém 80%`,
		noOutcomes: 'ainda sem resultados',
		skill: 'Ganho sobre o último preço',
		better: 'significativo a 5%',
		worse: 'pior, significativo a 5%',
		notSignificant: 'não significativo',
		direction: 'Direção certa',
		noDirection: 'não indica direção',
		reversal: (n, share) => `n = ${n}; reversão ${share}`,
		range: 'Amplitude esperada',
		typical: range => `típica ${range}`,
		record: 'Registro: faixa acertou',
		recordDetail: (skill, error) => `ganho ${skill}, RMSE ${error}`,
	},
	sections: {chart: 'Gráfico', rivals: 'Rivais', versions: 'Modelos', record: 'Registro'},
	legend: 'pontos: faixa de 80%  ! fora dela  x sem candle',
	columns: {
		rule: 'Regra',
		rmse: 'RMSE',
		mae: 'MAE',
		mape: 'MAPE',
		r2: 'R2 preço',
		returnR2: 'R2 retorno',
		skill: 'Ganho',
		dm: 'DM',
		direction: 'Direção',
		n: 'n',
		trained: 'Treinado',
		id: 'Modelo',
		kind: 'Tipo',
		rows: 'Linhas',
		held80: '80% certos',
		width: 'Larg. pb',
		use: 'Uso',
		candle: 'Candle',
		lastClose: 'Último',
		predicted: 'Previsão',
		band80: 'Faixa de 80%',
		outcome: 'Resultado',
		error: 'Erro',
		verdict: 'Faixa',
	},
	inUse: 'em uso',
	pruned: 'removido',
	verdicts: {held: 'acertou', outside: '! fora', missed: 'sem candle', open: 'aberta'},
	noRecord: 'Ainda não há previsão registrada: n faz uma antes de o candle fechar.',
	opening: 'Abrindo o banco de dados ...',
	reading: 'Lendo ...',
	nothingStored: ['Ainda não há nada gravado.', 'r coleta o mercado, D abre o simulado.'],
	noModel: (symbol, interval, usable) => [
		`Ainda não há modelo de ${symbol} para candles ${interval}.`,
		`Aperte m para treinar um. Há ${usable} candles utilizáveis.`,
	],
	tooFew: (symbol, interval, usable, needed) => [
		`Coletando candles ${interval} de ${symbol}: ${usable} de ${needed}.`,
		'Uma previsão com menos seria ruído. Aperte b para buscar histórico.',
	],
	ofPrices: symbol => [
		`As horas de ${symbol} vêm só de preços: não têm amplitude e não podem ser previstas.`,
		'Os dias podem: aperte t para o próximo dia e depois m para treinar.',
	],
	notAsked: 'O modelo ainda não foi consultado: aperte n para prever agora.',
	unusable: why => `${why} Aperte m para treinar de novo.`,
	failed: why => `A previsão não pôde ser lida: ${why}`,
	training: {
		steps: {search: 'busca', evaluate: 'avaliação', train: 'treino'},
		running: what => `Treinando ${what}`,
		series: (done, of) => `${done} de ${of} séries`,
		waiting: 'aguardando',
		cancel: 'x cancela',
	},
	form: {
		title: 'Treinar modelos',
		intro: interval => [
			`Modelos de candles ${interval}, julgados passo a passo no que não viram.`,
			'Um modelo novo só é usado onde não for pior que o anterior.',
		],
		what: 'Ativos',
		list: (name, count) => `${name} (${count})`,
		all: 'todos que têm candles',
		kind: 'Tipo',
		search: 'Busca',
		searchHint: 'Configurações a testar antes, só no tipo padrão; 0 usa as comprovadas.',
		wholeNumber: 'Digite um número inteiro de 0 a 1000.',
		submit: 'Treinar',
		started: series => `Treinando ${series} séries; x cancela.`,
	},
	predicted: time => `Previsão feita para o candle de ${time}.`,
	cancelling: 'Cancelando; os modelos já treinados ficam.',
	card: id => `Modelo ${id}`,
	noSelected: 'Nenhum ativo selecionado: aperte a para escolher um.',
	noModelYet: 'Ainda não há modelo: aperte m para treinar um.',
	noChart: 'o gráfico não está à vista: aperte s para chegar a ele',
	noTraining: 'Nenhum treino em andamento.',
	sheet: (symbol, interval) => `previsoes-${symbol}-${interval}`,
};

export const words: Bilingual<Words> = {en, 'pt-BR': ptBR};
