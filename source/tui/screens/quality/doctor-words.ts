/** The words of the section Doctor. */

import type {CheckState} from '#domain/doctor/check.js';
import type {GapAttempt} from '#domain/doctor/gap.js';
import type {Bilingual} from '../../i18n/language.js';

/** How a row stands: `heal` is a hole that can be healed, `held` one that may be later, `stays` one that never will. */
export type RowState = CheckState | 'heal' | 'held' | 'stays';

export type DoctorWords = {
	readonly titles: Readonly<Record<'state' | 'what' | 'finding', string>>;
	readonly states: Readonly<Record<RowState, string>>;
	readonly totals: {
		readonly running: string;
		readonly healable: (holes: number, text: string, requests: number, requestsText: string) => string;
		readonly holes: (holes: number, text: string, candles: string, series: string) => string;
		readonly noHoles: (series: string) => string;
		readonly wanting: (count: number, text: string) => string;
		readonly at: (time: string) => string;
	};
	/** What to do about a hole that is not settled. */
	readonly advice: {
		readonly heal: string;
		readonly held: (until: string) => string;
		readonly planLimit: string;
		readonly noKey: (source: string) => string;
		readonly noPair: string;
	};
	readonly hole: {
		readonly title: (series: string) => string;
		readonly cause: string;
		readonly next: string;
		readonly proof: (when: string, run: string) => string;
		readonly noProof: string;
		readonly payload: (hash: string) => string;
		readonly attempts: string;
		readonly noAttempts: string;
		readonly outcomes: Readonly<Record<Extract<GapAttempt['outcome'], 'healed' | 'silent'>, string>>;
		readonly came: (candles: string) => string;
		readonly run: (run: string) => string;
		readonly until: (when: string) => string;
	};
	readonly check: {
		readonly next: string;
		readonly nothing: string;
		/** Above the finding as the program wrote it, where it is told in another language. */
		readonly exactly: string;
	};
	readonly heal: {
		readonly title: string;
		readonly intro: readonly string[];
		readonly what: string;
		readonly all: string;
		readonly submit: string;
		readonly holes: (count: number, text: string) => string;
		readonly nothing: string;
		readonly queued: string;
		readonly see: string;
	};
	readonly off: Readonly<
		Record<'notDoctor' | 'running' | 'elsewhere' | 'notExamined' | 'nothingToHeal' | 'healing', string>
	>;
};

