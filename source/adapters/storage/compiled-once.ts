/** Queries compiled at their first use and run again with other parameters: building one costs more than running it. */

import type {Compilable, CompiledQuery, Kysely} from 'kysely';
import type {Schema} from './schema.js';

/** The query with `parameters` in the places, and the order, in which its builder named values. */
export type CompiledOnce<Row> = (db: Kysely<Schema>, parameters: readonly unknown[]) => CompiledQuery<Row>;

/** `build` gives the query with any values; only its text is kept. */
export function compiledOnce<Row>(build: (db: Kysely<Schema>) => Compilable<Row>): CompiledOnce<Row> {
	let template: CompiledQuery<Row> | undefined;
	return (db, parameters) => {
		template ??= build(db).compile();
		if (parameters.length !== template.parameters.length) {
			throw new RangeError(`${template.parameters.length} parameters expected, ${parameters.length} given`);
		}

		return {...template, parameters};
	};
}
