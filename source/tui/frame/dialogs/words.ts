/** What the windows of the frame's commands say. */

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
		readonly total: (candles: string, requests: string, duration: string) => string;
		readonly cost: (source: string, requests: string, more: string) => string;
		readonly credits: (credits: string) => string;
		readonly weight: (weight: string) => string;
		readonly refused: (count: number, first: string) => string;
		readonly started: string;
		readonly waiting: string;
		readonly done: (candles: string) => string;
		readonly partial: (candles: string) => string;
		readonly failed: string;
		readonly cancelled: string;
		readonly see: string;
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
		readonly source: string;
		readonly endpoint: string;
		readonly url: string;
		readonly fetched: string;
		readonly updated: string;
		readonly run: string;
		readonly payload: string;
		readonly contract: string;
		readonly derived: string;
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
			total: (candles, requests, duration) =>
				`${candles} candles in ${requests} requests, about ${duration}.`,
			cost: (source, requests, more) => `${source}: ${requests} requests${more}`,
			credits: credits => `, ${credits} credits of this month`,
			weight: weight => `, weight ${weight}`,
			refused: (count, first) => `${count} cannot be served: ${first}`,
			started: 'The backfill has started.',
			waiting: 'The backfill waits for the one before it.',
			done: candles => `Backfill done: ${candles} candles.`,
			partial: candles => `Backfill done in part: ${candles} candles.`,
			failed: 'Backfill failed.',
			cancelled: 'Backfill cancelled; what came is stored.',
			see: 'See the Pipeline screen.',
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
			source: 'Source',
			endpoint: 'Endpoint',
			url: 'URL',
			fetched: 'Fetched',
			updated: 'Of the source',
			run: 'Run',
			payload: 'Answer (hash)',
			contract: 'Contract',
			derived: 'Made by',
			ago: (time, age) => `${time}, ${age} ago`,
			unknown: 'not known',
			gone: 'not archived any more',
			asIs: 'nothing: as the source gave it',
		},
		alerts: {
			title: 'Alerts',
			none: 'There was no alert yet.',
			how: 'Rules are added with: crypto-tui alert add "bitcoin > 100000"',
			times: count => ` (${count} times)`,
			hint: 'alt+a lists every alert.',
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
			total: (candles, requests, duration) =>
				`${candles} candles em ${requests} requisições, cerca de ${duration}.`,
			cost: (source, requests, more) => `${source}: ${requests} requisições${more}`,
			credits: credits => `, ${credits} créditos deste mês`,
			weight: weight => `, peso ${weight}`,
			refused: (count, first) => `${count} não podem ser atendidos: ${first}`,
			started: 'A busca de histórico começou.',
			waiting: 'A busca de histórico espera a anterior terminar.',
			done: candles => `Histórico pronto: ${candles} candles.`,
			partial: candles => `Histórico pronto em parte: ${candles} candles.`,
			failed: 'A busca de histórico falhou.',
			cancelled: 'Busca de histórico cancelada; o que chegou está gravado.',
			see: 'Veja a tela Coleta.',
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
			source: 'Fonte',
			endpoint: 'Rota',
			url: 'URL',
			fetched: 'Buscado em',
			updated: 'Atualizado na fonte',
			run: 'Execução',
			payload: 'Resposta (hash)',
			contract: 'Contrato',
			derived: 'Calculado',
			ago: (time, age) => `${time}, há ${age}`,
			unknown: 'desconhecido',
			gone: 'não está mais arquivada',
			asIs: 'não: como a fonte deu',
		},
		alerts: {
			title: 'Alertas',
			none: 'Ainda não houve alertas.',
			how: 'Crie regras com: crypto-tui alert add "bitcoin > 100000"',
			times: count => ` (${count} vezes)`,
			hint: 'alt+a lista todos os alertas.',
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
