import {describe, expect, test} from 'vitest';
import {operationalKinds} from '#domain/alerts/operational.js';
import {describeAlert} from '#pipeline/alerts/message.js';
import {messageLanguages} from '#pipeline/alerts/words.js';
import type {Alert} from '#ports/alerts.js';

const at = Date.UTC(2026, 10, 21, 12, 30);
const alertOf = (changes: Partial<Alert>): Alert => ({
	id: 1,
	rule: 1,
	kind: 'price',
	asset: 'bitcoin',
	at,
	facts: {name: 'Bitcoin', symbol: 'BTC', rule: 'price > 100000', value: 101_234.5, level: 100_000},
	count: 1,
	...changes,
});
const english = {language: 'en', timeZone: 'UTC', simulated: false} as const;

test('a message says what happened, the evidence and what to do', () => {
	expect(describeAlert(alertOf({count: 3}), english).text).toMatchInlineSnapshot(`
		"Your rule "price > 100000" fired for Bitcoin (BTC): the value was 101,234.5.

		Evidence:
		  Time: 21 Nov 2026, 12:30:00 UTC
		  Times: 3
		  Rule: price > 100000
		  Value: 101,234.5
		  Level: 100,000

		What to do: Open the chart with "crypto-tui", or remove the rule with "crypto-tui alert remove".

		Sent by crypto-tui. "crypto-tui alert history" lists every alert.
		"
	`);
});

test('a message is in the language, the number format and the time zone of the user', () => {
	const {subject, text, html} = describeAlert(alertOf({}), {
		language: 'pt-BR',
		timeZone: 'America/Sao_Paulo',
		simulated: false,
	});
	expect(subject).toBe('crypto-tui: Bitcoin (BTC): price > 100000');
	expect(text).toContain('o valor era 101.234,5');
	expect(text).toContain('09:30:00');
	expect(text).toContain('O que fazer: ');
	expect(html).toContain('lang="pt-BR"');
});

test('a message in Portuguese says why in Portuguese, and keeps what was said as evidence', () => {
	const said = 'CoinGecko answered 503.';
	const facts = {source: 'coingecko', cycles: 3, fault: 'server-error', message: said};
	const down = alertOf({kind: 'source-down', asset: null, facts});
	const {text} = describeAlert(down, {...english, language: 'pt-BR'});
	const [what] = text.split('\n');
	expect(what).toBe('coingecko falhou em 3 ciclos seguidos: a fonte teve um erro próprio.');
	expect(text).toContain(`Mensagem original: ${said}`);
	const unknown = alertOf({kind: 'source-down', facts: {...facts, fault: 'constructor'}});
	expect(describeAlert(unknown, {...english, language: 'pt-BR'}).text).toContain(`seguidos: ${said}\n`);
});

test('a message of the simulated market says so in every part', () => {
	const {subject, text, html} = describeAlert(alertOf({}), {...english, simulated: true});
	expect(subject).toContain('[SIMULATED]');
	expect(text).toMatch(/^SIMULATED market/);
	expect(html).toContain('SIMULATED market');
});

describe.each(messageLanguages)('in %s', language => {
	test.each(['price', 'test', ...operationalKinds] as const)('%s has words for everything', kind => {
		const {subject, text, html} = describeAlert(alertOf({kind}), {...english, language});
		for (const part of [subject, text, html]) {
			expect(part.length).toBeGreaterThan(10);
			expect(part).not.toMatch(/undefined|NaN|\[object/);
		}
	});
});

test('nothing from outside begins a header, a line or an element', () => {
	const evil = 'Evil\r\nBcc: victim@example.org\r\n\r\n<script>alert("1")</script>\u2028\u202Egnp\u001B[2J&';
	for (const kind of ['price', 'test', ...operationalKinds] as const) {
		const facts = Object.fromEntries(
			['name', 'symbol', 'rule', 'message', 'source', 'series', 'folder', 'fault', 'run', 'status'].map(
				name => [name, evil],
			),
		);
		const {subject, text, html} = describeAlert(alertOf({kind, asset: evil, facts}), english);
		// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
		expect(subject).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u2028\u2029\u202E]/);
		expect(text.split('\n').filter(line => line.startsWith('Bcc'))).toEqual([]);
		// oxlint-disable-next-line no-control-regex -- but for the line feeds between lines
		expect(text).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u2028\u202E]/);
		expect(html).not.toMatch(/<script/i);
		expect(html).not.toMatch(/alert\("/);
	}
});
