/** Everything the alert command says to people. */

import type {Standing} from '#domain/alerts/evaluate.js';
import {writtenRule} from '#domain/alerts/rule-text.js';
import {lengthText} from '#domain/time.js';
import type {StandingRule} from '#pipeline/alerts/rules.js';
import type {Rehearsal} from '#pipeline/alerts/watch-rules.js';
import type {AlertRule, AlertStore} from '#ports/alerts.js';
import {alignColumns, cut, plural, type Format} from './format.js';

/** An alert of the history, with the line that tells it. */
export type ToldAlert = Awaited<ReturnType<AlertStore['history']>>[number] & {readonly subject: string};

/** A number as people read it: eight digits say more than anybody asks. */
const figure = (value: number): string => String(Number(value.toPrecision(8)));

const repetitionText = ({repetition: {once, coolDownMs, hysteresisPercent}}: AlertRule): string =>
	[
		once ? 'once' : `at most every ${lengthText(coolDownMs)}`,
		...(hysteresisPercent > 0 ? [`hysteresis ${hysteresisPercent} %`] : []),
	].join(', ');

const standings: Readonly<Record<Standing, string>> = {
	waiting: 'not evaluated yet',
	armed: 'armed',
	fired: 'fired, waits for the way back',
	done: 'done',
};

export function rulesText(rules: readonly StandingRule[], format: Format): string {
	if (rules.length === 0) {
		return 'There are no alert rules. Add one with: crypto-tui alert add "bitcoin > 100000"\n';
	}

	const rows = rules.map(rule => [
		String(rule.id),
		writtenRule(rule),
		repetitionText(rule),
		standings[rule.standing],
		rule.state.lastToldAt === null ? 'never' : format.shortDate(rule.state.lastToldAt),
	]);
	return alignColumns([['id', 'rule', 'told', 'state', 'last alert'], ...rows], [0]);
}

export const addedText = (rule: AlertRule): string =>
	`Rule ${rule.id}: ${writtenRule(rule)} (${repetitionText(rule)}).\nIt is looked at after every cycle of "crypto-tui --headless" and of the screen.\n`;

/** `simulated`: nothing is sent from there. */
export function historyText(alerts: readonly ToldAlert[], format: Format, simulated: boolean): string {
	if (alerts.length === 0) return 'There was no alert yet.\n';
	const unsent = simulated ? 'simulated, not sent' : 'no channel';
	const rows = alerts.map(({id, at, subject, count, deliveries}) => [
		String(id),
		format.shortDate(at),
		cut(subject.replace('crypto-tui: ', ''), 60),
		count > 1 ? `${count} times` : '',
		deliveries.map(({channel, state}) => `${channel} ${state}`).join(', ') || unsent,
	]);
	const errors = alerts.flatMap(({id, deliveries}) =>
		deliveries.flatMap(({channel, error}) => (error === null ? [] : `  ${id} by ${channel}: ${error}\n`)),
	);
	return (
		alignColumns([['id', 'time', 'what', 'count', 'sent'], ...rows], [0]) +
		(errors.length === 0 ? '' : `Not sent:\n${errors.slice(0, 10).join('')}`)
	);
}

/** Firings printed for people; `--json` prints all. */
const firingsShown = 50;

export function rehearsalText(rule: string, days: number, rehearsal: Rehearsal, format: Format): string {
	const {firings, observations, from, to} = rehearsal;
	const told = firings.filter(({folded}) => !folded);
	const folded = firings.length - told.length;
	const looked = `${format.count(observations)} ${plural(observations, 'value')} from ${format.date(from!)} to ${format.date(to!)}`;
	const head =
		told.length === 0
			? `"${rule}" would not have fired in the last ${days} ${plural(days, 'day')}`
			: `"${rule}" would have fired ${told.length} ${plural(told.length, 'time')} in the last ${days} ${plural(days, 'day')}`;
	const counted = folded === 0 ? '' : `, and ${folded} more within its cool-down`;
	const rows = told
		.slice(-firingsShown)
		.map(({at, value, level}) => [format.date(at), figure(value), figure(level)]);
	const rest = told.length - rows.length;
	return [
		`${head}${counted}.\n`,
		`Looked at: ${looked}.\n`,
		rows.length === 0 ? '' : alignColumns([['time', 'value', 'level'], ...rows], [1, 2]),
		rest > 0 ? `  and ${rest} before these (--json lists all)\n` : '',
	].join('');
}
