/** The alerts screen without cells: as sentences, as a sheet, and the value under the cursor. */

import type {RuleView, Sheet, ToldAlert} from '#desk/desk.js';
import {conditionText} from '#domain/alerts/rule.js';
import {toIso} from '#domain/time.js';
import {ruleText} from '../../components/rule-form.js';
import type {Context} from '../../screen.js';
import {chosenOf} from './places.js';
import type {AlertsState, SectionId} from './state.js';
import {deliveryLines, ruleLines} from './texts.js';
import {words} from './words.js';

const linesSpoken = 50;

const ruleSentence = (rule: RuleView, context: Context): string =>
	`${ruleText(context, rule)}: ${ruleLines(rule, context).join(' ')}`;

function alertSentence(alert: ToldAlert, context: Context): string {
	const {format, language} = context;
	const times = alert.count > 1 ? `, ${words[language].times(format.count(alert.count))}` : '';
	const sent = deliveryLines(alert, context).join(' ');
	return `${format.dateTime(alert.at)} ${alert.told[language].subject}${times}. ${sent}`;
}

/** Both sections as sentences, the active one first. */
export function linesOf(state: AlertsState, context: Context): readonly string[] {
	const say = words[context.language];
	const {answer, trouble, section} = state;
	const spoken = {
		rules: answer?.rules.map(rule => ruleSentence(rule, context)),
		history: answer?.history.map(alert => alertSentence(alert, context)),
	};
	const none = {rules: say.noRules, history: say.noHistory};
	const linesOfSection = (id: SectionId): readonly string[] => {
		const lines = spoken[id] ?? [say.loading];
		return lines.length === 0 ? [none[id]] : lines.slice(0, linesSpoken);
	};
	const other = section === 'rules' ? 'history' : 'rules';
	return [
		...(trouble === null ? [] : [say.unreadable(trouble)]),
		`${say.sections[section]}:`,
		...linesOfSection(section),
		'',
		`${say.sections[other]}:`,
		...linesOfSection(other),
	];
}

const iso = (at: number | null): string | null => (at === null ? null : toIso(at));
const known = (value: number | undefined): number | null =>
	value === undefined || Number.isNaN(value) ? null : value;

/** The rows of the active section. Columns are in English: files outlive languages. */
export function sheetOf({section, answer}: AlertsState, {language}: Context): Sheet | null {
	const {rules = [], history = []} = answer ?? {};
	const sheet: Sheet =
		section === 'rules'
			? {
					name: 'alert-rules',
					columns: ['id', 'asset', 'condition', 'state', 'value', 'level', 'last_fired', 'created_at'],
					rows: rules.map(({id, asset, condition, standing, seen, lastToldAt, createdAt}) => [
						id,
						asset,
						conditionText(condition),
						standing,
						known(seen?.value),
						known(seen?.level),
						iso(lastToldAt),
						iso(createdAt),
					]),
				}
			: {
					name: 'alerts',
					columns: ['id', 'at', 'kind', 'asset', 'message', 'count', 'deliveries'],
					rows: history.map(({id, at, kind, asset, told, count, deliveries}) => [
						id,
						iso(at),
						kind,
						asset,
						told[language].subject,
						count,
						deliveries.map(({channel, state}) => `${channel} ${state}`).join(', '),
					]),
				};
	return sheet.rows.length === 0 ? null : sheet;
}

/** The value under the cursor, for the clipboard: a rule as it is typed for the CLI, or a message. */
export function copiedOf(state: AlertsState, {language}: Context): string | null {
	const chosen = chosenOf(state);
	if (chosen === null) return null;
	return chosen.of === 'rule'
		? `${chosen.rule.asset} ${conditionText(chosen.rule.condition)}`
		: chosen.alert.told[language].subject;
}
