/** What can be done on the forecast screen, and with which key. */

import {forecastIntervals} from '#domain/forecast/model.js';
import {modelCard} from '#domain/forecast/model-card.js';
import type {ListedModel} from '#ports/forecasts.js';
import {motionCommands, type Motion} from '../../components/motions.js';
import {sectionCommands} from '../../components/section-commands.js';
import {neighbourOf} from '../../components/tabs-in-view.js';
import {noWriting} from '../../components/writing.js';
import {inBoth, type Bilingual} from '../../i18n/language.js';
import type {Command, Tools} from '../../screen.js';
import {currentModel} from './facts.js';
import {sectionsIn} from './layout.js';
import {layoutFor, runningTraining, visibleRows} from './shown.js';
import {spans, viewOf, type ForecastAction, type ForecastState} from './state.js';
import {rowsOf} from './tables.js';
import {askTraining} from './train-form.js';
import {words} from './words.js';

export type ForecastTools = Tools<ForecastState, ForecastAction>;
type ForecastCommand = Command<ForecastState, ForecastAction>;

function withoutModel(tools: ForecastTools): Bilingual<string> | null {
	if (tools.shared().selected === null) return inBoth(words, ({noSelected}) => noSelected);
	const view = viewOf(tools.state(), tools.shared());
	return view === null || currentModel(view) === null ? inBoth(words, ({noModelYet}) => noModelYet) : null;
}

const withoutChart = (tools: ForecastTools): Bilingual<string> | null =>
	withoutModel(tools) ??
	(layoutFor(tools.state(), tools.context(), tools.size()).chart === null
		? inBoth(words, ({noChart}) => noChart)
		: null);

/** The model under the cursor of the list of models, else the one in use, else the newest; null without any. */
function chosenModel(tools: ForecastTools): ListedModel | null {
	const state = tools.state();
	const view = viewOf(state, tools.shared());
	if (view === null) return null;
	const pointed = state.section === 'versions' ? view.models[state.lists.versions.cursor] : undefined;
	return pointed ?? currentModel(view) ?? view.models[0] ?? null;
}

/** The record of that model in a window. */
export function showCard(tools: ForecastTools): void {
	const model = chosenModel(tools);
	if (model === null) return;
	const {format} = tools.context();
	const card = modelCard(model, moment =>
		format.dateTime(typeof moment === 'string' ? Date.parse(moment) : moment),
	);
	tools.show(tools.words(words).card(model.meta.id), card.trimEnd().split('\n'));
}

async function predictNow(tools: ForecastTools): Promise<void> {
	const {selected} = tools.shared();
	if (selected === null) return;
	try {
		const {now} = await tools.desk().predict({asset: selected, interval: tools.state().interval});
		if (now === null) return;
		const {format} = tools.context();
		tools.toast('good', tools.words(words).predicted(format.dateTime(now.forecast.for)));
	} catch (error) {
		tools.fail(error);
	}
}

async function cancelTraining(tools: ForecastTools): Promise<void> {
	const training = runningTraining(tools.shared());
	if (training === null) return;
	try {
		await tools.desk().cancelTraining(training.id);
		tools.toast('info', tools.words(words).cancelling);
	} catch (error) {
		tools.fail(error);
	}
}

function goTo(tools: ForecastTools, by: number): void {
	const {section} = tools.state();
	const ids = sectionsIn(layoutFor(tools.state(), tools.context(), tools.size()));
	const from = ids.includes(section) ? section : 'rivals';
	tools.dispatch({type: 'section', section: neighbourOf(ids, from, by)});
}

/** The next longer or shorter time in the chart. */
export function changeSpan(tools: ForecastTools, by: number): void {
	const at = spans.findIndex(span => span === tools.state().span) + by;
	tools.dispatch({type: 'span', span: spans[Math.max(0, Math.min(spans.length - 1, at))]!});
}

/** Moves the cursor of the table in sight. */
export function move(tools: ForecastTools, motion: Motion): void {
	const view = viewOf(tools.state(), tools.shared());
	const layout = layoutFor(tools.state(), tools.context(), tools.size());
	if (view === null || layout.table === null) return;
	const table = layout.table.id;
	const count = rowsOf(table, view, tools.words(words));
	tools.dispatch({type: 'moved', table, motion, count, visible: visibleRows(layout)});
}

/** The commands of the screen, in the order of help and palette. */
export const forecastCommands: readonly ForecastCommand[] = [
	...motionCommands<ForecastState, ForecastAction>('forecast', move),
	{
		id: 'forecast.interval',
		keys: ['t'],
		label: {en: 'Next hour or next day', 'pt-BR': 'Próxima hora ou próximo dia'},
		footer: {en: 'hour/day', 'pt-BR': 'hora/dia'},
		run: tools =>
			tools.dispatch({type: 'interval', interval: neighbourOf(forecastIntervals, tools.state().interval, 1)}),
	},
	{
		id: 'forecast.train',
		keys: ['m'],
		label: {en: 'Train models', 'pt-BR': 'Treinar modelos'},
		footer: {en: 'train', 'pt-BR': 'treinar'},
		off: noWriting,
		run: askTraining,
	},
	{
		id: 'forecast.predict',
		keys: ['n'],
		label: {en: 'Forecast now', 'pt-BR': 'Prever agora'},
		footer: {en: 'forecast', 'pt-BR': 'prever'},
		off: tools => noWriting(tools) ?? withoutModel(tools),
		run: predictNow,
	},
	{
		id: 'forecast.cancel',
		keys: ['x'],
		label: {en: 'Cancel the training', 'pt-BR': 'Cancelar o treino'},
		footer: {en: 'cancel', 'pt-BR': 'cancelar'},
		off: tools =>
			runningTraining(tools.shared()) === null ? inBoth(words, ({noTraining}) => noTraining) : null,
		run: cancelTraining,
	},
	{
		id: 'forecast.card',
		keys: ['C', 'enter'],
		label: {en: 'Model card', 'pt-BR': 'Ficha do modelo'},
		footer: {en: 'card', 'pt-BR': 'ficha'},
		off: tools => (chosenModel(tools) === null ? inBoth(words, ({noModelYet}) => noModelYet) : null),
		run: showCard,
	},
	...sectionCommands<ForecastState, ForecastAction>('forecast', goTo, withoutModel),
	{
		id: 'forecast.longer',
		keys: [']', '-'],
		label: {en: 'Chart: longer time', 'pt-BR': 'Gráfico: período mais longo'},
		off: withoutChart,
		run: tools => changeSpan(tools, 1),
	},
	{
		id: 'forecast.shorter',
		keys: ['[', '+', '='],
		label: {en: 'Chart: shorter time', 'pt-BR': 'Gráfico: período mais curto'},
		off: withoutChart,
		run: tools => changeSpan(tools, -1),
	},
];
