/** What alerts say, in the languages of the program. Facts come in as text that is safe already. */

import type {FaultCode} from '#domain/fault.js';
import {portugueseFaults} from '#domain/fault-sentences.js';
import type {AlertKind} from '#ports/alerts.js';

export const messageLanguages = ['en', 'pt-BR'] as const;
export type MessageLanguage = (typeof messageLanguages)[number];

/** A fact as text by its name; empty where it is unknown. */
export type FactText = (name: string) => string;

type Telling = {
	readonly subject: (fact: FactText) => string;
	readonly what: (fact: FactText) => string;
	readonly next: string;
};

type Words = {
	readonly kinds: Readonly<Record<AlertKind, Telling>>;
	/** Names of the facts that are shown as evidence, in this order. */
	readonly facts: Readonly<Record<string, string>>;
	readonly evidence: string;
	readonly next: string;
	readonly at: string;
	readonly count: string;
	readonly simulated: string;
	readonly footer: string;
};

/** `: why`, where a reason is known. */
const because = (fact: FactText): string => (fact('message') === '' ? '' : `: ${fact('message')}`);

const isFaultCode = (text: string): text is FaultCode => Object.hasOwn(portugueseFaults, text);

/** The kind of reason in Portuguese; what exactly was said, in English, is among the evidence. */
function porque(fact: FactText): string {
	const code = fact('fault');
	if (!isFaultCode(code)) return because(fact);
	const sentence = portugueseFaults[code];
	return `: ${sentence[0]!.toLowerCase()}${sentence.slice(1)}`;
}

