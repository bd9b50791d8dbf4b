/** Rows as JSON objects: what JSON and NDJSON have in common. */

import {writersOf, type Table, type TimeFormat} from './table.js';

/** The rows of each page that has any, as JSON text. */
export async function* objectsOf(table: Table, time: TimeFormat): AsyncGenerator<readonly string[]> {
	const names = table.columns.map(({name}) => `${JSON.stringify(name)}:`);
	const writers = writersOf(table.columns, time, value => JSON.stringify(value));
	for await (const page of table.pages) {
		const objects: string[] = [];
		for (let row = 0; row < page.length; row++) {
			let text = '{';
			for (let column = 0; column < writers.length; column++) {
				if (column > 0) text += ',';
				text += names[column]! + (writers[column]!(page.columns[column]![row]!) ?? 'null');
			}

			objects.push(`${text}}`);
		}

		if (objects.length > 0) yield objects;
	}
}
