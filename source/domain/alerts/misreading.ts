/** What can be wrong with a rule as a person writes it. The English words are here; the screen has others. */

import {Fault} from '../fault.js';

/** What should come at a place. */
export type Expected = 'asset' | 'operator' | 'number' | 'indicator' | 'value' | 'candles';

export type Misreading =
	/** From `rest` on there is nothing that a rule is made of. */
	| {readonly of: 'unreadable'; readonly text: string; readonly rest: string}
	/** `met` is null at the end; `name` is that of a parameter. */
	| {
			readonly of: 'expected';
			readonly text: string;
			readonly what: Expected;
			readonly name?: string;
			readonly met: string | null;
	  }
	| {readonly of: 'too-much'; readonly text: string; readonly after: string}
	| {readonly of: 'interval'; readonly word: string}
	| {readonly of: 'unwatchable'; readonly word: string; readonly near: readonly string[]}
	| {readonly of: 'bracket'; readonly indicator: string; readonly parameters: readonly string[]}
	/** `why` says which value is out of its range. */
	| {readonly of: 'value'; readonly why: string}
	| {readonly of: 'not-overlay'; readonly indicator: string}
	| {readonly of: 'volume-below' | 'volume-multiple' | 'volume-bracket' | 'volume-period'};

const expected: Readonly<Record<Expected, string>> = {
	asset: 'an asset',
	operator: '< or >',
	number: 'a number',
	indicator: 'the name of an indicator',
	value: 'a value for',
	candles: 'a number of candles',
};

function wordsOf(problem: Misreading): string {
	switch (problem.of) {
		case 'unreadable':
			return `"${problem.text}" cannot be read from "${problem.rest}" on.`;
		case 'expected': {
			const what = expected[problem.what] + (problem.name === undefined ? '' : ` ${problem.name}`);
			const met = problem.met === null ? 'the end' : `"${problem.met}"`;
			return `"${problem.text}": ${what} is expected before ${met}.`;
		}

		case 'too-much':
			return `"${problem.text}": nothing is expected after "${problem.after}".`;
		case 'interval':
			return `"${problem.word}" is no candle interval; 1m, 5m, 15m, 30m, 1h, 4h, 12h, 1d, 1w are.`;
		case 'unwatchable': {
			const meant = problem.near.length > 0 ? ` Did you mean ${problem.near.join(' or ')}?` : '';
			return `"${problem.word}" is nothing that can be watched.${meant}`;
		}

		case 'bracket': {
			const takes = problem.parameters.length === 0 ? 'no values' : problem.parameters.join(', ');
			return `${problem.indicator} takes ${takes}; a bracket is missing or there are too many values.`;
		}

		case 'value':
			return `${problem.why}.`;
		case 'not-overlay':
			return `The price can cross what is drawn over it (sma, ema, bollinger, vwap), not ${problem.indicator}.`;
		case 'volume-below':
			return 'Volume is watched above a multiple of its average, not below.';
		case 'volume-multiple':
			return 'The multiple of the average is larger than 0.';
		case 'volume-bracket':
			return 'A bracket is missing after the number of candles.';
		case 'volume-period':
			return 'The average is over 2 to 1000 candles.';
	}
}

const examples =
	'Write for example: bitcoin > 100000, btc change24h < -5, btc crosses sma(50), btc rsi(14) < 30 on 1d, btc volume > 3x average.';

/** A rule that cannot be read, and why. */
export class Misread extends Fault {
	readonly problem: Misreading;

	constructor(problem: Misreading) {
		super('usage', wordsOf(problem), {hint: examples});
		this.problem = problem;
	}
}
