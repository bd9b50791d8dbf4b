/** The pipeline screen without cells: as sentences, as a sheet, and the value under the cursor. */

import type {Sheet} from '#desk/desk.js';
import {stageNames} from '#domain/run.js';
import {cleanText} from '#domain/text.js';
import {toIsoOrNull} from '#domain/time.js';
import {lengthOf} from '../../components/run-report.js';
import {runWords} from '../../components/run-words.js';
import {sourceLabel} from '../../i18n/sources.js';
import type {Context} from '../../screen.js';
import type {Role} from '../../theme/roles.js';
import {countdown} from './countdown.js';
import {flowNews, flowTitle} from './draw-flow.js';
import {shownFlow} from './flow.js';
import {amountText, choiceText, costText, progressOf, rateOf} from './jobs.js';
import {chosenOf, contentsOf} from './places.js';
import {budgetText, healthOf} from './sources.js';
import type {PipelineState} from './state.js';
import {words} from './words.js';

/** What the loop is doing, and when it goes on. */
export function loopText(
	{
		shared: {loop},
		format,
		language,
	}: Pick<Context, 'format' | 'language'> & {
		readonly shared: Pick<Context['shared'], 'loop'>;
	},
	now: number,
): {readonly text: string; readonly role: Role} {
	const say = words[language].loop;
	const {state, nextAt, holder} = loop;
	if (state === 'elsewhere') {
		const text = holder
			? say.elsewhere(holder.pid, cleanText(holder.host, 40), format.age(now - holder.since))
			: say.off;
		return {text, role: 'info'};
	}

	if (state === 'waiting' && nextAt !== null) {
		const text = nextAt > now ? say.due(countdown(nextAt - now, format)) : say.dueNow;
		return {text, role: 'muted'};
	}

	return {text: say[state], role: state === 'paused' ? 'warning' : state === 'running' ? 'info' : 'muted'};
}

const linesSpoken = 20;

/** The whole screen as sentences. */
export function linesOf(state: PipelineState, context: Context): readonly string[] {
	const {shared, format, language} = context;
	const say = words[language];
	const {sources, jobs, runs} = contentsOf(state, shared);
	const flow = shownFlow(state.live, runs);
	const loop = loopText(context, shared.now).text;
	const log = state.log.lines.slice(-linesSpoken);
	return [
		...(state.trouble === null ? [] : [say.unreadable(state.trouble)]),
		loop,
		'',
		`${say.sections.flow}: ${flow === null ? say.flow.none : flowTitle(flow, shared.now, context)}`,
		...(flow === null ? [] : flowLines(flow, context)),
		'',
		`${say.sections.sources}:${sources.length === 0 ? ` ${say.sources.none}` : ''}`,
		...sources.map(source => {
			const {text, hint} = healthOf(source, state.live, runs, shared.now, context);
			const {budget} = source;
			const minute = budgetText(budget.usedThisMinute, budget.perMinute, say.sources.minute, context).text;
			const month = budgetText(budget.usedThisMonth, budget.perMonth, say.sources.month, context).text;
			const spent = `${minute}, ${month}`;
			return [`${sourceLabel(source.source)}: ${text}`, hint, spent].filter(Boolean).join('; ');
		}),
		'',
		`${say.sections.jobs}:${jobs.length === 0 ? ` ${say.jobs.none}` : ''}`,
		...jobs.map(job =>
			[
				`${choiceText(job, context)} ${amountText(job, context)}`,
				say.jobs.states[job.state],
				format.share(progressOf(job), 0),
				costText(job, context) ?? say.jobs.noPlan,
			].join(', '),
		),
		'',
		`${say.sections.runs}:${runs.length === 0 ? ` ${runWords[language].noRuns}` : ''}`,
		...runs
			.slice(0, linesSpoken)
			.map(run =>
				[
					format.dateTime(run.startedAt),
					runWords[language].kinds[run.kind],
					runWords[language].states[run.status],
					format.duration(lengthOf(run, shared.now)),
				].join(', '),
			),
		'',
		`${say.sections.log}: ${say.log.from[state.log.level]}`,
		...log.map(
			line =>
				`${format.clockSeconds(line.at)} ${say.log.levels[line.level]} ${cleanText(line.module)}: ${cleanText(line.message, 400)}`,
		),
	];
}

