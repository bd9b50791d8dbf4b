/** What the versions screen says. */

import type {SnapshotKind, SnapshotRecord} from '#domain/snapshot/manifest.js';
import type {CompactPart} from '#pipeline/compact.js';
import type {Damage} from '#ports/vault.js';
import type {Bilingual} from '../../i18n/language.js';
import type {Work} from './state.js';

export type Words = {
	readonly title: string;
	readonly titles: Readonly<Record<'made' | 'id' | 'kind' | 'rows' | 'size' | 'added' | 'message', string>>;
	readonly kinds: Readonly<Record<SnapshotKind, string>>;
	readonly kindLines: Readonly<Record<SnapshotKind, string>>;
	readonly simulated: string;
	readonly working: Readonly<Record<Work, string>>;
	readonly place: (count: number, text: string, remote: string) => string;
	readonly loading: string;
	readonly none: string;
	readonly rest: (count: string) => string;
	readonly files: (count: string) => string;
	readonly added: (bytes: string) => string;
	readonly since: (parent: string) => string;
	readonly madeBy: (program: string, schema: number) => string;
	readonly series: (count: string) => string;
	readonly candles: (count: number, text: string) => string;
	readonly gaps: (count: number, text: string) => string;
	readonly gap: string;
	readonly chosen: string;
	readonly marked: string;
	readonly created: (id: string, added: string) => string;
	readonly createTitle: string;
	readonly create: string;
	readonly messageHint: string;
	readonly verified: (objects: string) => string;
	readonly damaged: (count: number, text: string) => string;
	readonly damagedHint: string;
	readonly problems: Readonly<Record<Damage['problem'], string>>;
	readonly compareTitle: string;
	readonly compared: (before: string, after: string) => string;
	readonly same: string;
	readonly changes: (added: string, changed: string, removed: string) => string;
	readonly restoreTitle: string;
	readonly restoreLines: (
		moment: string,
		record: Pick<SnapshotRecord, 'id' | 'kind'>,
		backups: string,
	) => readonly string[];
	readonly restore: string;
	readonly restored: (id: string) => string;
	readonly setAside: (path: string) => string;
	readonly pruneTitle: string;
	readonly keep: string;
	readonly keepHint: string;
	readonly keepWrong: string;
	readonly both: string;
	readonly next: string;
	readonly prune: string;
	readonly pruned: (count: number, text: string, bytes: string) => string;
	readonly nothingToPrune: string;
	readonly compactTitle: string;
	readonly compact: string;
	readonly compacted: (freed: string, after: string) => string;
	readonly nothingToFree: string;
	readonly parts: Readonly<Record<CompactPart, (count: number, text: string, bytes: string) => string>>;
	readonly frees: (bytes: string) => string;
	readonly off: Readonly<Record<'working' | 'unread' | 'noVersion' | 'notMarked' | 'isMarked', string>>;
};

