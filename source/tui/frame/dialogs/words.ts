/** What the windows of the frame's commands say. */

import type {LastingField} from '#desk/fuller-quotes.js';
import type {Bilingual} from '../../i18n/language.js';

type DialogWords = {
	readonly backfill: {
		readonly title: string;
		readonly intro: string;
		readonly what: string;
		readonly top50: string;
		readonly topN: string;
		readonly list: (name: string, count: number) => string;
		readonly count: string;
		readonly countHint: string;
		readonly interval: string;
		readonly days: string;
		readonly daysHint: string;
		readonly submit: string;
		readonly wholeNumber: (from: number, to: number) => string;
		readonly nothing: string;
		readonly refused: (count: number, first: string) => string;
		readonly started: string;
		readonly waiting: string;
		readonly done: (candles: string) => string;
		readonly partial: (candles: string) => string;
		readonly failed: string;
		readonly cancelled: string;
		readonly see: string;
	};
	readonly heal: {
		readonly done: (candles: string) => string;
		readonly partial: (candles: string) => string;
		readonly failed: string;
		readonly cancelled: string;
		readonly nothing: string;
		readonly healed: (count: number, text: string) => string;
		readonly silent: (count: number, text: string) => string;
	};
	readonly training: {
		readonly trained: (symbol: string, model: string, fate: string) => string;
		readonly inUse: string;
		readonly known: string;
		readonly worse: string;
		readonly skill: (skill: string) => string;
		readonly held: (share: string) => string;
		readonly many: (done: string, of: string) => string;
		readonly cancelled: (kept: string) => string;
	};
	readonly origin: {
		readonly title: string;
		/** Above a streamed price. */
		readonly live: string;
		readonly streamed: (source: string, quote: string, age: string) => string;
		/** Above the stored price under it. */
		readonly stored: string;
		/** What is told of a forecast; `close` stands above the stored close that it began with. */
		readonly forecast: Readonly<
			Record<'model' | 'madeAt' | 'candle' | 'lastClose' | 'data' | 'close', string>
		>;
		readonly source: string;
		readonly endpoint: string;
		readonly url: string;
		readonly fetched: string;
		readonly updated: string;
		readonly run: string;
		readonly payload: string;
		readonly contract: string;
		readonly derived: string;
		/** Above the fields that an older quote gives. */
		readonly filled: (source: string, moment: string) => string;
		readonly fields: Readonly<Record<LastingField, string>>;
		readonly ago: (time: string, age: string) => string;
		readonly unknown: string;
		readonly gone: string;
		readonly asIs: string;
	};
	readonly alerts: {
		readonly title: string;
		readonly none: string;
		readonly how: string;
		readonly times: (count: number) => string;
		readonly hint: string;
	};
	readonly away: {
		readonly title: string;
		readonly since: (time: string, age: string) => string;
		readonly runs: (runs: number, failed: number) => string;
		readonly quarantined: (rows: number) => string;
		readonly drift: (notices: number) => string;
		readonly movers: string;
	};
};

