/** What the frame around the screens says. */

import type {JobRequest} from '#desk/views/pipeline.js';
import type {Bilingual} from '../i18n/language.js';

type FrameWords = {
	readonly badges: {
		readonly simulated: string;
		readonly offline: string;
		readonly readOnly: string;
		/** With the day or the moment a version was made. */
		readonly asOf: (when: string) => string;
		readonly readOnlyOf: (day: string) => string;
		readonly stale: (age: string) => string;
	};
	readonly freshness: {
		readonly opening: string;
		readonly nothing: string;
		readonly ago: (source: string, age: string) => string;
		readonly live: string;
		readonly connecting: string;
		readonly broken: (clock: string) => string;
		readonly collecting: string;
		readonly limited: (source: string, clock: string) => string;
		readonly paced: (source: string, clock: string) => string;
		readonly silent: (source: string, clock: string) => string;
		readonly next: (clock: string) => string;
		readonly paused: string;
		readonly elsewhere: (pid: number) => string;
		readonly off: string;
		readonly asOf: (moment: string) => string;
		readonly retry: (clock: string) => string;
	};
	readonly job: Readonly<Record<JobRequest['work'], (done: number, all: number) => string>>;
	readonly tooSmall: (width: number, height: number) => readonly string[];
	readonly opening: readonly string[];
	readonly welcome: readonly (readonly [keys: string | null, text: string])[];
	readonly welcomeBusy: string;
	readonly broken: {
		readonly title: (screen: string) => string;
		readonly lines: readonly string[];
	};
	readonly lost: string;
	readonly bug: string;
	readonly help: string;
	readonly everywhere: string;
	/** How numbers are read, by an example each. */
	readonly counts: readonly (readonly [keys: string, text: string])[];
	readonly palette: string;
	readonly messages: string;
	readonly noMessages: string;
	readonly assets: string;
	readonly screens: string;
	readonly copied: (text: string) => string;
	readonly tooLong: string;
	readonly nothingToCopy: string;
	readonly nothingToExport: string;
	readonly nothingSelected: string;
	readonly noOrigin: string;
	readonly noOriginStored: string;
	readonly saved: (path: string) => string;
	readonly noFrame: string;
	readonly started: string;
	readonly paused: string;
	readonly resumed: string;
	readonly favourite: (symbol: string) => string;
	readonly noFavourite: (symbol: string) => string;
	readonly theme: (name: string) => string;
	readonly language: string;
	readonly noRate: (code: string) => string;
	readonly quit: {
		readonly title: string;
		readonly lines: (jobs: number) => readonly string[];
		readonly training: string;
		readonly yes: string;
	};
	readonly demo: {
		readonly title: string;
		readonly lines: readonly string[];
		readonly yes: string;
		readonly back: string;
		readonly backLines: readonly string[];
		readonly backYes: string;
		readonly on: string;
		readonly off: string;
	};
	readonly export: {
		readonly title: string;
		readonly csv: string;
		readonly svg: string;
		readonly text: string;
		readonly ansi: string;
	};
	readonly keys: {
		readonly unreadable: string;
		readonly unknown: (id: string, near: string | null) => string;
		readonly noList: (id: string) => string;
		readonly noKey: (id: string, key: string) => string;
		readonly taken: (id: string, key: string, by: string) => string;
		readonly stay: string;
	};
	readonly off: {
		readonly elsewhere: string;
		readonly collecting: string;
		readonly noLoop: string;
		readonly nothingStored: string;
		readonly broken: string;
	};
};

