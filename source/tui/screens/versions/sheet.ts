/** The versions as rows of a spreadsheet. */

import type {Sheet} from '#desk/desk.js';
import type {Context} from '../../screen.js';
import {recordsOf, type VersionsState} from './state.js';
import {words} from './words.js';

/** Columns are in English: files outlive languages. Sizes are bytes. */
const columns = ['id', 'kind', 'made', 'message', 'rows', 'bytes', 'new bytes', 'simulated'] as const;

/** Every version, newest first; null without any. */
export function sheetOf(state: VersionsState, {language}: Context): Sheet | null {
	const records = recordsOf(state);
	if (records.length === 0) return null;
	const rows = records.map(({id, kind, createdAt, message, rows: count, output, added, simulated}) => [
		id,
		kind,
		createdAt,
		message,
		count,
		output.size,
		added,
		String(simulated),
	]);
	return {name: words[language].title, columns, rows};
}
