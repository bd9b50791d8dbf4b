/** The version of the program, from its package. */

import {readFileSync} from 'node:fs';

/** Works beside the sources, in `dist/cli` and in the bundle: all are two folders below the package. */
export function version(): string {
	const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
	return (JSON.parse(text) as {version: string}).version;
}
