/** What the windows say. */

import type {Bilingual} from '../../i18n/language.js';

type OverlayWords = {
	readonly search: string;
	readonly nothingFound: string;
	readonly pickFoot: string;
	readonly readFoot: string;
	readonly searchFoot: string;
	readonly copied: string;
	readonly confirmFoot: (yes: string) => string;
	readonly formFoot: (submit: string) => string;
	readonly working: string;
	readonly settings: string;
	readonly settingsFoot: string;
	readonly settingsEditFoot: string;
	readonly settingsFixed: (place: string) => string;
	readonly settingsNone: string;
	readonly secretSet: string;
	readonly secretUnset: string;
	readonly empty: string;
	readonly allowed: (allowed: string) => string;
	readonly from: (place: string) => string;
	readonly sessionOnly: string;
	readonly typed: string;
	readonly unset: string;
	readonly groups: Readonly<Record<string, string>>;
};

/** Words of the windows. */
export const overlayWords: Bilingual<OverlayWords> = {
	en: {
		search: 'Search',
		nothingFound: 'Nothing fits. Use fewer letters.',
		pickFoot: 'enter choose, esc close',
		readFoot: '/ search, y copy, esc close',
		searchFoot: 'enter done, esc clear',
		copied: 'Copied.',
		confirmFoot: yes => `enter ${yes}, esc cancel`,
		formFoot: submit => `tab next, enter ${submit}, esc cancel`,
		working: 'working it out',
		settings: 'Settings',
		settingsFoot: 'enter edit, left/right choose, backspace default, / search, esc close',
		settingsEditFoot: 'enter save, esc cancel',
		settingsFixed: place =>
			`Set by ${place}, which comes before this file: change it there, or start without it.`,
		settingsNone: 'The settings are not here yet.',
		secretSet: 'set, hidden',
		secretUnset: 'not set',
		empty: 'empty',
		allowed: allowed => `Allowed: ${allowed}.`,
		from: place => `From: ${place}.`,
		sessionOnly: 'An option of this start holds until you change it here.',
		typed: 'Type the new value.',
		unset: 'default',
		groups: {
			'': 'General',
			ui: 'Screen',
			coingecko: 'CoinGecko',
			coincap: 'CoinCap',
			binance: 'Binance',
			http: 'Network',
			watch: 'Collecting',
			forecast: 'Forecast',
			email: 'E-mail',
			smtp: 'Mail server',
			alerts: 'Alerts',
			retention: 'Retention',
			snapshot: 'Snapshots',
			raw: 'Archive',
			log: 'Log',
		},
	},
	'pt-BR': {
		search: 'Buscar',
		nothingFound: 'Nada corresponde. Use menos letras.',
		pickFoot: 'enter escolhe, esc fecha',
		readFoot: '/ busca, y copia, esc fecha',
		searchFoot: 'enter conclui, esc limpa',
		copied: 'Copiado.',
		confirmFoot: yes => `enter ${yes}, esc cancela`,
		formFoot: submit => `tab próximo, enter ${submit}, esc cancela`,
		working: 'calculando',
		settings: 'Configurações',
		settingsFoot: 'enter edita, esquerda/direita escolhe, backspace padrão, / busca, esc fecha',
		settingsEditFoot: 'enter salva, esc cancela',
		settingsFixed: place =>
			`Definida por ${place}, que vale mais que este arquivo: mude lá, ou inicie sem isso.`,
		settingsNone: 'As configurações ainda não chegaram.',
		secretSet: 'definida, oculta',
		secretUnset: 'não definida',
		empty: 'vazio',
		allowed: allowed => `Valores aceitos: ${allowed}.`,
		from: place => `Origem: ${place}.`,
		sessionOnly: 'Uma opção desta execução vale até você mudar aqui.',
		typed: 'Digite o novo valor.',
		unset: 'padrão',
		groups: {
			'': 'Geral',
			ui: 'Tela',
			coingecko: 'CoinGecko',
			coincap: 'CoinCap',
			binance: 'Binance',
			http: 'Rede',
			watch: 'Coleta',
			forecast: 'Previsão',
			email: 'E-mail',
			smtp: 'Servidor de e-mail',
			alerts: 'Alertas',
			retention: 'Retenção',
			snapshot: 'Snapshots',
			raw: 'Arquivo bruto',
			log: 'Registro',
		},
	},
};
