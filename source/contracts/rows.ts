/** Checks a payload row by row: a zod schema for the types, a reader for the rules, then copies. */

import * as z from 'zod';
import type {Parsed, Rejection} from '#domain/quality.js';
import {Finding, mostRows, reject, rejectPayload, shapeOf} from './contract.js';

/** One kind of row on the wire. `key` is the place of what identifies a row inside its payload. */
export type RowContract<Wire> = {
	/** Name and version, e.g. `coingecko.markets@1`. */
	readonly name: string;
	readonly key: string | number;
	readonly row: z.ZodType<Wire>;
	/** The schema of a whole page, compiled on first use: valid pages take one generated loop. */
	readonly page: () => z.ZodType<Wire[]>;
};

/** A contract for rows of one schema. */
export function rowContract<Wire>(
	name: string,
	key: string | number,
	row: z.ZodType<Wire>,
): RowContract<Wire> {
	let compiled: z.ZodType<Wire[]> | undefined;
	return {name, key, row, page: () => (compiled ??= z.compile(z.array(row)))};
}

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
	path.reduce<unknown>(
		(inner, key) =>
			typeof inner === 'object' && inner !== null ? (inner as Record<PropertyKey, unknown>)[key] : undefined,
		value,
	);

/** A place inside a row as people write it: `roi.times`, `[4]`, `$` for the row itself. */
function fieldName(path: readonly PropertyKey[]): string {
	const name = path.map(key => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
	return name === '' ? '$' : name.replace(/^\./, '');
}

/** The first complaint of zod as a broken rule. */
export function firstFinding(error: z.core.$ZodError, value: unknown): Finding {
	const path = error.issues[0]?.path ?? [];
	const found = valueAt(value, path);
	const field = fieldName(path);
	if (found === undefined) return new Finding('missing-field', field, found);
	return new Finding(found === Infinity || found === -Infinity ? 'not-finite' : 'wrong-type', field, found);
}

/** How rows are read: `read` gives the domain's row or the rule it breaks, `identity` what must not occur twice. */
export type RowReader<Wire, Row> = {
	readonly read: (wire: Wire) => Row | Finding;
	readonly identity: (row: Row) => string | number;
	/** Order of the accepted rows; left out, they stay as they came. */
	readonly order?: (a: Row, b: Row) => number;
};

/**
 * Reads an array of rows. A row that breaks a rule is set aside under the first rule it breaks; identical copies are
 * dropped and counted; rows with one key and different values are all set aside. Never throws, whatever `rows` is.
 */
export function parseRows<Wire, Row>(
	contract: RowContract<Wire>,
	rows: unknown,
	{read, identity, order}: RowReader<Wire, Row>,
): Parsed<Row[]> {
	if (!Array.isArray(rows)) return rejectPayload(contract.name, rows, []);
	if (rows.length > mostRows) {
		return rejectPayload(contract.name, rows.length, [], new Finding('too-many-rows', '$', rows.length));
	}

	const rejections: Rejection[] = [];
	const setAside = (finding: Finding, index: number) => {
		const raw: unknown = rows[index];
		const key = valueAt(raw, [contract.key]);
		rejections.push(reject(finding, typeof key === 'string' || typeof key === 'number' ? key : index, raw));
	};

	const page = z.safeParse(contract.page(), rows);
	const accepted: {readonly row: Row; readonly index: number}[] = [];
	for (let index = 0; index < rows.length; index++) {
		let wire: Wire;
		if (page.success) {
			wire = page.data[index]!;
		} else {
			const single = z.safeParse(contract.row, rows[index]);
			if (!single.success) {
				setAside(firstFinding(single.error, rows[index]), index);
				continue;
			}

			wire = single.data;
		}

		const row = read(wire);
		if (row instanceof Finding) setAside(row, index);
		else accepted.push({row, index});
	}

	const kept: Row[] = [];
	let duplicates = 0;
	const firsts = new Map<string | number, number>();
	const copies = new Map<string | number, number[]>();
	for (const [place, {row}] of accepted.entries()) {
		const key = identity(row);
		const first = firsts.get(key);
		const seen = copies.get(key);
		if (first === undefined) firsts.set(key, place);
		else if (seen === undefined) copies.set(key, [first, place]);
		else seen.push(place);
	}

	for (const places of copies.values()) {
		const same = new Set(places.map(place => JSON.stringify(accepted[place]!.row))).size === 1;
		if (same) {
			duplicates += places.length - 1;
			continue;
		}

		firsts.delete(identity(accepted[places[0]!]!.row));
		for (const place of places) {
			const {index} = accepted[place]!;
			const field = fieldName([contract.key]);
			setAside(new Finding('duplicate-conflict', field, valueAt(rows[index], [contract.key])), index);
		}
	}

	for (const place of firsts.values()) kept.push(accepted[place]!.row);
	if (order) kept.sort(order);
	return {
		contract: contract.name,
		extracted: rows.length,
		duplicates,
		rows: kept,
		rejections,
		shape: shapeOf(rows),
	};
}
