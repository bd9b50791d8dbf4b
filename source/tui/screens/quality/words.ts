/** The words of the quality screen. */

import type {GapCause} from '#domain/doctor/gap.js';
import type {RejectionKind} from '#domain/quality.js';
import type {QuarantineRow} from '#ports/storage.js';
import type {Bilingual} from '../../i18n/language.js';
import type {SectionId} from './state.js';

type QualityWords = {
	readonly sections: Readonly<Record<SectionId, string>>;
	readonly loading: string;
	readonly unreadable: (why: string) => string;
	readonly held: (count: number, text: string) => string;
	readonly noRunYet: string;
	readonly coverage: {
		readonly none: string;
		readonly noneOf: (interval: string) => string;
		readonly allIntervals: string;
		/** Made of the finer candles of the same source. */
		readonly rollup: string;
		readonly worstFirst: string;
		readonly titles: Readonly<Record<'asset' | 'interval' | 'source' | 'stored' | 'missing', string>>;
		readonly series: (count: number, text: string) => string;
		readonly legend: readonly [none: string, little: string, some: string, most: string, all: string];
		readonly candles: (stored: string, expected: string) => string;
		readonly revisions: (count: string) => string;
		readonly span: (from: string, to: string) => string;
	};
	readonly gaps: {
		readonly title: (series: string) => string;
		readonly heading: string;
		readonly none: string;
		readonly titles: Readonly<Record<'from' | 'to' | 'candles' | 'cause', string>>;
		/** `missing` as `candles` says them. */
		readonly count: (gaps: number, text: string, missing: string) => string;
		readonly causes: Readonly<
			Record<GapCause, {readonly brief: string; readonly why: string; readonly next: string}>
		>;
		readonly candles: (count: number, text: string) => string;
		readonly rest: (count: string) => string;
	};
	readonly quarantine: {
		readonly none: string;
		readonly titles: Readonly<
			Record<'state' | 'seen' | 'rule' | 'field' | 'source' | 'asset' | 'times' | 'kind', string>
		>;
		readonly states: Readonly<Record<QuarantineRow['state'], string>>;
		readonly kinds: Readonly<Record<RejectionKind, string>>;
		readonly kindLines: Readonly<Record<RejectionKind, string>>;
		readonly title: (id: number) => string;
		readonly broken: (rule: string, field: string) => string;
		readonly value: (sample: string) => string;
		readonly row: (key: string) => string;
		readonly seen: (times: string, first: string, last: string) => string;
		readonly from: (source: string, endpoint: string) => string;
		readonly contract: (contract: string) => string;
		readonly run: (run: string) => string;
		readonly payload: (payload: string) => string;
		readonly question: string;
		readonly raw: string;
		readonly retryHint: string;
		readonly retried: (passed: string, failed: string) => string;
		readonly allPassed: (count: number, text: string) => string;
		readonly nonePassed: string;
		readonly nonePassedHint: string;
	};
	readonly drift: {
		readonly none: string;
		readonly titles: Readonly<Record<'seen' | 'source' | 'endpoint' | 'field' | 'change', string>>;
		readonly title: string;
		readonly meaning: Readonly<Record<'added' | 'gone' | 'retyped', string>>;
		readonly seen: (when: string, run: string) => string;
	};
	readonly off: {
		readonly notCoverage: string;
		readonly notQuarantine: string;
		readonly alreadyRetried: string;
		readonly nothingHeld: string;
		readonly nothingHere: string;
	};
};

