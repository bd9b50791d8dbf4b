/** The forecast screen without pictures: sentences, the record as a sheet, and the value to copy. */

import type {Sheet} from '#desk/desk.js';
import type {OriginQuestion} from '#desk/views/origin.js';
import type {ForecastView} from '#desk/views/forecast.js';
import {toIso} from '#domain/time.js';
import type {StoredForecast} from '#ports/forecasts.js';
import type {Context} from '../../screen.js';
import type {SharedState} from '../../state/view-state.js';
import {symbolOf} from '../../state/named-assets.js';
import {subline, trainingText} from './draw-facts.js';
import {headline, shareText, skillText} from './facts.js';
import {noticeOf, runningTraining, shownFacts} from './shown.js';
import {viewOf, type ForecastState} from './state.js';
import {held80Of, recordOf, rivalsOf} from './tables.js';
import {verdictOf} from './verdict.js';
import {words as allWords} from './words.js';

/** Rows of the record that are read out. */
const spokenRecord = 10;

/** The screen as sentences. */
export function forecastLines(state: ForecastState, context: Context): readonly string[] {
	const {shared, format, language, look} = context;
	const words = allWords[language];
	const view = viewOf(state, shared);
	const training = runningTraining(shared);
	const trained =
		training === null
			? []
			: [`${trainingText(training, asset => symbolOf(shared, asset), {words, format}).text}.`];
	const notice = noticeOf(state, context);
	if (view === null) return [...notice, ...trained];
	const {title, centre, band} = headline(symbolOf(shared, view.asset), view, {words, format});
	const {columns, verdicts} = words;
	return [
		[title, centre, band].filter(part => part !== '').join(' '),
		...[subline(view, shared.now, {words, format, look}).text].filter(text => text !== ''),
		...notice,
		...shownFacts(view, context).map(({label, value, detail}) => `${label}: ${value}; ${detail}.`),
		...trained,
		...rivalsOf(view, words).map(
			({name, score}) =>
				`${name}: ${columns.skill} ${skillText(score, format)}, ${columns.rmse} ${format.number(score.rmse)}, ${columns.direction} ${score.direction === null ? format.none : shareText(score.direction, format)}.`,
		),
		...view.models.map(model => {
			const held = held80Of(model);
			const {id, kind, createdAt, evaluation} = model.meta;
			const skill = skillText(evaluation.model, format);
			const use = model.current ? `, ${words.inUse}` : '';
			return `${words.modelOf(id, words.kinds[kind], format.dateTime(Date.parse(createdAt)))}: ${columns.skill} ${skill}, ${columns.held80} ${held === null ? format.none : shareText(held.coverage, format)}${use}.`;
		}),
		...recordOf(view)
			.slice(0, spokenRecord)
			.map(
				forecast =>
					`${format.dateTime(forecast.for)}: ${columns.predicted} ${format.number(forecast.predicted)}, ${columns.outcome} ${format.number(forecast.outcome)}, ${verdicts[verdictOf(forecast)]}.`,
			),
	];
}

const sheetColumns = [
	'for',
	'made_at',
	'model',
	'kind',
	'last_close',
	'predicted',
	'low_50',
	'high_50',
	'low_80',
	'high_80',
	'low_95',
	'high_95',
	'state',
	'outcome',
] as const;

/** The record, oldest first; null while there is none. */
export function forecastSheet(state: ForecastState, {shared, language}: Context): Sheet | null {
	const view = viewOf(state, shared);
	if (view === null || view.history.length === 0) return null;
	return {
		name: allWords[language].sheet(symbolOf(shared, view.asset), view.interval),
		columns: sheetColumns,
		rows: view.history.map(forecast => [
			toIso(forecast.for),
			toIso(forecast.madeAt),
			forecast.model,
			forecast.kind,
			forecast.lastClose,
			forecast.predicted,
			forecast.interval50?.[0] ?? null,
			forecast.interval50?.[1] ?? null,
			forecast.interval80?.[0] ?? null,
			forecast.interval80?.[1] ?? null,
			forecast.interval95?.[0] ?? null,
			forecast.interval95?.[1] ?? null,
			forecast.state,
			forecast.outcome,
		]),
	};
}

/** The forecast of the record that the cursor is on, or the newest one. */
function pointedForecast(
	{section, lists}: Pick<ForecastState, 'section' | 'lists'>,
	view: ForecastView,
): StoredForecast | undefined {
	return section === 'record' ? recordOf(view)[lists.record.cursor] : view.now?.forecast;
}

/** The id of the model under the cursor, the forecast of the record, or the one at the top, as a plain number. */
export function forecastCopied(state: ForecastState, {shared}: Context): string | null {
	const view = viewOf(state, shared);
	if (view === null) return null;
	const {section, lists} = state;
	if (section === 'versions') return view.models[lists.versions.cursor]?.meta.id ?? null;
	const forecast = pointedForecast(state, view);
	return forecast === undefined ? null : String(forecast.predicted);
}

/** The forecast under the cursor, with the last close it is made of. */
export function forecastOrigin(state: ForecastState, shared: SharedState): OriginQuestion | null {
	const view = viewOf(state, shared);
	const forecast = view === null ? undefined : pointedForecast(state, view);
	return forecast === undefined ? null : {of: 'forecast', forecast};
}
