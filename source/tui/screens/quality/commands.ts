/** What can be done on the quality screen, and with which key. */

import {motionCommands, type Motion} from '../../components/motions.js';
import {sectionCommands} from '../../components/section-commands.js';
import {neighbourOf, sectionAt, titledSections} from '../../components/tabs-in-view.js';
import {noWriting} from '../../components/writing.js';
import {inBoth, type Bilingual} from '../../i18n/language.js';
import type {Command, Tools, ViewMouse} from '../../screen.js';
import {isOpen} from '../../state/jobs.js';
import {moveTo, scrollBy} from '../../state/list.js';
import {windowOf} from './details.js';
import {layoutQuality, listAt} from './layout.js';
import {isExamining, isHealable} from './doctor.js';
import {words as doctorWords, type DoctorWords} from './doctor-words.js';
import {askHealing} from './heal.js';
import {assetOf, chosenOf, contentsOf, gapsOf, shownList, visibleOf, type Chosen} from './places.js';
import {nextInterval, sectionIds, type ListId, type QualityAction, type QualityState} from './state.js';
import {words} from './words.js';

type QualityTools = Tools<QualityState, QualityAction>;
type QualityCommand = Command<QualityState, QualityAction>;

const chosen = (tools: QualityTools): Chosen | null => chosenOf(tools.state(), contentsOf(tools.state()));

function move(tools: QualityTools, list: ListId, motion: Motion): void {
	const state = tools.state();
	const count = contentsOf(state)[list].length;
	const visible = visibleOf(list, state.section, tools.size());
	tools.dispatch({type: 'moved', list, motion, count, visible});
	// The asset under the cursor is the one that `b` fetches.
	const asset = assetOf(chosen(tools));
	if (list !== 'gaps' && asset !== null) tools.change({type: 'select', asset});
}

function goTo(tools: QualityTools, by: number): void {
	tools.dispatch({type: 'section', section: neighbourOf(sectionIds, tools.state().section, by)});
}

function openChosen(tools: QualityTools): void {
	const what = chosen(tools);
	if (what === null) return;
	const gaps = gapsOf(tools.state(), what.of === 'coverage' ? what.row : null);
	const {title, lines} = windowOf(what, gaps, tools.context());
	tools.show(title, lines);
}

const heldRows = (tools: QualityTools) =>
	(tools.state().answers.quarantine ?? []).filter(({state}) => state === 'held');

async function retry(tools: QualityTools, ids: readonly number[]): Promise<void> {
	const say = tools.words(words).quarantine;
	const {count} = tools.context().format;
	try {
		const {passed, failed} = await tools.desk().retryQuarantine(ids);
		tools.dispatch({type: 'aged'});
		if (failed.length === 0) {
			tools.toast('good', say.allPassed(passed.length, count(passed.length)));
		} else if (passed.length === 0) {
			tools.toast('warning', say.nonePassed, say.nonePassedHint);
		} else {
			tools.toast('warning', say.retried(count(passed.length), count(failed.length)), say.nonePassedHint);
		}
	} catch (error) {
		tools.fail(error);
	}
}

const notCoverage = (tools: QualityTools): Bilingual<string> | null =>
	tools.state().section === 'coverage' ? null : inBoth(words, ({off}) => off.notCoverage);

const offOfDoctor = (reason: keyof DoctorWords['off']): Bilingual<string> =>
	inBoth(doctorWords, ({off}) => off[reason]);

function noExamining(tools: QualityTools): Bilingual<string> | null {
	if (tools.state().section !== 'doctor') return offOfDoctor('notDoctor');
	return isExamining(tools.state()) ? offOfDoctor('running') : null;
}

function noHealing(tools: QualityTools): Bilingual<string> | null {
	const {section, answers} = tools.state();
	const {loop, jobs} = tools.shared();
	if (section !== 'doctor') return offOfDoctor('notDoctor');
	const unwritable = noWriting(tools);
	if (unwritable) return unwritable;
	if (loop.state === 'elsewhere') return offOfDoctor('elsewhere');
	if (jobs.some(job => job.request.work === 'heal' && isOpen(job))) return offOfDoctor('healing');
	if (answers.examination === undefined) return offOfDoctor('notExamined');
	return isHealable(answers.examination) ? null : offOfDoctor('nothingToHeal');
}

