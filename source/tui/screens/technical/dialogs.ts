/** The questions this screen asks: indicators and their parameters, the time shown, the length of a candle. */

import {intervals} from '#domain/interval.js';
import type {Tools} from '../../screen.js';
import {studyName} from './read-out.js';
import {chartOf} from './scene.js';
import type {TechnicalAction, TechnicalState} from './state.js';
import {
	checkParameter,
	indicatorOf,
	isOverlay,
	moved,
	parameterFrom,
	toggled,
	withSettings,
	type Study,
	type StudyId,
} from './studies.js';
import {rangeOf, ranges, type RangeId} from './time-window.js';
import {words as allWords} from './words.js';

export type TechnicalTools = Tools<TechnicalState, TechnicalAction>;

type StudyChange = 'toggle' | 'up' | 'down' | 'edit';

/** Goes on until the user cancels: several changes are the rule. */
export async function askIndicators(tools: TechnicalTools): Promise<void> {
	let current: StudyId | null = tools.state().studies[0]?.id ?? null;
	while (current !== null) {
		current = await chooseStudy(tools, current);
		if (current !== null) await changeStudy(tools, current);
	}
}

async function chooseStudy(tools: TechnicalTools, current: StudyId): Promise<StudyId | null> {
	const words = tools.words(allWords);
	const {dialog} = words;
	const {glyphs} = tools.context().look;
	return tools.choose<StudyId>({
		title: dialog.indicators,
		current,
		items: tools.state().studies.map(study => ({
			value: study.id,
			label: `${study.shown ? glyphs.check : ' '} ${studyName(study, words)}`,
			detail: `${isOverlay(study) ? dialog.overlay : dialog.pane}, ${study.shown ? dialog.shown : dialog.hidden}`,
		})),
	});
}

const studyOf = (tools: TechnicalTools, id: StudyId): Study =>
	tools.state().studies.find(study => study.id === id)!;

async function changeStudy(tools: TechnicalTools, id: StudyId): Promise<void> {
	const words = tools.words(allWords);
	const {dialog} = words;
	const study = studyOf(tools, id);
	const hasParameters = Object.keys(study.settings).length > 0;
	const change = await tools.choose<StudyChange>({
		title: studyName(study, words),
		items: [
			{value: 'toggle', label: study.shown ? dialog.hide : dialog.show},
			...(hasParameters ? [{value: 'edit', label: dialog.edit} as const] : []),
			{value: 'up', label: dialog.up},
			{value: 'down', label: dialog.down},
		],
	});
	const {studies} = tools.state();
	switch (change) {
		case 'toggle':
			tools.dispatch({type: 'studies', studies: toggled(studies, id)});
			return;
		case 'up':
		case 'down':
			tools.dispatch({type: 'studies', studies: moved(studies, id, change === 'up' ? -1 : 1)});
			return;
		case 'edit':
			await editStudy(tools, id);
			return;
		case null:
	}
}

async function editStudy(tools: TechnicalTools, id: StudyId): Promise<void> {
	const words = tools.words(allWords);
	const {dialog} = words;
	const {format} = tools.context();
	const study = studyOf(tools, id);
	const indicator = indicatorOf(study);
	if (!indicator) return;
	const reason = (min: number, max: number, whole: boolean): string =>
		dialog.between(format.count(min) === '0' ? String(min) : format.count(min), format.count(max), whole);
	const answers = await tools.ask({
		title: words.studies[id],
		submit: dialog.apply,
		fields: Object.entries(indicator.parameters).map(([name, {min, max, fraction}]) => ({
			id: name,
			label: words.parameters[name] ?? name,
			value: String(study.settings[name]),
			hint: reason(min, max, fraction !== true),
			check: (text: string) => checkParameter(indicator, name, text, reason),
		})),
	});
	if (answers === null) return;
	const names = Object.keys(indicator.parameters);
	const settings = Object.fromEntries(names.map(name => [name, parameterFrom(answers[name] ?? '')]));
	const shown = studyOf(tools, id).shown;
	const changed = withSettings(tools.state().studies, id, settings);
	tools.dispatch({type: 'studies', studies: shown ? changed : toggled(changed, id)});
}

/** Chooses one of the named ranges. */
export async function askRange(tools: TechnicalTools): Promise<void> {
	const words = tools.words(allWords);
	const current = rangeOf(tools.state().window.span);
	const id = await tools.choose<RangeId>({
		title: words.dialog.range,
		items: ranges.map(range => ({value: range.id, label: words.ranges[range.id]})),
		...(current === null ? {} : {current}),
	});
	const range = ranges.find(one => one.id === id);
	if (range) tools.dispatch({type: 'window', window: {span: range.span, end: null}});
}

/** Chooses the length of a candle, or leaves it to the zoom. */
export async function askInterval(tools: TechnicalTools): Promise<void> {
	const words = tools.words(allWords);
	const offered = chartOf(tools.state(), tools.shared())?.intervals ?? intervals;
	const interval = await tools.choose<TechnicalState['interval']>({
		title: words.dialog.interval,
		current: tools.state().interval,
		items: [
			{value: 'auto', label: words.automatic, detail: words.dialog.autoDetail},
			...intervals.map(value =>
				offered.includes(value)
					? {value, label: value}
					: {value, label: value, detail: words.dialog.notOffered},
			),
		],
	});
	if (interval !== null) tools.dispatch({type: 'interval', interval});
}
