/** The raw archive: every accepted body once, compressed, under the name of its hash; and which request got which. */

import {createHash, randomBytes} from 'node:crypto';
import {mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {promisify} from 'node:util';
import {constants, gunzip, gzip} from 'node:zlib';
import {sql} from 'kysely';
import type {RunId} from '#domain/run.js';
import type {ArchivedRequest, RawArchive} from '#ports/storage.js';
import type {Clock} from '#ports/world.js';
import type {Connections} from './connections.js';
import {codeOf, withStorageFaults} from './errors.js';
import type {Schema} from './schema.js';

const pageSize = 500;
const compress = promisify(gzip);
const decompress = promisify(gunzip);
const level = constants.Z_BEST_SPEED;

/** Longest body taken out again; nothing longer is ever put in. */
const maxBytes = 64 * 1024 * 1024;

const hashOf = (body: Uint8Array): string => createHash('sha256').update(body).digest('hex');

const isMissing = (error: unknown): boolean => codeOf(error) === 'ENOENT';

const bodyTail = '.json.gz';
const partialTail = '.tmp';

/** The names in a folder; none when it is missing, or no folder. */
async function entries(folder: string): Promise<string[]> {
	try {
		return await readdir(folder);
	} catch (error) {
		if (isMissing(error) || codeOf(error) === 'ENOTDIR') return [];
		throw error;
	}
}

/** When a file was last wanted, ms; a file that is gone already is as old as can be. */
async function modifiedAt(path: string): Promise<number> {
	try {
		return (await stat(path)).mtimeMs;
	} catch (error) {
		if (isMissing(error)) return Number.NEGATIVE_INFINITY;
		throw error;
	}
}

export class FileRawArchive implements RawArchive {
	readonly #connections: Connections;
	readonly #folder: string;
	readonly #clock: Clock;
	/** Bodies that this process has written: an unchanged answer need not be compressed again. */
	readonly #kept = new Set<string>();

	constructor(connections: Connections, folder: string, clock: Clock) {
		this.#connections = connections;
		this.#folder = folder;
		this.#clock = clock;
	}

	async keep(body: Uint8Array): Promise<string> {
		const payload = hashOf(body);
		const path = this.#pathOf(payload);
		await withStorageFaults(async () => {
			if (this.#kept.has(payload) && (await this.#touch(path))) return;
			const bytes = await compress(body, {level});
			const partial = join(dirname(path), `.${randomBytes(6).toString('hex')}${partialTail}`);
			try {
				await writeFile(partial, bytes, {flag: 'wx'}).catch(async (error: unknown) => {
					if (!isMissing(error)) throw error;
					await mkdir(dirname(path), {recursive: true});
					await writeFile(partial, bytes, {flag: 'wx'});
				});
				await this.#touch(partial);
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

	async find(payload: string): Promise<ArchivedRequest | null> {
		return this.#connections.read(async ({db}) => {
			const row = await db
				.selectFrom('raw_request')
				.selectAll()
				.where('payload', '=', payload)
				.orderBy('fetched_at', 'desc')
				.orderBy('id', 'desc')
				.limit(1)
				.executeTakeFirst();
			return row ? archivedRequest(row) : null;
		});
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
		const needed = await this.#connections.write(async ({db}) => {
			await db
				.deleteFrom('raw_request')
				.where('fetched_at', '<', before)
				.where(eb =>
					eb.not(
						eb.exists(
							eb
								.selectFrom('quarantine')
								.select('quarantine.id')
								.whereRef('quarantine.payload', '=', 'raw_request.payload'),
						),
					),
				)
				.execute();
			const payloads = await db
				.selectFrom('raw_request')
				.select('payload')
				.union(db.selectFrom('quarantine').select('payload'))
				.execute();
			return new Set(payloads.map(({payload}) => payload));
		});
		return withStorageFaults(() => this.#sweep(needed, before));
	}

	/** What {@link prune} would delete. */
	async prunable(before: number): Promise<{files: number; bytes: number}> {
		const needed = await this.#connections.read(async ({db}) => {
			const payloads = await db
				.selectFrom('raw_request')
				.select('payload')
				.where('fetched_at', '>=', before)
				.union(db.selectFrom('quarantine').select('payload'))
				.execute();
			return new Set(payloads.map(({payload}) => payload));
		});
		return withStorageFaults(async () => {
			let files = 0;
			let bytes = 0;
			for (const folder of await entries(this.#folder)) {
				for (const file of await entries(join(this.#folder, folder))) {
					if (!file.endsWith(bodyTail) || needed.has(folder + file.slice(0, -bodyTail.length))) continue;
					const {mtimeMs, size} = await stat(join(this.#folder, folder, file));
					if (mtimeMs >= before) continue;
					files++;
					bytes += size;
				}
			}

			return {files, bytes};
		});
	}

	/**
	 * Deletes bodies that nobody needs. A young one is left alone whatever the tables say: another process may have kept
	 * it and be about to record its request. So is a young half-written one.
	 */
	async #sweep(needed: ReadonlySet<string>, before: number): Promise<number> {
		let gone = 0;
		for (const folder of await entries(this.#folder)) {
			for (const file of await entries(join(this.#folder, folder))) {
				const isBody = file.endsWith(bodyTail);
				if (!isBody && !file.endsWith(partialTail)) continue;
				const payload = folder + file.slice(0, -bodyTail.length);
				if (isBody && needed.has(payload)) continue;
				const path = join(this.#folder, folder, file);
				if ((await modifiedAt(path)) >= before) continue;
				await rm(path, {force: true});
				if (isBody) gone++;
			}
		}

		return gone;
	}

	/** Marks a file as wanted now; false when it is gone. */
	async #touch(path: string): Promise<boolean> {
		const now = this.#clock.now() / 1000;
		try {
			await utimes(path, now, now);
			return true;
		} catch (error) {
			if (isMissing(error)) return false;
			throw error;
		}
	}

	#pathOf(payload: string): string {
		return join(this.#folder, payload.slice(0, 2), payload.slice(2) + bodyTail);
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
