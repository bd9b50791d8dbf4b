/** `crypto-tui snapshot`: versions of the data, made, checked, compared, brought back. */

import {resolve} from 'node:path';
import {openVault} from '#app/vault.js';
import {pointerPath, vaultPlace} from '#app/vault-place.js';
import {Fault} from '#domain/fault.js';
import {exitCode} from '#domain/run.js';
import type {Vault} from '#ports/vault.js';
import type {Format} from '../format.js';
import type {Typed, Values} from '../option.js';
import {settingOf} from '../session.js';
import type {snapshotOptions} from '../snapshot-options.js';
import {
	comparisonText,
	createdText,
	listText,
	prunedText,
	restoredText,
	verifiedText,
	versionText,
} from '../snapshot-words.js';
import {put, type Surroundings} from '../surroundings.js';
import {simulatedNotice} from '../words.js';

type SnapshotValues = Values<typeof snapshotOptions>;

/** What an action works with, and how it tells its result. */
type Bench = {
	readonly vault: Vault;
	readonly values: SnapshotValues;
	readonly words: readonly string[];
	readonly format: Format;
	readonly folder: string;
	readonly tell: (document: unknown, text: string) => Promise<void>;
};

const misuse = (message: string): Fault =>
	new Fault('usage', message, {hint: 'Run "crypto-tui snapshot --help" for what is possible.'});

/** How many arguments each action takes, and the options that belong to it. */
const shapes = {
	create: {words: [0, 0], options: ['message', 'kind']},
	list: {words: [0, 0], options: []},
	show: {words: [1, 1], options: []},
	verify: {words: [0, 1], options: []},
	diff: {words: [2, 2], options: []},
	restore: {words: [1, 1], options: ['to']},
	prune: {words: [0, 0], options: ['keep', 'kind', 'dry-run']},
} as const satisfies Record<
	string,
	{words: readonly [number, number]; options: readonly (keyof SnapshotValues)[]}
>;

type Action = keyof typeof shapes;

const owned = ['message', 'kind', 'to', 'keep', 'dry-run'] as const;

function check(action: Action, {words, values}: Pick<Bench, 'words' | 'values'>): void {
	const {
		words: [least, most],
		options,
	} = shapes[action];
	if (words.length < least || words.length > most) {
		throw misuse(
			most === 0
				? `"snapshot ${action}" takes no id.`
				: `"snapshot ${action}" needs ${most === 2 ? 'two ids, before and after' : least === 0 ? 'one id at most' : 'one id'}.`,
		);
	}

	const stray = owned.find(
		name =>
			values[name] !== undefined && values[name] !== false && !(options as readonly string[]).includes(name),
	);
	if (stray) throw misuse(`--${stray} does not belong to "snapshot ${action}".`);
}

const actions: Readonly<Record<Action, (bench: Bench) => Promise<number>>> = {
	async create({vault, values, format, tell}) {
		const {message = '', kind = 'data', demo} = values;
		const record = await vault.create({kind, message, simulated: demo});
		await tell(record, createdText(record, vault.remote, format));
		return exitCode.done;
	},
	async list({vault, format, tell}) {
		const [records, broken] = await Promise.all([vault.list(), vault.broken()]);
		const damaged = broken.map(id => ({id, problem: 'damaged'}));
		await tell([...records, ...damaged], listText(records, broken, vault.remote, format));
		return exitCode.done;
	},
	async show({vault, words, format, tell}) {
		const {record, manifest} = await vault.show(words[0]!);
		const pointer = pointerPath(vault.remote, record.id);
		await tell({...record, pointer, holds: manifest}, versionText(record, manifest, pointer, format));
		return exitCode.done;
	},
	async verify({vault, words, format, tell}) {
		const verified = await vault.verify(words[0] ?? null);
		await tell(verified, verifiedText(verified, format));
		return verified.damages.length === 0 ? exitCode.done : exitCode.bug;
	},
	async diff({vault, words, format, tell}) {
		const comparison = await vault.diff(words[0]!, words[1]!);
		await tell(comparison, comparisonText(comparison, format));
		return exitCode.done;
	},
	async restore({vault, words, values, folder, tell}) {
		const to = values.to === undefined ? null : resolve(folder, values.to);
		const restored = await vault.restore(words[0]!, to);
		await tell(restored, restoredText(restored));
		return exitCode.done;
	},
	async prune({vault, values, format, tell}) {
		const {keep, kind, 'dry-run': dryRun} = values;
		if (keep === undefined) throw misuse('"snapshot prune" needs --keep, the number of snapshots that stay.');
		const policy = {data: kind === 'database' ? 0 : keep, database: kind === 'data' ? 0 : keep};
		const pruned = await vault.prune(policy, dryRun);
		await tell({dryRun, ...pruned}, prunedText(pruned, dryRun, format));
		return exitCode.done;
	},
};

/** Runs one action. `verify` ends with 70 when an object is broken. */
export async function run(
	{values, words}: Typed<typeof snapshotOptions>,
	surroundings: Surroundings,
): Promise<number> {
	const [action, ...rest] = words as [Action, ...string[]];
	check(action, {words: rest, values});
	const {out, folder, signal} = surroundings;
	const {config, format} = settingOf(values, surroundings);
	const remote = values.remote === undefined ? undefined : resolve(folder, values.remote);
	const vault = openVault(vaultPlace(config, values.demo, remote), signal);
	return actions[action]({
		vault,
		values,
		words: rest,
		format,
		folder,
		tell: async (document, text) =>
			put(out, values.json ? `${JSON.stringify(document)}\n` : (values.demo ? simulatedNotice : '') + text),
	});
}
