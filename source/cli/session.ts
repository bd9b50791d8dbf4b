/** What most commands begin with: the settings, then the app, closed whatever happens. */

import {readdirSync} from 'node:fs';
import {basename, join} from 'node:path';
import {findSettings, type FoundSettings} from '#adapters/settings.js';
import type {App} from '#app.js';
import {allowancesOf, type Config} from '#contracts/config.js';
import {Fault} from '#domain/fault.js';
import type {SourceName} from '#domain/market.js';
import type {ReadableVersion} from '#desk/place.js';
import {createFormat, type Format} from './format.js';
import type {Surroundings} from './surroundings.js';

/** The options that say where the data is. */
export type PlaceValues = {
	readonly 'data-dir': string | undefined;
	readonly demo?: boolean;
	/** The version to look at in place of what is stored now. */
	readonly 'as-of'?: string | undefined;
};

export type Setting = {
	/** `dataDir` is the folder really used: with `--demo`, the `demo` folder inside the chosen one. */
	readonly config: Config;
	readonly found: FoundSettings;
	readonly format: Format;
};

/** Reads the settings for a command. Faults: `invalid-config`. */
export function settingOf(values: PlaceValues, surroundings: Surroundings): Setting {
	const {environment, folder, home, platform} = surroundings;
	const found = findSettings({environment, folder, home, platform, dataDir: values['data-dir']});
	const config = found.config();
	return {
		config: values.demo ? {...config, dataDir: join(config.dataDir, 'demo')} : config,
		found,
		format: createFormat(config.timeZone),
	};
}

export type Session = Setting & {readonly app: App};

/** What a source allows. The simulated market has no limits; those of the settings are meant for the real one. */
export const allowanceOf = ({config, simulated}: App, source: SourceName) =>
	simulated ? {perMinute: Infinity, perMonth: Infinity} : allowancesOf(config)[source];

/** Whether nothing is there yet. Fault `storage-unavailable` for what can be no data folder. */
function isEmptyPlace(folder: string): boolean {
	try {
		return readdirSync(folder).length === 0;
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
		if (code === 'ENOENT') return true;
		const why = code === 'ENOTDIR' ? 'it is, or lies in, a file' : code;
		throw new Fault('storage-unavailable', `${folder} cannot be used as data folder: ${why}.`, {
			cause: error,
		});
	}
}

/** Making a version readable is told when it takes longer, ms: whoever waits wants to know for what. */
const silentMs = 300;

/**
 * The version that `--as-of` names, as a folder with a database to be read; null where none was asked for. Fault
 * `usage` for a name that means none or several.
 */
export async function versionAsOf(
	{config}: Pick<Setting, 'config'>,
	values: PlaceValues,
	{signal, err}: Pick<Surroundings, 'signal' | 'err'>,
): Promise<ReadableVersion | null> {
	const name = values['as-of'];
	if (name === undefined) return null;
	const {openVault} = await import('#app/vault.js');
	const {vaultPlace} = await import('#app/vault-place.js');
	const vault = openVault(vaultPlace(config, values.demo ?? false), signal);
	const telling = setTimeout(() => err.write('Making the snapshot readable; this is done once.\n'), silentMs);
	try {
		const folder = await vault.materialise(name);
		const id = basename(folder);
		const {createdAt} = (await vault.list()).find(record => record.id === id)!;
		return {id, createdAt: Date.parse(createdAt), folder};
	} finally {
		clearTimeout(telling);
	}
}

/** The setting with the folder of a version in place of the data folder, where one was asked for. */
async function placeAsOf(
	setting: Setting,
	values: PlaceValues,
	surroundings: Surroundings,
): Promise<Setting> {
	const version = await versionAsOf(setting, values, surroundings);
	if (version === null) return setting;
	surroundings.err.write(`As of snapshot ${version.id}, read-only.\n`);
	return {...setting, config: {...setting.config, dataDir: version.folder}};
}

/** A version is never changed. */
function refuseAsOf(values: PlaceValues): void {
	if (values['as-of'] === undefined) return;
	throw new Fault('usage', 'A snapshot can only be looked at; --as-of changes nothing.', {
		hint: 'Leave --as-of out, or bring the version back with "crypto-tui snapshot restore".',
	});
}

/** Lets `work` read what is stored; null when there is no database yet. Creates nothing. */
export async function look<Result>(
	values: PlaceValues,
	surroundings: Surroundings,
	work: (session: Session) => Promise<Result>,
	nothing: (setting: Setting) => Result | Promise<Result>,
): Promise<Result> {
	const setting = await placeAsOf(settingOf(values, surroundings), values, surroundings);
	if (isEmptyPlace(setting.config.dataDir)) return nothing(setting);
	let app: App;
	try {
		app = await surroundings.openApp({
			config: setting.config,
			demo: values.demo ?? false,
			readOnly: true,
			mode: 'look',
		});
	} catch (error) {
		if (error instanceof Fault && error.code === 'no-assets') return nothing(setting);
		throw error;
	}

	try {
		return await work({...setting, app});
	} finally {
		await app.close();
	}
}

/** Lets `work` change what is stored, without progress. */
export async function change<Result>(
	values: PlaceValues,
	surroundings: Surroundings,
	work: (session: Session) => Promise<Result>,
): Promise<Result> {
	refuseAsOf(values);
	const setting = settingOf(values, surroundings);
	const app = await surroundings.openApp({
		config: setting.config,
		demo: values.demo ?? false,
		mode: 'headless',
		onLogLost: message => void surroundings.err.write(`crypto-tui: ${message}\n`),
	});
	try {
		return await work({...setting, app});
	} finally {
		await app.close();
	}
}
