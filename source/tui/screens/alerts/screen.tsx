/** Alerts: the rules with where they stand, and everything that was told so far. */

import {useEffect, useMemo, type ReactElement} from 'react';
import {toFault} from '#domain/fault.js';
import {Panel} from '../../components/panel.js';
import {useReading} from '../../components/reading.js';
import {drawSections, titledSections} from '../../components/tabs-in-view.js';
import {toldFault} from '../../i18n/faults.js';
import type {Screen, ViewProps} from '../../screen.js';
import {commands, handleMouse} from './commands.js';
import {drawHistory, drawRules} from './draw-lists.js';
import {layoutAlerts} from './layout.js';
import {shownList} from './places.js';
import {copiedOf, linesOf, sheetOf} from './spoken.js';
import {
	createState,
	foldNews,
	reduceState,
	rememberState,
	sectionIds,
	type AlertsAction,
	type AlertsState,
} from './state.js';
import {words} from './words.js';

/** Alerts asked for; more than anybody reads. */
const mostAlerts = 100;

function View({
	state,
	shared,
	look,
	format,
	language,
	size,
	tools,
}: ViewProps<AlertsState, AlertsAction>): ReactElement {
	useEffect(() => {
		if (state.opening !== shared.opening) tools.dispatch({type: 'opened'});
	}, [tools, state.opening, shared.opening]);
	useReading(tools, shared.opening, {
		key: 'alerts',
		wanted: {question: 'alerts', revision: state.revision},
		read: state.read,
		async ask(desk) {
			const [rules, history] = await Promise.all([desk.alertRules(), desk.alerts(mostAlerts)]);
			return {rules, history};
		},
		use: (answer, edition) => tools.dispatch({type: 'answered', answer, edition}),
		failed(error, edition) {
			const {text, hint} = toldFault(toFault(error), language);
			tools.dispatch({type: 'failed', trouble: `${text} ${hint}`, edition});
		},
	});
	const {section, answer, trouble} = state;
	const failed = trouble !== null;
	const say = words[language];
	const count = answer?.rules.length ?? 0;
	const layout = useMemo(() => layoutAlerts(size, section, count), [size, section, count]);
	const rules = shownList(state, 'rules', size);
	const history = shownList(state, 'history', size);
	const drawing = [look, format, language, shared.market.byId, shared.opening];
	const context = {shared, look, format, language};
	const status = {text: failed ? say.unreadable(trouble) : '', role: 'bad'} as const;

	return (
		<>
			<Panel
				rect={layout.titles}
				inputs={[section, status.text, look, language]}
				draw={grid => drawSections(grid, titledSections(sectionIds, say.sections), section, status, look)}
			/>
			{layout.lists.rules && (
				<Panel
					rect={layout.lists.rules}
					inputs={[answer?.rules, trouble, rules.cursor, rules.top, section, ...drawing]}
					draw={grid =>
						drawRules(grid, {rows: answer?.rules, failed, list: rules, active: section === 'rules'}, context)
					}
				/>
			)}
			{layout.lists.history && (
				<Panel
					rect={layout.lists.history}
					inputs={[answer?.history, trouble, history.cursor, history.top, section, ...drawing]}
					draw={grid =>
						drawHistory(
							grid,
							{rows: answer?.history, failed, list: history, active: section === 'history'},
							context,
						)
					}
				/>
			)}
		</>
	);
}

/** Screen 8: alerts. */
export const alertsScreen: Screen<AlertsState, AlertsAction> = {
	id: 'alerts',
	title: {en: 'Alerts', 'pt-BR': 'Alertas'},
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
