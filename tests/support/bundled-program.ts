/** Programs of the tests, from TypeScript, as one file that node runs. */

import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {build} from 'esbuild';
import {inkPlugin, productionFacts} from '../../.ci/bundle-ink.mjs';

/** Bundles a program of this folder with the sources it names; whoever makes it removes it. */
export async function bundledProgram(
	name: string,
): Promise<{readonly path: string; readonly remove: () => void}> {
	const folder = mkdtempSync(join(tmpdir(), 'crypto-tui-program-'));
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
	return {path: outfile, remove: () => rmSync(folder, {recursive: true, force: true})};
}
