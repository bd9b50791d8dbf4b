/**
 * The versions of one place: a record and a `.dvc` pointer each, beside the objects. A version exists from the instant
 * its record is there until the instant it is renamed; what a killed process left is known by name and swept away.
 */

import {appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync} from 'node:fs';
import {join, parse} from 'node:path';
import {Fault} from '#domain/fault.js';
import {matching, snapshotKinds, type Manifest, type SnapshotRecord} from '#domain/snapshot/manifest.js';
import {namesIn, sync, writeWhole} from './disk.js';
import {pointerText, type DvcEntry} from './dvc-format.js';
import {isObjectId, ObjectStore} from './object-store.js';
import {sweepLeftovers, versionsFolder} from './place-lock.js';

/** What a pulled version is called on the disk of whoever pulls it. */
const pulledName = {data: 'crypto-tui-data', database: 'crypto-tui.db'} as const;

/** Whether a document is the record that its file says, as far as everything else relies on it. */
const isRecordOf = (document: Partial<SnapshotRecord> | null, file: string): document is SnapshotRecord =>
	document?.id === parse(file).name &&
	snapshotKinds.some(kind => kind === document.kind) &&
	!Number.isNaN(Date.parse(document.createdAt ?? '')) &&
	isObjectId(document.output?.md5 ?? '') &&
	isObjectId(document.manifest ?? '');

export class Shelf {
	readonly root: string;
	readonly folder: string;
	readonly objects: ObjectStore;

	constructor(root: string) {
		this.root = root;
		this.folder = versionsFolder(root);
		this.objects = new ObjectStore(root);
	}

	/** Oldest first. Fault `storage-damaged` when one of the records cannot be read. */
	list(): SnapshotRecord[] {
		return this.#endingIn('.json').map(id => this.#recordAt(`${id}.json`));
	}

