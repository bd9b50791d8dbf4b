/** The quality screen as rows of a spreadsheet. */

import type {Sheet} from '#desk/desk.js';
import {cleanText} from '#domain/text.js';
import {toIsoOrNull} from '#domain/time.js';
import {stateOf, type DoctorRow} from './doctor.js';
import {contentsOf} from './places.js';
import type {QualityState} from './state.js';

function findingCells(row: DoctorRow): Sheet['rows'][number] {
	const check = row.of === 'check' ? row.check : null;
	const gap = row.of === 'hole' ? row.gap : null;
	return [
		stateOf(row),
		check?.id ?? null,
		check && cleanText(check.message),
		check?.fix ? cleanText(check.fix) : null,
		gap?.source ?? null,
		gap?.asset ?? null,
		gap?.interval ?? null,
		toIsoOrNull(gap?.from ?? null),
		toIsoOrNull(gap?.to ?? null),
		gap?.candles ?? null,
		gap?.cause ?? null,
		gap?.obstacle ?? null,
		toIsoOrNull(gap?.heldUntil ?? null),
		gap?.attempts.length ?? null,
	];
}

/** The rows of the active section. Columns are in English: files outlive languages. */
export function sheetOf(state: QualityState): Sheet | null {
	const contents = contentsOf(state);
	switch (state.section) {
		case 'coverage':
			return sheet(
				'coverage',
				['source', 'asset', 'symbol', 'quote', 'interval', 'from', 'to', 'stored', 'expected', 'missing'],
				contents.coverage.map(({source, asset, symbol, quote, interval, from, to, count, expected, gaps}) => [
					source,
					asset,
					cleanText(symbol),
					quote,
					interval,
					toIsoOrNull(from),
					toIsoOrNull(to),
					count,
					expected,
					gaps,
				]),
			);
		case 'quarantine':
			return sheet(
				'quarantine',
				[
					'id',
					'state',
					'kind',
					'rule',
					'field',
					'source',
					'endpoint',
					'asset',
					'times_seen',
					'first_seen',
					'last_seen',
					'sample',
					'run',
				],
				contents.quarantine.map(row => [
					row.id,
					row.state,
					row.kind,
					cleanText(row.rule),
					cleanText(row.field),
					row.source,
					cleanText(row.endpoint),
					row.asset,
					row.timesSeen,
					toIsoOrNull(row.firstSeenAt),
					toIsoOrNull(row.lastSeenAt),
					cleanText(row.sample),
					row.run,
				]),
			);
		case 'drift':
			return sheet(
				'drift',
				['seen_at', 'source', 'endpoint', 'field', 'change', 'before', 'now', 'run'],
				contents.drift.map(({seenAt, source, endpoint, field, change, before, now, run}) => [
					toIsoOrNull(seenAt),
					source,
					cleanText(endpoint),
					cleanText(field),
					change,
					cleanText(before.join('|')),
					cleanText(now.join('|')),
					run,
				]),
			);
		case 'runs':
			return sheet(
				'runs',
				[
					'run',
					'kind',
					'status',
					'started_at',
					'finished_at',
					'read',
					'incomplete',
					'violating',
					'inserted',
					'faults',
				],
				contents.runs.map(({run, kind, status, startedAt, finishedAt, report}) => [
					run,
					kind,
					status,
					toIsoOrNull(startedAt),
					toIsoOrNull(finishedAt),
					report?.rows.extracted ?? null,
					report?.rows.incomplete ?? null,
					report?.rows.violating ?? null,
					report?.rows.inserted ?? null,
					report?.faults.length ?? null,
				]),
			);
		case 'doctor':
			return sheet(
				'doctor',
				[
					'state',
					'check',
					'message',
					'fix',
					'source',
					'asset',
					'interval',
					'from',
					'to',
					'missing',
					'cause',
					'obstacle',
					'held_until',
					'attempts',
				],
				contents.doctor.map(findingCells),
			);
	}
}

const sheet = (name: string, columns: Sheet['columns'], rows: Sheet['rows']): Sheet | null =>
	rows.length === 0 ? null : {name, columns, rows};
