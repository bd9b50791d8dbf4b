/** Small values kept for the next start of the screen, as JSON by key. */

import type {MemoryStore} from '#ports/storage.js';
import type {Connections} from './connections.js';

export class SqliteMemoryStore implements MemoryStore {
	readonly #connections: Connections;

	constructor(connections: Connections) {
		this.#connections = connections;
	}

	async all(): Promise<Readonly<Record<string, unknown>>> {
		return this.#connections.read(async ({db}) => {
			const rows = await db.selectFrom('memory').selectAll().orderBy('key').execute();
			return Object.fromEntries(rows.map(({key, value}) => [key, JSON.parse(value) as unknown]));
		});
	}

	async put(key: string, value: unknown): Promise<void> {
		const text = JSON.stringify(value) as string | undefined;
		await this.#connections.write(async ({db}) => {
			if (text === undefined) {
				await db.deleteFrom('memory').where('key', '=', key).execute();
				return;
			}

			await db
				.insertInto('memory')
				.values({key, value: text})
				.onConflict(conflict => conflict.column('key').doUpdateSet({value: text}))
				.execute();
		});
	}
}
