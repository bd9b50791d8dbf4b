/** The settings as the screen shows and changes them. Secrets never leave here. */

import {
	findSettings,
	removeSetting,
	saveSetting,
	type FoundSettings,
	type SettingsPlace,
} from '#adapters/settings.js';
import {
	checkValue,
	describeKey,
	isConfigKey,
	unknownKey,
	type ConfigEntry,
	type ConfigKey,
} from '#contracts/config.js';
import {Fault} from '#domain/fault.js';
import type {SettingEntry} from './views/settings.js';

const here = 'the settings screen';

export const entriesOf = ({entries}: FoundSettings): readonly SettingEntry[] => entries.map(entryOf);

function entryOf({key, value, origin, place, problem}: ConfigEntry): SettingEntry {
	const {about, allowed, choices, secret} = describeKey(key);
	const hidden = secret || problem !== null;
	return {
		key,
		value: hidden ? null : value,
		text: hidden ? '' : textOf(value),
		given: origin !== 'default' && value !== null,
		origin,
		place,
		about,
		allowed,
		choices,
		secret,
		problem,
	};
}

/** A value as a person would type it. */
const textOf = (value: unknown): string =>
	Array.isArray(value) ? value.join(', ') : `${(value ?? 'none') as string | number}`;

/** Settings that only the screen reads: nothing has to be opened anew for them. */
export const isOfScreen = (key: string): boolean =>
	key.startsWith('ui.') || key === 'timeZone' || key === 'language';

/** What a change of the config file did, and how to undo it. */
export type SettingChange = {readonly found: FoundSettings; undo(): Promise<void>};

/**
 * Checks and writes one setting; null takes it out of the config file.
 * @throws Fault `invalid-config` for a bad value, or where something stronger than the file decides.
 */
export async function changeSetting(
	place: SettingsPlace,
	key: string,
	text: string | null,
): Promise<SettingChange> {
	if (!isConfigKey(key)) throw unknownKey(key, here);
	if (text !== null) checkValue(key, text, here);
	const before = findSettings(place);
	const entry = before.entries.find(row => row.key === key)!;
	refuseOverridden(entry);
	const {configFile} = before;
	await write(configFile, key, text);
	return {
		found: findSettings(place),
		undo: async () => write(configFile, key, entry.origin === 'file' ? writtenAs(entry) : null),
	};
}

async function write(file: string, key: ConfigKey, text: string | null): Promise<void> {
	if (text === null) await removeSetting(file, key);
	else await saveSetting(file, key, text, here);
}

const writtenAs = ({value}: ConfigEntry): string | null => (value === null ? null : textOf(value));

/** A saved value that something stronger hides would look like a bug. */
function refuseOverridden({key, origin, place}: ConfigEntry): void {
	if (origin === 'file' || origin === 'default') return;
	throw new Fault('invalid-config', `${key} is set by ${place}, which is stronger than the config file.`, {
		hint: `Take ${place} away, or change the value there.`,
	});
}
