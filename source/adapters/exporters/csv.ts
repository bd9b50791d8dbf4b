/** CSV after RFC 4180 with `\n` line ends. Unknown values are empty fields. */

import {writersOf, type Table, type TimeFormat} from './table.js';

// A first `=`, `+`, `-` or `@` makes a spreadsheet compute; quoting keeps the text as it is and most of them calm.
const needsQuotes = /[",\r\n]|^[=+\-@\s]|\s$/;

/** A text field; the text itself is never changed. The empty text is quoted, to differ from an unknown one. */
export const csvField = (value: string): string =>
	value === '' || needsQuotes.test(value) ? `"${value.replaceAll('"', '""')}"` : value;

/** The file in pieces: the header, then one piece per page. */
export async function* writeCsv(table: Table, time: TimeFormat): AsyncGenerator<string> {
	yield `${table.columns.map(({name}) => csvField(name)).join(',')}\n`;
	const writers = writersOf(table.columns, time, csvField);
	for await (const page of table.pages) {
		let text = '';
		for (let row = 0; row < page.length; row++) {
			for (let column = 0; column < writers.length; column++) {
				if (column > 0) text += ',';
				text += writers[column]!(page.columns[column]![row]!) ?? '';
			}

			text += '\n';
		}

		yield text;
	}
}
