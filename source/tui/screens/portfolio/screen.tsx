/** The portfolio: what was bought and sold, what it is worth now, and what that leaves. */

import {inBoth} from '../../i18n/language.js';
import type {Screen} from '../../screen.js';
import {portfolioCommands, portfolioMouse} from './commands.js';
import {portfolioCopied, portfolioLines, portfolioOrigin, portfolioSheet} from './sentences.js';
import {
	createPortfolioState,
	hearPortfolio,
	reducePortfolio,
	rememberPortfolio,
	type PortfolioAction,
	type PortfolioState,
} from './state.js';
import {PortfolioView} from './view.js';
import {words} from './words.js';

export const portfolioScreen: Screen<PortfolioState, PortfolioAction> = {
	id: 'portfolio',
	title: inBoth(words, ({title}) => title),
	create: createPortfolioState,
	remember: rememberPortfolio,
	reduce: reducePortfolio,
	news: hearPortfolio,
	commands: portfolioCommands,
	mouse: portfolioMouse,
	View: PortfolioView,
	lines: portfolioLines,
	sheet: portfolioSheet,
	origin: portfolioOrigin,
	copied: portfolioCopied,
};
