/** `crypto-tui doctor`: every check with its fix, every hole with its cause, and healing what can be healed. */

import {release} from 'node:os';
import {failed, passed, warned, type Check} from '#domain/doctor/check.js';
import {judgeSettings} from '#domain/doctor/judge.js';
import {Fault} from '#domain/fault.js';
import type {SourceName} from '#domain/market.js';
import {exitCode, exitCodeOf} from '#domain/run.js';
import type {Healing} from '#pipeline/commands.js';
import type {doctorOptions} from '../doctor-options.js';
import {doctorDocument, doctorText, type Findings} from '../doctor-words.js';
import {exitCodeOfFault} from '../failure.js';
import {createFormat} from '../format.js';
import {namedAssets} from '../named-assets.js';
import type {Typed, Values} from '../option.js';
import {createProgress} from '../progress.js';
import {allowanceOf, look, settingOf, type Session, type Setting} from '../session.js';
import {put, type Surroundings} from '../surroundings.js';

type DoctorValues = Values<typeof doctorOptions>;

/** The store as far as it could be looked at. */
type Looked = Pick<Findings, 'checks' | 'examination' | 'healing'> & {
	/** What kept us from it. */
	readonly fault: Fault | null;
	/** Sources that want no request now. */
	readonly blocked: ReadonlySet<SourceName>;
};

const unseen: Looked = {checks: [], examination: null, healing: null, fault: null, blocked: new Set()};

/** Looks, heals when asked to, tells; resolves to the exit code. */
export async function run(
	{values}: Typed<typeof doctorOptions>,
	surroundings: Surroundings,
): Promise<number> {
	const unicode = await hasUnicode(surroundings);
	const terminal = await checkTerminal(surroundings);
	const setting = readSetting(values, surroundings);
	if (setting instanceof Fault) {
		const checks = [judgeSettings(setting), terminal];
		const findings = {...unseen, dataDir: '', simulated: values.demo, checks};
		await tell(findings, values, surroundings, unicode, 'system');
		return exitCodeOfFault(setting);
	}

	const looked = await lookAtStore(values, setting, surroundings);
	const {checkMachine} = await import('#app/checkup.js');
	const machine = await checkMachine({
		config: setting.config,
		simulated: values.demo,
		clock: {now: surroundings.now, monotonic: () => performance.now()},
		blocked: looked.blocked,
		signal: surroundings.signal,
	});
	const findings: Findings = {
		...looked,
		dataDir: setting.config.dataDir,
		simulated: values.demo,
		checks: [...looked.checks, judgeSettings(setting.found), ...machine, terminal],
	};
	await tell(findings, values, surroundings, unicode, setting.config.timeZone);
	return exitOf(findings, looked.fault);
}

async function tell(
	findings: Findings,
	{json}: DoctorValues,
	{out}: Surroundings,
	unicode: boolean,
	timeZone: string,
): Promise<void> {
	const text = json
		? `${JSON.stringify(doctorDocument(findings))}\n`
		: doctorText(findings, createFormat(timeZone), unicode);
	await put(out, text);
}

/** Damage first, then what a healing run says, then whether anything is left to do. */
function exitOf({checks, examination, healing}: Findings, fault: Fault | null): number {
	const isDamaged =
		fault?.code === 'storage-damaged' || checks.some(({id, state}) => id === 'database' && state === 'fail');
	if (isDamaged && (fault === null || fault.code === 'storage-damaged')) return exitCode.bug;
	if (fault) return exitCodeOfFault(fault);
	const ofRun = healing?.report ? exitCodeOf(healing.report) : exitCode.done;
	if (ofRun !== exitCode.done) return ofRun;
	const isClean = checks.every(({state}) => state === 'ok') && (examination?.plan.gaps ?? 0) === 0;
	return isClean ? exitCode.done : exitCode.partial;
}

/** The settings, or what is wrong with them. */
function readSetting(values: DoctorValues, surroundings: Surroundings): Setting | Fault {
	try {
		return settingOf(values, surroundings);
	} catch (error) {
		if (error instanceof Fault && error.code === 'invalid-config') return error;
		throw error;
	}
}