export const words: Bilingual<DoctorWords> = {
	en: {
		titles: {state: 'State', what: 'What', finding: 'Finding, and what to do'},
		states: {fail: 'fail', warn: 'warn', heal: 'heal', ok: 'ok', held: 'held', stays: 'stays'},
		totals: {
			running: 'examining...',
			healable: (holes, text, requests, requestsText) =>
				`${holes === 1 ? '1 hole' : `${text} holes`} can be healed with ${
					requests === 1 ? '1 request' : `${requestsText} requests`
				}`,
			holes: (holes, text, candles, series) =>
				`in total ${holes === 1 ? '1 hole' : `${text} holes`}, ${candles} candles, ${series} series`,
			noHoles: series => `no hole in ${series} series`,
			wanting: (count, text) => (count === 1 ? '1 check wants attention' : `${text} checks want attention`),
			at: time => `as of ${time}`,
		},
		advice: {
			heal: 'press h to heal it',
			held: until => `not asked again before ${until}`,
			planLimit: 'out of reach: the plan of the source does not go back that far',
			noKey: source => `${source} answers only with a key: set it (press ,)`,
			noPair: 'the source has no proven pair of this asset',
		},
		hole: {
			title: series => `Hole in ${series}`,
			cause: 'Cause',
			next: 'Next step',
			proof: (when, run) => `Proof: the source answered for it ${when}, in run ${run}`,
			noProof: 'Proof: none, because the source has not answered for it yet',
			payload: hash => `Archived answer: ${hash}`,
			attempts: 'Attempts to heal it',
			noAttempts: 'Nobody has tried to heal it yet.',
			outcomes: {
				healed: 'every candle came',
				silent: 'the source answered, and has no further candles there',
			},
			came: candles => `${candles} came`,
			run: run => `Run: ${run}`,
			until: when => `Not asked again before ${when}`,
		},
		check: {next: 'Next step', nothing: 'Nothing has to be done.', exactly: 'In detail'},
		heal: {
			title: 'Heal holes',
			intro: [
				'Asks for the missing candles in the fewest requests, and writes down every answer.',
				'It runs in the background; the Pipeline screen shows it.',
			],
			what: 'Assets',
			all: 'all',
			submit: 'Heal',
			holes: (count, text) => (count === 1 ? '1 hole can be healed.' : `${text} holes can be healed.`),
			nothing: 'None of these holes can be healed. Runs whose process died are written down as ended.',
			queued: 'The healing is in line.',
			see: 'The Pipeline screen shows it.',
		},
		off: {
			notDoctor: 'This belongs to the section Doctor.',
			running: 'An examination is running.',
			elsewhere: 'Another process collects right now; it works on the same candles.',
			notExamined: 'The examination has not ended yet.',
			nothingToHeal: 'No hole can be healed.',
			healing: 'A healing is under way; the Pipeline screen shows it.',
		},
	},
	'pt-BR': {
		titles: {state: 'Situação', what: 'O quê', finding: 'Achado, e o que fazer'},
		states: {fail: 'falha', warn: 'aviso', heal: 'buscar', ok: 'ok', held: 'espera', stays: 'fica'},
		totals: {
			running: 'examinando...',
			healable: (holes, text, requests, requestsText) =>
				`${holes === 1 ? '1 lacuna pode ser recuperada' : `${text} lacunas podem ser recuperadas`} com ${
					requests === 1 ? '1 requisição' : `${requestsText} requisições`
				}`,
			holes: (holes, text, candles, series) =>
				`no total ${holes === 1 ? '1 lacuna' : `${text} lacunas`}, ${candles} candles, ${series} séries`,
			noHoles: series => `nenhuma lacuna em ${series} séries`,
			wanting: (count, text) =>
				count === 1 ? '1 verificação pede atenção' : `${text} verificações pedem atenção`,
			at: time => `às ${time}`,
		},
		advice: {
			heal: 'aperte h para recuperar',
			held: until => `não será pedida de novo antes de ${until}`,
			planLimit: 'fora de alcance: o plano da fonte não vai tão longe no passado',
			noKey: source => `${source} só responde com uma chave: defina-a (aperte ,)`,
			noPair: 'a fonte não tem um par comprovado deste ativo',
		},
		hole: {
			title: series => `Lacuna em ${series}`,
			cause: 'Causa',
			next: 'Próximo passo',
			proof: (when, run) => `Prova: a fonte respondeu por ela em ${when}, na execução ${run}`,
			noProof: 'Prova: nenhuma, porque a fonte ainda não respondeu por ela',
			payload: hash => `Resposta arquivada: ${hash}`,
			attempts: 'Tentativas de recuperação',
			noAttempts: 'Ninguém tentou recuperá-la ainda.',
			outcomes: {
				healed: 'todos os candles chegaram',
				silent: 'a fonte respondeu, e não tem mais candles ali',
			},
			came: candles => `chegaram ${candles}`,
			run: run => `Execução: ${run}`,
			until: when => `Não será pedida antes de ${when}`,
		},
		check: {next: 'Próximo passo', nothing: 'Não há nada a fazer.', exactly: 'Em detalhe (em inglês)'},
		heal: {
			title: 'Recuperar lacunas',
			intro: [
				'Pede os candles que faltam com o mínimo de requisições e registra cada resposta.',
				'Roda em segundo plano; a tela Coleta mostra o andamento.',
			],
			what: 'Ativos',
			all: 'todos',
			submit: 'Recuperar',
			holes: (count, text) =>
				count === 1 ? '1 lacuna pode ser recuperada.' : `${text} lacunas podem ser recuperadas.`,
			nothing:
				'Nenhuma destas lacunas pode ser recuperada. O fim das execuções cujo processo morreu é registrado.',
			queued: 'A recuperação está na fila.',
			see: 'A tela Coleta mostra o andamento.',
		},
		off: {
			notDoctor: 'Isto pertence à seção Diagnóstico.',
			running: 'Um exame está em curso.',
			elsewhere: 'Outro processo está coletando agora; ele trabalha nos mesmos candles.',
			notExamined: 'O exame ainda não terminou.',
			nothingToHeal: 'Nenhuma lacuna pode ser recuperada.',
			healing: 'Uma recuperação está em andamento; a tela Coleta a mostra.',
		},
	},
};
