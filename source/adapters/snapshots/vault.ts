/** Versions of the data in a folder: a remote of DVC 3 that this program writes and reads by itself. */

import {randomBytes} from 'node:crypto';
import {existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {outlived, snapshotId, type Manifest, type SnapshotRecord} from '#domain/snapshot/manifest.js';
import {Fault} from '#domain/fault.js';
import {toIso} from '#domain/time.js';
import type {CreateOptions, Damage, Vault} from '#ports/vault.js';
import type {Clock} from '#ports/world.js';
import {catalogue} from './catalogue.js';
import {compareVersions} from './compare.js';
import {namesIn, sync, withRemoteFaults, writingInto} from './disk.js';
import {directoryBytes} from './dvc-format.js';
import {hashFile, md5Of} from './object-store.js';
import type {DatabaseFiles, TableFormat} from './parts.js';
import {alone} from './place-lock.js';
import {rebuild} from './rebuild.js';
import {Shelf} from './shelf.js';

export type VaultOptions = {
	readonly dataDir: string;
	/** The folder of the place; made when the first version is. */
	readonly remote: string;
	readonly databaseName: string;
	readonly program: string;
	readonly clock: Clock;
	/** How long to wait for another process in the same place, ms. */
	readonly patienceMs: number;
	readonly database: DatabaseFiles;
	readonly format: TableFormat;
};

/** What is decided about a version before anything of it is read. */
type Birth = {readonly id: string; readonly createdAt: number; readonly parent: string | null};

const manifestName = 'manifest.json';
const restoringPrefix = '.restoring-';
const buildingPrefix = '.building-';

/** A vault whose work is done in this thread. */
export class FolderVault implements Vault {
	readonly remote: string;
	readonly #options: VaultOptions;
	readonly #shelf: Shelf;
	readonly #file: string;
	/** Databases of versions that are only read. */
	readonly #readable: string;

	constructor(options: VaultOptions) {
		this.#options = options;
		this.remote = options.remote;
		this.#shelf = new Shelf(options.remote);
		this.#file = join(options.dataDir, options.databaseName);
		this.#readable = join(options.dataDir, 'as-of');
	}

	async create(options: CreateOptions): Promise<SnapshotRecord> {
		if (!existsSync(this.#file))
			throw new Fault('no-assets', `There is no database in ${this.#options.dataDir} yet.`);
		return this.#alone(async () => {
			this.#shelf.sweep();
			this.#options.database.settle(this.#file);
			const birth = this.#birth(this.#shelf.readable().records.at(-1));
			return writingInto(this.remote, () =>
				options.kind === 'data' ? this.#createData(options, birth) : this.#createDatabase(options, birth),
			);
		});
	}

	async list(): Promise<readonly SnapshotRecord[]> {
		return withRemoteFaults(this.remote, async () => this.#shelf.readable().records);
	}

	async broken(): Promise<readonly string[]> {
		return withRemoteFaults(this.remote, async () => this.#shelf.readable().broken);
	}

	async show(name: string): ReturnType<Vault['show']> {
		return withRemoteFaults(this.remote, async () => {
			const record = this.#shelf.find(name);
			return {record, manifest: this.#shelf.manifestOf(record), pointer: this.#shelf.pointerOf(record)};
		});
	}

	async verify(name: string | null): ReturnType<Vault['verify']> {
		const chosen = () =>
			name === null ? this.#shelf.readable() : {records: [this.#shelf.find(name)], broken: []};
		const {records: some, broken: others} = await withRemoteFaults(this.remote, async () => chosen());
		if (some.length + others.length === 0) return {snapshots: [], objects: 0, damages: []};
		return this.#alone(async () => {
			// Asked again: another process may have pruned versions before the lock was ours.
			const {records, broken} = chosen();
			const seen = new Map<string, 'missing' | 'damaged' | null>();
			const damages: Damage[] = broken.map(id => ({
				snapshot: id,
				object: this.#shelf.pathsOf(id).record,
				part: 'record',
				problem: 'damaged',
			}));
			for (const record of records) {
				const pointer = this.#shelf.pointerProblem(record);
				if (pointer) {
					const object = this.#shelf.pathsOf(record.id).pointer;
					damages.push({snapshot: record.id, object, part: 'pointer', problem: pointer});
				}

				for (const [part, id] of await this.#partsOf(record, seen)) {
					if (!seen.has(id)) seen.set(id, await this.#shelf.objects.problemOf(id));
					const problem = seen.get(id) ?? null;
					if (problem)
						damages.push({snapshot: record.id, object: this.#shelf.objects.pathOf(id), part, problem});
				}
			}

			return {snapshots: [...broken, ...records.map(({id}) => id)], objects: seen.size, damages};
		});
	}

	async diff(before: string, after: string): ReturnType<Vault['diff']> {
		return withRemoteFaults(this.remote, async () =>
			compareVersions(this.#shelf, this.#options, this.#shelf.find(before), this.#shelf.find(after)),
		);
	}

	async restore(name: string, to: string | null): ReturnType<Vault['restore']> {
		const record = this.#shelf.find(name);
		const folder = to ?? this.#options.dataDir;
		const target = join(folder, this.#options.databaseName);
		if (statSync(folder, {throwIfNoEntry: false})?.isFile()) {
			throw new Fault('usage', `${folder} is a file.`, {hint: 'Name a folder, or one that can be made.'});
		}

		if (to !== null && existsSync(target)) {
			throw new Fault('usage', `${to} already has a database.`, {
				hint: 'Name a folder without one; without --to the version takes the place of the current database, which is set aside.',
			});
		}

		return this.#alone(async () => {
			const {database} = this.#options;
			mkdirSync(folder, {recursive: true});
			this.#dropLeftovers(folder, restoringPrefix);
			database.settle(target);
			const fresh = join(folder, `${restoringPrefix}${randomBytes(6).toString('hex')}.db`);
			// What cannot be read any more has nothing to hand on; it is set aside all the same.
			const base = database.integrity(target) === 'ok' ? target : null;
			try {
				await writingInto(folder, () => rebuild(this.#shelf, this.#options, record, fresh, base));
				const setAside = await database.swap(fresh, target);
				return {snapshot: record.id, database: target, setAside};
			} finally {
				database.remove(fresh);
			}
		});
	}

	async materialise(name: string): Promise<string> {
		const record = this.#shelf.find(name);
		const folder = join(this.#readable, record.id);
		const target = join(folder, this.#options.databaseName);
		// One that an older program made is made again.
		if (this.#options.database.isCurrent(target)) return folder;
		return this.#alone(async () => {
			if (this.#options.database.isCurrent(target)) return folder;
			mkdirSync(folder, {recursive: true});
			this.#dropLeftovers(folder, buildingPrefix);
			const fresh = join(folder, `${buildingPrefix}${randomBytes(6).toString('hex')}.db`);
			try {
				await writingInto(folder, () => rebuild(this.#shelf, this.#options, record, fresh, null));
				await this.#options.database.upgrade(fresh);
				renameSync(fresh, target);
				sync(folder);
			} finally {
				this.#options.database.remove(fresh);
			}

			return folder;
		});
	}

	async prune(keep: Parameters<Vault['prune']>[0], dryRun = false): ReturnType<Vault['prune']> {
		const going = outlived(await this.list(), keep);
		const snapshots = going.map(({id}) => id);
		if (dryRun) {
			const objects = this.#shelf
				.onlyOf(going)
				.map(id => this.#shelf.objects.pathOf(id))
				.filter(path => existsSync(path));
			return {
				snapshots,
				objects: objects.length,
				bytes: objects.reduce((sum, path) => sum + statSync(path).size, 0),
			};
		}

		if (!existsSync(this.#shelf.folder)) return {snapshots, objects: 0, bytes: 0};
		return this.#alone(async () => {
			// Asked again: another process may have made or pruned versions before the lock was ours.
			const now = outlived(this.#shelf.readable().records, keep);
			const left = this.#shelf.retire(now);
			for (const {id} of now) rmSync(join(this.#readable, id), {recursive: true, force: true});
			return {snapshots: now.map(({id}) => id), ...left};
		});
	}

	async #alone<T>(work: () => Promise<T>): Promise<T> {
		const {clock, patienceMs} = this.#options;
		return withRemoteFaults(this.remote, () => alone(this.#shelf.folder, clock, patienceMs, work));
	}

	async #createData(options: CreateOptions, birth: Birth): Promise<SnapshotRecord> {
		const {database, format} = this.#options;
		const staging = this.#shelf.staging();
		const name = birth.id;
		let added = 0;
		const manifest = await database.read(this.#file, (partitions, schema) =>
			catalogue(partitions, schema, format, staging, (file, {md5, size}) => {
				if (this.#shelf.keep(name, file, md5, size)) added += size;
			}),
		);
		const listed = this.#keepBytes(name, staging, manifestBytes(manifest));
		const entries = manifest.partitions.map(({md5, path}) => ({md5, relpath: path}));
		const directory = directoryBytes([...entries, {md5: listed.id, relpath: manifestName}]);
		const output = this.#keepBytes(name, staging, directory, '.dir');
		const size = manifest.partitions.reduce((sum, partition) => sum + partition.size, listed.size);
		return this.#publish(options, birth, {
			output: {md5: output.id, size, files: manifest.partitions.length + 1},
			manifest,
			manifestId: listed.id,
			added: added + listed.added + output.added,
		});
	}

	async #createDatabase(options: CreateOptions, birth: Birth): Promise<SnapshotRecord> {
		const {database, format} = this.#options;
		const staging = this.#shelf.staging();
		const copy = join(staging, 'database');
		await database.copy(this.#file, copy);
		const manifest = await database.read(copy, (partitions, schema) =>
			catalogue(partitions, schema, format, staging, () => {}),
		);
		const {md5, size} = await hashFile(copy);
		const name = birth.id;
		const isNew = this.#shelf.keep(name, copy, md5, size);
		const listed = this.#keepBytes(name, staging, manifestBytes(manifest));
		return this.#publish(options, birth, {
			output: {md5, size},
			manifest,
			manifestId: listed.id,
			added: (isNew ? size : 0) + listed.added,
		});
	}

	#publish(
		{kind, message, simulated}: CreateOptions,
		{id, createdAt, parent}: Birth,
		made: {
			readonly output: SnapshotRecord['output'];
			readonly manifest: Manifest;
			readonly manifestId: string;
			readonly added: number;
		},
	): SnapshotRecord {
		const record: SnapshotRecord = {
			format: 1,
			id,
			kind,
			createdAt: toIso(createdAt),
			message,
			parent,
			program: this.#options.program,
			simulated,
			output: made.output,
			manifest: made.manifestId,
			rows: made.manifest.partitions.reduce((sum, {rows}) => sum + rows, 0),
			added: made.added,
		};
		this.#shelf.publish(record);
		return record;
	}

	/** The name of a new version. It is later than every one so far, whatever the clock says: ids sort by age. */
	#birth(last: SnapshotRecord | undefined): Birth {
		const now = this.#options.clock.now();
		const createdAt = last ? Math.max(now, Math.floor(Date.parse(last.createdAt) / 1000 + 1) * 1000) : now;
		return {id: snapshotId(createdAt, randomBytes(3).toString('hex')), createdAt, parent: last?.id ?? null};
	}

	#keepBytes(
		version: string,
		staging: string,
		bytes: Buffer,
		tail = '',
	): {readonly id: string; readonly size: number; readonly added: number} {
		const id = md5Of(bytes) + tail;
		const file = join(staging, 'bytes');
		writeFileSync(file, bytes);
		const isNew = this.#shelf.keep(version, file, id, bytes.length);
		return {id, size: bytes.length, added: isNew ? bytes.length : 0};
	}

	/** Every object of a version with its name in it; only the readable ones where the manifest is broken. */
	async #partsOf(
		record: SnapshotRecord,
		seen: Map<string, 'missing' | 'damaged' | null>,
	): Promise<readonly (readonly [part: string, id: string])[]> {
		const own = [
			[record.kind === 'data' ? 'directory' : 'database', record.output.md5],
			[manifestName, record.manifest],
		] as const;
		const {objects} = this.#shelf;
		if (!seen.has(record.manifest)) seen.set(record.manifest, await objects.problemOf(record.manifest));
		if (record.kind === 'database' || seen.get(record.manifest)) return own;
		const {partitions} = this.#shelf.manifestOf(record);
		return [...own, ...partitions.map(({path, md5}) => [path, md5] as const)];
	}

	/** Files of work that was killed. */
	#dropLeftovers(folder: string, prefix: string): void {
		for (const name of namesIn(folder)) {
			if (name.startsWith(prefix)) rmSync(join(folder, name), {force: true});
		}
	}
}

const manifestBytes = (manifest: Manifest): Buffer =>
	Buffer.from(`${JSON.stringify(manifest, null, '\t')}\n`);
