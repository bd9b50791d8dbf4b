/** The versions of the data: what there is, what one holds, and everything that can be done with them. */

import {useEffect, useMemo, type ReactElement} from 'react';
import type {Desk} from '#desk/desk.js';
import {toFault} from '#domain/fault.js';
import {Panel} from '../../components/panel.js';
import {useReading} from '../../components/reading.js';
import {inBoth} from '../../i18n/language.js';
import type {Screen, ViewProps} from '../../screen.js';
import {commands, handleMouse} from './commands.js';
import {drawDetail, drawList, layoutVersions, listIn} from './draw.js';
import {linesOf} from './sentences.js';
import {sheetOf} from './sheet.js';
import {
	chosenOf,
	createState,
	detailOf,
	foldNews,
	recordsOf,
	reduceState,
	type AnswerId,
	type Answers,
	type VersionsAction,
	type VersionsState,
} from './state.js';
import {words} from './words.js';

type Props = ViewProps<VersionsState, VersionsAction>;

/** Keeps one answer up to date; a null question leaves it as it is. */
function useAnswer<Id extends AnswerId>(
	{state, shared, tools}: Props,
	id: Id,
	question: string | null,
	ask: (desk: Desk) => Promise<Answers[Id]>,
): void {
	useReading(tools, shared.opening, {
		key: `versions.${id}`,
		wanted: question === null ? null : {question, revision: 0},
		read: state.read[id] ?? null,
		ask,
		use: (answer, edition) => tools.dispatch({type: 'answered', id, answer, edition} as VersionsAction),
		failed: (error, edition) => tools.dispatch({type: 'failed', id, trouble: toFault(error), edition}),
	});
}

function View(props: Props): ReactElement {
	const {state, shared, look, format, language, size, tools} = props;
	useEffect(() => {
		if (state.opening !== shared.opening) tools.dispatch({type: 'opened'});
	}, [tools, state.opening, shared.opening]);
	useEffect(() => tools.dispatch({type: 'shown'}), [tools]);
	const drawing = useMemo(() => ({look, format, language}), [look, format, language]);
	const count = recordsOf(state).length;
	const layout = useMemo(() => layoutVersions(size, count), [size, count]);
	const list = listIn(state, size);
	const chosen = chosenOf(state);
	useAnswer(props, 'list', `versions ${state.revision}`, desk => desk.versions());
	useAnswer(props, 'detail', chosen?.id ?? null, desk => desk.version(chosen!.id));

	return (
		<>
			<Panel
				rect={layout.list}
				inputs={[
					state.answers.list,
					state.troubles,
					state.work,
					state.marked,
					list.cursor,
					list.top,
					drawing,
				]}
				draw={grid => drawList(grid, state, list, drawing)}
			/>
			{layout.detail && (
				<Panel
					rect={layout.detail}
					inputs={[chosen, detailOf(state), drawing]}
					draw={grid => drawDetail(grid, state, drawing)}
				/>
			)}
		</>
	);
}

/** The versions screen. */
export const versionsScreen: Screen<VersionsState, VersionsAction> = {
	id: 'versions',
	title: inBoth(words, ({title}) => title),
	create: createState,
	reduce: reduceState,
	news: foldNews,
	commands,
	mouse: handleMouse,
	View,
	lines: linesOf,
	sheet: sheetOf,
	copied: state => chosenOf(state)?.id ?? null,
};
