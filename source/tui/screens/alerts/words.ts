/** The words of the alerts screen. */

import type {Standing} from '#domain/alerts/evaluate.js';
import type {Bilingual} from '../../i18n/language.js';
import type {SectionId} from './state.js';

/** What alerts are about, coarsely: the message says the rest. */
export type KindGroup = 'price' | 'pipeline' | 'forecast' | 'backfill';

type RuleTitle = 'state' | 'asset' | 'condition' | 'now' | 'level' | 'distance' | 'told' | 'last';
type AlertTitle = 'time' | 'kind' | 'message' | 'count' | 'sent';

export type Words = {
	readonly sections: Readonly<Record<SectionId, string>>;
	readonly loading: string;
	readonly unreadable: (why: string) => string;
	readonly none: Readonly<Record<SectionId, string>>;
	/** The same of a version of the data, where nothing can be added. */
	readonly noneInVersion: Readonly<Record<SectionId, string>>;
	readonly standings: Readonly<Record<Standing, string>>;
	readonly standingLines: Readonly<Record<Standing, string>>;
	readonly kinds: Readonly<Record<KindGroup, string>>;
	readonly ruleTitles: Readonly<Record<RuleTitle, string>>;
	readonly alertTitles: Readonly<Record<AlertTitle, string>>;
	readonly told: (how: string) => string;
	readonly never: string;
	readonly times: (count: string) => string;
	readonly rules: (count: number, text: string) => string;
	readonly now: (value: string, level: string, distance: string, at: string) => string;
	readonly noValue: string;
	readonly lastFired: (at: string) => string;
	readonly added: (at: string) => string;
	readonly mail: string;
	readonly unsent: Readonly<Record<'noChannel' | 'simulated', string>>;
	readonly unsentLines: Readonly<Record<'noChannel' | 'simulated', string>>;
	readonly sent: (channel: string) => string;
	readonly waiting: (channel: string, at: string) => string;
	readonly failed: (channel: string) => string;
	readonly remove: {
		readonly title: string;
		readonly line: string;
		readonly yes: string;
		readonly done: (rule: string) => string;
	};
	readonly test: {
		readonly none: string;
		readonly noneLines: readonly string[];
		readonly sent: (channel: string) => string;
		readonly failed: (channel: string, why: string) => string;
		readonly again: string;
	};
	readonly off: Readonly<Record<'noRule' | 'nothingHere' | 'nothingStored', string>>;
};

