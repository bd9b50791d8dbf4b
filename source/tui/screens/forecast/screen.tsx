/** The forecast screen: the band of the next candle, what it is worth, and the record that nobody can rewrite. */

import type {Screen} from '../../screen.js';
import {forecastCommands} from './commands.js';
import {onMouse} from './mouse.js';
import {forecastCopied, forecastLines, forecastOrigin, forecastSheet} from './spoken.js';
import {
	createForecastState,
	hearForecast,
	reduceForecast,
	rememberForecast,
	type ForecastAction,
	type ForecastState,
} from './state.js';
import {ForecastScreenView} from './view.js';

export const forecastScreen: Screen<ForecastState, ForecastAction> = {
	id: 'forecast',
	title: {en: 'Forecast', 'pt-BR': 'Previsão'},
	create: createForecastState,
	remember: rememberForecast,
	reduce: reduceForecast,
	news: hearForecast,
	commands: forecastCommands,
	mouse: onMouse,
	View: ForecastScreenView,
	lines: forecastLines,
	sheet: forecastSheet,
	origin: forecastOrigin,
	copied: forecastCopied,
};
