/** Price rules as people write them: read with a reason where that fails, and written in one way. */

import {findIndicator, type IndicatorId, type Settings} from '../indicators/catalog.js';
import {isInterval, type Interval} from '../interval.js';
import {nearest} from '../nearest.js';
import {Misread, type Expected} from './misreading.js';
import type {Condition, Direction, QuoteMeasure, RuleText} from './rule.js';

const defaultInterval: Interval = '1h';
const volumePeriod = 24;

type Token = {readonly kind: 'word' | 'number' | 'operator' | 'mark'; readonly text: string};

/** Words, numbers with k, m, b or t, comparison signs, brackets and commas. `%` says nothing: percents are percents. */
function tokensOf(text: string): readonly Token[] {
	const tokens: Token[] = [];
	const pattern =
		/\s*(?:(?<times>\d+\.?\d*x(?!\w))|(?<number>[+-]?(?:\d[\d_]*\.?\d*|\.\d+)(?:e[+-]?\d+)?[kmbt]?(?![\w.-]))|(?<word>\d+[a-z]\w*|[a-z][\w-]*)|(?<operator>[<>]=?)|(?<mark>[(),])|(?<percent>%))/giy;
	while (pattern.lastIndex < text.trimEnd().length) {
		const from = pattern.lastIndex;
		const found = pattern.exec(text);
		// A number too large to be kept would be stored as none at all.
		if (!found?.groups || !Number.isFinite(numberOf(found.groups['number'] ?? '0'))) {
			throw new Misread({of: 'unreadable', text, rest: text.slice(from).trim().slice(0, 20)});
		}

		const {number, times, word, operator, mark} = found.groups;
		if (number !== undefined) tokens.push({kind: 'number', text: number});
		else if (times !== undefined) tokens.push({kind: 'word', text: times.toLowerCase()});
		else if (word !== undefined) tokens.push({kind: 'word', text: word});
		else if (operator !== undefined) tokens.push({kind: 'operator', text: operator});
		else if (mark !== undefined) tokens.push({kind: 'mark', text: mark});
	}

	return tokens;
}

const suffixes: Readonly<Record<string, number>> = {k: 1e3, m: 1e6, b: 1e9, t: 1e12};

function numberOf(text: string): number {
	const suffix = suffixes[text.at(-1)!.toLowerCase()];
	const digits = (suffix === undefined ? text : text.slice(0, -1)).replaceAll('_', '');
	return Number(digits) * (suffix ?? 1);
}

/** Other ways to write the measures of a quote, lower case. */
const measureNames: Readonly<Record<string, QuoteMeasure>> = {
	price: 'price',
	change1h: 'change1h',
	change24h: 'change24h',
	change7d: 'change7d',
	change30d: 'change30d',
	'1h': 'change1h',
	'24h': 'change24h',
	'7d': 'change7d',
	'30d': 'change30d',
	volume24h: 'volume24h',
	marketcap: 'marketCap',
	cap: 'marketCap',
};

/** A cursor over tokens with the few steps the grammar needs. */
class Reader {
	readonly #tokens: readonly Token[];
	readonly #text: string;
	#at = 0;

	constructor(text: string) {
		this.#text = text;
		this.#tokens = tokensOf(text);
	}

	get next(): Token | undefined {
		return this.#tokens[this.#at];
	}

