/** `crypto-tui config`: the settings, where they come from, and the file they are kept in. */

import {resolve} from 'node:path';
import {findSettings, locateConfigFile, removeSetting, saveSetting} from '#adapters/settings.js';
import {describeKey, isConfigKey, unknownKey, type ConfigEntry} from '#contracts/config.js';
import {Fault} from '#domain/fault.js';
import {exitCode} from '#domain/run.js';
import type {Typed, Values} from '../option.js';
import type {configOptions} from '../options.js';
import {wrap} from '../format.js';
import {put, type Surroundings} from '../surroundings.js';

/** A value as it may be shown: secrets masked. */
function shown({key, value, problem}: ConfigEntry): string {
	if (problem !== null) return 'invalid';
	if (value === null) return 'none';
	if (describeKey(key).secret) return '********';
	return Array.isArray(value) ? value.join(',') : `${value as string | number}`;
}

function entryText(entry: ConfigEntry): string {
	const {key, origin, place, problem} = entry;
	const {about, allowed, usually, variable} = describeKey(key);
	const from = origin === 'default' ? 'default' : `${origin}: ${place}`;
	const text = shown(entry);
	return [
		`${key} = ${text === '' ? 'empty' : text}  (${from})\n`,
		`    ${wrap(about, 4, 4)}\n`,
		`    ${wrap(`Allowed: ${allowed}.`, 4, 8)}\n`,
		usually === null ? '' : `    ${wrap(`Default: ${usually}.`, 4, 8)}\n`,
		`    Variable: ${variable}\n`,
		problem === null ? '' : `    ${wrap(`PROBLEM: ${problem}`, 4, 8)}\n`,
	].join('');
}

function entryDocument(entry: ConfigEntry): unknown {
	const {key, value, origin, place, problem} = entry;
	const {about, allowed, variable, secret} = describeKey(key);
	const masked = typeof value === 'string' || secret ? (value === null ? null : shown(entry)) : value;
	return {key, value: problem === null ? masked : null, origin, place, variable, about, allowed, problem};
}

function find(entries: readonly ConfigEntry[], key: string): ConfigEntry {
	const entry = entries.find(row => row.key === key);
	if (!entry) throw unknownKey(key, 'the command line');
	return entry;
}

type Words = readonly [action: string, key?: string, value?: string];

function needWords([action, key, value]: Words): void {
	const wanted = {list: 0, path: 0, get: 1, unset: 1, set: 2}[action] ?? 0;
	const given = value === undefined ? (key === undefined ? 0 : 1) : 2;
	if (given === wanted) return;
	const form = ['', ' <key>', ' <key> <value>'][wanted];
	throw new Fault('usage', `Write it as "crypto-tui config ${action}${form}".`, {
		hint: 'Run "crypto-tui config --help" for what is possible.',
	});
}

/** Shows or changes settings. `list` ends with 78 when any value is invalid, after showing all of them. */
export async function run(
	{values, words}: Typed<typeof configOptions>,
	surroundings: Surroundings,
): Promise<number> {
	const typed = words as unknown as Words;
	needWords(typed);
	const [action, key = '', value = ''] = typed;
	switch (action) {
		case 'path':
			await put(surroundings.out, `${locateConfigFile(placeOf(surroundings, values))}\n`);
			return exitCode.done;
		case 'set':
			return set(key, value, surroundings, values);
		case 'unset':
			return unset(key, surroundings, values);
		default:
			return show(action, key, surroundings, values);
	}
}

type ConfigValues = Values<typeof configOptions>;

const placeOf = (surroundings: Surroundings, values: ConfigValues) => ({
	environment: surroundings.environment,
	folder: surroundings.folder,
	home: surroundings.home,
	platform: surroundings.platform,
	dataDir: values['data-dir'],
});

async function show(
	action: string,
	key: string,
	surroundings: Surroundings,
	values: ConfigValues,
): Promise<number> {
	const {out, err} = surroundings;
	if (action === 'get' && !isConfigKey(key)) throw unknownKey(key, 'the command line');
	const {entries} = findSettings(placeOf(surroundings, values));
	if (action === 'get') {
		const entry = find(entries, key);
		if (entry.problem !== null) throw new Fault('invalid-config', entry.problem);
		await put(out, values.json ? `${JSON.stringify(entryDocument(entry))}\n` : `${shown(entry)}\n`);
		return exitCode.done;
	}

	await put(
		out,
		values.json ? `${JSON.stringify(entries.map(entryDocument))}\n` : entries.map(entryText).join('\n'),
	);
	const problems = entries.flatMap(({problem}) => problem ?? []);
	for (const problem of problems) err.write(`crypto-tui: ${problem}\n`);
	return problems.length === 0 ? exitCode.done : exitCode.config;
}

async function set(
	key: string,
	value: string,
	surroundings: Surroundings,
	values: ConfigValues,
): Promise<number> {
	const {err, folder} = surroundings;
	const place = placeOf(surroundings, values);
	const file = locateConfigFile(place);
	// A relative folder is meant from here; in the file it would be meant from the file.
	const text = key === 'dataDir' && value !== '' && !value.startsWith('~') ? resolve(folder, value) : value;
	await saveSetting(file, key, text);
	err.write(`Saved ${key} in ${file}.\n`);
	await tellOverride(key, surroundings, values);
	return exitCode.done;
}

async function unset(key: string, surroundings: Surroundings, values: ConfigValues): Promise<number> {
	const file = locateConfigFile(placeOf(surroundings, values));
	const was = await removeSetting(file, key);
	surroundings.err.write(was ? `Removed ${key} from ${file}.\n` : `${key} is not set in ${file}.\n`);
	return exitCode.done;
}

/** A saved value that something stronger hides would look like a bug. */
async function tellOverride(key: string, surroundings: Surroundings, values: ConfigValues): Promise<void> {
	const {origin, place} = find(findSettings(placeOf(surroundings, values)).entries, key);
	if (origin !== 'file') surroundings.err.write(`Note: ${place} is set too, and wins.\n`);
}
