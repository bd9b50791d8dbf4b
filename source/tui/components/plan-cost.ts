/** What a plan costs, as lines: candles, requests and time, then what each source is asked for. */

import type {PlannedCost} from '#pipeline/commands.js';
import type {Bilingual} from '../i18n/language.js';
import {sourceLabel} from '../i18n/sources.js';
import type {Context} from '../screen.js';

type CostWords = {
	readonly requests: (count: number, text: string) => string;
	readonly candles: (count: number, text: string) => string;
	readonly total: (candles: string, requests: string, duration: string) => string;
	readonly credits: (credits: string) => string;
	readonly weight: (weight: string) => string;
};

const words: Bilingual<CostWords> = {
	en: {
		requests: (count, text) => (count === 1 ? '1 request' : `${text} requests`),
		candles: (count, text) => (count === 1 ? '1 candle' : `${text} candles`),
		total: (candles, requests, duration) => `${candles} in ${requests}, about ${duration}.`,
		credits: credits => `${credits} credits of this month`,
		weight: weight => `weight ${weight}`,
	},
	'pt-BR': {
		requests: (count, text) => (count === 1 ? '1 requisição' : `${text} requisições`),
		candles: (count, text) => (count === 1 ? '1 candle' : `${text} candles`),
		total: (candles, requests, duration) => `${candles} em ${requests}, cerca de ${duration}.`,
		credits: credits => `${credits} créditos deste mês`,
		weight: weight => `peso ${weight}`,
	},
};

type Plan = {
	readonly candles: number;
	readonly requests: number;
	readonly ms: number;
	readonly cost: readonly PlannedCost[];
};

/** The lines, for a plan that asks for anything. */
export function costLines(
	{candles, requests, ms, cost}: Plan,
	{format, language}: Pick<Context, 'format' | 'language'>,
): readonly string[] {
	const say = words[language];
	const asked = (count: number): string => say.requests(count, format.count(count));
	return [
		say.total(say.candles(candles, format.count(candles)), asked(requests), format.duration(ms)),
		...cost
			.filter(part => part.requests > 0)
			.map(({source, requests: count, credits, weight}) =>
				[
					`${sourceLabel(source)}: ${asked(count)}`,
					...(credits === null ? [] : [say.credits(format.count(credits))]),
					...(weight === null ? [] : [say.weight(format.count(weight))]),
				].join(', '),
			),
	];
}
