/** The raw archive: every accepted body once, compressed, under the name of its hash; and which request got which. */

import {createHash, randomBytes} from 'node:crypto';
import {mkdir, readdir, readFile, rename, rm, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {promisify} from 'node:util';
import {constants, gunzip, gzip} from 'node:zlib';
import {sql} from 'kysely';
import type {RunId} from '#domain/run.js';
import type {ArchivedRequest, RawArchive} from '#ports/storage.js';
import type {Connections} from './connections.js';
import {withStorageFaults} from './errors.js';
import type {Schema} from './schema.js';

const pageSize = 500;
const compress = promisify(gzip);
const decompress = promisify(gunzip);
const level = constants.Z_BEST_SPEED;

/** Longest body taken out again; nothing longer is ever put in. */
const maxBytes = 64 * 1024 * 1024;

const hashOf = (body: Uint8Array): string => createHash('sha256').update(body).digest('hex');

const isMissing = (error: unknown): boolean =>
	error instanceof Error && 'code' in error && error.code === 'ENOENT';

export class FileRawArchive implements RawArchive {
	readonly #connections: Connections;
	readonly #folder: string;
	/** Bodies known to be on disk, so that an unchanged answer costs no write. */
	readonly #kept = new Set<string>();

	constructor(connections: Connections, folder: string) {
		this.#connections = connections;
		this.#folder = folder;
	}

	async keep(body: Uint8Array): Promise<string> {
		const payload = hashOf(body);
		if (this.#kept.has(payload)) return payload;
		const path = this.#pathOf(payload);
		await withStorageFaults(async () => {
			const bytes = await compress(body, {level});
			const partial = join(dirname(path), `.${randomBytes(6).toString('hex')}.tmp`);
			try {
				await writeFile(partial, bytes, {flag: 'wx'}).catch(async (error: unknown) => {
					if (!isMissing(error)) throw error;
					await mkdir(dirname(path), {recursive: true});
					await writeFile(partial, bytes, {flag: 'wx'});
				});
				await rename(partial, path);
			} catch (error) {
				await rm(partial, {force: true});
				throw error;
			}
		});
		this.#kept.add(payload);
		return payload;
	}

	async record(request: ArchivedRequest): Promise<void> {
		await this.#connections.write(async ({db}) => {
			await db
				.insertInto('raw_request')
				.values({
					run: request.run,
					source: request.source,
					endpoint: request.endpoint,
					path: request.path,
					fetched_at: request.fetchedAt,
					server_now: request.serverNow,
					payload: request.payload,
					fresh: request.fresh ? 1 : 0,
					status: request.status,
					bytes: request.bytes,
					question: JSON.stringify(request.question),
				})
				.execute();
		});
	}

	async read(payload: string): Promise<Uint8Array | null> {
		try {
			const body = await decompress(await readFile(this.#pathOf(payload)), {maxOutputLength: maxBytes});
			return hashOf(body) === payload ? body : null;
		} catch {
			return null;
		}
	}

	async *requests({run, since}: {run?: RunId; since?: number}): AsyncGenerator<ArchivedRequest> {
		let last: {fetchedAt: number; id: number} | undefined;
		for (;;) {
			const after = last;
			const rows = await this.#connections.read(({db}) => {
				let query = db
					.selectFrom('raw_request')
					.selectAll()
					.orderBy('fetched_at')
					.orderBy('id')
					.limit(pageSize);
				if (run !== undefined) query = query.where('run', '=', run);
				if (since !== undefined) query = query.where('fetched_at', '>=', since);
				if (after) query = query.where(sql`(fetched_at, id)`, '>', sql`(${after.fetchedAt}, ${after.id})`);
				return query.execute();
			});
			for (const row of rows) yield archivedRequest(row);
			const end = rows.at(-1);
			if (!end || rows.length < pageSize) return;
			last = {fetchedAt: end.fetched_at, id: end.id};
		}
	}

	async prune(before: number): Promise<number> {
		const doomed = await this.#connections.write(async ({db}) => {
			await db
				.deleteFrom('raw_request')
				.where('fetched_at', '<', before)
				.where(({not, exists, selectFrom}) =>
					not(
						exists(
							selectFrom('quarantine')
								.select('quarantine.id')
								.whereRef('quarantine.payload', '=', 'raw_request.payload'),
						),
					),
				)
				.execute();
			const needed = await db.selectFrom('raw_request').select('payload').distinct().execute();
			return new Set(needed.map(({payload}) => payload));
		});
		// Files are named by what they hold, so what nobody asks for any more can be told by name alone.
		let gone = 0;
		for (const name of await this.#names()) {
			if (doomed.has(name)) continue;
			await rm(this.#pathOf(name), {force: true});
			this.#kept.delete(name);
			gone++;
		}

		return gone;
	}

	async #names(): Promise<string[]> {
		try {
			const folders = await readdir(this.#folder);
			const names = await Promise.all(
				folders.map(async folder => {
					const files = await readdir(join(this.#folder, folder));
					return files
						.filter(file => file.endsWith('.json.gz'))
						.map(file => folder + file.slice(0, -'.json.gz'.length));
				}),
			);
			return names.flat();
		} catch (error) {
			if (isMissing(error)) return [];
			throw error;
		}
	}

	#pathOf(payload: string): string {
		return join(this.#folder, payload.slice(0, 2), `${payload.slice(2)}.json.gz`);
	}
}

function archivedRequest(row: Omit<Schema['raw_request'], 'id'>): ArchivedRequest {
	return {
		run: row.run,
		source: row.source,
		endpoint: row.endpoint,
		path: row.path,
		fetchedAt: row.fetched_at,
		serverNow: row.server_now,
		payload: row.payload,
		fresh: row.fresh === 1,
		status: row.status,
		bytes: row.bytes,
		question: JSON.parse(row.question) as Record<string, unknown>,
	};
}
