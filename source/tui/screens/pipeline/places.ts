/** What is in each section right now, and which part of it is in sight. */

import type {Job, SourceState} from '#desk/views/pipeline.js';
import type {StoredRun} from '#ports/storage.js';
import type {Size} from '../../cells/grid.js';
import {moveTo, type ListState} from '../../state/list.js';
import type {SharedState} from '../../state/view-state.js';
import {visibleJobs} from './draw-jobs.js';
import {visibleLines} from './draw-log.js';
import {visibleRuns} from './draw-runs.js';
import {visibleSources} from './draw-sources.js';
import {jobsOf} from './jobs.js';
import {layoutPipeline} from './layout.js';
import {listOf} from './log-tail.js';
import type {ListId, PipelineState, SectionId} from './state.js';

export type Contents = {
	readonly sources: readonly SourceState[];
	readonly jobs: readonly Job[];
	readonly runs: readonly StoredRun[];
};

/** The rows of every list. */
export const contentsOf = (
	{view}: Pick<PipelineState, 'view'>,
	{jobs}: Pick<SharedState, 'jobs'>,
): Contents => ({
	sources: view?.sources ?? [],
	jobs: jobsOf(view, jobs),
	runs: view?.runs ?? [],
});

/** Rows of a section in sight; for one that is not shown, as many as it would have alone. */
export function visibleOf(
	section: SectionId,
	{log, section: active}: Pick<PipelineState, 'log' | 'section'>,
	contents: Contents,
	size: Size,
): number {
	const {panels} = layoutPipeline(size, active);
	const rect = panels.find(({id}) => id === section)?.rect ?? {
		x: 0,
		y: 1,
		width: size.width,
		height: Math.max(1, size.height - 1),
	};
	switch (section) {
		case 'sources':
			return visibleSources(rect.height, contents.sources.length);
		case 'jobs':
			return visibleJobs(rect);
		case 'runs':
			return visibleRuns(rect.height);
		case 'flow':
		case 'log':
			return visibleLines(rect.height, log.typing);
	}
}

/** Cursor and window of a list as shown now: rows may have gone, or the terminal may have changed, since it moved last. */
export function shownList(list: ListId, state: PipelineState, contents: Contents, size: Size): ListState {
	const {length} = contents[list];
	return moveTo(state.lists[list], state.lists[list].cursor, length, visibleOf(list, state, contents, size));
}

const at = <Row>(rows: readonly Row[], {cursor}: ListState): Row | undefined =>
	rows[Math.min(cursor, rows.length - 1)];

/** What the cursor of the active section is on; null where there is nothing. */
export type Chosen =
	| {readonly of: 'run'; readonly run: StoredRun}
	| {readonly of: 'source'; readonly source: SourceState}
	| {readonly of: 'job'; readonly job: Job}
	| {readonly of: 'line'; readonly line: PipelineState['log']['lines'][number]};

/** The row under the cursor; of the diagram, its run. */
export function chosenOf(state: PipelineState, contents: Contents): Chosen | null {
	const {section, lists, log} = state;
	switch (section) {
		case 'flow': {
			const live = state.live?.finishedAt === null ? state.live : null;
			const run = contents.runs.find(stored => live === null || stored.run === live.run);
			return run ? {of: 'run', run} : null;
		}

		case 'sources': {
			const source = at(contents.sources, lists.sources);
			return source ? {of: 'source', source} : null;
		}

		case 'jobs': {
			const job = at(contents.jobs, lists.jobs);
			return job ? {of: 'job', job} : null;
		}

		case 'runs': {
			const run = at(contents.runs, lists.runs);
			return run ? {of: 'run', run} : null;
		}

		case 'log': {
			const line = at(log.lines, listOf(log, 1));
			return line ? {of: 'line', line} : null;
		}
	}
}