/** Looks at the store; a store that cannot be opened or read is a check that failed. */
async function lookAtStore(
	values: DoctorValues,
	setting: Setting,
	surroundings: Surroundings,
): Promise<Looked> {
	try {
		const found = await look(
			values,
			surroundings,
			session => examine(values, session, surroundings),
			noStore,
		);
		// Nothing is fetched into a file that is damaged, and nothing is created to heal it.
		const isSound = found.examination !== null && found.checks.every(isSoundDatabase);
		return values.heal && isSound ? await heal(values, setting, surroundings) : found;
	} catch (error) {
		if (!(error instanceof Fault) || !error.code.startsWith('storage-')) throw error;
		return {...unseen, checks: [failed('database', error.message, error.hint)], fault: error};
	}
}

const isSoundDatabase = ({id, state}: Check): boolean => id !== 'database' || state === 'ok';

const noStore = (): Looked => ({
	...unseen,
	checks: [passed('database', 'There is none yet; "crypto-tui --headless" makes it.')],
});

async function examine(
	{asset}: DoctorValues,
	{app}: Pick<Session, 'app'>,
	{err}: Surroundings,
): Promise<Looked> {
	const assets = asset && (await namedAssets(app.storage, asset, err));
	const {checks, ...examination} = await app.pipeline.examine(assets ? {assets} : {});
	const {blockedSources} = await import('#app/checkup.js');
	return {...unseen, checks, examination, blocked: await blockedSources(app)};
}

/** Heals under progress like a backfill, then looks again. */
async function heal(
	values: DoctorValues,
	{config, format}: Setting,
	surroundings: Surroundings,
): Promise<Looked> {
	const app = await surroundings.openApp({
		config,
		demo: values.demo,
		mode: 'headless',
		onLogLost: message => void surroundings.err.write(`crypto-tui: ${message}\n`),
	});
	const progress = createProgress(surroundings, {
		quiet: values.quiet,
		format,
		budget: async source => {
			const {budgetParts} = await import('../words.js');
			const state = await app.storage.budgets.state(source, allowanceOf(app, source), app.clock.now());
			return budgetParts(state, format);
		},
	});
	const unsubscribe = app.events.subscribe(event => progress.listen(event));
	try {
		const {asset} = values;
		const assets = asset && (await namedAssets(app.storage, asset, surroundings.err));
		const healing: Healing = await app.pipeline.heal(
			{...(assets ? {assets} : {}), onInvalid: config.onInvalid},
			surroundings.signal,
		);
		progress.stop();
		return {...(await examine(values, {app}, surroundings)), healing};
	} finally {
		unsubscribe();
		progress.stop();
		await app.close();
	}
}

async function hasUnicode({environment, platform}: Surroundings): Promise<boolean> {
	const abilities = await import('#tui/terminal/abilities.js');
	return abilities.hasUnicode(environment, {platform, release: release()});
}

/** What this terminal can show; a warning only where the screen could not be used in it. */
async function checkTerminal({out, environment, platform}: Surroundings): Promise<Check> {
	const {colourDepthOf, hasUnicode: showsUnicode, isDumb} = await import('#tui/terminal/abilities.js');
	if (!out.isTTY) return passed('terminal', 'The output goes to no terminal.');
	const system = {platform, release: release()};
	const rows = 'rows' in out && typeof out.rows === 'number' ? out.rows : null;
	const size = out.columns === undefined || rows === null ? 'of unknown size' : `${out.columns}x${rows}`;
	const colours = colourDepthOf(environment, system);
	const characters = showsUnicode(environment, system) ? 'UTF-8' : 'ASCII only';
	const message = `Terminal ${size}, colours: ${colours}, characters: ${characters}.`;
	if (isDumb(environment)) {
		return warned(
			'terminal',
			message,
			'Set TERM to what the terminal is; the screen cannot be drawn on "dumb".',
		);
	}

	const isSmall = (out.columns ?? Infinity) < leastColumns || (rows ?? Infinity) < leastRows;
	return isSmall
		? warned('terminal', message, `Enlarge the window to ${leastColumns}x${leastRows} for the screen.`)
		: passed('terminal', message);
}

/** The smallest terminal the screen can be used in. */
const leastColumns = 60;
const leastRows = 15;
