/** What can be done on the pipeline screen, and with which key. */

import {motionCommands, type Motion} from '../../components/motions.js';
import {sectionCommands} from '../../components/section-commands.js';
import {neighbourOf, sectionAt, titledSections} from '../../components/tabs-in-view.js';
import {isOpen} from '../../state/jobs.js';
import {moveTo, scrollBy} from '../../state/list.js';
import type {Command, Tools, ViewMouse} from '../../screen.js';
import {inBoth} from '../../i18n/language.js';
import {windowOf} from './details.js';
import {layoutPipeline, panelAt} from './layout.js';
import {linesPerSource} from './draw-sources.js';
import {listOf, nextLevel} from './log-tail.js';
import {chosenOf, contentsOf, shownList, visibleOf} from './places.js';
import {sectionIds, type PipelineAction, type PipelineState, type SectionId} from './state.js';
import {words} from './words.js';

type PipelineTools = Tools<PipelineState, PipelineAction>;
type PipelineCommand = Command<PipelineState, PipelineAction>;

function move(tools: PipelineTools, section: SectionId, motion: Motion): void {
	const state = tools.state();
	const contents = contentsOf(state, tools.shared());
	const visible = visibleOf(section, state, contents, tools.size());
	if (section === 'flow' || section === 'log') {
		tools.dispatch({type: 'log-moved', motion, visible});
	} else {
		const count = contents[section].length;
		tools.dispatch({type: 'list-moved', list: section, motion, count, visible});
	}
}

const chosen = (tools: PipelineTools) => chosenOf(tools.state(), contentsOf(tools.state(), tools.shared()));

function openChosen(tools: PipelineTools): void {
	const what = chosen(tools);
	if (what === null) return;
	const {title, lines} = windowOf(what, tools.state(), tools.context());
	tools.show(title, lines);
}

async function cancelChosen(tools: PipelineTools): Promise<void> {
	const what = chosen(tools);
	if (what?.of !== 'job') return;
	const say = tools.words(words).jobs.cancel[what.job.request.work];
	if (!(await tools.confirm(say.title, say.lines, say.yes))) return;
	try {
		await tools.desk().cancel(what.job.id);
		tools.toast('info', say.done);
	} catch (error) {
		tools.fail(error);
	}
}

function goTo(tools: PipelineTools, by: number): void {
	tools.dispatch({type: 'section', section: neighbourOf(sectionIds, tools.state().section, by)});
}

/** The log answers to its keys from every section: they bring it in sight. */
function showLog(tools: PipelineTools): void {
	const {panels} = layoutPipeline(tools.size(), tools.state().section);
	if (!panels.some(({id}) => id === 'log')) tools.dispatch({type: 'section', section: 'log'});
}

/** The commands of the screen. */
export const commands: readonly PipelineCommand[] = [
	...sectionCommands<PipelineState, PipelineAction>('pipeline', goTo),
	{
		id: 'pipeline.open',
		keys: ['enter'],
		label: {en: 'Show everything about this', 'pt-BR': 'Mostrar tudo sobre este item'},
		footer: {en: 'details', 'pt-BR': 'detalhes'},
		off: tools => (chosen(tools) === null ? inBoth(words, ({off}) => off.nothingHere) : null),
		run: openChosen,
	},
	{
		id: 'pipeline.cancel',
		keys: ['x'],
		label: {en: 'Cancel this backfill', 'pt-BR': 'Cancelar este histórico'},
		footer: {en: 'cancel', 'pt-BR': 'cancelar'},
		off(tools) {
			const what = chosen(tools);
			if (what?.of !== 'job') return inBoth(words, ({off}) => off.notJobs);
			return isOpen(what.job) ? null : inBoth(words, ({off}) => off.jobOver);
		},
		run: cancelChosen,
	},
	{
		id: 'pipeline.log-level',
		keys: ['l'],
		label: {en: 'Log: next level', 'pt-BR': 'Log: próximo nível'},
		footer: {en: 'level', 'pt-BR': 'nível'},
		run(tools) {
			showLog(tools);
			tools.dispatch({type: 'log-level', level: nextLevel(tools.state().log.level)});
		},
	},
	{
		id: 'pipeline.log-search',
		keys: ['/'],
		label: {en: 'Log: search', 'pt-BR': 'Log: buscar'},
		footer: {en: 'search', 'pt-BR': 'buscar'},
		run(tools) {
			showLog(tools);
			tools.dispatch({type: 'log-typing', typing: true});
		},
	},
	{
		id: 'pipeline.log-pause',
		keys: ['space'],
		label: {en: 'Log: pause or go on', 'pt-BR': 'Log: pausar ou continuar'},
		footer: {en: 'pause log', 'pt-BR': 'pausar log'},
		run(tools) {
			showLog(tools);
			tools.dispatch({type: 'log-pause'});
		},
	},
	...motionCommands<PipelineState, PipelineAction>('pipeline', (tools, motion) =>
		move(tools, tools.state().section, motion),
	),
];