function flowLines(
	flow: NonNullable<ReturnType<typeof shownFlow>>,
	{shared, format, language}: Context,
): readonly string[] {
	const {stages} = runWords[language];
	const {text, hint} = flowNews(flow, shared.now, {format, language});
	return [
		...stageNames.map(stage => {
			const {rows, ms} = flow.stages?.[stage] ?? {rows: null, ms: null};
			return `${stages[stage]}: ${runWords[language].rowsIn(format.count(rows), format.duration(ms))}`;
		}),
		[text, hint].filter(Boolean).join(' '),
	];
}

/** The rows of the active section; of the diagram, the runs. Columns are in English: files outlive languages. */
export function sheetOf(state: PipelineState, {shared, format, language}: Context): Sheet | null {
	const {sources, jobs, runs} = contentsOf(state, shared);
	switch (state.section) {
		case 'sources':
			return sheet(
				'sources',
				['source', 'used_minute', 'per_minute', 'used_month', 'per_month', 'blocked_until', 'last_state'],
				sources.map(({source, budget, last}) => [
					source,
					budget.usedThisMinute,
					budget.perMinute,
					budget.usedThisMonth,
					budget.perMonth,
					toIsoOrNull(budget.blockedUntil),
					last?.state ?? null,
				]),
			);
		case 'jobs':
			return sheet(
				'backfills',
				[
					'id',
					'work',
					'assets',
					'interval',
					'days',
					'state',
					'done_requests',
					'requests',
					'candles',
					'candles_per_second',
				],
				jobs.map(job => [
					job.id,
					job.request.work,
					choiceText(job, {shared, format, language}),
					job.request.work === 'backfill' ? job.request.interval : null,
					job.request.work === 'backfill' ? job.request.days : null,
					job.state,
					job.doneRequests,
					job.requests,
					job.candles,
					rateOf(job, shared.now),
				]),
			);
		case 'flow':
		case 'runs':
			return sheet(
				'runs',
				['run', 'kind', 'status', 'started_at', 'finished_at', 'inserted', 'updated', 'faults'],
				runs.map(({run, kind, status, startedAt, finishedAt, report}) => [
					run,
					kind,
					status,
					toIsoOrNull(startedAt),
					toIsoOrNull(finishedAt),
					report?.rows.inserted ?? null,
					report?.rows.updated ?? null,
					report?.faults.length ?? null,
				]),
			);
		case 'log':
			return sheet(
				'log',
				['at', 'level', 'module', 'message', 'run'],
				state.log.lines.map(({at, level, module, message, run}) => [
					toIsoOrNull(at),
					level,
					cleanText(module),
					cleanText(message, 4000),
					run,
				]),
			);
	}
}

const sheet = (name: string, columns: Sheet['columns'], rows: Sheet['rows']): Sheet | null =>
	rows.length === 0 ? null : {name, columns, rows};

/** The value under the cursor, for the clipboard. */
export function copiedOf(state: PipelineState, {shared, format, language}: Context): string | null {
	const what = chosenOf(state, contentsOf(state, shared));
	switch (what?.of) {
		case undefined:
			return null;
		case 'run':
			return what.run.run;
		case 'source':
			return what.source.source;
		case 'job':
			return choiceText(what.job, {shared, format, language});
		case 'line':
			return `${toIsoOrNull(what.line.at)} ${what.line.level} ${cleanText(what.line.module)} ${cleanText(what.line.message, 4000)}`;
	}
}