const en: Words = {
	title: 'Versions',
	titles: {
		made: 'Made',
		id: 'Id',
		kind: 'Kind',
		rows: 'Rows',
		size: 'Size',
		added: 'New',
		message: 'Message',
	},
	kinds: {data: 'data', database: 'database'},
	kindLines: {data: 'the tables as files', database: 'the whole database'},
	simulated: 'SIMULATED',
	working: {
		create: 'making a version ...',
		verify: 'reading every object again ...',
		compare: 'comparing ...',
		restore: 'restoring ...',
		prune: 'letting old versions go ...',
		compact: 'freeing room ...',
	},
	place: (count, text, remote) => `${text} ${count === 1 ? 'version' : 'versions'} in ${remote}`,
	loading: 'reading ...',
	none: 'There is no version yet: n makes one.',
	rest: count => `and ${count} more`,
	files: count => `in ${count} files`,
	added: bytes => `${bytes} new`,
	since: parent => `since ${parent}`,
	madeBy: (program, schema) => `Made by crypto-tui ${program}, schema ${schema}`,
	series: count => `Series: ${count}`,
	candles: (count, text) => (count === 1 ? '1 candle' : `${text} candles`),
	gaps: (count, text) => `${text} ${count === 1 ? 'gap' : 'gaps'}`,
	gap: 'missing:',
	chosen: 'Chosen: ',
	marked: 'marked',
	created: (id, added) => `Made version ${id}, ${added} new.`,
	createTitle: 'New version',
	create: 'Make',
	messageHint: 'why it is made; may stay empty',
	verified: objects => `Every hash is right: ${objects} objects read.`,
	damaged: (count, text) => (count === 1 ? 'One object is broken.' : `${text} objects are broken.`),
	damagedHint:
		'Copy the objects back from another place that has them, or prune the versions that need them; the others are whole.',
	problems: {missing: 'is missing', damaged: 'is damaged'},
	compareTitle: 'What changed',
	compared: (before, after) => `From ${before} to ${after}:`,
	same: 'Both hold the same data.',
	changes: (added, changed, removed) => `${added} added, ${changed} changed, ${removed} removed`,
	restoreTitle: 'Restore this version?',
	restoreLines: (moment, {id, kind}, backups) => [
		`The data of ${moment} (${id}) takes the place of the database in use.`,
		kind === 'data'
			? 'Alerts and models stay as they are now; the portfolio and the lists come from the version.'
			: 'Portfolio, lists, alerts and models come from the version, too.',
		`The database in use is set aside first, in ${backups}; nothing is deleted.`,
		'Collecting stops meanwhile. Then everything on the screen is read anew.',
	],
	restore: 'restore',
	restored: id => `Restored version ${id}.`,
	setAside: path => `The database before it is ${path}`,
	pruneTitle: 'Let old versions go',
	keep: 'How many stay',
	keepHint: 'the newest of each kind',
	keepWrong: 'A whole number from 1 to 9999.',
	both: 'both',
	next: 'Look',
	prune: 'let them go',
	pruned: (count, text, bytes) =>
		`${count === 1 ? 'One version' : `${text} versions`} went, ${bytes} are free.`,
	nothingToPrune: 'There are no more versions than that.',
	compactTitle: 'Free room?',
	compact: 'free it',
	compacted: (freed, after) => `Freed about ${freed}; the database has ${after} now.`,
	nothingToFree: 'There is nothing to free by the rules of the settings.',
	parts: {
		'raw answers': (count, text, bytes) => `${text} archived ${count === 1 ? 'answer' : 'answers'}, ${bytes}`,
		quotes: (count, text, bytes) => `${text} ${count === 1 ? 'quote' : 'quotes'}, about ${bytes}`,
		logs: (count, text, bytes) => `${text} old ${count === 1 ? 'log' : 'logs'}, ${bytes}`,
		snapshots: (count, text, bytes) => `${text} old ${count === 1 ? 'version' : 'versions'}, ${bytes}`,
		'as-of copies': (count, text, bytes) =>
			`${text} ${count === 1 ? 'file' : 'files'} of versions looked at, ${bytes}`,
		'empty space': (_count, _text, bytes) => `empty space in the database, ${bytes}`,
	},
	frees: bytes => `Together about ${bytes}.`,
	off: {
		working: 'something is under way',
		unread: 'the versions are not read yet',
		noVersion: 'there is no version yet',
		notMarked: 'mark the version to compare with first (m)',
		isMarked: 'this is the marked version; go to another one',
	},
};

