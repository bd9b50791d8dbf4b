/** Rules and alerts as the desk tells them, for tests of the alerts screen. */

import type {RuleView, ToldAlert} from '#desk/views/alerts.js';
import {readRule} from '#domain/alerts/rule-text.js';
import {noon} from './fake-desk.js';

const hour = 3_600_000;

/** A rule as a person writes it, armed, its value 61,240.12 below its level of 100,000 unless said otherwise. */
export const ruleView = (text = 'bitcoin > 100000', changes: Partial<RuleView> = {}): RuleView => ({
	id: 1,
	...readRule(text),
	repetition: {once: false, coolDownMs: hour, hysteresisPercent: 0},
	createdAt: noon - 48 * hour,
	standing: 'armed',
	lastToldAt: null,
	seen: {at: noon - 60_000, value: 61_240.12, level: 100_000, beyond: 61_240.12 - 100_000},
	...changes,
});

/** What is said of an alert in both languages; in Portuguese with `pt` in front. */
const told = (subject: string): ToldAlert['told'] => ({
	en: {subject, lines: [`${subject} happened.`, '', 'Evidence:', '  Value: 101,234.5']},
	'pt-BR': {subject: `pt ${subject}`, lines: [`${subject} aconteceu.`]},
});

/** An alert of a rule, sent by nobody unless said otherwise. */
export const toldAlert = (
	subject = 'Bitcoin (BTC): price > 100000',
	changes: Partial<ToldAlert> = {},
): ToldAlert => ({
	id: 1,
	kind: 'price',
	asset: 'bitcoin',
	at: noon - hour,
	count: 1,
	told: told(subject),
	deliveries: [],
	...changes,
});
