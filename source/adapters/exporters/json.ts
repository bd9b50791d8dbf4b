/** JSON: one array of objects, one object a line. Unknown values are null. */

import {objectsOf} from './objects.js';
import type {Table, TimeFormat} from './table.js';

/** The document in pieces. */
export async function* writeJson(table: Table, time: TimeFormat): AsyncGenerator<string> {
	let first = true;
	yield '[';
	for await (const objects of objectsOf(table, time)) {
		yield `${first ? '\n' : ',\n'}${objects.join(',\n')}`;
		first = false;
	}

	yield first ? ']\n' : '\n]\n';
}
