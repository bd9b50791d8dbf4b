/** Asks what to train, and begins. */

import type {TrainingRequest} from '#desk/views/forecast.js';
import {modelKinds, type ModelKind} from '#domain/forecast/model.js';
import type {Answers, Context, Form, Tools} from '../../screen.js';
import {symbolOf} from '../../state/named-assets.js';
import type {ForecastAction, ForecastState} from './state.js';
import {words as allWords} from './words.js';

const mostConfigurations = 1000;

type Assets = TrainingRequest['assets'];

/** What can be trained right now: the selected asset, each watchlist that has members, everything. */
function choicesOf({shared, language}: Context): readonly {
	readonly value: string;
	readonly label: string;
	readonly assets: Assets;
}[] {
	const {form} = allWords[language];
	const {selected} = shared;
	return [
		...(selected === null
			? []
			: [{value: 'selected', label: symbolOf(shared, selected), assets: [selected]}]),
		...shared.watchlists
			.filter(({assets}) => assets.length > 0)
			.map(({name, assets}) => ({value: `list ${name}`, label: form.list(name, assets.length), assets})),
		{value: 'all', label: form.all, assets: 'all'},
	];
}

function formOf(state: ForecastState, context: Context): Form {
	const words = allWords[context.language];
	const {form} = words;
	const choices = choicesOf(context);
	return {
		title: form.title,
		intro: form.intro(words.intervals[state.interval]),
		fields: [
			{id: 'what', label: form.what, value: choices[0]!.value, choices},
			{
				id: 'kind',
				label: form.kind,
				value: 'standard',
				choices: modelKinds.map(value => ({value, label: words.kinds[value]})),
			},
			{
				id: 'search',
				label: form.search,
				value: '0',
				hint: form.searchHint,
				check: value =>
					/^\d{1,4}$/.test(value.trim()) && Number(value) <= mostConfigurations ? null : form.wholeNumber,
			},
		],
		submit: form.submit,
	};
}

function requestOf(answers: Answers, {interval}: ForecastState, context: Context): TrainingRequest {
	const chosen = choicesOf(context).find(({value}) => value === answers['what'])!;
	return {
		assets: chosen.assets,
		interval,
		kind: answers['kind'] as ModelKind,
		search: Number(answers['search']),
		first: context.shared.selected,
	};
}

/** The whole conversation. */
export async function askTraining(tools: Tools<ForecastState, ForecastAction>): Promise<void> {
	const answers = await tools.ask(formOf(tools.state(), tools.context()));
	if (!answers) return;
	try {
		const {series} = await tools.desk().train(requestOf(answers, tools.state(), tools.context()));
		tools.toast('info', tools.words(allWords).form.started(tools.context().format.count(series)));
	} catch (error) {
		tools.fail(error);
	}
}