export const messageWords: Readonly<Record<MessageLanguage, Words>> = {
	en: {
		kinds: {
			price: {
				subject: fact => `${fact('name')}: ${fact('rule')}`,
				what: fact =>
					`Your rule "${fact('rule')}" fired for ${fact('name')}: the value was ${fact('value')}.`,
				next: 'Open the chart with "crypto-tui", or remove the rule with "crypto-tui alert remove".',
			},
			test: {
				subject: () => 'Test message',
				what: () => 'This is a test: alerts of crypto-tui reach you here.',
				next: 'Nothing has to be done.',
			},
			'nothing-collected': {
				subject: () => 'Nothing was collected',
				what: fact => `A cycle ended without a single record${because(fact)}.`,
				next: 'Look at "crypto-tui logs --level warn" and "crypto-tui status", then run "crypto-tui --headless" again.',
			},
			'contract-blocked': {
				subject: fact => `A data contract blocked ${fact('source') || 'a source'}`,
				what: fact => `An answer broke its contract, and nothing of it was stored${because(fact)}.`,
				next: 'Look at it with "crypto-tui quarantine list"; load the good rows with "--on-invalid quarantine".',
			},
			'source-down': {
				subject: fact => `${fact('source')} is down`,
				what: fact => `${fact('source')} failed in ${fact('cycles')} cycles in a row${because(fact)}.`,
				next: 'Check network, key and base URL of this source ("crypto-tui config list"); others go on in the meantime.',
			},
			'budget-nearly-spent': {
				subject: fact => `Budget of ${fact('source')} nearly spent`,
				what: fact => `${fact('source')} has used ${fact('used')} of ${fact('limit')} credits of this month.`,
				next: 'Collect less often (watch.seconds), use a smaller market (snapshot.top), or raise the plan.',
			},
			'storage-damaged': {
				subject: () => 'The database is damaged',
				what: fact => `The database could not be read or written as it should be${because(fact)}.`,
				next: 'Stop collecting, then bring a version back with "crypto-tui snapshot restore latest", or a copy from the "backups" folder beside the database.',
			},
			'disk-nearly-full': {
				subject: () => 'The disk is nearly full',
				what: fact => `Only ${fact('freeMb')} MB are free for the data folder ${fact('folder')}.`,
				next: 'Free some space, or move the data folder (setting dataDir).',
			},
			'coverage-broken': {
				subject: () => 'Forecast intervals do not hold',
				what: fact => `The 80 % interval misses its target significantly: ${fact('series')}.`,
				next: 'Train these models again with "crypto-tui train"; until then trust their intervals less.',
			},
			'backfill-finished': {
				subject: () => 'Backfill finished',
				what: fact => `The history that was asked for is there; ${fact('inserted')} candles are new.`,
				next: 'Nothing has to be done.',
			},
			'backfill-failed': {
				subject: fact => (fact('status') === 'partial' ? 'Backfill finished in part' : 'Backfill failed'),
				what: fact => `A backfill could not fetch everything that was asked for${because(fact)}.`,
				next: 'Run the same command again; it fetches only what is missing.',
			},
		},
		facts: {
			rule: 'Rule',
			value: 'Value',
			level: 'Level',
			source: 'Source',
			fault: 'Fault',
			message: 'Message',
			cycles: 'Cycles',
			used: 'Used',
			limit: 'Limit',
			freeMb: 'Free, MB',
			folder: 'Folder',
			series: 'Series',
			inserted: 'New rows',
			status: 'State',
			run: 'Run',
		},
		evidence: 'Evidence',
		next: 'What to do',
		at: 'Time',
		count: 'Times',
		simulated: 'SIMULATED market: no figure below is real.',
		footer: 'Sent by crypto-tui. "crypto-tui alert history" lists every alert.',
	},
	'pt-BR': {
		kinds: {
			price: {
				subject: fact => `${fact('name')}: ${fact('rule')}`,
				what: fact =>
					`Sua regra "${fact('rule')}" disparou para ${fact('name')}: o valor era ${fact('value')}.`,
				next: 'Abra o gráfico com "crypto-tui" ou remova a regra com "crypto-tui alert remove".',
			},
			test: {
				subject: () => 'Mensagem de teste',
				what: () => 'Isto é um teste: os alertas do crypto-tui chegam até você por aqui.',
				next: 'Não é preciso fazer nada.',
			},
			'nothing-collected': {
				subject: () => 'Nada foi coletado',
				what: fact => `Um ciclo terminou sem nenhum registro${porque(fact)}.`,
				next: 'Veja "crypto-tui logs --level warn" e "crypto-tui status" e rode "crypto-tui --headless" de novo.',
			},
			'contract-blocked': {
				subject: fact => `Um contrato de dados bloqueou ${fact('source') || 'uma fonte'}`,
				what: () => 'Uma resposta violou o contrato e nada dela foi gravado.',
				next: 'Examine-a com "crypto-tui quarantine list"; carregue as linhas boas com "--on-invalid quarantine".',
			},
			'source-down': {
				subject: fact => `${fact('source')} está fora do ar`,
				what: fact => `${fact('source')} falhou em ${fact('cycles')} ciclos seguidos${porque(fact)}.`,
				next: 'Confira rede, chave e endereço desta fonte ("crypto-tui config list"); as outras continuam enquanto isso.',
			},
			'budget-nearly-spent': {
				subject: fact => `Cota de ${fact('source')} quase esgotada`,
				what: fact => `${fact('source')} usou ${fact('used')} de ${fact('limit')} créditos deste mês.`,
				next: 'Colete com menos frequência (watch.seconds), reduza o mercado (snapshot.top) ou aumente o plano.',
			},
			'storage-damaged': {
				subject: () => 'O banco de dados está danificado',
				what: () => 'O banco de dados não pôde ser lido ou gravado como deveria.',
				next: 'Pare a coleta e restaure uma versão com "crypto-tui snapshot restore latest" ou uma cópia da pasta "backups" ao lado do banco de dados.',
			},
			'disk-nearly-full': {
				subject: () => 'O disco está quase cheio',
				what: fact => `Só há ${fact('freeMb')} MB livres para a pasta de dados ${fact('folder')}.`,
				next: 'Libere espaço ou mude a pasta de dados (configuração dataDir).',
			},
			'coverage-broken': {
				subject: () => 'Os intervalos de previsão não se sustentam',
				what: fact => `O intervalo de 80 % erra a meta de forma significativa: ${fact('series')}.`,
				next: 'Treine estes modelos de novo com "crypto-tui train"; até lá, confie menos nos intervalos.',
			},
			'backfill-finished': {
				subject: () => 'Carga de histórico concluída',
				what: fact => `O histórico pedido está completo; ${fact('inserted')} candles são novos.`,
				next: 'Não é preciso fazer nada.',
			},
			'backfill-failed': {
				subject: fact =>
					fact('status') === 'partial'
						? 'Carga de histórico concluída em parte'
						: 'A carga de histórico falhou',
				what: fact => `Uma carga de histórico não conseguiu buscar tudo o que foi pedido${porque(fact)}.`,
				next: 'Rode o mesmo comando de novo; ele busca só o que falta.',
			},
		},
		facts: {
			rule: 'Regra',
			value: 'Valor',
			level: 'Nível',
			source: 'Fonte',
			fault: 'Falha',
			message: 'Mensagem original',
			cycles: 'Ciclos',
			used: 'Usado',
			limit: 'Limite',
			freeMb: 'Livre, MB',
			folder: 'Pasta',
			series: 'Séries',
			inserted: 'Linhas novas',
			status: 'Estado',
			run: 'Execução',
		},
		evidence: 'Evidência',
		next: 'O que fazer',
		at: 'Hora',
		count: 'Vezes',
		simulated: 'Mercado SIMULADO: nenhum número abaixo é real.',
		footer: 'Enviado pelo crypto-tui. "crypto-tui alert history" lista todos os alertas.',
	},
};