	/** `name` is that of the parameter whose value is expected. */
	take(kind: Token['kind'], what: Expected, name?: string): string {
		const token = this.next;
		if (token?.kind !== kind) {
			const met = token?.text ?? null;
			throw new Misread({of: 'expected', text: this.#text, what, met, ...(name !== undefined && {name})});
		}

		this.#at++;
		return token.text;
	}

	/** Takes the token when it is this word or mark. */
	takeIf(text: string): boolean {
		if (this.next?.text.toLowerCase() !== text) return false;
		this.#at++;
		return true;
	}

	end(): void {
		const after = this.#tokens[this.#at - 1]?.text ?? '';
		if (this.next) throw new Misread({of: 'too-much', text: this.#text, after});
	}
}

function readInterval(reader: Reader): Interval {
	if (!reader.takeIf('on')) return defaultInterval;
	const text = reader.next?.text.toLowerCase() ?? '';
	// "1h" reads as a word that begins with a digit, which is a number and a unit to the tokens.
	if (!isInterval(text)) throw new Misread({of: 'interval', word: text});
	reader.takeIf(text);
	return text;
}

function readIndicator(reader: Reader): {
	indicator: IndicatorId;
	settings: Settings;
	line: number;
	isOverlay: boolean;
} {
	const name = reader.take('word', 'indicator').toLowerCase();
	const known = findIndicator(name);
	if (!known) {
		const near = nearest(name, [
			...Object.keys(measureNames),
			'sma',
			'ema',
			'rsi',
			'macd',
			'atr',
			'volume',
			'crosses',
		]);
		throw new Misread({of: 'unwatchable', word: name, near});
	}

	const names = Object.keys(known.parameters);
	const settings: Record<string, number> = Object.fromEntries(
		Object.entries(known.parameters).map(([parameter, value]) => [parameter, value.default]),
	);
	if (reader.takeIf('(')) {
		for (const parameter of names) {
			settings[parameter] = numberOf(reader.take('number', 'value', parameter));
			if (!reader.takeIf(',')) break;
		}

		if (!reader.takeIf(')')) throw new Misread({of: 'bracket', indicator: known.id, parameters: names});
	}

	try {
		known.warmUp(settings);
	} catch (error) {
		throw new Misread({of: 'value', why: error instanceof Error ? error.message : String(error)});
	}

	const wanted = reader.next?.kind === 'word' ? known.lines.indexOf(reader.next.text.toLowerCase()) : -1;
	if (wanted >= 0) reader.takeIf(known.lines[wanted]!);
	return {indicator: known.id, settings, line: Math.max(0, wanted), isOverlay: known.place === 'overlay'};
}

function readDirection(reader: Reader): Direction {
	return reader.take('operator', 'operator').startsWith('<') ? 'below' : 'above';
}

function readCondition(reader: Reader): Condition {
	if (reader.takeIf('crosses')) {
		const direction = reader.takeIf('above') ? 'above' : reader.takeIf('below') ? 'below' : 'either';
		const {isOverlay, ...study} = readIndicator(reader);
		if (!isOverlay) throw new Misread({of: 'not-overlay', indicator: study.indicator});
		return {of: 'cross', ...study, direction, interval: readInterval(reader)};
	}

	if (reader.next?.kind === 'operator') {
		return {of: 'quote', measure: 'price', direction: readDirection(reader), level: readLevel(reader)};
	}

	if (reader.takeIf('volume')) return readVolume(reader);
	reader.takeIf('change');
	const measure = measureNames[reader.next?.text.toLowerCase() ?? ''];
	if (measure !== undefined) {
		reader.takeIf(reader.next!.text.toLowerCase());
		return {of: 'quote', measure, direction: readDirection(reader), level: readLevel(reader)};
	}

	const {isOverlay: _, ...study} = readIndicator(reader);
	const direction = readDirection(reader);
	const level = readLevel(reader);
	return {of: 'indicator', ...study, direction, level, interval: readInterval(reader)};
}

const readLevel = (reader: Reader): number => numberOf(reader.take('number', 'number'));

/** The multiple in `3x` or `3 x`, or a plain number. */
function readAmount(reader: Reader): {readonly times: number} | {readonly level: number} {
	const token = reader.next;
	if (token?.kind === 'word' && /^[\d.]+x$/.test(token.text)) {
		reader.takeIf(token.text);
		return {times: Number(token.text.slice(0, -1))};
	}

	const level = readLevel(reader);
	if (reader.takeIf('x') || reader.takeIf('times')) return {times: level};
	return {level};
}

/** `volume > 3x average(24)`, or a plain level of the last 24 hours' volume. */
function readVolume(reader: Reader): Condition {
	const direction = readDirection(reader);
	const amount = readAmount(reader);
	if ('level' in amount) return {of: 'quote', measure: 'volume24h', direction, level: amount.level};
	const {times} = amount;
	if (direction === 'below') throw new Misread({of: 'volume-below'});
	if (!(times > 0)) throw new Misread({of: 'volume-multiple'});
	if (!reader.takeIf('average')) reader.takeIf('avg');
	let period = volumePeriod;
	if (reader.takeIf('(')) {
		period = numberOf(reader.take('number', 'candles'));
		if (!reader.takeIf(')')) throw new Misread({of: 'volume-bracket'});
	}

	if (!Number.isInteger(period) || period < 2 || period > 1000) {
		throw new Misread({of: 'volume-period'});
	}

	return {of: 'volume', times, period, interval: readInterval(reader)};
}

/** The refusal of a rule that begins with `met`, where its asset should be. */
export const withoutAsset = (text: string, met: string): Misread =>
	new Misread({of: 'expected', text, what: 'asset', met});

const conditionWords: ReadonlySet<string> = new Set([
	...Object.keys(measureNames),
	'change',
	'crosses',
	'volume',
]);

/** Whether a word has a meaning of its own in a condition; an asset may be called the same. */
export const isConditionWord = (word: string): boolean =>
	conditionWords.has(word.toLowerCase()) || findIndicator(word.toLowerCase()) !== undefined;

/**
 * Reads a rule as a person writes it: `bitcoin > 100000`, `btc change24h < -5`, `btc crosses above sma(50)`,
 * `btc rsi(14) < 30 on 1d`, `btc volume > 3x average`.
 * @throws Fault `usage` that names the place and what is expected there.
 */
export function readRule(text: string): RuleText {
	if (text.trim().startsWith('%')) throw withoutAsset(text.trim(), '%');
	const reader = new Reader(text.trim());
	const asset = reader.take('word', 'asset');
	const condition = readCondition(reader);
	reader.end();
	return {asset, condition};
}

/**
 * Reads what follows the asset in a rule: `> 100000`.
 * @throws Fault `usage`, as {@link readRule}.
 */
export function readConditionText(text: string): Condition {
	const reader = new Reader(text.trim());
	const condition = readCondition(reader);
	reader.end();
	return condition;
}

const sign = (direction: Direction): string => (direction === 'above' ? '>' : '<');

function studyText({
	indicator,
	settings,
	line,
}: {
	indicator: IndicatorId;
	settings: Settings;
	line: number;
}): string {
	const known = findIndicator(indicator)!;
	const values = Object.entries(known.parameters).map(
		([name, parameter]) => settings[name] ?? parameter.default,
	);
	const lineName = known.lines.length > 1 ? ` ${known.lines[line]}` : '';
	return `${indicator}${values.length > 0 ? `(${values.join(',')})` : ''}${lineName}`;
}

/** The one way a condition is written by the program; reading it again gives the same condition. */
export function conditionText(condition: Condition): string {
	switch (condition.of) {
		case 'quote':
			return `${condition.measure} ${sign(condition.direction)} ${condition.level}`;
		case 'indicator':
			return `${studyText(condition)} ${sign(condition.direction)} ${condition.level} on ${condition.interval}`;
		case 'cross': {
			const direction = condition.direction === 'either' ? '' : ` ${condition.direction}`;
			return `crosses${direction} ${studyText(condition)} on ${condition.interval}`;
		}

		case 'volume':
			return `volume > ${condition.times}x average(${condition.period}) on ${condition.interval}`;
	}
}

/** A rule as a person writes it: `bitcoin price > 100000`. */
export const writtenRule = ({asset, condition}: RuleText): string => `${asset} ${conditionText(condition)}`;
