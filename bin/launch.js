/** Starts the program. The screen starts fast: what it showed last comes first, then compiled code from the cache. */

import {
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
	writeSync,
} from 'node:fs';
import {createRequire} from 'node:module';
import {isAbsolute, join, resolve} from 'node:path';
import {isatty} from 'node:tty';
import {fileURLToPath} from 'node:url';
import {Script} from 'node:vm';

const bundle = fileURLToPath(new URL('../dist/bundle/', import.meta.url));
const screenFile = join(bundle, 'screen.cjs');
// oxlint-disable-next-line node/no-process-env -- the only place of the launcher that reads it
const environment = process.env;

/** What may be asked of the screen and nothing else; any other word is for the commands. */
const flags = new Set(['--demo', '--ascii']);
const valued = new Set(['--data-dir']);

const standard = {stdin: 0, stdout: 1};
const faultOfOurs = 70;
const signals = {SIGHUP: 1, SIGINT: 2, SIGTERM: 15};
/** Long after the first frames, when what they needed is compiled. */
const settledMs = 2000;

/** The alternate screen, no line breaks at the edge, no cursor; the session switches on what else it needs. */
const enter = '\u001B[?1049h\u001B[?7l\u001B[?25l';
const leave = '\u001B[m\u001B[?7h\u001B[?25h\u001B[?1049l';

/** The options of a call that opens the screen; null for any other call. */
function screenOptions(argv) {
	const options = {};
	for (let i = 0; i < argv.length; i++) {
		const [name, value] = argv[i].split(/=(.*)/s);
		if (flags.has(name) && value === undefined) options[name] = true;
		else if (valued.has(name)) options[name] = value ?? argv[++i];
		else return null;
		if (options[name] === undefined) return null;
	}

	return options;
}

const isForAPerson = () => environment.TERM !== 'dumb' && isatty(standard.stdin) && isatty(standard.stdout);

/** Where things are kept that can be made again; null where there is no such place. */
function cacheFolder() {
	const {XDG_CACHE_HOME, LOCALAPPDATA, HOME} = environment;
	if (process.platform === 'win32') return LOCALAPPDATA ? join(LOCALAPPDATA, 'crypto-tui', 'Cache') : null;
	if (XDG_CACHE_HOME && isAbsolute(XDG_CACHE_HOME)) return join(XDG_CACHE_HOME, 'crypto-tui');
	if (!HOME) return null;
	return join(HOME, process.platform === 'darwin' ? 'Library/Caches' : '.cache', 'crypto-tui');
}

/** A short name for a text (FNV-1a): a hash from a library would cost more than all else here. */
function shortName(text) {
	let hash = 0x811c9dc5;
	for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
	return (hash >>> 0).toString(16).padStart(8, '0');
}

/** The name of the last frame: each data folder has its own, and each kind of terminal. */
function frameName(options) {
	const folder = options['--data-dir'] ?? environment.CRYPTO_TUI_DATA_DIR;
	return shortName(
		JSON.stringify([
			options,
			folder === undefined ? null : resolve(folder),
			existsSync('.env') ? process.cwd() : null,
			...['HOME', 'XDG_DATA_HOME', 'CRYPTO_TUI_CONFIG_DIR', 'TERM', 'COLORTERM', 'NO_COLOR', 'LANG'].map(
				name => environment[name],
			),
		]),
	);
}

function readOrNull(file) {
	try {
		return readFileSync(file);
	} catch {
		return null;
	}
}

/** Whoever owns the terminal gives it back; this does until the session takes over. */
function createGuard() {
	const handlers = Object.entries(signals).map(([signal, number]) => [
		signal,
		() => process.exit(128 + number),
	]);
	const takeOver = () => {
		process.off('exit', giveBack);
		for (const [signal, end] of handlers) process.off(signal, end);
	};
	const giveBack = () => {
		takeOver();
		writeSync(standard.stdout, leave);
	};
	process.on('exit', giveBack);
	for (const [signal, end] of handlers) process.on(signal, end);
	return {giveBack, takeOver};
}

/** Shows the frame of the last session, when the terminal still has its size; null when it did not. */
function showLastFrame(file) {
	const text = file === null ? null : (readOrNull(file)?.toString() ?? null);
	if (text === null) return null;
	const end = text.indexOf('\n');
	if (text.slice(0, end) !== `${process.stdout.columns}x${process.stdout.rows}`) return null;
	const guard = createGuard();
	try {
		writeSync(standard.stdout, enter + text.slice(end + 1));
	} catch {
		// A slow terminal took a part: the first live frame writes every cell anyway.
	}

	return guard;
}

/** Keeps compiled code; that of other builds goes. Not being able to costs only time. */
function keepCode(folder, name, script) {
	try {
		mkdirSync(folder, {recursive: true, mode: 0o700});
		for (const other of readdirSync(folder)) {
			if (other.startsWith('screen-') && other !== name) rmSync(join(folder, other), {force: true});
		}

		const draft = join(folder, `draft-${process.pid}`);
		writeFileSync(draft, script.createCachedData(), {mode: 0o600});
		renameSync(draft, join(folder, name));
	} catch {
		// Nothing is lost.
	}
}

/** Loads the screen from its one file. The build writes a name for the contents into its first line. */
function loadScreen(folder) {
	const source = readFileSync(screenFile, 'utf8');
	const name = `screen-${process.version}-${process.arch}-${source.slice(2, source.indexOf('\n'))}`;
	const cachedData = folder === null ? null : readOrNull(join(folder, name));
	const script = new Script(`(function (exports, require, module, __filename) {${source}\n})`, {
		filename: screenFile,
		...(cachedData === null ? {} : {cachedData}),
	});
	const module = {exports: {}};
	script.runInThisContext()(module.exports, createRequire(screenFile), module, screenFile);
	if (folder !== null && (cachedData === null || script.cachedDataRejected)) {
		setTimeout(() => keepCode(folder, name, script), settledMs).unref();
	}

	return module.exports;
}

async function openScreen(argv, options) {
	const folder = cacheFolder();
	const frameFile = folder === null ? null : join(folder, `frame-${frameName(options)}`);
	const guard = showLastFrame(frameFile);
	try {
		return await loadScreen(folder).main(argv, {
			shown: guard !== null,
			frameFile,
			takeOver: () => guard?.takeOver(),
		});
	} catch (error) {
		guard?.giveBack();
		process.stderr.write(
			`crypto-tui: the screen did not start. This is our bug.\n${error?.stack ?? error}\n`,
		);
		return faultOfOurs;
	}
}

/** Runs one command line (without node and script); resolves to its exit code. */
export async function launch(argv) {
	const options = screenOptions(argv);
	if (options !== null && isForAPerson() && existsSync(screenFile)) return openScreen(argv, options);
	const {main} = await import('../dist/bundle/main.js').catch(error => {
		if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
		process.stderr.write(
			`crypto-tui: this checkout is not built yet.\n  Run "npm run build" first. (${error.message})\n`,
		);
		process.exit(faultOfOurs);
	});
	return main(argv);
}
