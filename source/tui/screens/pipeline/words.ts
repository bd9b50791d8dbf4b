/** The words of the pipeline screen. */

import type {Job, JobRequest, LoopState} from '#desk/views/pipeline.js';
import type {EventLevel} from '#domain/event-line.js';
import type {Bilingual} from '../../i18n/language.js';
import type {SectionId} from './state.js';

type PipelineWords = {
	readonly sections: Readonly<Record<SectionId, string>>;
	readonly loading: string;
	readonly unreadable: (why: string) => string;
	readonly loop: {
		readonly due: (wait: string) => string;
		readonly dueNow: string;
		readonly elsewhere: (pid: number, host: string, age: string) => string;
	} & Readonly<Record<Exclude<LoopState['state'], 'elsewhere'>, string>>;
	readonly flow: {
		readonly none: string;
		readonly now: (kind: string, age: string) => string;
		readonly nowUnnamed: (age: string) => string;
		readonly last: (kind: string, status: string, when: string) => string;
		readonly rows: (count: string) => string;
		readonly requests: (count: string) => string;
		readonly retries: (count: string) => string;
		readonly rejected: (count: string) => string;
		readonly inserted: (count: string) => string;
		readonly updated: (count: string) => string;
		readonly waiting: Readonly<
			Record<'rate' | 'retry-after' | 'retry', (source: string, wait: string) => string>
		>;
		readonly elsewhere: string;
		readonly allWell: string;
	};
	readonly sources: {
		readonly none: string;
		readonly minute: string;
		readonly month: string;
		readonly blocked: (until: string, wait: string) => string;
		readonly monthSpent: string;
		readonly missing: (setting: string) => string;
		readonly notYet: string;
		readonly unused: (age: string) => string;
		readonly fine: (requests: string, age: string) => string;
		readonly failed: (code: string, age: string) => string;
		readonly noLimit: string;
		readonly budget: string;
	};
	readonly jobs: {
		readonly none: string;
		readonly states: Readonly<Record<Job['state'], string>>;
		readonly titles: Readonly<Record<'state' | 'what' | 'progress' | 'rate' | 'eta', string>>;
		readonly top: (count: string) => string;
		readonly all: string;
		readonly days: (days: string) => string;
		/** What a healing fetches. */
		readonly holes: string;
		readonly rate: (rate: string) => string;
		readonly heading: (running: string, queued: string) => string;
		readonly cost: (requests: string, candles: string, time: string) => string;
		readonly at: (asset: string) => string;
		readonly noPlan: string;
		readonly credits: (count: string) => string;
		readonly weight: (count: string) => string;
		readonly refused: string;
		readonly progress: (done: string, all: string, candles: string) => string;
		readonly left: (time: string) => string;
		readonly title: Readonly<Record<JobRequest['work'], (id: number) => string>>;
		readonly planned: string;
		readonly cancel: Readonly<
			Record<
				JobRequest['work'],
				{
					readonly title: string;
					readonly lines: readonly string[];
					readonly yes: string;
					readonly done: string;
				}
			>
		>;
	};
	readonly runs: {
		readonly heading: (count: string) => string;
	};
	readonly log: {
		readonly none: string;
		readonly nothingFound: string;
		readonly levels: Readonly<Record<EventLevel, string>>;
		readonly from: Readonly<Record<EventLevel, string>>;
		readonly found: (text: string) => string;
		readonly paused: (count: number, text: string) => string;
		readonly scrolled: string;
		readonly prompt: string;
		readonly line: string;
	};
	readonly off: {
		readonly notJobs: string;
		readonly jobOver: string;
		readonly nothingHere: string;
	};
};

