/** The alerts screen without cells: as sentences, as a sheet, and the value under the cursor. */

import type {Sheet} from '#desk/desk.js';
import type {RuleView, ToldAlert} from '#desk/views/alerts.js';
import {conditionText, writtenRule} from '#domain/alerts/rule-text.js';
import {toIsoOrNull} from '#domain/time.js';
import {ruleText} from '../../components/rule-form.js';
import type {Context} from '../../screen.js';
import {chosenOf} from './places.js';
import type {AlertsState, SectionId} from './state.js';
import {deliveryLines, noneText, ruleLines} from './texts.js';
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
	const linesOfSection = (id: SectionId): readonly string[] => {
		const lines = spoken[id];
		if (lines === undefined) return trouble === null ? [say.loading] : [];
		return lines.length === 0 ? [noneText(id, context)] : lines.slice(0, linesSpoken);
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
						toIsoOrNull(lastToldAt),
						toIsoOrNull(createdAt),
					]),
				}
			: {
					name: 'alerts',
					columns: ['id', 'at', 'kind', 'asset', 'message', 'count', 'deliveries'],
					rows: history.map(({id, at, kind, asset, told, count, deliveries}) => [
						id,
						toIsoOrNull(at),
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
	return chosen.of === 'rule' ? writtenRule(chosen.rule) : chosen.alert.told[language].subject;
}
