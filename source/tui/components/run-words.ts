/** What runs, stages and faults are called on the screen. */

import type {StoredRun} from '#ports/storage.js';
import type {RowCounts, RunKind, StageName} from '#domain/run.js';
import type {Bilingual} from '../i18n/language.js';

type RunWords = {
	readonly kinds: Readonly<Record<RunKind, string>>;
	readonly states: Readonly<Record<StoredRun['status'], string>>;
	readonly stages: Readonly<Record<StageName, string>>;
	readonly rowCounts: Readonly<Record<keyof RowCounts, string>>;
	readonly changes: Readonly<Record<'added' | 'gone' | 'retyped', string>>;
	readonly run: string;
	readonly status: string;
	readonly kind: string;
	readonly started: string;
	readonly took: string;
	readonly sources: string;
	readonly rows: string;
	readonly faults: string;
	readonly drift: string;
	readonly noFaults: string;
	readonly noDrift: string;
	readonly noReport: string;
	readonly noReportLost: string;
	readonly nextStep: string;
	readonly simulated: string;
	readonly simulatedMark: string;
	readonly unused: string;
	readonly sourceLine: (requests: string, retries: string, limited: string, bytes: string) => string;
	readonly rowsIn: (rows: string, time: string) => string;
	readonly titles: Readonly<Record<'started' | 'kind' | 'status' | 'took' | 'rows' | 'faults', string>>;
	readonly noRuns: string;
	readonly faultCount: (count: number, text: string) => string;
	readonly completeness: string;
	readonly rejectRate: string;
	readonly freshness: string;
	readonly ago: (age: string) => string;
};

export const runWords: Bilingual<RunWords> = {
	en: {
		kinds: {collect: 'collect', backfill: 'backfill', replay: 'replay'},
		states: {
			done: 'done',
			partial: 'partial',
			blocked: 'blocked',
			failed: 'failed',
			running: 'running',
			lost: 'lost',
		},
		stages: {extract: 'Extract', validate: 'Validate', transform: 'Transform', load: 'Load'},
		rowCounts: {
			extracted: 'read',
			accepted: 'accepted',
			incomplete: 'incomplete',
			violating: 'breaking a rule',
			inserted: 'new',
			updated: 'changed',
			unchanged: 'unchanged',
		},
		changes: {added: 'new field', gone: 'field is gone', retyped: 'field changed its type'},
		run: 'Run',
		status: 'Status',
		kind: 'Kind',
		started: 'Started',
		took: 'Took',
		sources: 'Sources',
		rows: 'Rows',
		faults: 'Faults',
		drift: 'Drift',
		noFaults: 'none',
		noDrift: 'none: every answer had the expected shape',
		noReport: 'This run has not ended yet; its report comes with its end.',
		noReportLost: 'The process of this run went away before it could report. What it had stored is kept.',
		nextStep: 'Next step',
		simulated: 'SIMULATED market: no figure of this run is real.',
		simulatedMark: 'SIMULATED',
		unused: 'not used',
		sourceLine: (requests, retries, limited, bytes) =>
			`requests ${requests}, retries ${retries}, rate limited ${limited}, received ${bytes}`,
		rowsIn: (rows, time) => `rows ${rows}, took ${time}`,
		titles: {started: 'Started', kind: 'Kind', status: 'Status', took: 'Took', rows: 'New', faults: 'Faults'},
		noRuns: 'No run yet. Press r to collect now.',
		faultCount: (count, text) => (count === 1 ? '1 fault' : `${text} faults`),
		completeness: 'Completeness',
		rejectRate: 'Reject rate',
		freshness: 'Freshness',
		ago: age => `${age} ago`,
	},
	'pt-BR': {
		kinds: {collect: 'coleta', backfill: 'histórico', replay: 'releitura'},
		states: {
			done: 'concluída',
			partial: 'parcial',
			blocked: 'bloqueada',
			failed: 'falhou',
			running: 'em curso',
			lost: 'perdida',
		},
		stages: {extract: 'Extrair', validate: 'Validar', transform: 'Transformar', load: 'Carregar'},
		rowCounts: {
			extracted: 'lidas',
			accepted: 'aceitas',
			incomplete: 'incompletas',
			violating: 'contra uma regra',
			inserted: 'novas',
			updated: 'alteradas',
			unchanged: 'iguais',
		},
		changes: {added: 'campo novo', gone: 'campo sumiu', retyped: 'campo mudou de tipo'},
		run: 'Execução',
		status: 'Situação',
		kind: 'Tipo',
		started: 'Início',
		took: 'Duração',
		sources: 'Fontes',
		rows: 'Linhas',
		faults: 'Falhas',
		drift: 'Mudanças de formato',
		noFaults: 'nenhuma',
		noDrift: 'nenhuma: toda resposta veio no formato esperado',
		noReport: 'Esta execução ainda não terminou; o relatório vem no fim.',
		noReportLost:
			'O processo desta execução sumiu antes de apresentar o relatório. O que ele já tinha gravado foi mantido.',
		nextStep: 'Próximo passo',
		simulated: 'Mercado SIMULADO: nenhum número desta execução é real.',
		simulatedMark: 'SIMULADO',
		unused: 'não usada',
		sourceLine: (requests, retries, limited, bytes) =>
			`requisições ${requests}, novas tentativas ${retries}, limitadas ${limited}, recebidos ${bytes}`,
		rowsIn: (rows, time) => `linhas ${rows}, duração ${time}`,
		titles: {
			started: 'Início',
			kind: 'Tipo',
			status: 'Situação',
			took: 'Duração',
			rows: 'Novas',
			faults: 'Falhas',
		},
		noRuns: 'Nenhuma execução ainda. Aperte r para coletar agora.',
		faultCount: (count, text) => (count === 1 ? '1 falha' : `${text} falhas`),
		completeness: 'Completude',
		rejectRate: 'Taxa de rejeição',
		freshness: 'Atualidade',
		ago: age => `há ${age}`,
	},
};