/** Words of the frame. */
export const frameWords: Bilingual<FrameWords> = {
	en: {
		badges: {
			simulated: 'SIMULATED',
			offline: 'OFFLINE',
			readOnly: 'READ-ONLY',
			asOf: moment => `READ-ONLY, AS OF ${moment}`,
			readOnlyOf: day => `READ-ONLY ${day}`,
			stale: age => `STALE ${age}`,
		},
		freshness: {
			opening: 'opening the store',
			nothing: 'nothing stored yet',
			ago: (source, age) => `${source} ${age} ago`,
			live: 'live',
			connecting: 'stream connecting',
			broken: clock => `stream down, tries again ${clock}`,
			collecting: 'collecting now',
			limited: (source, clock) => `${source}: too many requests, tries again ${clock}`,
			paced: (source, clock) => `${source} is asked again ${clock}, to stay within its limits`,
			silent: (source, clock) => `${source} does not answer, tries again ${clock}`,
			next: clock => `next ${clock}`,
			paused: 'paused',
			elsewhere: pid => `process ${pid} collects`,
			off: 'not collecting',
			asOf: moment => `version of ${moment}, ages up to now`,
			retry: clock => `Tries again ${clock}`,
		},
		job: {
			backfill: (done, all) => `backfill ${done}/${all}`,
			heal: (done, all) => `healing ${done}/${all}`,
		},
		tooSmall: (width, height) => ['The terminal is too small.', `It needs ${width}x${height} cells.`],
		opening: ['Opening the store', 'This takes a moment.'],
		welcome: [
			[null, 'Nothing is stored yet.'],
			['r', 'collect the market now'],
			['D', 'look around in the simulated market'],
			[',', 'settings: keys of sources, theme, language'],
			['?', 'all keys'],
		],
		welcomeBusy: 'The first collection is running: the market appears here in a moment.',
		broken: {
			title: screen => `${screen} stopped working`,
			lines: [
				'This is a bug of crypto-tui; everything else goes on.',
				'Press ctrl+r to start this screen again, or another number to go elsewhere.',
				'Please report it with the log (crypto-tui logs).',
			],
		},
		lost: 'The data engine stopped. Press ctrl+r to start it again.',
		bug: 'Unexpected error',
		help: 'Help',
		everywhere: 'Everywhere',
		counts: [
			['5j', 'Five steps, when h, j, k or l comes right after the number; any other key works on screen 5'],
			['05j', 'A number that begins with 0 only counts, at any pace and for every motion'],
		],
		palette: 'Commands',
		messages: 'Messages',
		noMessages: 'No messages yet.',
		assets: 'Assets',
		screens: 'Screens',
		copied: text => `Copied: ${text}`,
		tooLong: 'This is too long for the clipboard of a terminal; export it with e.',
		nothingToCopy: 'There is no value under the cursor to copy.',
		nothingToExport: 'There is nothing on this screen to export yet.',
		nothingSelected: 'No asset is selected: choose one with a.',
		noOrigin: 'There is no number under the cursor to ask about.',
		noOriginStored: 'Nothing is stored about where this number comes from.',
		saved: path => `Saved ${path}`,
		noFrame: 'This renderer keeps no frame to save; export CSV instead.',
		started: 'Collecting now.',
		paused: 'Collecting is paused; p goes on.',
		resumed: 'Collecting goes on.',
		favourite: symbol => `${symbol} is a favourite now.`,
		noFavourite: symbol => `${symbol} is no favourite any more.`,
		theme: name => `Theme: ${name}`,
		language: 'Language: English',
		noRate: code =>
			`No rate of ${code} is stored yet: amounts are shown in USD. Rates come with a collection (r).`,
		quit: {
			title: 'Quit?',
			lines: jobs => [
				jobs === 1 ? 'A backfill is running.' : `${jobs} backfills are running or waiting.`,
				'What is fetched already stays stored; asking again later fetches only the rest.',
			],
			training: 'A training is running; models that are trained already stay.',
			yes: 'quit',
		},
		demo: {
			title: 'Simulated market?',
			lines: [
				'The screen switches to a simulated market with a store of its own.',
				'Your data is not touched; D brings you back.',
			],
			yes: 'switch',
			back: 'Back to the real market?',
			backLines: ['The simulated market keeps what it has stored.'],
			backYes: 'switch',
			on: 'This is the simulated market: no price here is real.',
			off: 'Back at the real market.',
		},
		export: {
			title: 'Export this view',
			csv: 'CSV, the rows behind the screen',
			svg: 'SVG, a picture of the screen',
			text: 'Text, the screen without colours',
			ansi: 'ANSI, the screen with colours for a terminal',
		},
		keys: {
			unreadable: 'The setting ui.keys is no JSON object.',
			unknown: (id, near) =>
				`ui.keys: there is no command "${id}".${near === null ? '' : ` Did you mean "${near}"?`}`,
			noList: id => `ui.keys: "${id}" needs a list of keys.`,
			noKey: (id, key) => `ui.keys: "${id}" cannot have "${key}".`,
			taken: (id, key, by) => `ui.keys: "${key}" for "${id}" is already a key of "${by}".`,
			stay: 'The usual keys stay in force there. Correct it in the settings (comma).',
		},
		off: {
			elsewhere: 'another process collects',
			collecting: 'a collection is running',
			noLoop: 'nothing collects here',
			nothingStored: 'nothing is stored yet',
			broken: 'a bug of crypto-tui keeps it from working',
		},
	},
	'pt-BR': {
		badges: {
			simulated: 'SIMULADO',
			offline: 'SEM REDE',
			readOnly: 'SÓ LEITURA',
			asOf: moment => `SÓ LEITURA, DE ${moment}`,
			readOnlyOf: day => `SÓ LEITURA ${day}`,
			stale: age => `ANTIGO ${age}`,
		},
		freshness: {
			opening: 'abrindo os dados',
			nothing: 'nada gravado ainda',
			ago: (source, age) => `${source} há ${age}`,
			live: 'ao vivo',
			connecting: 'conectando ao vivo',
			broken: clock => `ao vivo caiu, tenta de novo ${clock}`,
			collecting: 'coletando agora',
			limited: (source, clock) => `${source}: requisições demais, tenta de novo às ${clock}`,
			paced: (source, clock) => `${source} será consultado de novo às ${clock}, dentro do limite`,
			silent: (source, clock) => `${source} não responde, tenta de novo ${clock}`,
			next: clock => `próxima ${clock}`,
			paused: 'em pausa',
			elsewhere: pid => `o processo ${pid} coleta`,
			off: 'sem coleta',
			asOf: moment => `versão de ${moment}, idades até agora`,
			retry: clock => `Tenta de novo às ${clock}`,
		},
		job: {
			backfill: (done, all) => `histórico ${done}/${all}`,
			heal: (done, all) => `recuperação ${done}/${all}`,
		},
		tooSmall: (width, height) => ['O terminal é pequeno demais.', `Precisa de ${width}x${height} células.`],
		opening: ['Abrindo os dados', 'Só um momento.'],
		welcome: [
			[null, 'Ainda não há nada gravado.'],
			['r', 'coletar o mercado agora'],
			['D', 'explorar o mercado simulado'],
			[',', 'configurações: chaves das fontes, tema, idioma'],
			['?', 'todas as teclas'],
		],
		welcomeBusy: 'A primeira coleta está em andamento: o mercado aparece aqui em instantes.',
		broken: {
			title: screen => `${screen} parou de funcionar`,
			lines: [
				'Isto é um erro do crypto-tui; todo o resto continua.',
				'Aperte ctrl+r para reiniciar esta tela, ou outro número para ir a outra.',
				'Por favor relate com o registro (crypto-tui logs).',
			],
		},
		lost: 'O motor de dados parou. Aperte ctrl+r para iniciá-lo de novo.',
		bug: 'Erro inesperado',
		help: 'Ajuda',
		everywhere: 'Em toda parte',
		counts: [
			['5j', 'Cinco passos, se h, j, k ou l vier logo após o número; outras teclas valem na tela 5'],
			['05j', 'Um número que começa com 0 só conta, sem pressa e para qualquer movimento'],
		],
		palette: 'Comandos',
		messages: 'Mensagens',
		noMessages: 'Nenhuma mensagem ainda.',
		assets: 'Ativos',
		screens: 'Telas',
		copied: text => `Copiado: ${text}`,
		tooLong: 'Isto é longo demais para a área de transferência de um terminal; exporte com e.',
		nothingToCopy: 'Não há valor sob o cursor para copiar.',
		nothingToExport: 'Ainda não há nada nesta tela para exportar.',
		nothingSelected: 'Nenhum ativo selecionado: escolha um com a.',
		noOrigin: 'Não há número sob o cursor para consultar.',
		noOriginStored: 'Nada está gravado sobre a origem deste número.',
		saved: path => `Salvo em ${path}`,
		noFrame: 'Este desenhista de tela não guarda a imagem; exporte em CSV.',
		started: 'Coletando agora.',
		paused: 'A coleta está em pausa; p continua.',
		resumed: 'A coleta continua.',
		favourite: symbol => `${symbol} agora é favorito.`,
		noFavourite: symbol => `${symbol} não é mais favorito.`,
		theme: name => `Tema: ${name}`,
		language: 'Idioma: português',
		noRate: code =>
			`Ainda não há cotação de ${code}: os valores aparecem em USD. As cotações vêm com uma coleta (r).`,
		quit: {
			title: 'Sair?',
			lines: jobs => [
				jobs === 1
					? 'Uma carga de histórico está em andamento.'
					: `${jobs} cargas de histórico estão em andamento ou na fila.`,
				'O que já foi buscado fica gravado; ao repetir, só o restante é buscado.',
			],
			training: 'Um treino está em andamento; os modelos já treinados ficam.',
			yes: 'sai',
		},
		demo: {
			title: 'Mercado simulado?',
			lines: [
				'A tela muda para um mercado simulado, com dados próprios.',
				'Os seus dados não são tocados; D traz você de volta.',
			],
			yes: 'muda',
			back: 'Voltar ao mercado real?',
			backLines: ['O mercado simulado guarda o que já gravou.'],
			backYes: 'volta',
			on: 'Este é o mercado simulado: nenhum preço aqui é real.',
			off: 'De volta ao mercado real.',
		},
		export: {
			title: 'Exportar esta tela',
			csv: 'CSV, as linhas por trás da tela',
			svg: 'SVG, uma imagem da tela',
			text: 'Texto, a tela sem cores',
			ansi: 'ANSI, a tela com cores para um terminal',
		},
		keys: {
			unreadable: 'A configuração ui.keys não é um objeto JSON.',
			unknown: (id, near) =>
				`ui.keys: não existe o comando "${id}".${near === null ? '' : ` Seria "${near}"?`}`,
			noList: id => `ui.keys: "${id}" precisa de uma lista de teclas.`,
			noKey: (id, key) => `ui.keys: "${id}" não pode ter "${key}".`,
			taken: (id, key, by) => `ui.keys: "${key}" para "${id}" já é tecla de "${by}".`,
			stay: 'As teclas de sempre continuam valendo ali. Corrija nas configurações (vírgula).',
		},
		off: {
			elsewhere: 'outro processo está coletando',
			collecting: 'uma coleta está em andamento',
			noLoop: 'nada coleta aqui',
			nothingStored: 'nada gravado ainda',
			broken: 'um erro do crypto-tui impede que funcione',
		},
	},
};