const pt: Words = {
	title: 'Versões',
	titles: {
		made: 'Feita em',
		id: 'Id',
		kind: 'Tipo',
		rows: 'Linhas',
		size: 'Tamanho',
		added: 'Novo',
		message: 'Mensagem',
	},
	kinds: {data: 'dados', database: 'banco'},
	kindLines: {data: 'as tabelas como arquivos', database: 'o banco de dados inteiro'},
	simulated: 'SIMULADO',
	working: {
		create: 'criando uma versão ...',
		verify: 'relendo todos os objetos ...',
		compare: 'comparando ...',
		restore: 'restaurando ...',
		prune: 'removendo versões antigas ...',
		compact: 'liberando espaço ...',
	},
	place: (count, text, remote) => `${text} ${count === 1 ? 'versão' : 'versões'} em ${remote}`,
	loading: 'lendo ...',
	none: 'Ainda não há versões: n cria uma.',
	rest: count => `e mais ${count}`,
	files: count => `em ${count} arquivos`,
	added: bytes => `${bytes} novos`,
	since: parent => `desde ${parent}`,
	madeBy: (program, schema) => `Feita pelo crypto-tui ${program}, esquema ${schema}`,
	series: count => `Séries: ${count}`,
	candles: (count, text) => (count === 1 ? '1 candle' : `${text} candles`),
	gaps: (count, text) => `${text} ${count === 1 ? 'lacuna' : 'lacunas'}`,
	gap: 'falta:',
	chosen: 'Escolhida: ',
	marked: 'marcada',
	created: (id, added) => `Versão ${id} criada, ${added} novos.`,
	createTitle: 'Nova versão',
	create: 'Criar',
	messageHint: 'por que é feita; pode ficar vazia',
	verified: objects => `Todos os hashes conferem: ${objects} objetos lidos.`,
	damaged: (count, text) =>
		count === 1 ? 'Um objeto está danificado.' : `${text} objetos estão danificados.`,
	damagedHint:
		'Copie os objetos de volta de outro lugar que os tenha, ou remova as versões que precisam deles; as outras estão inteiras.',
	problems: {missing: 'falta', damaged: 'está danificado'},
	compareTitle: 'O que mudou',
	compared: (before, after) => `De ${before} a ${after}:`,
	same: 'As duas têm os mesmos dados.',
	changes: (added, changed, removed) => `${added} incluídas, ${changed} alteradas, ${removed} removidas`,
	restoreTitle: 'Restaurar esta versão?',
	restoreLines: (moment, {id, kind}, backups) => [
		`Os dados de ${moment} (${id}) tomam o lugar do banco de dados em uso.`,
		kind === 'data'
			? 'Alertas e modelos ficam como estão agora; a carteira e as listas vêm da versão.'
			: 'Carteira, listas, alertas e modelos também vêm da versão.',
		`O banco em uso é guardado antes, em ${backups}; nada é apagado.`,
		'A coleta para enquanto isso. Depois, tudo na tela é lido de novo.',
	],
	restore: 'restaurar',
	restored: id => `Versão ${id} restaurada.`,
	setAside: path => `O banco de dados anterior está em ${path}`,
	pruneTitle: 'Remover versões antigas',
	keep: 'Quantas ficam',
	keepHint: 'as mais novas de cada tipo',
	keepWrong: 'Um número inteiro de 1 a 9999.',
	both: 'ambos',
	next: 'Ver',
	prune: 'remover',
	pruned: (count, text, bytes) =>
		`${count === 1 ? 'Uma versão removida' : `${text} versões removidas`}, ${bytes} livres.`,
	nothingToPrune: 'Não há mais versões do que isso.',
	compactTitle: 'Liberar espaço?',
	compact: 'liberar',
	compacted: (freed, after) => `Cerca de ${freed} liberados; o banco de dados tem ${after} agora.`,
	nothingToFree: 'Pelas regras das configurações, não há nada a liberar.',
	parts: {
		'raw answers': (count, text, bytes) =>
			`${text} ${count === 1 ? 'resposta arquivada' : 'respostas arquivadas'}, ${bytes}`,
		quotes: (count, text, bytes) => `${text} ${count === 1 ? 'cotação' : 'cotações'}, cerca de ${bytes}`,
		logs: (count, text, bytes) =>
			`${text} ${count === 1 ? 'registro antigo' : 'registros antigos'}, ${bytes}`,
		snapshots: (count, text, bytes) =>
			`${text} ${count === 1 ? 'versão antiga' : 'versões antigas'}, ${bytes}`,
		'as-of copies': (count, text, bytes) =>
			`${text} ${count === 1 ? 'arquivo' : 'arquivos'} de versões vistas, ${bytes}`,
		'empty space': (_count, _text, bytes) => `espaço vazio no banco de dados, ${bytes}`,
	},
	frees: bytes => `Ao todo, cerca de ${bytes}.`,
	off: {
		working: 'há algo em andamento',
		unread: 'as versões ainda não foram lidas',
		noVersion: 'ainda não há versões',
		notMarked: 'marque antes a versão com que comparar (m)',
		isMarked: 'esta é a versão marcada; vá a outra',
	},
};

/** Words of the versions screen. */
export const words: Bilingual<Words> = {en, 'pt-BR': pt};