/** Words of the dialogs. */
export const dialogWords: Bilingual<DialogWords> = {
	en: {
		backfill: {
			title: 'Fetch history',
			intro: 'Only what is missing is fetched. It runs in the background; the Pipeline screen shows it.',
			what: 'Assets',
			top50: 'the 50 largest',
			topN: 'the largest, as many as below',
			list: (name, count) => `watchlist ${name} (${count})`,
			count: 'How many',
			countHint: 'Only used with "the largest, as many as below".',
			interval: 'Candle',
			days: 'Days',
			daysHint: 'How far back, counted from now.',
			submit: 'Start',
			wholeNumber: (from, to) => `A whole number from ${from} to ${to}.`,
			nothing: 'Everything asked for is stored already.',
			refused: (count, first) => `${count} cannot be served: ${first}`,
			started: 'The backfill has started.',
			waiting: 'The backfill waits for the one before it.',
			done: candles => `Backfill done: ${candles} candles.`,
			partial: candles => `Backfill done in part: ${candles} candles.`,
			failed: 'Backfill failed.',
			cancelled: 'Backfill cancelled; what came is stored.',
			see: 'See the Pipeline screen.',
		},
		heal: {
			done: candles => `Healing done: ${candles === '1' ? '1 candle' : `${candles} candles`} came.`,
			partial: candles =>
				`Healing done in part: ${candles === '1' ? '1 candle' : `${candles} candles`} came.`,
			failed: 'Healing failed.',
			cancelled: 'Healing cancelled; what came is stored.',
			nothing: 'No hole was left to ask for.',
			healed: (count, text) => (count === 1 ? '1 hole is healed.' : `${text} holes are healed.`),
			silent: (count, text) =>
				count === 1
					? '1 is not whole: the source has no more candles there. It is not asked for again.'
					: `${text} are not whole: the source has no more candles there. They are not asked for again.`,
		},
		training: {
			trained: (symbol, model, fate) => `${symbol}: model ${model} ${fate}.`,
			inUse: 'is in use now',
			known: 'is what these candles gave before',
			worse: 'is kept but not used: worse than the one before',
			skill: skill => `Skill against the last price ${skill}`,
			held: share => `; the 80% band held ${share}.`,
			many: (done, of) => `${done} of ${of} models are trained.`,
			cancelled: kept => `The training was cancelled; models kept: ${kept}.`,
		},
		origin: {
			title: 'Where this number comes from',
			live: 'Live price',
			streamed: (source, quote, age) =>
				`from the stream of ${source}, quoted in ${quote}, ${age} ago; not stored`,
			stored: 'The stored price under it',
			forecast: {
				model: 'Model',
				madeAt: 'Forecast made',
				candle: 'Of the candle',
				lastClose: 'Last close',
				data: 'Candles seen',
				close: 'The candle of the last close:',
			},
			source: 'Source',
			endpoint: 'Endpoint',
			url: 'URL',
			fetched: 'Fetched',
			updated: 'Of the source',
			run: 'Run',
			payload: 'Answer (hash)',
			contract: 'Contract',
			derived: 'Made by',
			filled: (source, moment) => `What this source does not give is older, from ${source}, ${moment}:`,
			fields: {
				rank: 'rank',
				volume24h: '24h volume',
				high24h: '24h high',
				low24h: '24h low',
				change24h: '24h change',
				changePercent1h: '1h %',
				changePercent24h: '24h %',
				changePercent7d: '7d %',
				changePercent30d: '30d %',
				changePercent1y: '1y %',
				marketCapChangePercent24h: '24h % of the market cap',
				circulatingSupply: 'circulating supply',
				totalSupply: 'total supply',
				maxSupply: 'maximum supply',
				ath: 'all-time high',
				athAt: 'day of the all-time high',
				atl: 'all-time low',
			},
			ago: (time, age) => `${time}, ${age} ago`,
			unknown: 'not known',
			gone: 'not archived any more',
			asIs: 'nothing: as the source gave it',
		},
		alerts: {
			title: 'Alerts',
			none: 'There was no alert yet.',
			how: 'A watches the selected asset; 8 shows the rules.',
			times: count => ` (${count} times)`,
			hint: '8 shows rules and alerts.',
		},
		away: {
			title: 'While you were away',
			since: (time, age) => `Since ${time}, ${age} ago:`,
			runs: (runs, failed) =>
				runs === 0
					? 'Nothing was collected.'
					: `${runs} runs${failed === 0 ? ', all fine' : `, ${failed} failed`}.`,
			quarantined: rows => `${rows} rows were set aside: see the Quality screen.`,
			drift: notices => `${notices} changes in what a source sends: see the Quality screen.`,
			movers: 'Largest moves',
		},
	},
	'pt-BR': {
		backfill: {
			title: 'Buscar histórico',
			intro: 'Só o que falta é buscado. Roda em segundo plano; a tela Coleta mostra o andamento.',
			what: 'Ativos',
			top50: 'os 50 maiores',
			topN: 'os maiores, quantos indicados abaixo',
			list: (name, count) => `lista ${name} (${count})`,
			count: 'Quantos',
			countHint: 'Só vale com "os maiores, quantos indicados abaixo".',
			interval: 'Candle',
			days: 'Dias',
			daysHint: 'Até onde no passado, a contar de agora.',
			submit: 'Iniciar',
			wholeNumber: (from, to) => `Um número inteiro de ${from} a ${to}.`,
			nothing: 'Tudo o que foi pedido já está gravado.',
			refused: (count, first) => `${count} não podem ser atendidos: ${first}`,
			started: 'A busca de histórico começou.',
			waiting: 'A busca de histórico espera a anterior terminar.',
			done: candles => `Histórico pronto: ${candles} candles.`,
			partial: candles => `Histórico pronto em parte: ${candles} candles.`,
			failed: 'A busca de histórico falhou.',
			cancelled: 'Busca de histórico cancelada; o que chegou está gravado.',
			see: 'Veja a tela Coleta.',
		},
		heal: {
			done: candles =>
				`Recuperação concluída: ${candles === '1' ? '1 candle chegou' : `${candles} candles chegaram`}.`,
			partial: candles =>
				`Recuperação concluída em parte: ${candles === '1' ? '1 candle chegou' : `${candles} candles chegaram`}.`,
			failed: 'A recuperação falhou.',
			cancelled: 'Recuperação cancelada; o que chegou está gravado.',
			nothing: 'Nenhuma lacuna restava para pedir.',
			healed: (count, text) => (count === 1 ? '1 lacuna recuperada.' : `${text} lacunas recuperadas.`),
			silent: (count, text) =>
				count === 1
					? '1 não ficou inteira: a fonte não tem mais candles ali. Ela não será pedida de novo.'
					: `${text} não ficaram inteiras: a fonte não tem mais candles ali. Elas não serão pedidas de novo.`,
		},
		training: {
			trained: (symbol, model, fate) => `${symbol}: o modelo ${model} ${fate}.`,
			inUse: 'está em uso agora',
			known: 'é o que estes candles já tinham dado',
			worse: 'foi guardado, mas não é usado: pior que o anterior',
			skill: skill => `Ganho sobre o último preço ${skill}`,
			held: share => `; a faixa de 80% acertou ${share}.`,
			many: (done, of) => `${done} de ${of} modelos treinados.`,
			cancelled: kept => `O treino foi cancelado; modelos guardados: ${kept}.`,
		},
		origin: {
			title: 'De onde vem este número',
			live: 'Preço ao vivo',
			streamed: (source, quote, age) => `do fluxo da ${source}, cotado em ${quote}, há ${age}; não é gravado`,
			stored: 'O preço gravado por baixo dele',
			forecast: {
				model: 'Modelo',
				madeAt: 'Previsão feita',
				candle: 'Do candle',
				lastClose: 'Último fechamento',
				data: 'Candles vistos',
				close: 'O candle do último fechamento:',
			},
			source: 'Fonte',
			endpoint: 'Rota',
			url: 'URL',
			fetched: 'Buscado em',
			updated: 'Atualizado na fonte',
			run: 'Execução',
			payload: 'Resposta (hash)',
			contract: 'Contrato',
			derived: 'Calculado',
			filled: (source, moment) => `O que esta fonte não dá é mais antigo, da ${source}, ${moment}:`,
			fields: {
				rank: 'posição',
				volume24h: 'volume em 24h',
				high24h: 'máxima em 24h',
				low24h: 'mínima em 24h',
				change24h: 'variação em 24h',
				changePercent1h: '1h %',
				changePercent24h: '24h %',
				changePercent7d: '7d %',
				changePercent30d: '30d %',
				changePercent1y: '1a %',
				marketCapChangePercent24h: '24h % do valor de mercado',
				circulatingSupply: 'oferta em circulação',
				totalSupply: 'oferta total',
				maxSupply: 'oferta máxima',
				ath: 'máxima histórica',
				athAt: 'dia da máxima histórica',
				atl: 'mínima histórica',
			},
			ago: (time, age) => `${time}, há ${age}`,
			unknown: 'desconhecido',
			gone: 'não está mais arquivada',
			asIs: 'não: como a fonte deu',
		},
		alerts: {
			title: 'Alertas',
			none: 'Ainda não houve alertas.',
			how: 'A vigia o ativo selecionado; 8 mostra as regras.',
			times: count => ` (${count} vezes)`,
			hint: '8 mostra regras e alertas.',
		},
		away: {
			title: 'Enquanto você esteve fora',
			since: (time, age) => `Desde ${time}, há ${age}:`,
			runs: (runs, failed) =>
				runs === 0
					? 'Nada foi coletado.'
					: `${runs} execuções${failed === 0 ? ', todas bem' : `, ${failed} com falha`}.`,
			quarantined: rows => `${rows} linhas postas de lado: veja a tela Qualidade.`,
			drift: notices => `${notices} mudanças no que uma fonte envia: veja a tela Qualidade.`,
			movers: 'Maiores variações',
		},
	},
};
