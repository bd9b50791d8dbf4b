import {describe, expect, test} from 'vitest';
import {conditionText, readRule} from '#domain/alerts/rule-text.js';
import {Fault} from '#domain/fault.js';

describe('a rule as people write it', () => {
	test.each([
		['bitcoin > 100000', 'bitcoin', 'price > 100000'],
		['bitcoin >= 100k', 'bitcoin', 'price > 100000'],
		['btc price < 1.5', 'btc', 'price < 1.5'],
		['btc % change 24h < -5', 'btc', 'change24h < -5'],
		['btc change24h < -5%', 'btc', 'change24h < -5'],
		['shiba-inu change 7d > 12.5', 'shiba-inu', 'change7d > 12.5'],
		['eth volume > 2b', 'eth', 'volume24h > 2000000000'],
		['eth marketcap > 1.5t', 'eth', 'marketCap > 1500000000000'],
		['btc crosses sma(50)', 'btc', 'crosses sma(50) on 1h'],
		['btc crosses above ema(20) on 1d', 'btc', 'crosses above ema(20) on 1d'],
		['btc crosses below bollinger(20, 2) lower on 4h', 'btc', 'crosses below bollinger(20,2) lower on 4h'],
		['btc rsi(14) < 30', 'btc', 'rsi(14) < 30 on 1h'],
		['btc rsi < 30 on 5m', 'btc', 'rsi(14) < 30 on 5m'],
		['btc macd(12,26,9) histogram > 0 on 1d', 'btc', 'macd(12,26,9) histogram > 0 on 1d'],
		['btc volume > 3x average', 'btc', 'volume > 3x average(24) on 1h'],
		['btc volume > 2.5 x avg(48) on 1d', 'btc', 'volume > 2.5x average(48) on 1d'],
	])('%s', (text, asset, condition) => {
		const rule = readRule(text);
		expect(rule.asset).toBe(asset);
		expect(conditionText(rule.condition)).toBe(condition);
		expect(readRule(`${asset} ${condition}`), 'the text of the program reads back').toEqual(rule);
	});

	test.each([
		['', 'an asset is expected'],
		['% change 24h < -5', 'an asset is expected before "%"'],
		['bitcoin', 'the name of an indicator is expected before the end'],
		['bitcoin >', 'a number is expected before the end'],
		['bitcoin > abc', 'a number is expected before "abc"'],
		['bitcoin > 5 6', 'nothing is expected after "5"'],
		['bitcoin rsy(14) < 30', 'Did you mean rsi'],
		['bitcoin rsi(0) < 30', 'rsi period is a whole number from 1'],
		['bitcoin rsi(14 < 30', 'a bracket is missing'],
		['bitcoin crosses rsi(14)', 'The price can cross'],
		['bitcoin rsi(14) < 30 on 2h', '"2h" is no candle interval'],
		['bitcoin volume < 3x average', 'not below'],
		['bitcoin volume > 3x average(1)', '2 to 1000'],
		['bitcoin > 5 $', 'cannot be read from "$"'],
		['bitcoin > 1e400', 'cannot be read from "1e400"'],
		['bitcoin > 1e300t', 'cannot be read from "1e300t"'],
	])('%j is refused with the place and the reason', (text, reason) => {
		expect(() => readRule(text)).toThrow(Fault);
		expect(() => readRule(text)).toThrow(reason);
	});
});
