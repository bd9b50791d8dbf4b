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

/** An alert in words, before it is a mail or a window. */
type AlertTelling = {
	/** One line. */
	readonly subject: string;
	/** What happened. */
	readonly what: string;
	readonly evidence: readonly (readonly [name: string, value: string])[];
	/** What to do. */
	readonly next: string;
};

/** What an alert says. */
function tellingOf(alert: Alert, {language, timeZone}: MessageStyle): AlertTelling {
	const words = messageWords[language];
	const {subject, what, next} = words.kinds[alert.kind];
	const locale = language === 'en' ? 'en-GB' : language;
	const fact = factsOf(alert, locale);
	const clock = new Intl.DateTimeFormat(locale, {
		dateStyle: 'medium',
		timeStyle: 'long',
		...(timeZone === 'system' ? {} : {timeZone}),
	});
	return {
		subject: subject(fact),
		what: sentence(what(fact)),
		evidence: [
			[words.at, clock.format(alert.at)],
			...(alert.count > 1 ? [[words.count, String(alert.count)] as const] : []),
			...Object.entries(words.facts)
				.map(([name, label]) => [label, fact(name)] as const)
				.filter(([, value]) => value !== ''),
		],
		next,
	};
}

/** The lines of a telling, without where it comes from. */
function linesOf(
	{what, evidence, next}: AlertTelling,
	{language, simulated}: MessageStyle,
): readonly string[] {
	const words = messageWords[language];
	return [
		...(simulated ? [words.simulated, ''] : []),
		what,
		'',
		`${words.evidence}:`,
		...evidence.map(([label, value]) => `  ${label}: ${value}`),
		'',
		`${words.next}: ${next}`,
	];
}

/** An alert for a window of the program: one line, and everything about it. */
export function readableAlert(
	alert: Alert,
	style: MessageStyle,
): {readonly subject: string; readonly lines: readonly string[]} {
	const telling = tellingOf(alert, style);
	return {subject: cleanText(telling.subject, longestSubject), lines: linesOf(telling, style)};
}

/** The message of an alert. */
export function describeAlert(alert: Alert, style: MessageStyle): AlertMessage {
	const {language, simulated} = style;
	const words = messageWords[language];
	const telling = tellingOf(alert, style);
	const {subject, what, evidence, next} = telling;
	return {
		subject: cleanText(`${simulated ? '[SIMULATED] ' : ''}crypto-tui: ${subject}`, longestSubject),
		text: [...linesOf(telling, style), '', words.footer, ''].join('\n'),
		html: [
			`<!doctype html><html lang="${language}"><head><meta charset="utf-8"></head><body>`,
			simulated ? `<p><strong>${escaped(words.simulated)}</strong></p>` : '',
			`<p>${escaped(what)}</p>`,
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
