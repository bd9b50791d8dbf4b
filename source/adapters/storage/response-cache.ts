/** Remembered answers: validators for conditional requests, and how long an answer may be served without asking. */

import type {CachedResponse, ResponseCache} from '#ports/storage.js';
import type {Connections} from './connections.js';

export class SqliteResponseCache implements ResponseCache {
	readonly #connections: Connections;

	constructor(connections: Connections) {
		this.#connections = connections;
	}

	async get(key: string): Promise<CachedResponse | null> {
		return this.#connections.read(async ({db}) => {
			const row = await db.selectFrom('response_cache').selectAll().where('key', '=', key).executeTakeFirst();
			return row
				? {
						key: row.key,
						etag: row.etag,
						lastModified: row.last_modified,
						payload: row.payload,
						storedAt: row.stored_at,
						freshUntil: row.fresh_until,
						serverNow: row.server_now,
					}
				: null;
		});
	}

	async put(entry: CachedResponse): Promise<void> {
		const row = {
			key: entry.key,
			etag: entry.etag,
			last_modified: entry.lastModified,
			payload: entry.payload,
			stored_at: entry.storedAt,
			fresh_until: entry.freshUntil,
			server_now: entry.serverNow,
		};
		await this.#connections.write(async ({db}) => {
			await db
				.insertInto('response_cache')
				.values(row)
				.onConflict(conflict => conflict.column('key').doUpdateSet(row))
				.execute();
		});
	}
}
