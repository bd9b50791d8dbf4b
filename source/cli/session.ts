/** What most commands begin with: the settings, then the app, closed whatever happens. */

import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {findSettings, type FoundSettings} from '#adapters/settings.js';
import type {App} from '#app.js';
import type {Config} from '#contracts/config.js';
import {Fault} from '#domain/fault.js';
import {createFormat, type Format} from './format.js';
import type {Surroundings} from './surroundings.js';

/** The options that say where the data is. */
export type PlaceValues = {readonly 'data-dir': string | undefined; readonly demo?: boolean};

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

function isEmptyPlace(folder: string): boolean {
	if (!existsSync(folder)) return true;
	try {
		return readdirSync(folder).length === 0;
	} catch {
		return false;
	}
}

/** Lets `work` read what is stored; null when there is no database yet. Creates nothing. */
export async function look<Result>(
	values: PlaceValues,
	surroundings: Surroundings,
	work: (session: Session) => Promise<Result>,
	nothing: (setting: Setting) => Result | Promise<Result>,
): Promise<Result> {
	const setting = settingOf(values, surroundings);
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