	/** The versions whose record can be read, oldest first, and the ids of the others. */
	readable(): {readonly records: readonly SnapshotRecord[]; readonly broken: readonly string[]} {
		const records: SnapshotRecord[] = [];
		const broken: string[] = [];
		for (const id of this.#endingIn('.json')) {
			try {
				records.push(this.#recordAt(`${id}.json`));
			} catch {
				broken.push(id);
			}
		}

		return {records, broken};
	}

	/**
	 * Fault `usage` when the name means no version, or several; `storage-damaged` when it means one whose record cannot be
	 * read.
	 */
	find(name: string): SnapshotRecord {
		const {records, broken} = this.readable();
		const [found, another] = matching(records, name);
		if (found && !another) return found;
		const unreadable = broken.find(id => name !== '' && id.startsWith(name));
		if (!found && unreadable !== undefined) return this.#recordAt(`${unreadable}.json`);
		const hint = 'Run "crypto-tui snapshot list" for the ids; "latest" is the newest one.';
		if (found) throw new Fault('usage', `Several snapshots begin with "${name}".`, {hint});
		throw new Fault(
			'usage',
			records.length === 0
				? `There is no snapshot in ${this.root} yet.`
				: `There is no snapshot "${name}" in ${this.root}.`,
			{hint: records.length === 0 ? 'Run "crypto-tui snapshot create" first.' : hint},
		);
	}

	/** What a version holds. Fault `storage-damaged` when its object is not whole. */
	manifestOf(record: SnapshotRecord): Manifest {
		const manifest = JSON.parse(this.objects.read(record.manifest).toString('utf8')) as Manifest;
		if ((manifest.format as number) === 1) return manifest;
		throw new Fault('storage-newer', `The snapshot ${record.id} was made by a newer crypto-tui.`);
	}

	/** The ids of every object of a version. */
	objectsOf(record: SnapshotRecord): ReadonlySet<string> {
		const own = [record.output.md5, record.manifest];
		if (record.kind === 'database') return new Set(own);
		const listed = JSON.parse(this.objects.read(record.output.md5).toString('utf8')) as readonly DvcEntry[];
		return new Set([...listed.map(({md5}) => md5), ...own]);
	}

	/** The text of the pointer of a version. */
	pointerOf({output, kind}: SnapshotRecord): string {
		return pointerText(output, pulledName[kind]);
	}

	/** Where the record and the pointer of a version lie. */
	pathsOf(id: string): {readonly record: string; readonly pointer: string} {
		return {record: join(this.folder, `${id}.json`), pointer: join(this.folder, `${id}.dvc`)};
	}

	/** What is wrong with the pointer of a version; null when DVC can use it. */
	pointerProblem(record: SnapshotRecord): 'missing' | 'damaged' | null {
		const {pointer} = this.pathsOf(record.id);
		if (!existsSync(pointer)) return 'missing';
		return readFileSync(pointer, 'utf8') === this.pointerOf(record) ? null : 'damaged';
	}

	/** An empty folder for files on their way into the store, on the same disk. */
	staging(): string {
		const folder = join(this.folder, '.staging');
		rmSync(folder, {recursive: true, force: true});
		mkdirSync(folder, {recursive: true});
		return folder;
	}

	/** Takes a file into the store for a version that is being made; whether its object was new. */
	keep(version: string, file: string, id: string, size: number): boolean {
		if (this.objects.has(id, size)) {
			rmSync(file);
			return false;
		}

		// Noted before it is there, so that nothing of a killed version stays for ever.
		appendFileSync(join(this.folder, `${version}.pending`), `${id}\n`);
		this.objects.adopt(file, id);
		return true;
	}

	/** From here on the version exists. */
	publish(record: SnapshotRecord): void {
		this.objects.settle();
		writeWhole(join(this.folder, `${record.id}.dvc`), this.pointerOf(record));
		writeWhole(join(this.folder, `${record.id}.json`), `${JSON.stringify(record, null, '\t')}\n`);
		this.#forget(`${record.id}.pending`);
		rmSync(join(this.folder, '.staging'), {recursive: true, force: true});
	}

	/** The objects that only the given versions need. */
	onlyOf(gone: readonly SnapshotRecord[]): readonly string[] {
		const leaving = new Set(gone.map(({id}) => id));
		const needed = this.#needed(this.list().filter(({id}) => !leaving.has(id)));
		return [...new Set(gone.flatMap(record => [...this.#reachable(record)]))].filter(id => !needed.has(id));
	}

	/** Lets versions go; gives the number of objects that went with them, and their bytes. */
	retire(records: readonly SnapshotRecord[]): {readonly objects: number; readonly bytes: number} {
		// Asked before anything is done: a remaining version may be too broken to say what it needs.
		this.#needed(this.list());
		for (const {id} of records) {
			renameSync(join(this.folder, `${id}.json`), join(this.folder, `${id}.pruned`));
		}

		if (records.length > 0) sync(this.folder);
		return this.sweep();
	}

	/** Removes what killed processes left, and what retired versions alone needed. Only for the holder of the lock. */
	sweep(): {readonly objects: number; readonly bytes: number} {
		rmSync(join(this.folder, '.staging'), {recursive: true, force: true});
		sweepLeftovers(this.folder);

		const pending = this.#endingIn('.pending');
		const pruned = this.#endingIn('.pruned');
		let objects = 0;
		let bytes = 0;
		const needed = pending.length + pruned.length === 0 ? null : this.#neededOrNull();
		// Without knowing what is needed, nothing goes; "verify" names what is broken.
		if (needed === null) return {objects, bytes};
		const drop = (ids: Iterable<string>): void => {
			for (const id of ids) {
				if (needed.has(id)) continue;
				const size = this.objects.remove(id);
				if (size > 0) objects++;
				bytes += size;
			}
		};

		for (const id of pending) {
			drop(this.#linesOf(`${id}.pending`));
			if (!existsSync(join(this.folder, `${id}.json`))) this.#forget(`${id}.dvc`);
			this.#forget(`${id}.pending`);
		}

		for (const id of pruned) {
			const record = this.#recordAt(`${id}.pruned`);
			// The directory goes last: it names the others, should this be interrupted.
			drop([...this.#reachable(record)].filter(object => object !== record.output.md5));
			drop([record.output.md5]);
			this.#forget(`${id}.dvc`);
			this.#forget(`${id}.pruned`);
		}

		return {objects, bytes};
	}

	#needed(records: readonly SnapshotRecord[]): ReadonlySet<string> {
		return new Set(records.flatMap(record => [...this.objectsOf(record)]));
	}

	#neededOrNull(): ReadonlySet<string> | null {
		try {
			return this.#needed(this.list());
		} catch {
			return null;
		}
	}

	/** The objects of a version as far as can be told: its directory may be gone or damaged. */
	#reachable(record: SnapshotRecord): ReadonlySet<string> {
		try {
			return this.objectsOf(record);
		} catch {
			return new Set([record.output.md5, record.manifest]);
		}
	}

	#endingIn(tail: string): string[] {
		return namesIn(this.folder)
			.filter(name => name.endsWith(tail) && !name.startsWith('.'))
			.map(name => name.slice(0, -tail.length))
			.toSorted();
	}

	#recordAt(name: string): SnapshotRecord {
		const path = join(this.folder, name);
		try {
			const record = JSON.parse(readFileSync(path, 'utf8')) as SnapshotRecord;
			if (!isRecordOf(record, name)) throw new TypeError('It is no record of this version.');
			return record;
		} catch (error) {
			throw new Fault('storage-damaged', `The record ${path} cannot be read.`, {
				cause: error,
				hint: 'Move the file away; the other snapshots do not need it.',
			});
		}
	}

	#linesOf(name: string): string[] {
		return readFileSync(join(this.folder, name), 'utf8').split('\n').filter(isObjectId);
	}

	#forget(name: string): void {
		rmSync(join(this.folder, name), {force: true});
	}
}
