/** Asks what history to fetch, shows what it costs while it is typed, and puts it in line. */

import type {BackfillRequest, Job} from '#desk/views/pipeline.js';
import {intervals, type Interval} from '#domain/interval.js';
import type {AssetChoice, BackfillPlan} from '#pipeline/commands.js';
import {costLines} from '../../components/plan-cost.js';
import {toldFault} from '../../i18n/faults.js';
import type {Answers, Context, Form, Tools} from '../../screen.js';
import {isOpen} from '../../state/jobs.js';
import {dialogWords} from './words.js';

const mostAssets = 1000;
const mostDays = 3650;
const usual = {interval: '1h', days: '30', count: '100'} as const;

const isWhole = (text: string, from: number, to: number): boolean =>
	/^\d{1,6}$/.test(text.trim()) && Number(text) >= from && Number(text) <= to;

/** What can be asked for right now: the selected asset, each watchlist that has members, the largest. */
function choicesOf(context: Context): readonly {
	readonly value: string;
	readonly label: string;
	readonly choice: (count: number) => AssetChoice;
}[] {
	const {shared, language} = context;
	const words = dialogWords[language].backfill;
	const quote = shared.selected === null ? undefined : shared.market.byId.get(shared.selected);
	return [
		...(quote
			? [
					{
						value: 'selected',
						label: `${quote.symbol} ${quote.name}`,
						choice: () => ({by: 'names', names: [quote.asset]}) as const,
					},
				]
			: []),
		...shared.watchlists
			.filter(({assets}) => assets.length > 0)
			.map(({name, assets}) => ({
				value: `list ${name}`,
				label: words.list(name, assets.length),
				choice: () => ({by: 'names', names: assets}) as const,
			})),
		{value: 'top50', label: words.top50, choice: () => ({by: 'top', count: 50}) as const},
		{value: 'top', label: words.topN, choice: (count: number) => ({by: 'top', count}) as const},
	];
}

function requestOf(answers: Answers, context: Context): BackfillRequest {
	const chosen = choicesOf(context).find(({value}) => value === answers['what'])!;
	return {
		choice: chosen.choice(Number(answers['count'])),
		interval: answers['interval'] as Interval,
		days: Number(answers['days']),
	};
}

/** A plan and its price as lines. */
function planLines(plan: BackfillPlan, context: Context): readonly string[] {
	const words = dialogWords[context.language].backfill;
	const [refused] = plan.refused;
	return [
		...(plan.requests === 0 ? [words.nothing] : costLines(plan, context)),
		...(refused
			? [words.refused(plan.refused.length, `${refused.asset}: ${toldFault(refused, context.language).text}`)]
			: []),
	];
}

function formOf(tools: Tools): Form {
	const {language} = tools.context();
	const words = dialogWords[language].backfill;
	const choices = choicesOf(tools.context());
	const whole = (from: number, to: number) => (value: string) =>
		isWhole(value, from, to) ? null : words.wholeNumber(from, to);
	return {
		title: words.title,
		intro: [words.intro],
		fields: [
			{id: 'what', label: words.what, value: choices[0]!.value, choices},
			{
				id: 'count',
				label: words.count,
				value: usual.count,
				hint: words.countHint,
				check: whole(1, mostAssets),
			},
			{
				id: 'interval',
				label: words.interval,
				value: usual.interval,
				choices: intervals.map(value => ({value, label: value})),
			},
			{id: 'days', label: words.days, value: usual.days, hint: words.daysHint, check: whole(1, mostDays)},
		],
		submit: words.submit,
		preview: async answers =>
			planLines(await tools.desk().plan(requestOf(answers, tools.context())), tools.context()),
	};
}

/** The whole conversation. */
export async function askBackfill(tools: Tools): Promise<void> {
	const answers = await tools.ask(formOf(tools));
	if (!answers) return;
	const words = dialogWords[tools.context().language].backfill;
	try {
		const job = await tools.desk().backfill(requestOf(answers, tools.context()));
		tools.toast(
			'info',
			job.state === 'queued' && isBusy(tools, job) ? words.waiting : words.started,
			words.see,
		);
	} catch (error) {
		tools.fail(error);
	}
}

const isBusy = (tools: Tools, {id}: Job): boolean =>
	tools.shared().jobs.some(job => job.id !== id && isOpen(job));