/** Keys while the search of the log is typed. */
export function typeSearch(key: string, tools: PipelineTools): void {
	const {search} = tools.state().log;
	switch (key) {
		case 'enter':
			tools.dispatch({type: 'log-typing', typing: false});
			return;
		case 'escape':
			tools.dispatch({type: 'log-typing', typing: false});
			if (search !== '') tools.dispatch({type: 'log-search', search: ''});
			return;
		case 'backspace':
			tools.dispatch({type: 'log-search', search: Array.from(search).slice(0, -1).join('')});
			return;
		case 'ctrl+u':
			tools.dispatch({type: 'log-search', search: ''});
			return;
		default: {
			const typed = key === 'space' ? ' ' : key;
			if (Array.from(typed).length === 1) tools.dispatch({type: 'log-search', search: search + typed});
		}
	}
}

const wheelRows = 3;

/** Titles and rows can be clicked; a second click opens; the wheel scrolls what it is over. */
export function handleMouse({kind, button, x, y, wheel, double}: ViewMouse, tools: PipelineTools): void {
	const layout = layoutPipeline(tools.size(), tools.state().section);
	const isClick = kind === 'press' && button === 'left';
	if (isClick && y === layout.sections.y) {
		const section = sectionAt(titledSections(sectionIds, tools.words(words).sections), x);
		if (section !== null) tools.dispatch({type: 'section', section});
		return;
	}

	const hit = panelAt(layout, x, y);
	if (hit === null) return;
	if (kind === 'wheel') {
		move(tools, hit.id, (list, count, visible) => scrollBy(list, wheel * wheelRows, count, visible));
	} else if (isClick) {
		// A click may bring other panels in sight: the row is the one that was clicked.
		const row = rowAt(hit, tools);
		tools.dispatch({type: 'section', section: hit.id});
		if (row !== null) move(tools, hit.id, (list, count, visible) => moveTo(list, row, count, visible));
		if (double) openChosen(tools);
	}
}

/** The row of the list under a place of its panel, or null. */
function rowAt(
	{id, rect, y}: {readonly id: SectionId; readonly rect: {readonly height: number}; readonly y: number},
	tools: PipelineTools,
): number | null {
	const state = tools.state();
	const contents = contentsOf(state, tools.shared());
	switch (id) {
		case 'flow':
			return null;
		case 'sources': {
			const {top} = shownList(id, state, contents, tools.size());
			const row = top + Math.floor((y - 1) / linesPerSource(rect.height, contents.sources.length));
			return y < 1 || row >= contents.sources.length ? null : row;
		}

		case 'jobs':
		case 'runs': {
			const {top} = shownList(id, state, contents, tools.size());
			const row = top + y - 2;
			return y < 2 || row >= contents[id].length ? null : row;
		}

		case 'log': {
			const visible = visibleOf(id, state, contents, tools.size());
			const row = listOf(state.log, visible).top + y - 1;
			return y < 1 || row >= state.log.lines.length ? null : row;
		}
	}
}
