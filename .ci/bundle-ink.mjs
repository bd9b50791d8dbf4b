// Ink and its layout engine, fit for one synchronous file: an esbuild plugin. Every change says what it expects to find,
// so that another version of Ink fails the build instead of the screen.
import {readFile} from 'node:fs/promises';
import {brotliCompressSync} from 'node:zlib';

/** The text with one thing replaced, which must be there. */
function changed(file, text, from, to) {
	const after = text.replace(from, to);
	if (after === text) throw new Error(`bundle: ${file} is not what it was; see .ci/bundle-ink.mjs`);
	return after;
}

/** Yoga without top-level await, and without fetch, which would load a whole HTTP client. */
const yoga = `
	import loadYoga from '../binaries/yoga-wasm-base64-esm.js';
	import wrapAssembly from './wrapAssembly.js';
	import {brotliDecompressSync} from 'node:zlib';
	import packed from 'yoga.wasm';
	const library = {
		instantiateWasm(imports, done) {
			const instance = new WebAssembly.Instance(new WebAssembly.Module(brotliDecompressSync(packed)), imports);
			done(instance);
			return instance.exports;
		},
	};
	loadYoga(library);
	export default wrapAssembly(library);
	export * from './generated/YGEnums.js';
`;

const wasmText = /"data:application\/octet-stream;base64,([^"]+)"/;

/** Packages that Ink brings in several copies or versions; one, so that text is measured as it is painted. */
const once = /^(ansi-styles|cli-boxes|string-width|wrap-ansi)$/;

/** What is read instead of a file, by the end of its path. */
const changes = {
	'yoga-layout/dist/src/index.js': async () => yoga,
	async 'yoga-layout/dist/binaries/yoga-wasm-base64-esm.js'(path) {
		return changed(path, await readFile(path, 'utf8'), wasmText, '""');
	},
	// The React developer tools, and a look into Ink's own package.json for them.
	async 'ink/build/reconciler.js'(path) {
		const text = changed(path, await readFile(path, 'utf8'), "await import('./devtools.js')", 'undefined');
		return changed(path, text, 'await loadPackageJson()', '{}');
	},
	// Errors are told after the terminal is given back; Ink's picture of them brings parsers of stacks and sources.
	'ink/build/components/ErrorOverview.js': async () => 'export default () => null;',
	// A pattern of every emoji there is takes as long to make as all else takes to load; few texts need it.
	async 'string-width/index.js'(path) {
		return changed(
			path,
			await readFile(path, 'utf8'),
			'const rgiEmojiRegex = /^\\p{RGI_Emoji}$/v;',
			'let emoji; const rgiEmojiRegex = {test: text => (emoji ??= /^\\p{RGI_Emoji}$/v).test(text)};',
		);
	},
	// The screen reduces colours itself, when it knows what the terminal can show.
	'chalk/source/vendor/supports-color/index.js': async () =>
		'const colours = {level: 3, hasBasic: true, has256: true, has16m: true}; export default {stdout: colours, stderr: colours};',
};

/** What text is cut with where it is not plain ASCII: making it takes 7 ms, so it is made when it is needed. */
const segmenter = `
	export class LazySegmenter {
		constructor(...options) {
			this.options = options;
		}

		segment(text) {
			this.whole ??= new globalThis['Intl']['Segmenter'](...this.options);
			return this.whole.segment(text);
		}
	}
`;

export const inkPlugin = {
	name: 'ink',
	setup(build) {
		build.initialOptions.inject = ['lazy-segmenter'];
		build.initialOptions.define = {...build.initialOptions.define, 'Intl.Segmenter': 'LazySegmenter'};
		build.onResolve({filter: /^lazy-segmenter$/}, ({path}) => ({path, namespace: 'lazy-segmenter'}));
		build.onLoad({filter: /.*/, namespace: 'lazy-segmenter'}, () => ({contents: segmenter, loader: 'js'}));
		build.onResolve({filter: /^yoga\.wasm$/}, ({resolveDir}) => ({path: resolveDir, namespace: 'yoga-wasm'}));
		build.onLoad({filter: /.*/, namespace: 'yoga-wasm'}, async ({path}) => {
			const [, text] = wasmText.exec(await readFile(`${path}/../binaries/yoga-wasm-base64-esm.js`, 'utf8'));
			return {contents: brotliCompressSync(Buffer.from(text, 'base64')), loader: 'binary'};
		});
		build.onResolve({filter: once}, async ({path, kind, pluginData}) => {
			if (pluginData === once) return undefined;
			const wrapAnsi = new URL('../node_modules/wrap-ansi', import.meta.url).pathname;
			return build.resolve(path, {kind, resolveDir: wrapAnsi, pluginData: once});
		});
		build.onLoad({filter: /[\\/](yoga-layout|ink|chalk|string-width)[\\/].*\.js$/}, async ({path}) => {
			const plain = path.replaceAll('\\', '/');
			const change = Object.entries(changes).find(([end]) => plain.endsWith(`/node_modules/${end}`));
			return change && {contents: await change[1](path), loader: 'js'};
		});
	},
};

/** What production builds know beforehand. */
export const productionFacts = {'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"'};
