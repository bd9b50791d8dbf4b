// Bundles dist: ESM with shared pieces for the commands; screen and desk as one file each, which start fast.
import {createHash} from 'node:crypto';
import {mkdir, rm, writeFile} from 'node:fs/promises';
import {build} from 'esbuild';
import {bundleLimit} from './bundle-limit.mjs';
import {inkPlugin, productionFacts} from './bundle-ink.mjs';

process.chdir(new URL('..', import.meta.url).pathname);

const target = 'dist/bundle';
/** Found at run time: they are compiled, load their own files, or run in threads of their own. */
const external = [
	'better-sqlite3',
	'undici',
	'pino',
	'rotating-file-stream',
	'conf',
	'hyparquet',
	'hyparquet-writer',
	'nodemailer',
	'ws',
];
const shared = {
	bundle: true,
	platform: 'node',
	target: 'node20',
	define: productionFacts,
	plugins: [inkPlugin],
	legalComments: 'none',
	logLevel: 'warning',
};

await rm(target, {recursive: true, force: true});
await mkdir(target, {recursive: true});
await build({
	...shared,
	entryPoints: ['dist/cli/main.js', 'dist/adapters/training/training-worker.js', 'dist/app/vault-worker.js'],
	entryNames: '[name]',
	outdir: target,
	splitting: true,
	format: 'esm',
	external,
	// Packages that are CommonJS ask for Node's own modules while they load.
	banner: {
		js: "import {createRequire as requireFrom} from 'node:module'; const require = requireFrom(import.meta.url);",
	},
});

/**
 * Bundles into one file for bin/load-cached.js. A script run from compiled code of an earlier start cannot import by
 * itself, so packages that come later are asked for by a function it is given.
 */
async function bundleScript(entry, file, options) {
	const {outputFiles} = await build({
		...shared,
		...options,
		entryPoints: [entry],
		outfile: file,
		write: false,
		minify: true,
		// Accents and glyphs as they are: escapes would take twice the room.
		charset: 'utf8',
		format: 'cjs',
		define: {...productionFacts, 'import.meta.url': 'thisUrl'},
		banner: {js: "const thisUrl = require('node:url').pathToFileURL(__filename).href;"},
	});
	const later = new RegExp(`\\bimport\\((?="(?:${external.join('|')})"\\))`, 'g');
	const contents = Buffer.from(outputFiles[0].text.replace(later, 'importModule('));
	// The launcher keeps compiled code under this name.
	const name = createHash('sha256').update(contents).digest('hex').slice(0, 16);
	await writeFile(file, Buffer.concat([Buffer.from(`//${name}\n`), contents]));
	return contents.length;
}

// The desk gives the work of versions to a thread with a file of its own, and never does it itself.
const desk = {external: [...external, '*/vault-here.js'], plugins: []};
await bundleScript('dist/desk/worker.js', `${target}/worker.cjs`, desk);
const size = await bundleScript('dist/cli/interactive.js', `${target}/screen.cjs`, {plugins: [inkPlugin]});
if (size > bundleLimit) {
	throw new Error(`bundle: the screen has ${size} bytes, more than ${bundleLimit}; see .ci/bundle-limit.mjs`);
}
