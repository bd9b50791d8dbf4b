/** What the windows of the pipeline screen say about a source, a backfill or healing, or a line of the log. */

import type {Job, LogLine, SourceState} from '#desk/views/pipeline.js';
import {cleanText} from '#domain/text.js';
import {faultText, runLines, runOf} from '../../components/run-report.js';
import {runWords} from '../../components/run-words.js';
import {toldFault} from '../../i18n/faults.js';
import {sourceLabel} from '../../i18n/sources.js';
import type {Context} from '../../screen.js';
import {amountText, choiceText, costText, rateOf} from './jobs.js';
import type {Chosen} from './places.js';
import {budgetText, healthOf} from './sources.js';
import type {PipelineState} from './state.js';
import {words} from './words.js';

export type Window = {readonly title: string; readonly lines: readonly string[]};

/** The window about what is under the cursor. */
export function windowOf(chosen: Chosen, state: PipelineState, context: Context): Window {
	switch (chosen.of) {
		case 'run':
			return {
				title: `${runWords[context.language].run} ${chosen.run.run}`,
				lines: runLines(chosen.run, context),
			};
		case 'source':
			return sourceWindow(chosen.source, state, context);
		case 'job':
			return jobWindow(chosen.job, context);
		case 'line':
			return lineWindow(chosen.line, context);
	}
}

function sourceWindow(source: SourceState, state: PipelineState, context: Context): Window {
	const say = words[context.language].sources;
	const {budget} = source;
	const health = healthOf(source, state.live, state.view?.runs ?? [], context.shared.now, context);
	const minute = budgetText(budget.usedThisMinute, budget.perMinute, say.minute, context);
	const month = budgetText(budget.usedThisMonth, budget.perMonth, say.month, context);
	return {
		title: sourceLabel(source.source),
		lines: [
			health.text,
			...(health.hint === '' ? [] : [`${runWords[context.language].nextStep}: ${health.hint}`]),
			'',
			`${say.budget}: ${minute.text}, ${month.text}`,
		],
	};
}

function jobWindow(job: Job, context: Context): Window {
	const {format, language, shared} = context;
	const say = words[language].jobs;
	const {nextStep} = runWords[language];
	const {request, state, plan, fault, report, doneRequests, requests, candles, etaMs} = job;
	const rate = rateOf(job, shared.now);
	return {
		title: say.title[request.work](job.id),
		lines: [
			`${choiceText(job, context)}, ${amountText(job, context)}`,
			`${say.states[state]}: ${say.progress(format.count(doneRequests), format.count(requests), format.count(candles))}`,
			...(rate === null ? [] : [say.rate(format.count(rate))]),
			...(state === 'running' && etaMs !== null ? [say.left(format.duration(etaMs))] : []),
			`${say.planned}: ${costText(job, context) ?? say.noPlan}`,
			...(fault === null
				? []
				: [
						'',
						faultText(fault, language),
						`${nextStep}: ${cleanText(toldFault(fault, language).hint, 400)}`,
					]),
			...(plan === null || plan.refused.length === 0
				? []
				: [
						'',
						say.refused,
						...plan.refused.flatMap(refusal => {
							const {text, hint} = toldFault(refusal, language);
							return [
								`  ${refusal.asset}: ${cleanText(text, 400)}`,
								`    ${nextStep}: ${cleanText(hint, 400)}`,
							];
						}),
					]),
			...(report === null ? [] : ['', ...runLines(runOf(report), context)]),
		],
	};
}

function lineWindow({at, level, module, message, run}: LogLine, {format, language}: Context): Window {
	const {line, levels} = words[language].log;
	return {
		title: line,
		lines: [
			`${format.dateTime(at)} (${format.clockSeconds(at)}), ${levels[level]}, ${cleanText(module)}`,
			...(run === null ? [] : [`${runWords[language].run}: ${run}`]),
			'',
			cleanText(message, 4000),
		],
	};
}
