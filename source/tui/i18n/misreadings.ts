/** What is wrong with a typed rule, in the user's language. */

import {Misread, type Expected, type Misreading} from '#domain/alerts/misreading.js';
import {toFault} from '#domain/fault.js';
import type {Language} from './language.js';

const expected: Readonly<Record<Expected, string>> = {
	asset: 'um ativo',
	operator: '< ou >',
	number: 'um número',
	indicator: 'o nome de um indicador',
	value: 'um valor para',
	candles: 'um número de candles',
};

function portuguese(problem: Misreading): string {
	switch (problem.of) {
		case 'unreadable':
			return `Não dá para ler a partir de "${problem.rest}".`;
		case 'expected': {
			const what = expected[problem.what] + (problem.name === undefined ? '' : ` ${problem.name}`);
			return `Falta ${what} ${problem.met === null ? 'no fim' : `antes de "${problem.met}"`}.`;
		}

		case 'too-much':
			return `Nada deveria vir depois de "${problem.after}".`;
		case 'interval':
			return `"${problem.word}" não é um intervalo; 1m, 5m, 15m, 30m, 1h, 4h, 12h, 1d, 1w são.`;
		case 'unwatchable': {
			const meant = problem.near.length > 0 ? ` Seria ${problem.near.join(' ou ')}?` : '';
			return `"${problem.word}" não pode ser vigiado.${meant}`;
		}

		case 'bracket': {
			const takes = problem.parameters.length === 0 ? 'nenhum valor' : problem.parameters.join(', ');
			return `${problem.indicator} recebe ${takes}; falta um parêntese ou há valores demais.`;
		}

		case 'value':
			return `Valor fora dos limites (${problem.why}).`;
		case 'not-overlay':
			return `O preço cruza sma, ema, bollinger ou vwap, não ${problem.indicator}.`;
		case 'volume-below':
			return 'O volume é vigiado acima de um múltiplo da média, não abaixo.';
		case 'volume-multiple':
			return 'O múltiplo da média é maior que 0.';
		case 'volume-bracket':
			return 'Falta um parêntese depois do número de candles.';
		case 'volume-period':
			return 'A média é de 2 a 1000 candles.';
	}
}

/** The words for what {@link readConditionText} threw; English comes with the fault. */
export const misreadText = (error: unknown, language: Language): string =>
	language === 'pt-BR' && error instanceof Misread ? portuguese(error.problem) : toFault(error).message;
