/** The doctor's checks in the user's language. */

import type {Check, CheckState} from '#domain/doctor/check.js';
import {cleanText} from '#domain/text.js';
import type {Bilingual, Language} from '../../i18n/language.js';
import {sourceLabel} from '../../i18n/sources.js';

/** What a check is about, by the first part of its id; a source stands for itself. */
const names: Readonly<Record<string, Bilingual<string>>> = {
	database: {en: 'Database', 'pt-BR': 'Banco de dados'},
	runs: {en: 'Runs', 'pt-BR': 'Execuções'},
	'last-cycle': {en: 'Last cycle', 'pt-BR': 'Último ciclo'},
	budget: {en: 'Budget', 'pt-BR': 'Cota'},
	models: {en: 'Models', 'pt-BR': 'Modelos'},
	model: {en: 'Model', 'pt-BR': 'Modelo'},
	config: {en: 'Settings', 'pt-BR': 'Configurações'},
	node: {en: 'Node.js', 'pt-BR': 'Node.js'},
	disk: {en: 'Disk', 'pt-BR': 'Disco'},
	log: {en: 'Log', 'pt-BR': 'Log'},
	source: {en: '', 'pt-BR': ''},
	sources: {en: 'Sources', 'pt-BR': 'Fontes'},
	clock: {en: 'Clock', 'pt-BR': 'Relógio'},
	terminal: {en: 'Terminal', 'pt-BR': 'Terminal'},
};

/** `budget` and `binance` of `budget.binance`. */
function partsOf({id}: Check): {readonly kind: string; readonly subject: string} {
	const at = id.indexOf('.');
	return at === -1 ? {kind: id, subject: ''} : {kind: id.slice(0, at), subject: id.slice(at + 1)};
}

/** The name of a check: `Budget Binance`. */
export function checkName(check: Check, language: Language): string {
	const {kind, subject} = partsOf(check);
	const name = names[kind]?.[language] ?? kind;
	return cleanText([name, sourceLabel(subject)].filter(Boolean).join(' '), 40);
}

type Told = {readonly text: (subject: string) => string; readonly fix?: string};

/** English comes with the check, more exactly than any table could say it. */
const portuguese: Readonly<Record<string, Readonly<Partial<Record<CheckState, Told>>>>> = {
	database: {
		ok: {text: () => 'O banco de dados está íntegro.'},
		fail: {
			text: () => 'O banco de dados está danificado.',
			fix: 'Restaure um snapshot ("crypto-tui snapshot list") ou uma cópia da pasta "backups" ao lado do banco.',
		},
	},
	runs: {
		ok: {text: () => 'Nenhuma execução parou no meio.'},
		warn: {
			text: () => 'Há execuções cujo processo morreu sem avisar.',
			fix: 'h registra o fim delas; o que tinham gravado está lá.',
		},
	},
	'last-cycle': {
		ok: {text: () => 'Nenhuma falha do último ciclo.'},
		warn: {text: () => 'O último ciclo terminou com falhas.', fix: 'Veja as falhas na seção Execuções.'},
	},
	budget: {
		ok: {text: subject => `${subject} ainda tem cota.`},
		warn: {
			text: subject => `A cota de ${subject} está quase no fim, ou a fonte pediu para esperar.`,
			fix: 'Espere, colete com menos frequência (watch.seconds) ou aumente a cota se o plano permitir.',
		},
		fail: {
			text: subject => `Os créditos do mês de ${subject} acabaram.`,
			fix: 'Espere o próximo mês ou aumente a cota se o plano permitir.',
		},
	},
	models: {
		ok: {text: () => 'Os modelos em uso são tão novos quanto os seus dados.'},
		warn: {
			text: () => 'Há modelos mais velhos que os seus dados.',
			fix: 'Treine de novo na tela de previsão com m.',
		},
	},
	model: {
		fail: {
			text: subject => `O modelo ${subject} não pode ser lido.`,
			fix: 'Treine de novo na tela de previsão com m; nada mais se perdeu.',
		},
	},
	config: {
		ok: {text: () => 'As configurações estão em ordem.'},
		fail: {
			text: () => 'Uma configuração tem um valor que não vale.',
			fix: 'Corrija o valor: a tela de configurações (vírgula) mostra os valores aceitos.',
		},
	},
	node: {
		ok: {text: () => 'A versão do Node.js serve.'},
		fail: {text: () => 'O Node.js é velho demais.', fix: 'Instale o Node.js 20 ou mais novo.'},
	},
	disk: {
		ok: {text: () => 'Há espaço livre no disco.'},
		warn: {
			text: () => 'Há pouco espaço livre no disco.',
			fix: 'Libere espaço, rode "crypto-tui compact" ou mude a pasta com --data-dir.',
		},
		fail: {
			text: () => 'O disco está quase cheio, ou a pasta não pode ser examinada.',
			fix: 'Libere espaço, rode "crypto-tui compact" ou mude a pasta com --data-dir.',
		},
	},
	log: {
		ok: {text: () => 'O log pode ser escrito.'},
		fail: {
			text: () => 'O log não pode ser escrito.',
			fix: 'Corrija o dono e as permissões da pasta, ou escolha outra com --data-dir.',
		},
	},
	source: {
		// Said of a source that answers, and of one that is left out for want of a key.
		ok: {text: subject => `${subject}: nada a corrigir.`},
		warn: {text: subject => `${subject} pediu para esperar.`, fix: 'Espere um pouco; c verifica de novo.'},
		fail: {
			text: subject => `${subject} não respondeu como deveria.`,
			fix: 'Verifique a rede, o DNS, o relógio, a chave e o endereço da fonte; c verifica de novo.',
		},
	},
	sources: {ok: {text: () => 'O mercado simulado faz parte do programa; nenhuma fonte foi consultada.'}},
	clock: {
		ok: {text: () => 'O relógio concorda com os das fontes.'},
		warn: {
			text: () => 'O relógio desta máquina está fora da hora.',
			fix: 'Ligue a sincronização do horário (por exemplo, "timedatectl set-ntp true").',
		},
	},
	terminal: {ok: {text: () => 'O terminal serve para esta tela.'}},
};

/** A check as it is told. A finding that has no words in the language stays as it is. */
export function toldCheck(
	check: Check,
	language: Language,
): {readonly text: string; readonly fix: string | null} {
	const message = cleanText(check.message, 1000);
	const fix = check.fix === null ? null : cleanText(check.fix, 1000);
	const {kind, subject} = partsOf(check);
	const told = language === 'en' ? undefined : portuguese[kind]?.[check.state];
	if (told === undefined) return {text: message, fix};
	return {text: told.text(cleanText(sourceLabel(subject), 60)), fix: fix && (told.fix ?? fix)};
}
