/** `crypto-tui schedule`: runs that happen by themselves, through the user's crontab or systemd. */

import {join} from 'node:path';
import {isMissing} from '#adapters/schedules/ask.js';
import {blockIn, cronBlock, readCrontab, writeCrontab} from '#adapters/schedules/crontab.js';
import {installedUnits, installUnits, removeUnits, unitsOf, type Unit} from '#adapters/schedules/systemd.js';
import {Fault, toFault} from '#domain/fault.js';
import {exitCode} from '#domain/run.js';
import type {Typed, Values} from '../option.js';
import type {scheduleOptions} from '../schedule-options.js';
import {programOf, strayVariables} from '../schedule-program.js';
import {settingOf} from '../session.js';
import {put, type Surroundings} from '../surroundings.js';

type ScheduleValues = Values<typeof scheduleOptions>;
type Kind = 'cron' | 'systemd';

const misuse = (message: string): Fault =>
	new Fault('usage', message, {hint: 'Run "crypto-tui schedule --help" for what is possible.'});

const unitFolder = ({environment, home}: Surroundings): string =>
	join(environment['XDG_CONFIG_HOME'] || join(home, '.config'), 'systemd', 'user');

const unitsText = (units: readonly Unit[]): string =>
	units.map(({name, text}) => `# ${name}\n${text}`).join('\n');

/** What is installed, as text; null where nothing is. A scheduler that is not there has nothing installed. */
async function installed(kind: Kind, surroundings: Surroundings): Promise<string | null> {
	if (kind === 'systemd') return unitsText(installedUnits(unitFolder(surroundings))) || null;
	return blockIn(await readCrontab(surroundings.environment));
}

/** The scheduler asked for; without a wish both are meant. */
const wished = ({cron, systemd}: ScheduleValues): readonly Kind[] =>
	cron === systemd ? ['cron', 'systemd'] : [cron ? 'cron' : 'systemd'];

async function print(
	{json}: ScheduleValues,
	{out}: Surroundings,
	document: unknown,
	text: string,
): Promise<void> {
	await put(out, json ? `${JSON.stringify(document)}\n` : text);
}

async function show(values: ScheduleValues, surroundings: Surroundings): Promise<number> {
	const found: Partial<Record<Kind, string | null>> = {};
	for (const kind of wished(values)) {
		try {
			found[kind] = await installed(kind, surroundings);
		} catch (error) {
			// Asked about both, a machine with one of them is an answer.
			if (wished(values).length === 1 || !isMissing(error)) throw error;
			found[kind] = null;
			surroundings.err.write(`crypto-tui: ${toFault(error).message}\n`);
		}
	}

	const texts = Object.values(found).filter(text => text !== null);
	const nothing =
		'No schedule is installed. "crypto-tui schedule install" does it; --print shows it first.\n';
	await print(values, surroundings, found, texts.length === 0 ? nothing : texts.join('\n'));
	return exitCode.done;
}

/** Cron where it is there, else systemd. */
async function usualKind(surroundings: Surroundings): Promise<Kind> {
	try {
		await readCrontab(surroundings.environment);
		return 'cron';
	} catch (error) {
		if (!isMissing(error)) throw error;
		return 'systemd';
	}
}

async function install(values: ScheduleValues, surroundings: Surroundings): Promise<number> {
	if (values.cron && values.systemd) throw misuse('--cron and --systemd exclude each other.');
	const {environment, err, platform} = surroundings;
	if (platform === 'win32') {
		throw misuse(
			'Windows has neither cron nor systemd; use its task scheduler with "crypto-tui --headless".',
		);
	}

	const {found} = settingOf(values, surroundings);
	const program = programOf(found, surroundings);
	const [wish] = wished(values).length === 1 ? wished(values) : [];
	const kind = wish ?? (values.print ? 'cron' : await usualKind(surroundings));
	const units = unitsOf(program);
	const block = cronBlock(program);
	const stray = strayVariables(found.entries);
	if (stray.length > 0) {
		err.write(
			`crypto-tui: A scheduled run does not see variables or .env of this shell: ${stray.join(', ')}.\n  Keep them with "crypto-tui config set".\n`,
		);
	}

	const text = kind === 'cron' ? block : unitsText(units);
	if (values.print) {
		await print(values, surroundings, {kind, text}, text);
		return exitCode.done;
	}

	const changed =
		kind === 'cron'
			? await writeCrontab(block, environment)
			: await installUnits(unitFolder(surroundings), units, environment);
	const where = kind === 'cron' ? 'your crontab' : unitFolder(surroundings);
	await print(
		values,
		surroundings,
		{kind, changed},
		changed
			? `Installed in ${where}: collecting at 09:00, 13:00 and 18:00, a snapshot every Sunday, compacting monthly.\n`
			: `Already installed in ${where}; nothing had to change.\n`,
	);
	return exitCode.done;
}

async function remove(values: ScheduleValues, surroundings: Surroundings): Promise<number> {
	const {environment} = surroundings;
	const removed: Kind[] = [];
	for (const kind of wished(values)) {
		try {
			const changed =
				kind === 'cron'
					? await writeCrontab(null, environment)
					: await removeUnits(unitFolder(surroundings), environment);
			if (changed) removed.push(kind);
		} catch (error) {
			// Where there is no cron, there is nothing of ours in it.
			if (wished(values).length === 1 || kind !== 'cron' || !isMissing(error)) throw error;
		}
	}

	const names = {cron: 'your crontab', systemd: 'systemd'};
	await print(
		values,
		surroundings,
		{removed},
		removed.length === 0
			? 'No schedule was installed.\n'
			: `Removed from ${removed.map(kind => names[kind]).join(' and ')}.\n`,
	);
	return exitCode.done;
}

/** Shows, installs or removes the schedule. */
export async function run(
	{values, words}: Typed<typeof scheduleOptions>,
	surroundings: Surroundings,
): Promise<number> {
	const [action] = words;
	if (values.print && action !== 'install') throw misuse('--print belongs to "schedule install".');
	if (action === 'install') return install(values, surroundings);
	return action === 'remove' ? remove(values, surroundings) : show(values, surroundings);
}
