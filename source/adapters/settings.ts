/** Finds the settings: flags, environment, `.env`, config file; and writes the config file. */

import {readFileSync} from 'node:fs';
import {dirname, isAbsolute, join, resolve} from 'node:path';
import {parseEnv} from 'node:util';
import {
	checkValue,
	configKeys,
	configOf,
	describeKey,
	isConfigKey,
	settle,
	unknownKey,
	type Config,
	type ConfigEntry,
	type ConfigKey,
	type Given,
	type Layer,
	type Origin,
} from '#contracts/config.js';
import {Fault} from '#domain/fault.js';

/** Where to look. Nothing here is read from the process itself. */
export type SettingsPlace = {
	readonly environment: Readonly<Record<string, string | undefined>>;
	/** Current folder: where `.env` lies, and what relative paths of flags and variables start from. */
	readonly folder: string;
	readonly home: string;
	readonly platform: NodeJS.Platform;
	/** The value of `--data-dir`. */
	readonly dataDir?: string | undefined;
};

/** Everything found, with what is wrong in it. */
export type FoundSettings = {
	readonly configFile: string;
	/** One entry per key, in the order of the documentation. */
	readonly entries: readonly ConfigEntry[];
	/** Throws `invalid-config` when any entry has a problem. */
	readonly config: () => Config;
};

const appName = 'crypto-tui';

type Variables = Readonly<Record<string, string | undefined>>;

/** Absolute by the XDG rules, else as if it were unset. */
const xdg = (value: string | undefined): string | undefined =>
	value !== undefined && isAbsolute(value) ? value : undefined;

