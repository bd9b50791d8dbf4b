/** NDJSON: one object a line, each line a whole JSON document. Unknown values are null. */

import {objectsOf} from './objects.js';
import type {Table, TimeFormat} from './table.js';

/** The lines in pieces of one page. */
export async function* writeNdjson(table: Table, time: TimeFormat): AsyncGenerator<string> {
	for await (const objects of objectsOf(table, time)) yield `${objects.join('\n')}\n`;
}
