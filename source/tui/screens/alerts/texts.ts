/** What the alerts screen says of a rule and of an alert: in cells, in windows and aloud. */

import type {RuleView, ToldAlert} from '#desk/views/alerts.js';
import {writtenRule} from '#domain/alerts/rule-text.js';
import {distanceText, figureText, repetitionText} from '../../components/rule-figures.js';
import {ruleText} from '../../components/rule-form.js';
import type {Context} from '../../screen.js';
import type {Role} from '../../theme/roles.js';
import type {SectionId} from './state.js';
import {words, type KindGroup} from './words.js';

/** The group of an alert. */
export function groupOf({kind}: ToldAlert): KindGroup {
	if (kind === 'price') return 'price';
	if (kind === 'coverage-broken') return 'forecast';
	return kind.startsWith('backfill-') ? 'backfill' : 'pipeline';
}

/** How a channel is called. */
export const channelText = (channel: string, {language}: Pick<Context, 'language'>): string =>
	channel === 'mail' ? words[language].mail : channel;

type Delivery = ToldAlert['deliveries'][number];

/** A delivery as a mark and a word: `✓ e-mail`, with the time of the next try while it waits. */
const deliveryMark = ({channel, state, nextAt}: Delivery, {look, format, language}: Context): string => {
	const {glyphs} = look;
	const mark = {sent: glyphs.check, waiting: glyphs.more, failed: glyphs.fail}[state];
	const name = channelText(channel, {language});
	return `${mark} ${name}${state === 'waiting' ? ` ${format.clock(nextAt)}` : ''}`;
};

/** Why nothing was to be sent. */
const unsent = ({shared}: Pick<Context, 'shared'>): 'simulated' | 'noChannel' =>
	shared.opening?.simulated ? 'simulated' : 'noChannel';

/** What a section says that has no rows. */
export const noneText = (
	section: SectionId,
	{shared, language}: Pick<Context, 'shared' | 'language'>,
): string => words[language][shared.opening?.asOf ? 'noneInVersion' : 'none'][section];

/** All deliveries in one cell. */
export function sentCell(
	{deliveries}: ToldAlert,
	context: Context,
): {readonly text: string; readonly role: Role} {
	if (deliveries.length === 0) return {text: words[context.language].unsent[unsent(context)], role: 'muted'};
	const states = new Set(deliveries.map(({state}) => state));
	const role = states.has('failed') ? 'bad' : states.has('waiting') ? 'warning' : 'good';
	return {text: deliveries.map(one => deliveryMark(one, context)).join('  '), role};
}

function deliveryLine({channel, state, nextAt, error}: Delivery, {format, language}: Context): string {
	const say = words[language];
	const name = channelText(channel, {language});
	const line = {
		sent: say.sent(name),
		waiting: say.waiting(name, format.dateTime(nextAt)),
		failed: say.failed(name),
	}[state];
	return error === null ? line : `${line} ${error}`;
}

/** Deliveries as sentences. */
export const deliveryLines = ({deliveries}: ToldAlert, context: Context): readonly string[] =>
	deliveries.length === 0
		? [words[context.language].unsentLines[unsent(context)]]
		: deliveries.map(one => deliveryLine(one, context));

/** The window of an alert. */
export const alertWindow = (
	alert: ToldAlert,
	context: Context,
): {readonly title: string; readonly lines: readonly string[]} => ({
	title: alert.told[context.language].subject,
	lines: [...alert.told[context.language].lines, '', ...deliveryLines(alert, context)],
});

/** Where a rule stands, in sentences. */
export function ruleLines(rule: RuleView, context: Context): readonly string[] {
	const {format, language} = context;
	const say = words[language];
	const {condition, seen, standing, lastToldAt, createdAt, repetition} = rule;
	return [
		say.told(repetitionText(repetition, context)),
		say.standingLines[standing],
		seen === null || Number.isNaN(seen.value)
			? say.noValue
			: say.now(
					figureText(condition, seen.value, format),
					figureText(condition, seen.level, format),
					distanceText(condition, seen, format),
					format.dateTime(seen.at),
				),
		say.lastFired(lastToldAt === null ? say.never : format.dateTime(lastToldAt)),
		say.added(format.dateTime(createdAt)),
	];
}

/** The window of a rule. */
export const ruleWindow = (
	rule: RuleView,
	context: Context,
): {readonly title: string; readonly lines: readonly string[]} => ({
	title: ruleText(context, rule),
	lines: [writtenRule(rule), ...ruleLines(rule, context)],
});