function defaultDataDir({environment, home, platform}: SettingsPlace): string {
	if (platform === 'win32') {
		return join(environment['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), appName, 'Data');
	}

	const ours = platform === 'darwin' ? join('Library', 'Application Support') : join('.local', 'share');
	return join(xdg(environment['XDG_DATA_HOME']) ?? join(home, ours), appName);
}

function configDir({environment, folder, home, platform}: SettingsPlace, dotEnv: Variables): string {
	const chosen = environment['CRYPTO_TUI_CONFIG_DIR'] || dotEnv['CRYPTO_TUI_CONFIG_DIR'];
	if (chosen) return expand(chosen, folder, home);
	if (platform === 'win32') {
		return join(environment['APPDATA'] ?? join(home, 'AppData', 'Roaming'), appName, 'Config');
	}

	const ours = platform === 'darwin' ? join('Library', 'Preferences') : '.config';
	return join(xdg(environment['XDG_CONFIG_HOME']) ?? join(home, ours), appName);
}

/** An absolute path; a leading `~/` is the home folder. */
function expand(path: string, base: string, home: string): string {
	if (path === '~') return home;
	return path.startsWith('~/') ? join(home, path.slice(2)) : resolve(base, path);
}

function errorCode(error: unknown): string {
	return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** The text of a file, or null where there is none. */
function readText(path: string): string | null {
	try {
		return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
	} catch (error) {
		// A folder called `.env` is a Python virtual environment, not ours.
		if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(errorCode(error))) return null;
		throw new Fault('invalid-config', `${path} cannot be read (${errorCode(error)}).`, {
			cause: error,
			hint: 'Make the file readable, or move it away.',
		});
	}
}

function variablesLayer(variables: Variables, origin: Origin, where: string, at: SettingsPlace): Layer {
	const layer: Partial<Record<ConfigKey, Given>> = {};
	for (const key of configKeys) {
		const {variable} = describeKey(key);
		const value = variables[variable];
		if (value === undefined || value.trim() === '') continue;
		layer[key] = {
			value: key === 'dataDir' ? expand(value, at.folder, at.home) : value,
			origin,
			place: `${variable}${where}`,
		};
	}

	return layer;
}

type JsonObject = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is JsonObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** The values of a config file by key. `{"coingecko": {"rpm": 5}}` means the same as `{"coingecko.rpm": 5}`. */
function flatten(value: JsonObject, file: string, prefix = ''): Partial<Record<ConfigKey, unknown>> {
	const flat: Partial<Record<ConfigKey, unknown>> = {};
	for (const [name, inner] of Object.entries(value)) {
		const key = prefix + name;
		if (isConfigKey(key)) {
			flat[key] = inner;
		} else if (isObject(inner)) {
			Object.assign(flat, flatten(inner, file, `${key}.`));
		} else {
			throw unknownKey(key, file);
		}
	}

	return flat;
}

function readConfigFile(file: string): Partial<Record<ConfigKey, unknown>> {
	const text = readText(file);
	if (text === null || text.trim() === '') return {};
	let parsed: unknown;
	try {
		parsed = JSON.parse(text);
	} catch (error) {
		// The parser's own message quotes the text, which may hold a key.
		throw brokenFile(file, 'it is not valid JSON', error);
	}

	if (!isObject(parsed)) throw brokenFile(file, 'it does not hold a JSON object');
	return flatten(parsed, file);
}

const brokenFile = (file: string, why: string, cause?: unknown): Fault =>
	new Fault('invalid-config', `The config file ${file} cannot be used: ${why}.`, {
		cause,
		hint: 'Correct the file or move it away; it was left as it is.',
	});

function fileLayer(file: string, home: string): Layer {
	const layer: Partial<Record<ConfigKey, Given>> = {};
	const values = readConfigFile(file);
	for (const key of configKeys) {
		const value = values[key];
		if (value === undefined || value === '') continue;
		layer[key] = {
			value: key === 'dataDir' && typeof value === 'string' ? expand(value, dirname(file), home) : value,
			origin: 'file',
			place: file,
		};
	}

	return layer;
}

function refuseOtherDatabases(environment: Variables, dotEnv: Variables): void {
	const place = environment['DATABASE_URL'] ? 'the environment' : '.env in the current folder';
	const value = environment['DATABASE_URL'] || dotEnv['DATABASE_URL'];
	if (!value || !/^postgres(ql)?:/i.test(value.trim())) return;
	throw new Fault(
		'invalid-config',
		`DATABASE_URL (from ${place}) names a PostgreSQL database, which this version does not support yet.`,
		{hint: 'Unset DATABASE_URL; the data is kept in SQLite in the data folder.'},
	);
}

/** The path of the config file, whether it exists or not. */
export function locateConfigFile(place: SettingsPlace): string {
	return join(configDir(place, readDotEnv(place)), 'config.json');
}

const readDotEnv = ({folder}: SettingsPlace): Variables => parseEnv(readText(join(folder, '.env')) ?? '');

/**
 * Reads all settings. Precedence: flag, environment, `.env`, config file, default. Throws `invalid-config` for a
 * broken file, an unknown key or a PostgreSQL address; single bad values are told in `entries` and by `config()`.
 */
export function findSettings(place: SettingsPlace): FoundSettings {
	const dotEnv = readDotEnv(place);
	refuseOtherDatabases(place.environment, dotEnv);
	const configFile = join(configDir(place, dotEnv), 'config.json');
	const flags: Layer =
		place.dataDir === undefined
			? {}
			: {
					dataDir: {
						value: expand(place.dataDir, place.folder, place.home),
						origin: 'flag',
						place: '--data-dir',
					},
				};
	const entries = settle(
		[
			flags,
			variablesLayer(place.environment, 'environment', '', place),
			variablesLayer(dotEnv, '.env', ' in .env', place),
			fileLayer(configFile, place.home),
		],
		defaultDataDir(place),
	);
	return {configFile, entries, config: () => configOf(entries)};
}

async function rewrite(
	file: string,
	change: (values: Partial<Record<ConfigKey, unknown>>) => void,
): Promise<void> {
	const values = readConfigFile(file);
	change(values);
	// Slow to load, and needed only to write.
	const {default: Conf} = await import('conf');
	try {
		const conf = new Conf<Record<string, unknown>>({
			cwd: dirname(file),
			configName: 'config',
			accessPropertiesByDotNotation: false,
			configFileMode: 0o600,
			// Read and checked above; what conf alone cannot parse is an empty file or a byte order mark.
			clearInvalidConfig: true,
		});
		conf.store = values;
	} catch (error) {
		throw new Fault('storage-unavailable', `${file} cannot be written (${errorCode(error)}).`, {
			cause: error,
			hint: 'Check that the config folder can be written, or choose another one with CRYPTO_TUI_CONFIG_DIR.',
		});
	}
}

/** Checks a value and writes it to the config file; the file changes whole or not at all. `from` says who wrote it. */
export async function saveSetting(
	file: string,
	key: string,
	text: string,
	from = 'the command line',
): Promise<void> {
	if (!isConfigKey(key)) throw unknownKey(key, from);
	const value = checkValue(key, text, from);
	await rewrite(file, values => {
		values[key] = value;
	});
}

/** Removes a value from the config file; tells whether it was there. */
export async function removeSetting(file: string, key: string): Promise<boolean> {
	if (!isConfigKey(key)) throw unknownKey(key, 'the command line');
	if (readConfigFile(file)[key] === undefined) return false;
	await rewrite(file, values => {
		delete values[key];
	});
	return true;
}
