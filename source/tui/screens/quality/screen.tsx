/** How good the stored data is: coverage and gaps, quarantine, drift, runs, and what the doctor finds. */

import {useEffect, useMemo, type ReactElement} from 'react';
import type {Desk} from '#desk/desk.js';
import {toFault} from '#domain/fault.js';
import {Panel} from '../../components/panel.js';
import {useReading} from '../../components/reading.js';
import {drawSections, titledSections} from '../../components/tabs-in-view.js';
import type {Screen, ViewProps} from '../../screen.js';
import {commands, handleMouse} from './commands.js';
import {checkTerminal, examinationQuestion, totalsText} from './doctor.js';
import {bucketsIn, drawCoverage, drawGaps} from './draw-coverage.js';
import {drawDoctor} from './draw-doctor.js';
import {drawDrift, drawQuarantine, drawRuns} from './draw-lists.js';
import {layoutQuality} from './layout.js';
import {chosenOf, contentsOf, gapsOf, gapsQuestion, shownList} from './places.js';
import {sheetOf} from './sheet.js';
import {copiedOf, linesOf, summaryOf} from './spoken.js';
import {
	createState,
	foldNews,
	reduceState,
	rememberState,
	sectionIds,
	troubleOf,
	type AnswerId,
	type Answers,
	type QualityAction,
	type QualityState,
} from './state.js';
import {words} from './words.js';

type Props = ViewProps<QualityState, QualityAction>;

/** Rows asked for; more than anybody reads. */
const mostRows = 500;

/** Keeps one answer up to date; a null question leaves it as it is. */
function useAnswer<Id extends AnswerId>(
	{state, shared, tools}: Props,
	id: Id,
	question: string | null,
	ask: (desk: Desk) => Promise<Answers[Id]>,
	revision: number = state.revision,
): void {
	useReading(tools, shared.opening, {
		key: `quality.${id}`,
		wanted: question === null ? null : {question, revision},
		read: state.read[id] ?? null,
		ask,
		use: (answer, edition) => tools.dispatch({type: 'answered', id, answer, edition} as QualityAction),
		failed(error, edition) {
			const {message, hint} = toFault(error);
			tools.dispatch({type: 'failed', id, trouble: `${message} ${hint}`, edition});
		},
	});
}

/** Each examination is asked for once: news do not make it old. */
function useExamination(props: Props): void {
	const {state, tools} = props;
	const question = state.section === 'doctor' ? examinationQuestion(state) : null;
	useAnswer(
		props,
		'examination',
		question,
		async desk => ({...(await desk.examine()), at: tools.shared().now}),
		0,
	);
	useAnswer(
		props,
		'machine',
		question,
		async desk => {
			// A desk for reading connects nowhere.
			const machine = tools.shared().opening?.readOnly ? [] : await desk.checkMachine();
			return [...machine, checkTerminal(tools.context())];
		},
		0,
	);
}

function View(props: Props): ReactElement {
	const {state, shared, look, format, language, size, tools} = props;
	useEffect(() => {
		if (state.opening !== shared.opening) tools.dispatch({type: 'opened'});
	}, [tools, state.opening, shared.opening]);
	const {section, answers, worstFirst, interval} = state;
	const trouble = troubleOf(state);
	const drawing = useMemo(() => ({look, format, language}), [look, format, language]);
	const layout = useMemo(() => layoutQuality(size, section), [size, section]);
	const contents = useMemo(() => contentsOf({answers, worstFirst}), [answers, worstFirst]);
	const chosen = chosenOf(state, contents);
	const row = chosen?.of === 'coverage' ? chosen.row : null;
	const buckets = useMemo(() => bucketsIn(size.width, drawing), [size.width, drawing]);

	const isCoverage = section === 'coverage';
	useAnswer(props, 'coverage', isCoverage ? `${interval ?? 'all'} ${buckets}` : null, desk =>
		desk.coverage({interval, buckets}),
	);
	useAnswer(props, 'gaps', isCoverage && row !== null ? gapsQuestion(row) : null, async desk => {
		if (row === null) return [];
		const {source, asset, quote, interval, origin} = row;
		return desk.gaps({source, asset, quote, interval, origin});
	});
	useAnswer(props, 'quarantine', 'quarantine', desk => desk.quarantine(mostRows));
	useAnswer(props, 'drift', section === 'drift' ? 'drift' : null, desk => desk.drift(mostRows));
	useAnswer(props, 'runs', 'runs', desk => desk.runs(mostRows));
	useExamination(props);

	const list = shownList(section, state, contents, size);
	const gapsList = shownList('gaps', state, contents, size);
	const gaps = gapsOf(state, row);
	const second = Math.floor(shared.now / 1000) * 1000;
	const isRunning = section === 'runs' && contents.runs.some(({status}) => status === 'running');
	const say = words[language];
	const status =
		trouble === null
			? {text: '', role: 'muted' as const}
			: {text: say.unreadable(trouble), role: 'bad' as const};
	const summary = summaryOf(state, {shared, format, language});
	const totals = section === 'doctor' ? totalsText(state, drawing) : '';
	const minute = Math.floor(second / 60_000) * 60_000;

	return (
		<>
			<Panel
				rect={layout.sections}
				inputs={[section, status.text, drawing]}
				draw={grid => drawSections(grid, titledSections(sectionIds, say.sections), section, status, look)}
			/>
			{layout.summary && (
				<Panel
					rect={layout.summary}
					inputs={[summary, drawing]}
					draw={grid => grid.text(1, 0, summary, look.theme.paint('muted'), grid.width - 2)}
				/>
			)}
			<Panel
				rect={layout.main}
				inputs={[
					section,
					contents[section],
					totals,
					worstFirst,
					interval,
					list.cursor,
					list.top,
					isRunning && second,
					section === 'doctor' && shared.market.byId,
					drawing,
				]}
				draw={grid => {
					switch (section) {
						case 'coverage':
							drawCoverage(
								grid,
								{view: answers.coverage, rows: contents.coverage, interval, worstFirst, list},
								drawing,
							);
							break;
						case 'quarantine':
							drawQuarantine(grid, {rows: answers.quarantine, list}, drawing);
							break;
						case 'drift':
							drawDrift(grid, {rows: answers.drift, list}, drawing);
							break;
						case 'runs':
							drawRuns(grid, {rows: answers.runs, list}, second, drawing);
							break;
						case 'doctor':
							drawDoctor(
								grid,
								{rows: contents.doctor, list, totals, market: shared.market, now: minute},
								drawing,
							);
							break;
					}
				}}
			/>
			{layout.gaps && (
				<Panel
					rect={layout.gaps}
					inputs={[row, gaps, gapsList.top, drawing]}
					draw={grid => drawGaps(grid, {row, gaps, list: gapsList}, drawing)}
				/>
			)}
		</>
	);
}

/** Screen 6: the quality of the data. */
export const qualityScreen: Screen<QualityState, QualityAction> = {
	id: 'quality',
	title: {en: 'Quality', 'pt-BR': 'Qualidade'},
	create: createState,
	remember: rememberState,
	reduce: reduceState,
	news: foldNews,
	commands,
	mouse: handleMouse,
	View,
	lines: linesOf,
	sheet: sheetOf,
	copied: copiedOf,
};
