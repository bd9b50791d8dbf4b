/** The words of asking for a price rule and of rehearsing it. */

import type {Bilingual} from '../i18n/language.js';

type RuleWords = {
	readonly add: string;
	readonly rehearse: string;
	/** What can be written, as lines. */
	readonly examples: readonly string[];
	readonly fields: Readonly<Record<'asset' | 'condition' | 'tell' | 'hysteresis' | 'days', string>>;
	readonly hints: Readonly<Record<'asset' | 'condition' | 'tell' | 'hysteresis', string>>;
	readonly once: string;
	readonly always: string;
	readonly every: (length: string) => string;
	readonly hysteresis: (percent: string) => string;
	readonly noAsset: string;
	readonly manyAssets: (ids: string) => string;
	readonly noCondition: string;
	readonly badPercent: string;
	readonly badDays: string;
	readonly save: string;
	readonly look: string;
	readonly added: (rule: string) => string;
	readonly addedHint: string;
	/** `days` as {@link RuleWords.days} says them. */
	readonly fired: (count: number, times: string, days: string) => string;
	readonly days: (count: number, text: string) => string;
	readonly folded: (count: number, times: string) => string;
	readonly last: (at: string) => string;
	readonly short: (from: string) => string;
	readonly noHistory: string;
	readonly looked: (values: string, from: string, to: string) => string;
	readonly firing: (at: string, value: string, level: string) => string;
	readonly more: (count: string) => string;
};

export const ruleWords: Bilingual<RuleWords> = {
	en: {
		add: 'New alert',
		rehearse: 'Rehearse an alert',
		examples: [
			'Conditions such as: > 100000, change24h < -5, crosses sma(50), rsi(14) < 30 on 1d, volume > 3x average.',
		],
		fields: {
			asset: 'Asset',
			condition: 'Condition',
			tell: 'Tell me',
			hysteresis: 'Hysteresis %',
			days: 'Days back',
		},
		hints: {
			asset: 'Symbol or id.',
			condition: 'price, change24h, marketcap, volume, indicators.',
			tell: 'Left and right choose.',
			hysteresis: 'How far back behind its level before it fires again.',
		},
		once: 'once',
		always: 'every time',
		every: length => `at most every ${length}`,
		hysteresis: percent => `hysteresis ${percent}`,
		noAsset: 'No stored asset has this symbol or id.',
		manyAssets: ids => `Several have it: ${ids}.`,
		noCondition: 'What to watch for, such as > 100000.',
		badPercent: 'A number from 0 to 100.',
		badDays: 'A whole number from 1 to 36500.',
		save: 'Watch',
		look: 'List',
		added: rule => `Watching: ${rule}.`,
		addedHint: 'It is looked at after every cycle; 8 shows where it stands.',
		fired: (count, times, days) =>
			count === 0
				? `It would not have fired in the last ${days}.`
				: `It would have fired ${times} ${count === 1 ? 'time' : 'times'} in the last ${days}.`,
		days: (count, text) => `${text} ${count === 1 ? 'day' : 'days'}`,
		folded: (count, times) =>
			`${times} more ${count === 1 ? 'is' : 'are'} within the time in which it is told once.`,
		last: at => `Last: ${at}.`,
		short: from => `The stored history is shorter: it begins ${from}. b fetches more.`,
		noHistory: 'Nothing is stored that it could be rehearsed on: b fetches history.',
		looked: (values, from, to) => `Looked at ${values} values from ${from} to ${to}.`,
		firing: (at, value, level) => `${at}  ${value}  (level ${level})`,
		more: count => `and ${count} before these`,
	},
	'pt-BR': {
		add: 'Novo alerta',
		rehearse: 'Ensaiar um alerta',
		examples: [
			'Condições como: > 100000, change24h < -5, crosses sma(50), rsi(14) < 30 on 1d, volume > 3x average.',
		],
		fields: {
			asset: 'Ativo',
			condition: 'Condição',
			tell: 'Avisar',
			hysteresis: 'Histerese %',
			days: 'Dias atrás',
		},
		hints: {
			asset: 'Símbolo ou id.',
			condition: 'price, change24h, marketcap, volume, indicadores.',
			tell: 'Esquerda e direita escolhem.',
			hysteresis: 'Quanto precisa voltar antes de disparar de novo.',
		},
		once: 'uma vez',
		always: 'todas as vezes',
		every: length => `no máximo a cada ${length}`,
		hysteresis: percent => `histerese de ${percent}`,
		noAsset: 'Nenhum ativo gravado tem este símbolo ou id.',
		manyAssets: ids => `Vários têm: ${ids}.`,
		noCondition: 'O que vigiar, como > 100000.',
		badPercent: 'Um número de 0 a 100.',
		badDays: 'Um número inteiro de 1 a 36500.',
		save: 'Vigiar',
		look: 'Listar',
		added: rule => `Vigiando: ${rule}.`,
		addedHint: 'A regra é avaliada depois de cada ciclo; 8 mostra como ela está.',
		fired: (count, times, days) =>
			count === 0
				? `Não teria disparado em ${days}.`
				: `Teria disparado ${times} ${count === 1 ? 'vez' : 'vezes'} em ${days}.`,
		days: (count, text) => `${text} ${count === 1 ? 'dia' : 'dias'}`,
		folded: (count, times) =>
			`Mais ${times} ${count === 1 ? 'fica' : 'ficam'} dentro do tempo em que só há um aviso.`,
		last: at => `A última: ${at}.`,
		short: from => `O histórico gravado é mais curto: começa em ${from}. b busca mais.`,
		noHistory: 'Não há nada gravado em que ela possa ser ensaiada: b busca histórico.',
		looked: (values, from, to) => `Foram vistos ${values} valores, de ${from} a ${to}.`,
		firing: (at, value, level) => `${at}  ${value}  (nível ${level})`,
		more: count => `e mais ${count} antes destas`,
	},
};
