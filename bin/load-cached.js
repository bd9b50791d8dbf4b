/** Loads a built file as a script, together with what was compiled of it before: that is kept from start to start. */

const {mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync} = require('node:fs');
const {createRequire} = require('node:module');
const path = require('node:path');
const {constants, Script} = require('node:vm');

/** Long after the first frames, when what they needed is compiled. */
const settledMs = 2000;

/** Where things are kept that can be made again; null where there is no such place. */
function cacheFolder() {
	// oxlint-disable-next-line node/no-process-env -- nothing else tells where caches belong
	const {XDG_CACHE_HOME, LOCALAPPDATA, HOME} = process.env;
	if (process.platform === 'win32')
		return LOCALAPPDATA ? path.join(LOCALAPPDATA, 'crypto-tui', 'Cache') : null;
	if (XDG_CACHE_HOME && path.isAbsolute(XDG_CACHE_HOME)) return path.join(XDG_CACHE_HOME, 'crypto-tui');
	if (!HOME) return null;
	return path.join(HOME, process.platform === 'darwin' ? 'Library/Caches' : '.cache', 'crypto-tui');
}

function readOrNull(file) {
	try {
		return readFileSync(file);
	} catch {
		return null;
	}
}

/** Keeps compiled code; that of other builds goes. Not being able to costs only time. */
function keepCode(folder, kind, name, script) {
	try {
		mkdirSync(folder, {recursive: true, mode: 0o700});
		for (const other of readdirSync(folder)) {
			if (other.startsWith(`${kind}-`) && other !== name) rmSync(path.join(folder, other), {force: true});
		}

		const draft = path.join(folder, `draft-${kind}-${process.pid}`);
		writeFileSync(draft, script.createCachedData(), {mode: 0o600});
		renameSync(draft, path.join(folder, name));
	} catch {
		// Nothing is lost.
	}
}

/** Runs a file and returns what it exports. The build writes a name for the contents into its first line. */
function loadCached(file) {
	const folder = cacheFolder();
	const source = readFileSync(file, 'utf8');
	const kind = path.basename(file, path.extname(file));
	const name = `${kind}-${process.version}-${process.arch}-${source.slice(2, source.indexOf('\n'))}`;
	const cachedData = folder === null ? null : readOrNull(path.join(folder, name));
	const script = new Script(`(function (exports, require, module, __filename, importModule) {${source}\n})`, {
		filename: file,
		// Some packages are modules only: what the script imports is found as from a module in its place.
		importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
		...(cachedData === null ? {} : {cachedData}),
	});
	const module = {exports: {}};
	script.runInThisContext()(module.exports, createRequire(file), module, file, name => import(name));
	if (folder !== null && (cachedData === null || script.cachedDataRejected)) {
		setTimeout(() => keepCode(folder, kind, name, script), settledMs).unref();
	}

	return module.exports;
}

module.exports = {cacheFolder, loadCached, readOrNull};
