/** The laws every contract of rows keeps. */

import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Parsed} from '#domain/quality.js';
import {mostRows, rules} from '#contracts/contract.js';
import {citizens, withValue} from './citizens.js';

const inOrder = (rows: readonly unknown[]) => rows.map(row => JSON.stringify(row)).toSorted();
const complaints = ({rejections}: Parsed<unknown>) =>
	rejections.map(({rule, field, raw}) => [rule, field, raw].join('\n')).toSorted();

describe.each(citizens)('$name', ({name, rows, variant, required, parse, ordered}) => {
	const places = fc.shuffledSubarray([...rows.keys()], {minLength: rows.length});

	test('accepts its rows and says which contract it is', () => {
		const parsed = parse(rows);
		expect(parsed.rejections).toEqual([]);
		expect(parsed).toMatchObject({contract: name, extracted: rows.length, duplicates: 0});
		expect(parsed.rows).toHaveLength(rows.length);
		expect(Object.keys(parsed.shape)).not.toEqual([]);
	});

	test('an empty answer is no fault and has no rows', () => {
		expect(parse([])).toMatchObject({extracted: 0, duplicates: 0, rows: [], rejections: []});
	});

	test.each([
		'<!DOCTYPE html><html></html>',
		null,
		42,
		true,
		{},
		{error: 'coin not found'},
		{status: {error_code: 429}},
		{data: {message: 'deprecated'}},
	])('an answer that is no list of rows is one violation: %j', payload => {
		const parsed = parse(payload);
		expect(parsed).toMatchObject({extracted: 1, duplicates: 0, rows: []});
		expect(parsed.rejections).toMatchObject([
			{kind: 'violation', rule: 'wrong-type', field: '$', key: '$', raw: JSON.stringify(payload)},
		]);
	});

	test('more rows than any real answer has are not even looked at', () => {
		const parsed = parse(Array.from({length: mostRows + 1}, () => 0));
		expect(parsed.rows).toEqual([]);
		expect(parsed.rejections).toMatchObject([{rule: 'too-many-rows', sample: String(mostRows + 1)}]);
	});

	test.each(required)('a row without %j is a violation, and the others pass', place => {
		const [first, ...others] = rows;
		const parsed = parse([withValue(first!, place, undefined), ...others]);
		expect(parsed.rejections).toHaveLength(1);
		expect(parsed.rejections[0]).toMatchObject({kind: 'violation', rule: 'missing-field'});
		expect(parsed.rows).toHaveLength(others.length);
	});

	test.each(required)('a row with a list for %j is a violation of the type', place => {
		const parsed = parse([withValue(rows[0]!, place, [])]);
		expect(parsed.rejections).toMatchObject([{kind: 'violation', rule: 'wrong-type'}]);
		expect(parsed.rows).toEqual([]);
	});

	test('identical copies are dropped and counted', () => {
		const parsed = parse([...rows, rows[0], rows[0]]);
		expect(parsed).toMatchObject({extracted: rows.length + 2, duplicates: 2, rejections: []});
		expect(inOrder(parsed.rows)).toEqual(inOrder(parse(rows).rows));
	});

	test('rows with one key and different values are all set aside', () => {
		const parsed = parse([...rows, withValue(rows[0]!, ...variant)]);
		expect(parsed.duplicates).toBe(0);
		expect(parsed.rejections).toMatchObject([
			{kind: 'violation', rule: 'duplicate-conflict', raw: JSON.stringify(rows[0])},
			{kind: 'violation', rule: 'duplicate-conflict'},
		]);
		expect(inOrder(parsed.rows)).toEqual(inOrder(parse(rows.slice(1)).rows));
	});

	test('the order of the rows changes nothing', () => {
		const dirty = [...rows, withValue(rows[0]!, required[0]!, null), rows.at(-1), 'junk'];
		const sent = [rows, dirty];
		fc.assert(
			fc.property(fc.constantFrom(...sent), fc.infiniteStream(fc.nat()), (batch, numbers) => {
				const shuffled = batch
					.map(row => ({row, at: numbers.next().value as number}))
					.toSorted((a, b) => a.at - b.at)
					.map(({row}) => row);
				const parsed = parse(shuffled);
				const straight = parse(batch);
				expect(complaints(parsed)).toEqual(complaints(straight));
				expect(parsed.duplicates).toBe(straight.duplicates);
				expect(inOrder(parsed.rows)).toEqual(inOrder(straight.rows));
				if (ordered) expect(parsed.rows).toEqual(straight.rows);
			}),
		);
	});

	test('accepted rows stay accepted without the others', () => {
		fc.assert(
			fc.property(places, fc.nat({max: rows.length}), (shuffled, length) => {
				const some = shuffled.slice(0, length).map(place => rows[place]);
				const alone = some.flatMap(row => parse([row]).rows);
				expect(inOrder(parse(some).rows)).toEqual(inOrder(alone));
			}),
		);
	});

	test('whatever is sent, every row is accepted, a copy, or set aside under a rule', () => {
		const broken = fc
			.tuple(fc.constantFrom(...rows), fc.constantFrom(variant[0], ...required), fc.jsonValue())
			.map(([row, place, value]) => withValue(row, place, value));
		const batch = fc.array(fc.oneof(broken, fc.constantFrom(...rows), fc.jsonValue()), {maxLength: 8});
		fc.assert(
			fc.property(fc.oneof({weight: 4, arbitrary: batch}, fc.jsonValue()), payload => {
				const parsed = parse(payload);
				expect(parsed.rows.length + parsed.duplicates + parsed.rejections.length).toBe(parsed.extracted);
				for (const {rule, kind, sample, raw} of parsed.rejections) {
					expect(rules).toHaveProperty([rule, 'kind'], kind);
					expect(sample.length).toBeLessThanOrEqual(200);
					expect(raw.length).toBeLessThanOrEqual(20_000);
				}
			}),
			{numRuns: 200},
		);
	});
});
