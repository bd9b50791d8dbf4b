/** What is in each list of the quality screen right now, and which part of it is in sight. */

import type {CoverageRow, SeriesGap} from '#desk/views/quality.js';
import type {AssetId} from '#domain/market.js';
import type {QuarantineRow, StoredRun} from '#ports/storage.js';
import type {Size} from '../../cells/grid.js';
import {moveTo, type ListState} from '../../state/list.js';
import {orderedRows, seriesText} from './coverage.js';
import {doctorRows, type DoctorRow} from './doctor.js';
import {visibleSeries} from './draw-coverage.js';
import {visibleRows} from './draw-lists.js';
import {layoutQuality} from './layout.js';
import type {ListId, QualityState, StoredDrift} from './state.js';

export type Contents = {
	/** In the order shown. */
	readonly coverage: readonly CoverageRow[];
	readonly gaps: readonly SeriesGap[];
	readonly quarantine: readonly QuarantineRow[];
	readonly drift: readonly StoredDrift[];
	readonly runs: readonly StoredRun[];
	readonly doctor: readonly DoctorRow[];
};

/** The rows of every list. */
export const contentsOf = ({
	answers,
	worstFirst,
}: Pick<QualityState, 'answers' | 'worstFirst'>): Contents => ({
	coverage: orderedRows(answers.coverage, worstFirst),
	gaps: answers.gaps ?? [],
	quarantine: answers.quarantine ?? [],
	drift: answers.drift ?? [],
	runs: answers.runs ?? [],
	doctor: doctorRows(answers),
});

/** Rows of a list in sight. */
export function visibleOf(list: ListId, section: QualityState['section'], size: Size): number {
	const {main, gaps} = layoutQuality(size, section);
	switch (list) {
		case 'gaps':
			return visibleRows(gaps?.height ?? 0);
		case 'coverage':
			return visibleSeries(main);
		case 'quarantine':
		case 'drift':
		case 'runs':
		case 'doctor':
			return visibleRows(main.height);
	}
}

/** Cursor and window of a list as shown now: rows may have gone, or the terminal may have changed, since it moved last. */
export const shownList = (
	list: ListId,
	{lists, section}: Pick<QualityState, 'lists' | 'section'>,
	contents: Contents,
	size: Size,
): ListState =>
	moveTo(lists[list], lists[list].cursor, contents[list].length, visibleOf(list, section, size));

/** What the cursor of the active section is on; null where there is nothing. */
export type Chosen =
	| {readonly of: 'coverage'; readonly row: CoverageRow}
	| {readonly of: 'quarantine'; readonly row: QuarantineRow}
	| {readonly of: 'drift'; readonly row: StoredDrift}
	| {readonly of: 'runs'; readonly row: StoredRun}
	| {readonly of: 'doctor'; readonly row: DoctorRow};

const at = <Row>(rows: readonly Row[], {cursor}: ListState): Row | undefined =>
	rows[Math.min(cursor, rows.length - 1)];

/** The row under the cursor. */
export function chosenOf(
	{section, lists}: Pick<QualityState, 'section' | 'lists'>,
	contents: Contents,
): Chosen | null {
	switch (section) {
		case 'coverage': {
			const row = at(contents.coverage, lists.coverage);
			return row ? {of: 'coverage', row} : null;
		}

		case 'quarantine': {
			const row = at(contents.quarantine, lists.quarantine);
			return row ? {of: 'quarantine', row} : null;
		}

		case 'drift': {
			const row = at(contents.drift, lists.drift);
			return row ? {of: 'drift', row} : null;
		}

		case 'runs': {
			const row = at(contents.runs, lists.runs);
			return row ? {of: 'runs', row} : null;
		}

		case 'doctor': {
			const row = at(contents.doctor, lists.doctor);
			return row ? {of: 'doctor', row} : null;
		}
	}
}

/** The asset that the cursor of the active section is on; null where rows are of none. */
export function assetOf(chosen: Chosen | null): AssetId | null {
	if (chosen?.of === 'coverage') return chosen.row.asset;
	return chosen?.of === 'doctor' && chosen.row.of === 'hole' ? chosen.row.gap.asset : null;
}

/** The question about the gaps of a series; an answer to another question is about another series. */
export const gapsQuestion = (row: CoverageRow): string => seriesText(row);

/** The gaps of the series under the cursor; undefined while they are not known. */
export function gapsOf(
	{answers, read}: Pick<QualityState, 'answers' | 'read'>,
	row: CoverageRow | null,
): readonly SeriesGap[] | undefined {
	return row !== null && read.gaps?.question === gapsQuestion(row) ? answers.gaps : undefined;
}
