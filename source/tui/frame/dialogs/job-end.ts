/** Tells how a backfill or a healing ended. */

import type {HealedHoles, Job} from '#desk/views/pipeline.js';
import {toldFault} from '../../i18n/faults.js';
import type {Tools} from '../../screen.js';
import {dialogWords} from './words.js';

/** Says nothing while the job is not over. */
export function tellJobEnd(tools: Tools, job: Job): void {
	const {format, language} = tools.context();
	const words = dialogWords[language][job.request.work];
	const {see} = dialogWords[language].backfill;
	const fault = job.fault ?? job.report?.faults[0] ?? null;
	const told = fault === null ? null : toldFault(fault, language);
	const candles = format.count(job.candles);
	switch (job.state) {
		case 'done':
			return tools.toast('good', words.done(candles), holesText(tools, job.holes));
		case 'partial':
			return tools.toast('warning', words.partial(candles), told ? `${told.text} ${told.hint}` : see);
		case 'failed':
			return tools.toast('bad', told ? `${words.failed} ${told.text}` : words.failed, told?.hint ?? see);
		case 'cancelled':
			return tools.toast('info', words.cancelled);
		case 'queued':
		case 'running':
	}
}

/** What came of the holes; nothing to say of a backfill. */
function holesText(tools: Tools, holes: HealedHoles | null): string | undefined {
	if (holes === null) return undefined;
	const {format, language} = tools.context();
	const words = dialogWords[language].heal;
	const {healed, silent} = holes;
	return [
		...(healed + silent === 0 ? [words.nothing] : [words.healed(healed, format.count(healed))]),
		...(silent === 0 ? [] : [words.silent(silent, format.count(silent))]),
	].join(' ');
}
