/** The list of screens, in the order of their tabs. */

import {asScreen, type Screen} from './screen.js';
import {alertsScreen} from './screens/alerts/screen.js';
import {compareScreen} from './screens/compare/screen.js';
import {forecastScreen} from './screens/forecast/screen.js';
import {marketScreen} from './screens/market/screen.js';
import {pipelineScreen} from './screens/pipeline/screen.js';
import {portfolioScreen} from './screens/portfolio/screen.js';
import {qualityScreen} from './screens/quality/screen.js';
import {technicalScreen} from './screens/technical/screen.js';
import {versionsScreen} from './screens/versions/screen.js';

/** Every screen; what is hidden has no tab. */
export const screens: readonly Screen[] = [
	asScreen(marketScreen),
	asScreen(technicalScreen),
	asScreen(compareScreen),
	asScreen(forecastScreen),
	asScreen(pipelineScreen),
	asScreen(qualityScreen),
	asScreen(portfolioScreen),
	asScreen(alertsScreen),
	asScreen(versionsScreen),
];