export const words: Bilingual<QualityWords> = {
	en: {
		sections: {
			coverage: 'Coverage',
			quarantine: 'Quarantine',
			drift: 'Drift',
			runs: 'Runs',
			doctor: 'Doctor',
		},
		loading: 'Reading...',
		unreadable: why => `This could not be read: ${why}`,
		held: (count, text) => (count === 1 ? '1 row held' : `${text} rows held`),
		noRunYet: 'No run has ended yet.',
		coverage: {
			none: 'No candles are stored yet. Press b to fetch history.',
			noneOf: interval => `No candles of ${interval} are stored. t shows other intervals, b fetches history.`,
			allIntervals: 'all intervals',
			rollup: 'rollup',
			worstFirst: 'worst first',
			titles: {asset: 'Asset', interval: 'Int.', source: 'Source', stored: 'Stored', missing: 'Missing'},
			series: (count, text) => (count === 1 ? '1 series' : `${text} series`),
			legend: ['none', 'under 50%', 'under 95%', 'under 100%', 'all'],
			candles: (stored, expected) => `${stored} of ${expected} expected candles are stored`,
			revisions: count => `closed candles changed by the source: ${count}`,
			span: (from, to) => `from ${from} to ${to}`,
		},
		gaps: {
			title: series => `Gaps of ${series}`,
			heading: 'Gaps',
			none: 'No gap: every expected candle is stored.',
			titles: {from: 'From', to: 'To', candles: 'Candles', cause: 'Why, and what to do'},
			count: (gaps, text, missing) => `${gaps === 1 ? '1 gap' : `${text} gaps`}, ${missing} missing`,
			causes: {
				'not-fetched': {brief: 'never fetched', why: 'never asked for', next: 'press b to fetch it'},
				'no-trades': {
					brief: 'no trades',
					why: 'asked, and the source has none there: nothing was traded',
					next: 'nothing to do; it stays a hole',
				},
				'before-listing': {
					brief: 'not yet listed',
					why: 'before the first candle the source has',
					next: 'nothing to do; there was no market yet',
				},
				maintenance: {
					brief: 'exchange silent',
					why: 'the exchange was silent for every pair then',
					next: 'nothing to do; it stays a hole',
				},
				'our-outage': {
					brief: 'our outage',
					why: 'never asked for, and nothing ran then',
					next: 'press b to fetch it',
				},
				refused: {
					brief: 'source failed',
					why: 'asked for, but the source failed',
					next: 'press b to fetch it',
				},
				'plan-limit': {
					brief: 'beyond the plan',
					why: 'older than what the source serves',
					next: 'nothing to do without a larger plan',
				},
			},
			candles: (count, text) => (count === 1 ? '1 candle' : `${text} candles`),
			rest: count => `and ${count} more`,
		},
		quarantine: {
			none: 'Nothing is in quarantine: every row that came kept the rules.',
			titles: {
				state: 'State',
				seen: 'Last seen',
				rule: 'Rule',
				field: 'Field',
				source: 'Source',
				asset: 'Asset',
				times: 'Times',
				kind: 'Kind',
			},
			states: {held: 'held', retried: 'stored'},
			kinds: {violation: 'violation', incomplete: 'incomplete'},
			kindLines: {
				violation: 'An impossible value: the row was set aside and never reached the tables.',
				incomplete: 'A value is missing that this source is known to leave out; the other rows were stored.',
			},
			title: id => `Quarantined row ${id}`,
			broken: (rule, field) => `Broken rule: ${rule}, field: ${field}`,
			value: sample => `Value: ${sample}`,
			row: key => `Row: ${key}`,
			seen: (times, first, last) => `Seen ${times} times, first ${first}, last ${last}`,
			from: (source, endpoint) => `From: ${source}, ${endpoint}`,
			contract: contract => `Contract: ${contract}`,
			run: run => `Run: ${run}`,
			payload: payload => `Archived answer: ${payload}`,
			question: 'Question that was asked',
			raw: 'The row as it came',
			retryHint: "x checks this row again under today's contracts, X all that are held.",
			retried: (passed, failed) => `${passed} passed and stored, ${failed} still held.`,
			allPassed: (count, text) =>
				count === 1 ? 'The row passed and is stored.' : `All ${text} rows passed and are stored.`,
			nonePassed: 'Still held: no row passed.',
			nonePassedHint: 'They still break the rule. They pass once the contract knows them, after an update.',
		},
		drift: {
			none: 'No drift: every source sends the fields and types it always sent.',
			titles: {seen: 'First seen', source: 'Source', endpoint: 'Endpoint', field: 'Field', change: 'Change'},
			title: 'Change of a payload',
			meaning: {
				added: 'The source sends a field that was not there before. Nothing is wrong; it is not read yet.',
				gone: 'The source stopped sending this field. What was made from it is unknown from then on.',
				retyped: 'The field has another type than before. Rows that can no longer be read go to quarantine.',
			},
			seen: (when, run) => `First seen ${when}, in run ${run}`,
		},
		off: {
			notCoverage: 'This belongs to the section Coverage.',
			notQuarantine: 'Choose a row in the section Quarantine first.',
			alreadyRetried: 'This row passed already and is stored.',
			nothingHeld: 'No row is held.',
			nothingHere: 'There is nothing to open here.',
		},
	},
	'pt-BR': {
		sections: {
			coverage: 'Cobertura',
			quarantine: 'Quarentena',
			drift: 'Formato',
			runs: 'Execuções',
			doctor: 'Diagnóstico',
		},
		loading: 'Lendo...',
		unreadable: why => `Não foi possível ler: ${why}`,
		held: (count, text) => (count === 1 ? '1 linha retida' : `${text} linhas retidas`),
		noRunYet: 'Nenhuma execução terminou ainda.',
		coverage: {
			none: 'Nenhum candle gravado ainda. Aperte b para buscar o histórico.',
			noneOf: interval =>
				`Nenhum candle de ${interval} gravado. t mostra outros intervalos, b busca o histórico.`,
			allIntervals: 'todos os intervalos',
			rollup: 'agregado',
			worstFirst: 'piores primeiro',
			titles: {asset: 'Ativo', interval: 'Int.', source: 'Fonte', stored: 'Gravado', missing: 'Faltam'},
			series: (count, text) => (count === 1 ? '1 série' : `${text} séries`),
			legend: ['nada', 'menos de 50%', 'menos de 95%', 'menos de 100%', 'tudo'],
			candles: (stored, expected) => `${stored} de ${expected} candles esperados estão gravados`,
			revisions: count => `candles fechados que a fonte alterou: ${count}`,
			span: (from, to) => `de ${from} a ${to}`,
		},
		gaps: {
			title: series => `Lacunas de ${series}`,
			heading: 'Lacunas',
			none: 'Nenhuma lacuna: todo candle esperado está gravado.',
			titles: {from: 'De', to: 'Até', candles: 'Candles', cause: 'Por quê, e o que fazer'},
			count: (gaps, text, missing) => `${gaps === 1 ? '1 lacuna' : `${text} lacunas`}, ${missing} em falta`,
			causes: {
				'not-fetched': {brief: 'nunca buscada', why: 'nunca pedida', next: 'aperte b para buscar'},
				'no-trades': {
					brief: 'sem negócios',
					why: 'pedida, e a fonte não tem nada ali: não houve negócios',
					next: 'nada a fazer; continua sendo uma lacuna',
				},
				'before-listing': {
					brief: 'antes do início',
					why: 'antes do primeiro candle que a fonte tem',
					next: 'nada a fazer; ainda não havia mercado',
				},
				maintenance: {
					brief: 'corretora muda',
					why: 'a corretora ficou muda para todos os pares',
					next: 'nada a fazer; continua sendo uma lacuna',
				},
				'our-outage': {
					brief: 'parada nossa',
					why: 'nunca pedida, e nada rodava então',
					next: 'aperte b para buscar',
				},
				refused: {brief: 'falha da fonte', why: 'pedida, mas a fonte falhou', next: 'aperte b para buscar'},
				'plan-limit': {
					brief: 'além do plano',
					why: 'mais antiga do que a fonte alcança',
					next: 'nada a fazer sem um plano maior',
				},
			},
			candles: (count, text) => (count === 1 ? '1 candle' : `${text} candles`),
			rest: count => `e mais ${count}`,
		},
		quarantine: {
			none: 'Nada em quarentena: toda linha que chegou respeitou as regras.',
			titles: {
				state: 'Situação',
				seen: 'Vista em',
				rule: 'Regra',
				field: 'Campo',
				source: 'Fonte',
				asset: 'Ativo',
				times: 'Vezes',
				kind: 'Tipo',
			},
			states: {held: 'retida', retried: 'gravada'},
			kinds: {violation: 'violação', incomplete: 'incompleta'},
			kindLines: {
				violation: 'Um valor impossível: a linha foi posta à parte e nunca chegou às tabelas.',
				incomplete: 'Falta um valor que esta fonte costuma omitir; as outras linhas foram gravadas.',
			},
			title: id => `Linha ${id} em quarentena`,
			broken: (rule, field) => `Regra violada: ${rule}, campo: ${field}`,
			value: sample => `Valor: ${sample}`,
			row: key => `Linha: ${key}`,
			seen: (times, first, last) => `Vista ${times} vezes, primeiro em ${first}, por último em ${last}`,
			from: (source, endpoint) => `De: ${source}, ${endpoint}`,
			contract: contract => `Contrato: ${contract}`,
			run: run => `Execução: ${run}`,
			payload: payload => `Resposta arquivada: ${payload}`,
			question: 'Pergunta que foi feita',
			raw: 'A linha como chegou',
			retryHint: 'x verifica esta linha de novo com os contratos de hoje, X todas as retidas.',
			retried: (passed, failed) => `${passed} aprovadas e gravadas, ${failed} ainda retidas.`,
			allPassed: (count, text) =>
				count === 1
					? 'A linha foi aprovada e gravada.'
					: `Todas as ${text} linhas foram aprovadas e gravadas.`,
			nonePassed: 'Continuam retidas: nenhuma linha foi aprovada.',
			nonePassedHint:
				'Elas ainda violam a regra. Serão aprovadas quando o contrato as conhecer, depois de uma atualização.',
		},
		drift: {
			none: 'Nenhuma mudança: toda fonte envia os campos e tipos de sempre.',
			titles: {seen: 'Visto em', source: 'Fonte', endpoint: 'Endereço', field: 'Campo', change: 'Mudança'},
			title: 'Mudança no formato de uma resposta',
			meaning: {
				added: 'A fonte envia um campo que antes não existia. Nada está errado; ele ainda não é lido.',
				gone: 'A fonte parou de enviar este campo. O que vinha dele é desconhecido daí em diante.',
				retyped:
					'O campo tem outro tipo do que antes. Linhas que não podem mais ser lidas vão para a quarentena.',
			},
			seen: (when, run) => `Visto primeiro em ${when}, na execução ${run}`,
		},
		off: {
			notCoverage: 'Isto pertence à seção Cobertura.',
			notQuarantine: 'Escolha antes uma linha na seção Quarentena.',
			alreadyRetried: 'Esta linha já foi aprovada e gravada.',
			nothingHeld: 'Nenhuma linha está retida.',
			nothingHere: 'Não há o que abrir aqui.',
		},
	},
};
