/** Asking for a price rule: to keep it, or to see when it would have fired. */

import type {RuleDraft} from '#desk/views/alerts.js';
import type {Repetition} from '#domain/alerts/evaluate.js';
import {conditionText, readConditionText} from '#domain/alerts/rule-text.js';
import {lengthText} from '#domain/time.js';
import type {Rehearsal} from '#pipeline/alerts/watch-rules.js';
import {misreadText} from '../i18n/misreadings.js';
import type {Answers, Context, Field, Tools} from '../screen.js';
import {assetsNamed, symbolOf} from '../state/named-assets.js';
import {priceOf} from '../state/view-state.js';
import {figureText, repetitionText} from './rule-figures.js';
import {ruleWords} from './rule-words.js';

/** What a form begins with. */
type TypedRule = {
	readonly asset: string;
	readonly condition: string;
	readonly repetition?: Repetition;
};

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const coolDowns: readonly number[] = [0, 15 * minute, hour, 6 * hour, day, 7 * day];
const usual: Repetition = {once: false, coolDownMs: hour, hysteresisPercent: 0};

/** Days on which a rule is tried while it is typed. */
const usualDays = 90;
const mostDays = 36_500;
/** Firings listed; more of them nobody reads. */
const mostFirings = 200;

/** `BTC price > 100000`. */
export const ruleText = (
	context: Context,
	{asset, condition}: Pick<RuleDraft, 'asset' | 'condition'>,
): string => `${symbolOf(context.shared, asset)} ${conditionText(condition)}`;

/** What the first lines of a rehearsal say: how often, when last, and on how much it was looked. */
function summaryOf({rehearsal, days}: Rehearsed, {shared, format, language}: Context): readonly string[] {
	const say = ruleWords[language];
	const {firings, observations, from, to} = rehearsal;
	if (from === null || to === null) return [say.noHistory];
	const told = firings.filter(({folded}) => !folded);
	const folded = firings.length - told.length;
	const last = told.at(-1);
	const isShort = from > shared.now - days * day + day;
	return [
		[
			say.fired(told.length, format.count(told.length), say.days(days, format.count(days))),
			...(last ? [say.last(format.dateTime(last.at))] : []),
			...(folded > 0 ? [say.folded(folded, format.count(folded))] : []),
		].join(' '),
		say.looked(format.count(observations), format.date(from), format.date(to)),
		...(isShort ? [say.short(format.date(from))] : []),
	];
}

type Rehearsed = {readonly rule: RuleDraft; readonly rehearsal: Rehearsal; readonly days: number};

/** The window of a rehearsal, the newest firing first. */
function windowOf(rehearsed: Rehearsed, context: Context): readonly string[] {
	const {format, language} = context;
	const say = ruleWords[language];
	const {condition, repetition} = rehearsed.rule;
	const told = rehearsed.rehearsal.firings.filter(({folded}) => !folded);
	const rest = told.length - mostFirings;
	return [
		repetitionText(repetition, context),
		...summaryOf(rehearsed, context),
		'',
		...told
			.slice(-mostFirings)
			.toReversed()
			.map(({at, value, level}) =>
				say.firing(
					format.dateTime(at),
					figureText(condition, value, format),
					figureText(condition, level, format),
				),
			),
		...(rest > 0 ? [say.more(format.count(rest))] : []),
	];
}

function repetitionOf({tell = '', hysteresis = ''}: Answers): Repetition {
	const once = tell === 'once';
	return {
		once,
		coolDownMs: once ? usual.coolDownMs : Number(tell),
		hysteresisPercent: Number(hysteresis.trim().replace(',', '.')),
	};
}

/** The rule of checked answers. */
const draftOf = (answers: Answers, {shared}: Context): RuleDraft => ({
	asset: assetsNamed(answers['asset']!, shared.market)[0]!,
	condition: readConditionText(answers['condition']!),
	repetition: repetitionOf(answers),
});

const isBetween = (text: string, least: number, most: number): boolean =>
	text.trim() !== '' && Number(text) >= least && Number(text) <= most;

