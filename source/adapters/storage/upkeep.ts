/** Room in the database and the archive: counted, and made. */

import {statSync} from 'node:fs';
import {sql} from 'kysely';
import type {Thinning} from '#domain/retention.js';
import {stepOf} from '#domain/interval.js';
import type {Clock} from '#ports/world.js';
import type {Upkeep} from '#ports/upkeep.js';
import {connect, connectForReading, whileBusy, type Connections, type Session} from './connections.js';
import {withStorageFaults} from './errors.js';
import type {FileRawArchive} from './raw-archive.js';

const day = stepOf['1d'];

export type UpkeepOptions = {
	readonly connections: Connections;
	readonly archive: FileRawArchive;
	readonly file: string;
	readonly clock: Clock;
	/** How long to wait for other processes, ms. */
	readonly busyTimeoutMs: number;
};

/** Quotes of a stretch that a later one of the same step replaces. Constants inline: parameters are bound as REAL. */
const spare = ({from, to, stepMs}: Thinning) => sql`
	SELECT cycle_id, asset_id FROM (
		SELECT q.cycle_id, q.asset_id, row_number() OVER (
			PARTITION BY c.source, q.asset_id, c.captured_at / ${sql.lit(stepMs)} ORDER BY c.captured_at DESC
		) AS place
		FROM cycle c JOIN quote q ON q.cycle_id = c.id
		WHERE c.captured_at >= ${sql.lit(from)} AND c.captured_at < ${sql.lit(to)}
	) WHERE place > 1`;

/** Thins a stretch inside a transaction; cycles left without any quote go too, but the last one of each step. */
async function thin({db}: Session, stretch: Thinning): Promise<number> {
	const {from, to, stepMs} = stretch;
	const gone = await sql`DELETE FROM quote WHERE (cycle_id, asset_id) IN (${spare(stretch)})`.execute(db);
	const removed = Number(gone.numAffectedRows ?? 0n);
	if (removed === 0) return 0;
	const inside = sql`captured_at >= ${sql.lit(from)} AND captured_at < ${sql.lit(to)}`;
	await sql`
		UPDATE cycle SET stored = (SELECT count(*) FROM quote WHERE cycle_id = cycle.id) WHERE ${inside}`.execute(
		db,
	);
	await sql`
		DELETE FROM cycle WHERE ${inside} AND stored = 0
			AND NOT EXISTS (SELECT 1 FROM latest_quote WHERE cycle_id = cycle.id)
			AND EXISTS (
				SELECT 1 FROM cycle AS later WHERE later.source = cycle.source AND later.captured_at > cycle.captured_at
					AND later.captured_at / ${sql.lit(stepMs)} = cycle.captured_at / ${sql.lit(stepMs)}
			)`.execute(db);
	return removed;
}

export class SqliteUpkeep implements Upkeep {
	readonly #options: UpkeepOptions;

	constructor(options: UpkeepOptions) {
		this.#options = options;
	}

	async oldPayloads(before: number): Promise<{files: number; bytes: number}> {
		return this.#options.archive.prunable(before);
	}

	async spareQuotes(thinning: Thinning): Promise<number> {
		return this.#options.connections.read(async ({db}) => {
			const {rows} = await sql<{count: number}>`SELECT count(*) AS count FROM (${spare(thinning)})`.execute(
				db,
			);
			return rows[0]!.count;
		});
	}

	async thinQuotes(thinning: Thinning, onDay: () => Promise<void>): Promise<number> {
		const {connections} = this.#options;
		let removed = 0;
		for (const from of await this.#days(thinning)) {
			await onDay();
			const stretch = {...thinning, from, to: Math.min(from + day, thinning.to)};
			removed += await connections.write(session => thin(session, stretch));
		}

		return removed;
	}

	async space(): Promise<{bytes: number; free: number}> {
		const {file} = this.#options;
		return withStorageFaults(() => {
			const db = connectForReading(file);
			try {
				const number = (name: string): number => db.pragma(name, {simple: true}) as number;
				return {bytes: statSync(file).size, free: number('freelist_count') * number('page_size')};
			} finally {
				db.close();
			}
		});
	}

	async vacuum(): Promise<void> {
		const {file, clock, busyTimeoutMs} = this.#options;
		await withStorageFaults(async () => {
			const db = connect(file);
			try {
				await whileBusy(() => db.exec('VACUUM'), clock, busyTimeoutMs);
				db.pragma('wal_checkpoint(TRUNCATE)');
			} finally {
				db.close();
			}
		});
	}

	/** The first moments of the days that have a cycle. */
	async #days({from, to}: Thinning): Promise<number[]> {
		return this.#options.connections.read(async ({db}) => {
			const {rows} = await sql<{start: number}>`
				SELECT DISTINCT captured_at / ${sql.lit(day)} * ${sql.lit(day)} AS start FROM cycle
				WHERE captured_at >= ${sql.lit(from)} AND captured_at < ${sql.lit(to)} ORDER BY start`.execute(db);
			return rows.map(({start}) => start);
		});
	}
}
