/** Units of the user's systemd: a service and a timer for every job, in files that say whose they are. */

import {existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {Fault} from '#domain/fault.js';
import {ask, type Environment} from './ask.js';
import {commandOf, jobs, type Program} from './jobs.js';

const mark = '# Written by "crypto-tui schedule"; it is rewritten and removed by it.';

/** A unit file: its name and what is in it. */
export type Unit = {readonly name: string; readonly text: string};

/** One word of ExecStart: no variables, no specifiers. */
const quoted = (word: string): string =>
	`"${word
		.replaceAll('\\', '\\\\')
		.replaceAll('"', String.raw`\"`)
		.replaceAll('%', '%%')
		.replaceAll('$', '$$$$')}"`;

/** The same for Environment=, where a dollar is a dollar. */
const assigned = (text: string): string =>
	`"${text
		.replaceAll('\\', '\\\\')
		.replaceAll('"', String.raw`\"`)
		.replaceAll('%', '%%')}"`;

const timerOf = (name: string): string => `crypto-tui-${name}.timer`;
const serviceOf = (name: string): string => `crypto-tui-${name}.service`;

/** Every unit, services before timers. */
export function unitsOf(program: Program): readonly Unit[] {
	const variables = Object.entries(program.variables).map(
		([name, value]) => `Environment=${assigned(`${name}=${value}`)}`,
	);
	return jobs.flatMap(job => [
		{
			name: serviceOf(job.name),
			text: [
				mark,
				'[Unit]',
				`Description=crypto-tui: ${job.about}`,
				'',
				'[Service]',
				'Type=oneshot',
				...variables,
				`ExecStart=${commandOf(program, job).map(quoted).join(' ')}`,
				'StandardOutput=null',
				'',
			].join('\n'),
		},
		{
			name: timerOf(job.name),
			text: [
				mark,
				'[Unit]',
				`Description=crypto-tui: ${job.about}`,
				'',
				'[Timer]',
				`OnCalendar=${job.calendar}`,
				'Persistent=true',
				'',
				'[Install]',
				'WantedBy=timers.target',
				'',
			].join('\n'),
		},
	]);
}

const unitNames: readonly string[] = jobs.flatMap(({name}) => [serviceOf(name), timerOf(name)]);
const timers: readonly string[] = jobs.map(({name}) => timerOf(name));

/** The units of ours in a folder. Fault for a file of such a name that is not ours. */
export function installedUnits(folder: string): readonly Unit[] {
	return unitNames.flatMap(name => {
		const file = join(folder, name);
		if (!existsSync(file)) return [];
		const text = readFileSync(file, 'utf8');
		if (text.startsWith(mark)) return [{name, text}];
		throw new Fault('usage', `${file} was not written by crypto-tui, so it is left alone.`, {
			hint: 'Move it away, then run the same command again.',
		});
	});
}

async function systemctl(args: readonly string[], environment: Environment): Promise<void> {
	const {code, err} = await ask('systemctl', ['--user', ...args], environment);
	if (code === 0) return;
	throw new Fault(
		'storage-unavailable',
		`"systemctl --user ${args.join(' ')}" failed: ${err || `code ${code}`}.`,
		{hint: 'Log in as this user ("loginctl enable-linger" keeps timers alive after that), or use --cron.'},
	);
}

/** Writes the units and starts their timers; false when they were there already. */
export async function installUnits(
	folder: string,
	units: readonly Unit[],
	environment: Environment,
): Promise<boolean> {
	// Without systemd nothing is written either.
	await systemctl(['--version'], environment);
	const before = new Map(installedUnits(folder).map(({name, text}) => [name, text]));
	const changed = units.filter(({name, text}) => before.get(name) !== text);
	mkdirSync(folder, {recursive: true});
	for (const {name, text} of changed) {
		const file = join(folder, name);
		writeFileSync(`${file}.new`, text);
		renameSync(`${file}.new`, file);
	}

	if (changed.length > 0) await systemctl(['daemon-reload'], environment);
	// Asked again even so: somebody may have stopped them.
	await systemctl(['enable', '--now', ...timers], environment);
	return changed.length > 0;
}

/** Stops the timers and deletes the units; false when there were none. */
export async function removeUnits(folder: string, environment: Environment): Promise<boolean> {
	const units = installedUnits(folder);
	if (units.length === 0) return false;
	const running = units.map(({name}) => name).filter(name => timers.includes(name));
	if (running.length > 0) await systemctl(['disable', '--now', ...running], environment);
	for (const {name} of units) rmSync(join(folder, name), {force: true});
	await systemctl(['daemon-reload'], environment);
	return true;
}