export const words: Bilingual<PipelineWords> = {
	en: {
		sections: {flow: 'Stages', sources: 'Sources', jobs: 'Backfills', runs: 'Runs', log: 'Log'},
		loading: 'Reading...',
		unreadable: why => `This could not be read: ${why}`,
		loop: {
			due: wait => `next cycle in ${wait}`,
			dueNow: 'the next cycle is due',
			elsewhere: (pid, host, age) => `process ${pid} on ${host} collects (for ${age}); this one watches`,
			running: 'a cycle is running',
			waiting: 'waiting',
			paused: 'paused; press p to go on',
			off: 'not collecting',
		},
		flow: {
			none: 'Nothing was collected yet. Press r to collect now.',
			now: (kind, age) => `${kind} running for ${age}`,
			nowUnnamed: age => `running for at least ${age}`,
			last: (kind, status, when) => `${kind} ${status}, ${when} ago`,
			rows: count => (count === '1' ? '1 row' : `${count} rows`),
			requests: count => (count === '1' ? '1 request' : `${count} requests`),
			retries: count => (count === '1' ? '1 retry' : `${count} retries`),
			rejected: count => `${count} set aside`,
			inserted: count => `${count} new`,
			updated: count => `${count} changed`,
			waiting: {
				rate: (source, wait) => `Waiting ${wait} for ${source} to stay within the allowed rate.`,
				'retry-after': (source, wait) => `Waiting ${wait} because ${source} asked for it.`,
				retry: (source, wait) => `${source} failed; trying again in ${wait}.`,
			},
			elsewhere: 'Another process is at work; its counts come when the run ends.',
			allWell: 'No faults.',
		},
		sources: {
			none: 'No source is set up yet. Press , for the settings.',
			minute: 'min',
			month: 'month',
			blocked: (until, wait) => `blocked until ${until}, for ${wait} more`,
			monthSpent: 'the credits of this month are spent; raise the limit or wait for the next month',
			missing: setting => `left out: needs the setting ${setting} (press ,)`,
			notYet: 'not asked yet',
			unused: age => `not needed by the last run, ${age} ago`,
			fine: (requests, age) =>
				`answers; ${requests} ${requests === '1' ? 'request' : 'requests'} in the last run, ${age} ago`,
			failed: (code, age) => `${code}, ${age} ago`,
			noLimit: 'no limit',
			budget: 'Budget',
		},
		jobs: {
			none: 'No backfill in line. Press b to fetch history.',
			states: {
				queued: 'in line',
				running: 'running',
				done: 'done',
				partial: 'partial',
				failed: 'failed',
				cancelled: 'cancelled',
			},
			titles: {state: 'State', what: 'What', progress: 'Progress', rate: 'Per s', eta: 'Left'},
			top: count => `Top ${count}`,
			all: 'All assets',
			days: days => `${days} d`,
			holes: 'holes',
			rate: rate => `${rate} candles per second`,
			heading: (running, queued) => `${running} running, ${queued} in line`,
			cost: (requests, candles, time) => `${requests} requests, ${candles} candles, about ${time}`,
			at: asset => `now at ${asset}`,
			noPlan: 'The plan comes when its turn comes.',
			credits: count => `${count} credits`,
			weight: count => `weight ${count}`,
			refused: 'Cannot be served',
			progress: (done, all, candles) => `${done} of ${all} requests, ${candles} candles`,
			left: time => `about ${time} left`,
			title: {backfill: id => `Backfill ${id}`, heal: id => `Healing ${id}`},
			planned: 'Cost',
			cancel: {
				backfill: {
					title: 'Cancel this backfill?',
					lines: ['What it has stored stays. The same backfill later goes on where this one stopped.'],
					yes: 'Stop the backfill',
					done: 'The backfill is being cancelled.',
				},
				heal: {
					title: 'Cancel this healing?',
					lines: ['What it has stored stays. Another healing later asks only for the holes that are left.'],
					yes: 'Stop the healing',
					done: 'The healing is being cancelled.',
				},
			},
		},
		runs: {
			heading: count => `newest ${count}`,
		},
		log: {
			none: 'The log is empty as yet.',
			nothingFound: 'No line passes this filter. l changes the level, / the search.',
			levels: {debug: 'debug', info: 'info', warn: 'warn', error: 'error'},
			from: {
				debug: 'everything',
				info: 'info and above',
				warn: 'warnings and errors',
				error: 'errors only',
			},
			found: text => `"${text}"`,
			paused: (count, text) =>
				count === 0 ? 'paused' : count === 1 ? 'paused, 1 line waits' : `paused, ${text} lines wait`,
			scrolled: 'scrolled back; G follows again',
			prompt: 'Search: ',
			line: 'Line of the log',
		},
		off: {
			notJobs: 'Choose a backfill in the section Backfills first.',
			jobOver: 'This one is over.',
			nothingHere: 'There is nothing to open here.',
		},
	},
	'pt-BR': {
		sections: {flow: 'Etapas', sources: 'Fontes', jobs: 'Históricos', runs: 'Execuções', log: 'Log'},
		loading: 'Lendo...',
		unreadable: why => `Não foi possível ler: ${why}`,
		loop: {
			due: wait => `próximo ciclo em ${wait}`,
			dueNow: 'o próximo ciclo já vai começar',
			elsewhere: (pid, host, age) => `o processo ${pid} em ${host} coleta (há ${age}); este só acompanha`,
			running: 'um ciclo está em curso',
			waiting: 'aguardando',
			paused: 'pausado; aperte p para continuar',
			off: 'sem coleta',
		},
		flow: {
			none: 'Nada foi coletado ainda. Aperte r para coletar agora.',
			now: (kind, age) => `${kind} em curso há ${age}`,
			nowUnnamed: age => `em curso há pelo menos ${age}`,
			last: (kind, status, when) => `execução ${status} há ${when}, ${kind}`,
			rows: count => (count === '1' ? '1 linha' : `${count} linhas`),
			requests: count => (count === '1' ? '1 requisição' : `${count} requisições`),
			retries: count => `${count} de novo`,
			rejected: count => `${count} à parte`,
			inserted: count => `${count} novas`,
			updated: count => `${count} alteradas`,
			waiting: {
				rate: (source, wait) => `Aguardando ${wait} por ${source} para respeitar o limite de requisições.`,
				'retry-after': (source, wait) => `Aguardando ${wait} porque ${source} pediu.`,
				retry: (source, wait) => `${source} falhou; nova tentativa em ${wait}.`,
			},
			elsewhere: 'Outro processo está trabalhando; os números chegam quando a execução terminar.',
			allWell: 'Nenhuma falha.',
		},
		sources: {
			none: 'Nenhuma fonte configurada ainda. Aperte , para abrir as configurações.',
			minute: 'min',
			month: 'mês',
			blocked: (until, wait) => `bloqueada até ${until}, por mais ${wait}`,
			monthSpent: 'os créditos deste mês acabaram; aumente o limite ou espere o próximo mês',
			missing: setting => `fora de uso: falta a configuração ${setting} (aperte ,)`,
			notYet: 'ainda não consultada',
			unused: age => `a última execução, há ${age}, não precisou dela`,
			fine: (requests, age) =>
				`responde; ${requests} ${requests === '1' ? 'requisição' : 'requisições'} na última execução, há ${age}`,
			failed: (code, age) => `${code}, há ${age}`,
			noLimit: 'sem limite',
			budget: 'Cota',
		},
		jobs: {
			none: 'Nenhum histórico na fila. Aperte b para buscar.',
			states: {
				queued: 'na fila',
				running: 'em curso',
				done: 'concluído',
				partial: 'parcial',
				failed: 'falhou',
				cancelled: 'cancelado',
			},
			titles: {state: 'Situação', what: 'O quê', progress: 'Progresso', rate: 'Por s', eta: 'Falta'},
			top: count => `As ${count} maiores`,
			all: 'Todos os ativos',
			days: days => `${days} d`,
			holes: 'lacunas',
			rate: rate => `${rate} candles por segundo`,
			heading: (running, queued) => `${running} em curso, ${queued} na fila`,
			cost: (requests, candles, time) => `${requests} requisições, ${candles} candles, cerca de ${time}`,
			at: asset => `agora em ${asset}`,
			noPlan: 'O plano é feito quando chegar a vez.',
			credits: count => `${count} créditos`,
			weight: count => `peso ${count}`,
			refused: 'Não pode ser atendido',
			progress: (done, all, candles) => `${done} de ${all} requisições, ${candles} candles`,
			left: time => `faltam cerca de ${time}`,
			title: {backfill: id => `Histórico ${id}`, heal: id => `Recuperação ${id}`},
			planned: 'Custo',
			cancel: {
				backfill: {
					title: 'Cancelar este histórico?',
					lines: ['O que já foi gravado fica. O mesmo pedido, mais tarde, continua de onde este parou.'],
					yes: 'Interromper o histórico',
					done: 'O histórico está sendo cancelado.',
				},
				heal: {
					title: 'Cancelar esta recuperação?',
					lines: [
						'O que já foi gravado fica. Outra recuperação, mais tarde, só pede as lacunas que restarem.',
					],
					yes: 'Interromper a recuperação',
					done: 'A recuperação está sendo cancelada.',
				},
			},
		},
		runs: {
			heading: count => `${count} mais recentes`,
		},
		log: {
			none: 'O log ainda está vazio.',
			nothingFound: 'Nenhuma linha passa por este filtro. l muda o nível, / a busca.',
			levels: {debug: 'depur.', info: 'info', warn: 'aviso', error: 'erro'},
			from: {
				debug: 'tudo',
				info: 'info e acima',
				warn: 'avisos e erros',
				error: 'só erros',
			},
			found: text => `"${text}"`,
			paused: (count, text) =>
				count === 0 ? 'pausado' : count === 1 ? 'pausado, 1 linha espera' : `pausado, ${text} linhas esperam`,
			scrolled: 'rolado para trás; G volta ao fim',
			prompt: 'Buscar: ',
			line: 'Linha do log',
		},
		off: {
			notJobs: 'Escolha antes um histórico na seção Históricos.',
			jobOver: 'Este já terminou.',
			nothingHere: 'Não há o que abrir aqui.',
		},
	},
};