/** The commands of the screen. */
export const commands: readonly QualityCommand[] = [
	...sectionCommands<QualityState, QualityAction>('quality', goTo),
	{
		id: 'quality.open',
		keys: ['enter'],
		label: {en: 'Show everything about this', 'pt-BR': 'Mostrar tudo sobre este item'},
		footer: {en: 'details', 'pt-BR': 'detalhes'},
		off: tools => (chosen(tools) === null ? inBoth(words, ({off}) => off.nothingHere) : null),
		run: openChosen,
	},
	{
		id: 'quality.interval',
		keys: ['t'],
		label: {en: 'Coverage: next interval', 'pt-BR': 'Cobertura: próximo intervalo'},
		footer: {en: 'interval', 'pt-BR': 'intervalo'},
		off: notCoverage,
		run: tools => tools.dispatch({type: 'interval', interval: nextInterval(tools.state())}),
	},
	{
		id: 'quality.worst-first',
		keys: ['o'],
		label: {en: 'Coverage: worst first, or by rank', 'pt-BR': 'Cobertura: piores primeiro, ou por posição'},
		footer: {en: 'order', 'pt-BR': 'ordem'},
		off: notCoverage,
		run: tools => tools.dispatch({type: 'worst-first', worstFirst: !tools.state().worstFirst}),
	},
	{
		id: 'quality.retry',
		keys: ['x'],
		label: {en: 'Quarantine: check this row again', 'pt-BR': 'Quarentena: verificar esta linha de novo'},
		footer: {en: 'retry', 'pt-BR': 'verificar'},
		off(tools) {
			const what = chosen(tools);
			if (what?.of !== 'quarantine') return inBoth(words, ({off}) => off.notQuarantine);
			return what.row.state === 'held' ? noWriting(tools) : inBoth(words, ({off}) => off.alreadyRetried);
		},
		async run(tools) {
			const what = chosen(tools);
			if (what?.of === 'quarantine') await retry(tools, [what.row.id]);
		},
	},
	{
		id: 'quality.retry-all',
		keys: ['X'],
		label: {
			en: 'Quarantine: check all held rows again',
			'pt-BR': 'Quarentena: verificar todas as retidas de novo',
		},
		off: tools =>
			heldRows(tools).length === 0 ? inBoth(words, ({off}) => off.nothingHeld) : noWriting(tools),
		run: async tools =>
			retry(
				tools,
				heldRows(tools).map(({id}) => id),
			),
	},
	{
		id: 'quality.heal',
		keys: ['h'],
		label: {en: 'Doctor: heal holes', 'pt-BR': 'Diagnóstico: recuperar lacunas'},
		footer: {en: 'heal', 'pt-BR': 'recuperar'},
		off: noHealing,
		run: async tools => askHealing(tools, assetOf(chosen(tools))),
	},
	{
		id: 'quality.examine',
		keys: ['c'],
		label: {en: 'Doctor: examine again', 'pt-BR': 'Diagnóstico: examinar de novo'},
		footer: {en: 'examine', 'pt-BR': 'examinar'},
		off: noExamining,
		run: tools => tools.dispatch({type: 'examine'}),
	},
	...motionCommands<QualityState, QualityAction>('quality', (tools, motion) =>
		move(tools, tools.state().section, motion),
	),
];

const wheelRows = 3;

/** Titles and rows can be clicked; a second click opens; the wheel scrolls what it is over. */
export function handleMouse({kind, button, x, y, wheel, double}: ViewMouse, tools: QualityTools): void {
	const state = tools.state();
	const layout = layoutQuality(tools.size(), state.section);
	const isClick = kind === 'press' && button === 'left';
	if (isClick && y === layout.sections.y) {
		const section = sectionAt(titledSections(sectionIds, tools.words(words).sections), x);
		if (section !== null) tools.dispatch({type: 'section', section});
		return;
	}

	const list = listAt(layout, state.section, x, y);
	if (list === null) return;
	if (kind === 'wheel') {
		move(tools, list, (before, count, visible) => scrollBy(before, wheel * wheelRows, count, visible));
	} else if (isClick && list !== 'gaps') {
		const contents = contentsOf(state);
		// Heading and header of the table stand above the rows.
		const line = y - layout.main.y - 2;
		const row = shownList(list, state, contents, tools.size()).top + line;
		if (line < 0 || line >= visibleOf(list, state.section, tools.size()) || row >= contents[list].length)
			return;
		move(tools, list, (before, count, visible) => moveTo(before, row, count, visible));
		if (double) openChosen(tools);
	}
}
