/** Tells how a training ended, on whatever screen the user is. */

import type {Training, TrainingResult} from '#desk/views/forecast.js';
import {toldFault} from '../../i18n/faults.js';
import type {Tools} from '../../screen.js';
import {symbolOf} from '../../state/named-assets.js';
import {dialogWords} from './words.js';

type Trained = Extract<TrainingResult, {readonly model: string}>;

/** One series in a sentence: what became of its model, and what it is worth. */
function trainedText(result: Trained, tools: Tools): string {
	const {format, language, shared} = tools.context();
	const words = dialogWords[language].training;
	const symbol = symbolOf(shared, result.asset);
	const {score, held80, known, promoted} = result;
	const fate = known ? words.known : promoted ? words.inUse : words.worse;
	const held = held80 === null || held80.n === 0 ? '' : words.held(format.share(held80.value));
	return `${words.trained(symbol, result.model, fate)} ${words.skill(format.percent(score.skill * 100, 3))}${held}`;
}

/** Says nothing while it runs. */
export function tellTrainingEnd(tools: Tools, {state, results, series}: Training): void {
	if (state === 'running') return;
	const {format, language} = tools.context();
	const words = dialogWords[language].training;
	const trained = results.filter((result): result is Trained => 'model' in result);
	const refused = results.find(result => 'fault' in result);
	const told = refused ? toldFault(refused.fault, language) : null;
	const counts = words.many(format.count(trained.length), format.count(series));
	switch (state) {
		case 'done':
			return tools.toast('good', trained.length === 1 ? trainedText(trained[0]!, tools) : counts);
		case 'partial':
			return tools.toast('warning', counts, told ? `${told.text} ${told.hint}` : undefined);
		case 'failed':
			return tools.toast('bad', told?.text ?? counts, told?.hint);
		case 'cancelled':
			return tools.toast('info', words.cancelled(format.count(trained.length)));
	}
}
