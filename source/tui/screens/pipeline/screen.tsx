/** The pipeline at work: stages, sources and their budgets, backfills, runs and the log. */

import {useEffect, useMemo, type ReactElement} from 'react';
import {toFault} from '#domain/fault.js';
import {cleanText} from '#domain/text.js';
import {Panel} from '../../components/panel.js';
import {useReading} from '../../components/reading.js';
import {drawSections, titledSections} from '../../components/tabs-in-view.js';
import type {Rect} from '../../cells/grid.js';
import {toldFault} from '../../i18n/faults.js';
import type {Language} from '../../i18n/language.js';
import type {Screen, ViewProps} from '../../screen.js';
import {commands, handleMouse, typeSearch} from './commands.js';
import {drawFlow} from './draw-flow.js';
import {drawJobs} from './draw-jobs.js';
import {drawLog} from './draw-log.js';
import {drawRuns} from './draw-runs.js';
import {drawSources} from './draw-sources.js';
import {shownFlow} from './flow.js';
import {layoutPipeline} from './layout.js';
import {contentsOf, shownList, type Contents} from './places.js';
import {copiedOf, linesOf, loopText, sheetOf} from './spoken.js';
import {mostLines} from './log-tail.js';
import {
	createState,
	foldNews,
	reduceState,
	rememberState,
	sectionIds,
	type PipelineAction,
	type PipelineState,
	type SectionId,
} from './state.js';
import {words} from './words.js';

type Props = ViewProps<PipelineState, PipelineAction>;

/** A failure in words, with its next step. */
function troubleOf(error: unknown, language: Language): string {
	const {text, hint} = toldFault(toFault(error), language);
	return `${text} ${hint}`;
}

function useAnswers({state, shared, language, tools}: Props): void {
	useEffect(() => {
		if (state.opening !== shared.opening) tools.dispatch({type: 'opened'});
	}, [tools, state.opening, shared.opening]);
	useReading(tools, shared.opening, {
		key: 'pipeline.view',
		wanted: {question: 'pipeline', revision: state.revision},
		read: state.viewRead,
		ask: desk => desk.pipeline(),
		use: (view, edition) => tools.dispatch({type: 'view-read', view, edition}),
		failed: (error, edition) =>
			tools.dispatch({type: 'view-failed', trouble: troubleOf(error, language), edition}),
	});
	const {level, search} = state.log;
	useReading(tools, shared.opening, {
		key: 'pipeline.log',
		wanted: {question: `${level} ${search}`, revision: 0},
		read: state.logRead,
		ask: desk => desk.log({level, search: search.trim(), limit: mostLines}),
		use: (lines, edition) => tools.dispatch({type: 'log-read', lines, edition}),
		failed(error, edition) {
			tools.dispatch({type: 'log-failed', edition});
			tools.fail(error);
		},
	});
}

function View(props: Props): ReactElement {
	const {state, shared, look, format, language, size} = props;
	useAnswers(props);
	const {section, view, live, log, trouble} = state;
	const contents = useMemo<Contents>(() => contentsOf({view}, {jobs: shared.jobs}), [view, shared.jobs]);
	const layout = useMemo(() => layoutPipeline(size, section), [size, section]);
	const drawing = useMemo(() => ({look, format, language}), [look, format, language]);
	const titles = titledSections(sectionIds, words[language].sections);
	// Nothing on this screen is finer than a second, and the clock moves with every piece of news.
	const second = Math.floor(shared.now / 1000) * 1000;
	const status =
		trouble === null
			? loopText({shared, format, language}, second)
			: {text: words[language].unreadable(trouble), role: 'bad' as const};
	const read = view !== null;

	const panelOf = (id: SectionId, rect: Rect): ReactElement => {
		const active = id === section;
		switch (id) {
			case 'flow': {
				const flow = shownFlow(live, contents.runs);
				return (
					<Panel
						key={id}
						rect={rect}
						inputs={[live, contents, active, second, drawing]}
						draw={grid => drawFlow(grid, {flow, runs: contents.runs, active, now: second}, drawing)}
					/>
				);
			}

			case 'sources': {
				const list = shownList(id, state, contents, size);
				const sources = read ? contents.sources : null;
				return (
					<Panel
						key={id}
						rect={rect}
						inputs={[sources, live?.faults, contents.runs, list.cursor, list.top, active, second, drawing]}
						draw={grid =>
							drawSources(grid, {sources, runs: contents.runs, live, list, active, now: second}, drawing)
						}
					/>
				);
			}

			case 'jobs': {
				const list = shownList(id, state, contents, size);
				const {jobs} = contents;
				const {market} = shared;
				return (
					<Panel
						key={id}
						rect={rect}
						inputs={[jobs, market.byId, list.cursor, list.top, active, jobs.length > 0 && second, drawing]}
						draw={grid => drawJobs(grid, {jobs, market, list, active, now: second}, drawing)}
					/>
				);
			}

			case 'runs': {
				const list = shownList(id, state, contents, size);
				const runs = read ? contents.runs : null;
				const isRunning = contents.runs.some(({status}) => status === 'running');
				return (
					<Panel
						key={id}
						rect={rect}
						inputs={[runs, list.cursor, list.top, active, isRunning && second, drawing]}
						draw={grid => drawRuns(grid, {runs, list, active, now: second}, drawing)}
					/>
				);
			}

			case 'log': {
				// Under the diagram the log is what the keys move.
				const moved = active || section === 'flow';
				const loading = state.logRead === null;
				return (
					<Panel
						key={id}
						rect={rect}
						inputs={[log, loading, active, moved, drawing]}
						draw={grid => drawLog(grid, {log, loading, active, moved}, drawing)}
					/>
				);
			}
		}
	};

	return (
		<>
			<Panel
				rect={layout.sections}
				inputs={[section, status.text, status.role, drawing]}
				draw={grid => drawSections(grid, titles, section, status, look)}
			/>
			{layout.panels.map(({id, rect}) => panelOf(id, rect))}
		</>
	);
}

/** Screen 5: the pipeline. */
export const pipelineScreen: Screen<PipelineState, PipelineAction> = {
	id: 'pipeline',
	title: {en: 'Pipeline', 'pt-BR': 'Coleta'},
	create: createState,
	remember: rememberState,
	reduce: reduceState,
	news: foldNews,
	commands,
	mouse: handleMouse,
	paste(text, tools) {
		const {typing, search} = tools.state().log;
		if (typing) tools.dispatch({type: 'log-search', search: search + cleanText(text)});
	},
	typing: ({log}) => log.typing,
	type: typeSearch,
	View,
	lines: linesOf,
	sheet: sheetOf,
	copied: copiedOf,
};
