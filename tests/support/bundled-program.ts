/** Programs of the tests, from TypeScript, as one file that node runs. */

import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {build} from 'esbuild';
import {afterAll} from 'vitest';
import {inkPlugin, productionFacts} from '../../.ci/bundle-ink.mjs';

/** Bundles a program of this folder with the sources it names; the file goes away after the tests. */
export async function bundledProgram(name: string): Promise<string> {
	const folder = mkdtempSync(join(tmpdir(), 'crypto-tui-program-'));
	afterAll(() => rmSync(folder, {recursive: true, force: true}));
	const outfile = join(folder, 'program.mjs');
	await build({
		entryPoints: [new URL(name, import.meta.url).pathname],
		outfile,
		bundle: true,
		platform: 'node',
		target: 'node20',
		format: 'esm',
		conditions: ['source'],
		jsx: 'automatic',
		define: productionFacts,
		plugins: [inkPlugin],
		banner: {
			js: "import {createRequire} from 'node:module'; const require = createRequire(import.meta.url);",
		},
		logLevel: 'error',
	});
	return outfile;
}
