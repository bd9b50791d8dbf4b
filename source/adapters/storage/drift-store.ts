/** Drift: what was told of each field, so that a change of a payload is told once and not with every answer. */

import {driftOf} from '#contracts/contract.js';
import type {SourceName} from '#domain/market.js';
import type {DriftNotice, ExpectedShape, Shape} from '#domain/quality.js';
import type {RunId} from '#domain/run.js';
import type {DriftStore} from '#ports/storage.js';
import type {Connections, Session} from './connections.js';

/** What was told last about a field. */
type Told = {readonly change: DriftNotice['change']; readonly types: readonly string[]};

export class SqliteDriftStore implements DriftStore {
	readonly #connections: Connections;

	constructor(connections: Connections) {
		this.#connections = connections;
	}

	async observe(
		source: SourceName,
		endpoint: string,
		expected: ExpectedShape,
		seen: Shape,
		rows: number,
		at: number,
		run: RunId,
	): Promise<DriftNotice[]> {
		// An empty answer says nothing about its fields.
		if (rows === 0) return [];
		const differences = driftOf(source, endpoint, expected, seen);
		// Most answers are as ever, and cost no write. News is told from inside the write, so that one process tells it.
		const seenBefore = await this.#connections.read(session => toldOf(session, source, endpoint));
		if (isSettled(compare(differences, seenBefore))) return [];
		return this.#connections.write(async session => {
			const {db} = session;
			const told = await toldOf(session, source, endpoint);
			const {news, settled} = compare(differences, told);
			// A field that is again as expected may drift anew some day.
			for (const field of settled) {
				await db
					.deleteFrom('field_shape')
					.where('source', '=', source)
					.where('endpoint', '=', endpoint)
					.where('field', '=', field)
					.execute();
			}

			for (const notice of news) {
				const {field, change, before, now} = notice;
				const types = [...new Set([...(told.get(field)?.types ?? []), ...now])];
				const row = {source, endpoint, field, change, types: JSON.stringify(types), seen_at: at};
				await db
					.insertInto('field_shape')
					.values(row)
					.onConflict(conflict => conflict.columns(['source', 'endpoint', 'field']).doUpdateSet(row))
					.execute();
				await db
					.insertInto('drift')
					.values({
						source,
						endpoint,
						field,
						change,
						before: JSON.stringify(before),
						now: JSON.stringify(now),
						seen_at: at,
						run,
					})
					.execute();
			}

			return news;
		});
	}

	async list(limit: number): Promise<(DriftNotice & {seenAt: number; run: RunId})[]> {
		return this.#connections.read(async ({db}) => {
			const rows = await db
				.selectFrom('drift')
				.selectAll()
				.orderBy('seen_at', 'desc')
				.orderBy('id', 'desc')
				.limit(limit)
				.execute();
			return rows.map(row => ({
				source: row.source,
				endpoint: row.endpoint,
				field: row.field,
				change: row.change,
				before: JSON.parse(row.before) as string[],
				now: JSON.parse(row.now) as string[],
				seenAt: row.seen_at,
				run: row.run,
			}));
		});
	}
}

async function toldOf(
	{db}: Session,
	source: SourceName,
	endpoint: string,
): Promise<ReadonlyMap<string, Told>> {
	const rows = await db
		.selectFrom('field_shape')
		.select(['field', 'change', 'types'])
		.where('source', '=', source)
		.where('endpoint', '=', endpoint)
		.execute();
	return new Map(
		rows.map(({field, change, types}) => [field, {change, types: JSON.parse(types) as string[]}]),
	);
}

/** A field that comes now with one of its types and now with another is told once for each. */
const isNews = ({change, now}: DriftNotice, told: Told | undefined): boolean =>
	told === undefined || told.change !== change || now.some(type => !told.types.includes(type));

type Comparison = {readonly news: DriftNotice[]; readonly settled: readonly string[]};

/** What was not told of before, and the fields told of that are as expected again. */
const compare = (differences: readonly DriftNotice[], told: ReadonlyMap<string, Told>): Comparison => ({
	news: differences.filter(notice => isNews(notice, told.get(notice.field))),
	settled: [...told.keys()].filter(field => !differences.some(notice => notice.field === field)),
});

const isSettled = ({news, settled}: Comparison): boolean => news.length === 0 && settled.length === 0;
