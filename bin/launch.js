/** Starts the program. The screen starts fast: what it showed last comes first, then compiled code from the cache. */

const {existsSync, writeSync} = require('node:fs');
const path = require('node:path');
const {isatty} = require('node:tty');
const {pathToFileURL} = require('node:url');
const {setFlagsFromString} = require('node:v8');
const {Worker} = require('node:worker_threads');
const {cacheFolder, loadCached, readOrNull} = require('./load-cached.js');

const bundle = path.join(__dirname, '../dist/bundle');
const screenFile = path.join(bundle, 'screen.cjs');
const deskFile = path.join(bundle, 'worker.cjs');
// oxlint-disable-next-line node/no-process-env -- the only place of the launcher that reads it
const environment = process.env;

/** What may be asked of the screen and nothing else; any other word is for the commands. */
const flags = new Set(['--demo', '--ascii']);
const valued = new Set(['--data-dir']);

const standard = {stdin: 0, stdout: 1};
const faultOfOurs = 70;
const signals = {SIGHUP: 1, SIGINT: 2, SIGTERM: 15};

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
			folder === undefined ? null : path.resolve(folder),
			existsSync('.env') ? process.cwd() : null,
			...['HOME', 'XDG_DATA_HOME', 'CRYPTO_TUI_CONFIG_DIR', 'TERM', 'COLORTERM', 'NO_COLOR', 'LANG'].map(
				name => environment[name],
			),
		]),
	);
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

/** As source/desk/connect.ts starts them: with streams of their own, and little room for young garbage. */
const deskThread = {name: 'desk', stdout: true, stderr: true, resourceLimits: {maxYoungGenerationSizeMb: 4}};

/**
 * The thread of the desk, which loads beside the screen: both take about as long. The screen says where it works. Null
 * where the screen has to start one.
 */
function startDesk() {
	if (!existsSync(deskFile)) return null;
	const thread = new Worker(path.join(__dirname, 'desk.js'), deskThread);
	// Until somebody asks it something, it must not keep the process alive.
	thread.unref();
	return thread;
}

/** By then compiled code is kept; what V8 was told before it was made belongs to its name. */
const startedMs = 3000;

/** A screen stays open for days: garbage is collected sooner, in both threads, for a third less memory. */
function saveMemory() {
	setFlagsFromString('--optimize-for-size');
	setFlagsFromString('--semi-space-growth-factor=1');
}

async function openScreen(argv, options) {
	const folder = cacheFolder();
	const frameFile = folder === null ? null : path.join(folder, `frame-${frameName(options)}`);
	const desk = startDesk();
	const guard = showLastFrame(frameFile);
	setTimeout(saveMemory, startedMs).unref();
	try {
		return await loadCached(screenFile).main(argv, {
			shown: guard !== null,
			frameFile,
			desk,
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
async function launch(argv) {
	const options = screenOptions(argv);
	if (options !== null && isForAPerson() && existsSync(screenFile)) return openScreen(argv, options);
	const {main} = await import(pathToFileURL(path.join(bundle, 'main.js')).href).catch(error => {
		if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
		process.stderr.write(
			`crypto-tui: this checkout is not built yet.\n  Run "npm run build" first. (${error.message})\n`,
		);
		process.exit(faultOfOurs);
	});
	return main(argv);
}

module.exports = {launch};
