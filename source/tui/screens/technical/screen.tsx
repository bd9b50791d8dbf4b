/** The technical screen: candlesticks and indicators of the selected asset. */

import type {Screen} from '../../screen.js';
import {technicalCommands} from './commands.js';
import {mouseTechnical} from './mouse.js';
import {technicalCopied, technicalLines, technicalOrigin, technicalSheet} from './spoken.js';
import {
	createTechnicalState,
	hearTechnical,
	reduceTechnical,
	rememberTechnical,
	type TechnicalAction,
	type TechnicalState,
} from './state.js';
import {TechnicalView} from './view.js';

export const technicalScreen: Screen<TechnicalState, TechnicalAction> = {
	id: 'technical',
	title: {en: 'Technical', 'pt-BR': 'Técnica'},
	create: createTechnicalState,
	remember: rememberTechnical,
	reduce: reduceTechnical,
	news: hearTechnical,
	commands: technicalCommands,
	mouse: mouseTechnical,
	View: TechnicalView,
	lines: technicalLines,
	sheet: technicalSheet,
	origin: technicalOrigin,
	copied: technicalCopied,
};
