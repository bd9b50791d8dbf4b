/** Frees room by the rules of retention: first said, then done. Whatever interrupts it, running it again goes on. */

import {thinnings, type QuoteRetention} from '#domain/retention.js';
import type {KeepPolicy} from '#domain/snapshot/manifest.js';
import type {RunId} from '#domain/run.js';
import type {OldFiles} from '#ports/upkeep.js';
import type {Vault} from '#ports/vault.js';
import {tryLock, waitForLock, type LockWorld} from './lock.js';

/** The rules, all in days or numbers that stay; 0 keeps everything, except for raw answers. */
type Retention = QuoteRetention & {
	readonly rawKeepDays: number;
	readonly logKeepDays: number;
	readonly snapshots: KeepPolicy;
};

export type CompactWorld = LockWorld & {
	readonly run: RunId;
	readonly vault: Vault;
	/** Rotated logs. */
	readonly logs: OldFiles;
	/** Databases of versions that were only looked at; they can be made again. */
	readonly readable: OldFiles;
	readonly retention: Retention;
};

/** What may go. */
export type CompactPart = 'raw answers' | 'quotes' | 'logs' | 'snapshots' | 'as-of copies' | 'empty space';

/** One kind of thing that goes. Bytes are what is known or, for quotes, an estimate. */
type CompactItem = {
	readonly what: CompactPart;
	readonly count: number;
	/** One of them, as a word. */
	readonly unit: string;
	readonly bytes: number;
	/** The rule behind it, in words. */
	readonly rule: string;
};

export type CompactPlan = {readonly items: readonly CompactItem[]; readonly bytes: number};

export type Compacted = {
	readonly items: readonly Pick<CompactItem, 'what' | 'count' | 'unit'>[];
	/** Bytes of the database file. */
	readonly before: number;
	readonly after: number;
	/** Whether the empty space of the database was given back. */
	readonly vacuumed: boolean;
};

const day = 86_400_000;

/** The lock of a cycle: rows must not come and go at once. */
const lockName = 'collect';
const lockPatienceMs = 30_000;

/** As measured: a stored quote with its place in the tree. */
const bytesOfQuote = 176;

/** Empty space is given back when it is this share of the file, and this much. */
const worthShare = 0.1;
const worthBytes = 1_000_000;

const isWorth = ({bytes, free}: {readonly bytes: number; readonly free: number}): boolean =>
	free >= worthBytes && free >= bytes * worthShare;

const kept = (days: number): string => (days === 0 ? 'all are kept' : `older than ${days} days`);

function quoteRule({hourlyAfterDays, dailyAfterDays}: QuoteRetention): string {
	const rules = [
		hourlyAfterDays === 0 ? '' : `one an hour after ${hourlyAfterDays} days`,
		dailyAfterDays === 0 ? '' : `one a day after ${dailyAfterDays} days`,
	].filter(Boolean);
	return rules.length === 0 ? 'all are kept' : rules.join(', ');
}

const snapshotRule = ({data, database}: KeepPolicy): string =>
	[
		data === 0 ? 'all of data' : `the newest ${data} of data`,
		database === 0 ? 'all databases stay' : `the newest ${database} databases stay`,
	].join(', ');

/** What would be freed now. */
export async function planCompact(world: CompactWorld): Promise<CompactPlan> {
	const {retention, vault, logs, readable, clock} = world;
	const {upkeep} = world.storage;
	const now = clock.now();
	const payloads = await upkeep.oldPayloads(now - retention.rawKeepDays * day);
	let quotes = 0;
	for (const thinning of thinnings(retention, now)) quotes += await upkeep.spareQuotes(thinning);
	const oldLogs =
		retention.logKeepDays === 0 ? {files: 0, bytes: 0} : await logs.find(now - retention.logKeepDays * day);
	const looked = await readable.find(now);
	const pruned = await vault.prune(retention.snapshots, true);
	const space = await upkeep.space();
	const items: CompactItem[] = [
		{
			what: 'raw answers',
			count: payloads.files,
			unit: 'file',
			bytes: payloads.bytes,
			rule: `older than ${retention.rawKeepDays} days`,
		},
		{what: 'quotes', count: quotes, unit: 'row', bytes: quotes * bytesOfQuote, rule: quoteRule(retention)},
		{
			what: 'logs',
			count: oldLogs.files,
			unit: 'file',
			bytes: oldLogs.bytes,
			rule: kept(retention.logKeepDays),
		},
		{
			what: 'snapshots',
			count: pruned.snapshots.length,
			unit: 'snapshot',
			bytes: pruned.bytes,
			rule: snapshotRule(retention.snapshots),
		},
		{
			what: 'as-of copies',
			count: looked.files,
			unit: 'file',
			bytes: looked.bytes,
			rule: 'made again when needed',
		},
		{
			what: 'empty space',
			count: space.free,
			unit: 'byte',
			bytes: isWorth(space) ? space.free : 0,
			rule: isWorth(space) ? 'in the database' : 'in the database, too little to be worth it',
		},
	];
	return {items, bytes: items.reduce((sum, {bytes}) => sum + bytes, 0)};
}

/** Frees what {@link planCompact} names. Faults: `busy` while a cycle runs, `storage-*`. */
export async function compact(world: CompactWorld, signal?: AbortSignal): Promise<Compacted> {
	const {retention, vault, logs, readable, clock, run, storage} = world;
	const {upkeep} = storage;
	await waitForLock(world, run, lockName, lockPatienceMs, signal);
	try {
		const now = clock.now();
		const before = await upkeep.space();
		const bodies = await storage.archive.prune(now - retention.rawKeepDays * day);
		const renew = async (): Promise<void> => {
			signal?.throwIfAborted();
			await tryLock(world, run, lockName);
		};
		let quotes = 0;
		for (const thinning of thinnings(retention, now)) quotes += await upkeep.thinQuotes(thinning, renew);
		const oldLogs = retention.logKeepDays === 0 ? 0 : await logs.remove(now - retention.logKeepDays * day);
		const looked = await readable.remove(now);
		const pruned = await vault.prune(retention.snapshots);
		await renew();
		const vacuumed = isWorth(await upkeep.space());
		if (vacuumed) await upkeep.vacuum();
		return {
			items: [
				{what: 'raw answers', count: bodies, unit: 'file'},
				{what: 'quotes', count: quotes, unit: 'row'},
				{what: 'logs', count: oldLogs, unit: 'file'},
				{what: 'snapshots', count: pruned.snapshots.length, unit: 'snapshot'},
				{what: 'as-of copies', count: looked, unit: 'file'},
			],
			before: before.bytes,
			after: (await upkeep.space()).bytes,
			vacuumed,
		};
	} finally {
		await storage.runs.unlock(lockName, run);
	}
}
