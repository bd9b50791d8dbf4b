/** How a scheduler has to call this program so that it finds the same settings and data as now. */

import {execPath} from 'node:process';
import {fileURLToPath} from 'node:url';
import {isAbsolute, resolve} from 'node:path';
import type {Program} from '#adapters/schedules/jobs.js';
import {describeKey, type ConfigEntry} from '#contracts/config.js';
import {Fault} from '#domain/fault.js';
import type {FoundSettings} from '#adapters/settings.js';
import type {Surroundings} from './surroundings.js';

/** The start of the program is two folders up, from the bundle as from the compiled sources. */
const script = fileURLToPath(new URL('../../bin/crypto-tui.js', import.meta.url));

/** Variables that decide where settings lie, and that a scheduler does not know; folders as absolute paths. */
function placeVariables({environment, folder, home}: Surroundings): Readonly<Record<string, string>> {
	const config = environment['CRYPTO_TUI_CONFIG_DIR'];
	const xdg = environment['XDG_CONFIG_HOME'];
	const absolute = (path: string): string =>
		path.startsWith('~/') ? resolve(home, path.slice(2)) : resolve(folder, path);
	return {
		...(config ? {CRYPTO_TUI_CONFIG_DIR: absolute(config)} : {}),
		...(!config && xdg && isAbsolute(xdg) ? {XDG_CONFIG_HOME: xdg} : {}),
	};
}

/** The program as it runs now. Fault `usage` for a copy that will not stay, or a path that no scheduler can take. */
export function programOf({entries}: FoundSettings, surroundings: Surroundings): Program {
	const dataDir = entries.find(({key}) => key === 'dataDir')!;
	const isElsewhere =
		!['file', 'default'].includes(dataDir.origin) ||
		(dataDir.origin === 'default' && Boolean(surroundings.environment['XDG_DATA_HOME']));
	const program: Program = {
		node: execPath,
		script,
		dataDir: isElsewhere ? (dataDir.value as string) : null,
		variables: placeVariables(surroundings),
	};
	if (/[/\\]_npx[/\\]/.test(script)) {
		throw new Fault('usage', 'This copy was started by npx and may be gone tomorrow.', {
			hint: 'Install it first with "npm install -g crypto-tui", then run "crypto-tui schedule install".',
		});
	}

	const texts = [program.node, script, program.dataDir ?? '', ...Object.values(program.variables)];
	// oxlint-disable-next-line no-control-regex -- a new line would begin another entry
	if (texts.some(text => /[\u0000-\u001F]/.test(text))) {
		throw new Fault('usage', 'A path contains a character that no schedule can hold.', {
			hint: 'Choose another folder with --data-dir.',
		});
	}

	return program;
}

/** Settings that are known only here, so that a scheduled run would be without them: the names of their variables. */
export const strayVariables = (entries: readonly ConfigEntry[]): readonly string[] =>
	entries
		.filter(({key, origin}) => key !== 'dataDir' && (origin === 'environment' || origin === '.env'))
		.map(({key}) => describeKey(key).variable);
