/** An alert as a message for people: a subject, plain text, and HTML in which nothing from outside is markup. */

import {cleanText} from '#domain/text.js';
import type {Alert, AlertMessage} from '#ports/alerts.js';
import {messageWords, type FactText, type MessageLanguage} from './words.js';

export type MessageStyle = {
	readonly language: MessageLanguage;
	/** `system` or an IANA name. */
	readonly timeZone: string;
	/** True when the data comes from the simulated market. */
	readonly simulated: boolean;
};

/** How messages are written; the language `auto` is that of the system. */
export function messageStyle(
	{language, timeZone}: {readonly language: MessageLanguage | 'auto'; readonly timeZone: string},
	simulated: boolean,
): MessageStyle {
	const ofSystem = new Intl.DateTimeFormat().resolvedOptions().locale.startsWith('pt') ? 'pt-BR' : 'en';
	return {language: language === 'auto' ? ofSystem : language, timeZone, simulated};
}

const longestSubject = 150;
const longestFact = 500;

const escapes: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, character => escapes[character]!);

/** Facts as one line of text each: no control characters, however they came in. */
function factsOf({asset, facts}: Alert, locale: string): FactText {
	const number = new Intl.NumberFormat(locale, {maximumSignificantDigits: 8});
	const text = (name: string): string => {
		const value = facts[name];
		if (value === undefined || value === null) return '';
		return typeof value === 'number' ? number.format(value) : cleanText(value, longestFact);
	};
	return name => {
		if (name !== 'name') return text(name);
		const symbol = text('symbol');
		return `${text('name') || cleanText(asset ?? '', longestFact)}${symbol === '' ? '' : ` (${symbol})`}`;
	};
}

/** Text without the full stop it ends with, where another one follows. */
const sentence = (text: string): string => text.replace(/\.{2,}$/, '.');

/** The message of an alert. */
export function describeAlert(alert: Alert, {language, timeZone, simulated}: MessageStyle): AlertMessage {
	const words = messageWords[language];
	const {subject, what, next} = words.kinds[alert.kind];
	const locale = language === 'en' ? 'en-GB' : language;
	const fact = factsOf(alert, locale);
	const clock = new Intl.DateTimeFormat(locale, {
		dateStyle: 'medium',
		timeStyle: 'long',
		...(timeZone === 'system' ? {} : {timeZone}),
	});
	const told = sentence(what(fact));
	const evidence: readonly (readonly [string, string])[] = [
		[words.at, clock.format(alert.at)],
		...(alert.count > 1 ? [[words.count, String(alert.count)] as const] : []),
		...Object.entries(words.facts)
			.map(([name, label]) => [label, fact(name)] as const)
			.filter(([, value]) => value !== ''),
	];
	const mark = simulated ? '[SIMULATED] ' : '';
	return {
		subject: cleanText(`${mark}crypto-tui: ${subject(fact)}`, longestSubject),
		text: [
			...(simulated ? [words.simulated, ''] : []),
			told,
			'',
			`${words.evidence}:`,
			...evidence.map(([label, value]) => `  ${label}: ${value}`),
			'',
			`${words.next}: ${next}`,
			'',
			words.footer,
			'',
		].join('\n'),
		html: [
			`<!doctype html><html lang="${language}"><head><meta charset="utf-8"></head><body>`,
			simulated ? `<p><strong>${escaped(words.simulated)}</strong></p>` : '',
			`<p>${escaped(told)}</p>`,
			`<h3>${escaped(words.evidence)}</h3><table>`,
			...evidence.map(
				([label, value]) => `<tr><th align="left">${escaped(label)}</th><td>${escaped(value)}</td></tr>`,
			),
			`</table><h3>${escaped(words.next)}</h3><p>${escaped(next)}</p>`,
			`<p><small>${escaped(words.footer)}</small></p></body></html>`,
			'',
		].join('\n'),
	};
}