export const words: Bilingual<Words> = {
	en: {
		sections: {rules: 'Rules', history: 'History'},
		loading: 'Reading…',
		unreadable: why => `Could not be read: ${why}`,
		none: {
			rules: 'No rule yet. Press n to watch an asset, for example: > 100000',
			history: 'There was no alert yet.',
		},
		noneInVersion: {
			rules: 'This version of the data holds no rules.',
			history: 'This version of the data holds no alerts.',
		},
		standings: {waiting: 'waiting', armed: 'armed', fired: 'fired', done: 'done'},
		standingLines: {
			waiting: 'Waits for the next data of its asset.',
			armed: 'Armed: it fires when the condition becomes true.',
			fired: 'Fired: armed again once the value is back behind its level.',
			done: 'Fired, and off: it was to be told once.',
		},
		kinds: {price: 'price', pipeline: 'pipeline', forecast: 'forecast', backfill: 'backfill'},
		ruleTitles: {
			state: 'State',
			asset: 'Asset',
			condition: 'Condition',
			now: 'Now',
			level: 'Level',
			distance: 'To level',
			told: 'Told',
			last: 'Last fired',
		},
		alertTitles: {time: 'Time', kind: 'Kind', message: 'Message', count: 'Count', sent: 'Sent'},
		told: how => `Told ${how}.`,
		never: 'never',
		times: count => `${count} times`,
		rules: (count, text) => `${text} ${count === 1 ? 'rule' : 'rules'}`,
		now: (value, level, distance, at) => `Now ${value}, level ${level} (${distance} to it), as of ${at}.`,
		noValue: 'Nothing is stored yet that it could look at.',
		lastFired: at => `Last fired: ${at}.`,
		added: at => `Added: ${at}.`,
		mail: 'e-mail',
		unsent: {noChannel: 'no channel', simulated: 'simulated: shown here, not sent'},
		unsentLines: {
			noChannel: 'Not sent: no channel was set up.',
			simulated: 'Not sent: the market is simulated.',
		},
		sent: channel => `Sent by ${channel}.`,
		waiting: (channel, at) => `Waits for ${channel}, next try ${at}.`,
		failed: channel => `Not sent by ${channel}, given up.`,
		remove: {
			title: 'Remove this rule?',
			line: 'Its alerts stay in the history.',
			yes: 'Remove',
			done: rule => `Removed: ${rule}.`,
		},
		test: {
			none: 'No channel is set up',
			noneLines: [
				'Alerts are shown here and stored. To get them elsewhere, open the settings (comma):',
				'',
				'E-mail: smtp.url (or smtp.host and smtp.port) and email.to; email.user and email.password where the server asks for them.',
				'Webhook (Slack, Discord or your own): alerts.webhookUrl.',
			],
			sent: channel => `The test message went out by ${channel}.`,
			failed: (channel, why) => `Not sent by ${channel}: ${why}`,
			again: 'Check the channel in the settings (comma); m tries again.',
		},
		off: {
			noRule: 'Choose a rule first.',
			nothingHere: 'Nothing is selected here.',
			nothingStored: 'Nothing is stored yet; r collects.',
		},
	},
	'pt-BR': {
		sections: {rules: 'Regras', history: 'Histórico'},
		loading: 'Lendo…',
		unreadable: why => `Não pôde ser lido: ${why}`,
		none: {
			rules: 'Nenhuma regra ainda. Aperte n para vigiar um ativo, por exemplo: > 100000',
			history: 'Ainda não houve alertas.',
		},
		noneInVersion: {
			rules: 'Esta versão dos dados não contém regras.',
			history: 'Esta versão dos dados não contém alertas.',
		},
		standings: {waiting: 'aguarda', armed: 'armada', fired: 'disparou', done: 'concluída'},
		standingLines: {
			waiting: 'Aguarda os próximos dados do ativo.',
			armed: 'Armada: dispara quando a condição se torna verdadeira.',
			fired: 'Disparou: volta a ficar armada quando o valor recuar do nível.',
			done: 'Disparou e está desligada: era para avisar uma vez.',
		},
		kinds: {price: 'preço', pipeline: 'pipeline', forecast: 'previsão', backfill: 'histórico'},
		ruleTitles: {
			state: 'Estado',
			asset: 'Ativo',
			condition: 'Condição',
			now: 'Agora',
			level: 'Nível',
			distance: 'Até o nível',
			told: 'Avisa',
			last: 'Disparou em',
		},
		alertTitles: {time: 'Hora', kind: 'Tipo', message: 'Mensagem', count: 'Vezes', sent: 'Envio'},
		told: how => `Avisa ${how}.`,
		never: 'nunca',
		times: count => `${count} vezes`,
		rules: (count, text) => `${text} ${count === 1 ? 'regra' : 'regras'}`,
		now: (value, level, distance, at) => `Agora ${value}, nível ${level} (${distance} até ele), em ${at}.`,
		noValue: 'Ainda não há nada gravado que ela possa observar.',
		lastFired: at => `Último disparo: ${at}.`,
		added: at => `Criada: ${at}.`,
		mail: 'e-mail',
		unsent: {noChannel: 'nenhum canal', simulated: 'simulado: mostrado aqui, não enviado'},
		unsentLines: {
			noChannel: 'Não enviado: nenhum canal estava configurado.',
			simulated: 'Não enviado: o mercado é simulado.',
		},
		sent: channel => `Enviado por ${channel}.`,
		waiting: (channel, at) => `Aguarda envio por ${channel}, próxima tentativa ${at}.`,
		failed: channel => `Não enviado por ${channel}, sem novas tentativas.`,
		remove: {
			title: 'Remover esta regra?',
			line: 'Os alertas dela ficam no histórico.',
			yes: 'Remover',
			done: rule => `Removida: ${rule}.`,
		},
		test: {
			none: 'Nenhum canal configurado',
			noneLines: [
				'Os alertas são mostrados aqui e gravados. Para recebê-los em outro lugar, abra as configurações (vírgula):',
				'',
				'E-mail: smtp.url (ou smtp.host e smtp.port) e email.to; email.user e email.password se o servidor os pedir.',
				'Webhook (Slack, Discord ou o seu): alerts.webhookUrl.',
			],
			sent: channel => `A mensagem de teste saiu por ${channel}.`,
			failed: (channel, why) => `Não enviada por ${channel}: ${why}`,
			again: 'Confira o canal nas configurações (vírgula); m tenta de novo.',
		},
		off: {
			noRule: 'Escolha uma regra primeiro.',
			nothingHere: 'Nada está selecionado aqui.',
			nothingStored: 'Ainda não há nada gravado; r coleta.',
		},
	},
};
