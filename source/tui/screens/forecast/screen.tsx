/** The place of the forecasts: hidden until there are any. */

import type {ReactElement} from 'react';
import {Panel} from '../../components/panel.js';
import type {Screen, ViewProps} from '../../screen.js';
import {forecastWords} from './words.js';

function ForecastView({look, language, size}: ViewProps<null, never>): ReactElement {
	return (
		<Panel
			rect={{x: 0, y: 0, ...size}}
			inputs={[look, language]}
			draw={grid =>
				void grid.text(0, grid.height >> 1, forecastWords[language].none, look.theme.paint('muted'), grid.width, 'center')
			}
		/>
	);
}

/** A screen without a tab. */
export const forecastScreen: Screen<null, never> = {
	id: 'forecast',
	title: {en: 'Forecast', 'pt-BR': 'Previsão'},
	hidden: true,
	create: () => null,
	reduce: state => state,
	commands: [],
	View: ForecastView,
	lines: (_, {language}) => [forecastWords[language].none],
};
