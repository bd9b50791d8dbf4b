/** How a checked payload becomes an answer: what the three providers and the archive have in common. */

import type {ExpectedShape, Parsed} from '#domain/quality.js';
import type {Range} from '#domain/range.js';
import type {Allowance} from '#ports/storage.js';
import type {Answer, Provenance} from '#ports/market-data.js';

/** What every provider needs of the settings. */
export type ProviderSettings = {
	/** The whole root, version included; left out, the provider's own. */
	readonly baseUrl?: string | undefined;
	readonly allowance: Allowance;
};

/** Puts a parsed payload together with its origin. */
export const answerOf = <Rows>(
	parsed: Parsed<Rows>,
	provenance: Provenance,
	expected: ExpectedShape,
): Answer<Rows> => ({...parsed, provenance, expected});

/** The same answer with only the rows that pass; `extracted` still tells what the payload held. */
export const keepRows = <Row>(
	answer: Answer<readonly Row[]>,
	keep: (row: Row) => boolean,
): Answer<readonly Row[]> => ({...answer, rows: answer.rows.filter(row => keep(row))});

/** The range of an archived question, or null when it names none. */
export function rangeIn(question: Readonly<Record<string, unknown>>): Range | null {
	const {from, to} = question;
	return typeof from === 'number' && typeof to === 'number' ? {from, to} : null;
}