function fieldsOf({asset, condition, repetition = usual}: TypedRule, context: Context): readonly Field[] {
	const {market} = context.shared;
	const say = ruleWords[context.language];
	const lengths = [...new Set([...coolDowns, repetition.coolDownMs])].toSorted((a, b) => a - b);
	return [
		{
			id: 'asset',
			label: say.fields.asset,
			value: asset,
			hint: say.hints.asset,
			check(typed) {
				const named = assetsNamed(typed, market).filter(id => market.byId.has(id));
				if (named.length === 1) return null;
				return named.length === 0 ? say.noAsset : say.manyAssets(named.slice(0, 5).join(', '));
			},
		},
		{
			id: 'condition',
			label: say.fields.condition,
			value: condition,
			hint: say.hints.condition,
			check(typed) {
				if (typed.trim() === '') return say.noCondition;
				try {
					readConditionText(typed);
					return null;
				} catch (error) {
					return misreadText(error, context.language);
				}
			},
		},
		{
			id: 'tell',
			label: say.fields.tell,
			value: repetition.once ? 'once' : String(repetition.coolDownMs),
			hint: say.hints.tell,
			choices: [
				...lengths.map(ms => ({
					value: String(ms),
					label: ms === 0 ? say.always : say.every(lengthText(ms)),
				})),
				{value: 'once', label: say.once},
			],
		},
		{
			id: 'hysteresis',
			label: say.fields.hysteresis,
			value: String(repetition.hysteresisPercent),
			hint: say.hints.hysteresis,
			check: typed => (isBetween(typed.replace(',', '.'), 0, 100) ? null : say.badPercent),
		},
	];
}

async function rehearsed(tools: Tools, answers: Answers): Promise<Rehearsed> {
	const rule = draftOf(answers, tools.context());
	const days = Number(answers['days'] ?? usualDays);
	return {rule, days, rehearsal: await tools.desk().rehearseAlertRule(rule, days)};
}

/** Asks for a rule and keeps it. While it is typed, its rehearsal is shown. */
async function askRule(tools: Tools, typed: TypedRule): Promise<void> {
	const say = tools.words(ruleWords);
	const answers = await tools.ask({
		title: say.add,
		intro: say.examples,
		fields: fieldsOf(typed, tools.context()),
		begin: typed.asset === '' ? 'asset' : 'condition',
		submit: say.save,
		preview: async typing => summaryOf(await rehearsed(tools, typing), tools.context()),
	});
	if (answers === null) return;
	const rule = draftOf(answers, tools.context());
	try {
		await tools.desk().addAlertRule(rule);
		tools.toast('good', say.added(ruleText(tools.context(), rule)), say.addedHint);
	} catch (error) {
		tools.fail(error);
	}
}

/** A new rule about the selected asset; with `atPrice` it begins with the price that it has now. */
export function askRuleOfSelected(tools: Tools, atPrice: boolean): Promise<void> {
	const {selected, ...shared} = tools.shared();
	const price = selected === null ? undefined : priceOf(shared, selected)?.price;
	const condition = atPrice && price !== undefined ? `> ${Number(price.toPrecision(6))}` : '';
	return askRule(tools, {asset: selected ?? '', condition});
}

/** Asks for a rule and days, then lists when it would have fired. */
export async function askRehearsal(tools: Tools, typed: TypedRule): Promise<void> {
	const say = tools.words(ruleWords);
	const answers = await tools.ask({
		title: say.rehearse,
		intro: say.examples,
		fields: [
			...fieldsOf(typed, tools.context()),
			{
				id: 'days',
				label: say.fields.days,
				value: String(usualDays),
				check: text => (/^\d+$/.test(text.trim()) && isBetween(text, 1, mostDays) ? null : say.badDays),
			},
		],
		submit: say.look,
		preview: async typing => summaryOf(await rehearsed(tools, typing), tools.context()),
	});
	if (answers === null) return;
	try {
		const found = await rehearsed(tools, answers);
		const context = tools.context();
		tools.show(ruleText(context, found.rule), windowOf(found, context));
	} catch (error) {
		tools.fail(error);
	}
}
