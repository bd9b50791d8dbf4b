/** What the hidden screen says. */

import type {Bilingual} from '../../i18n/language.js';

export const forecastWords: Bilingual<{readonly none: string}> = {
	en: {none: 'This version makes no forecasts.'},
	'pt-BR': {none: 'Esta versão não faz previsões.'},
};
