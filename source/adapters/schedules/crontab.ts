/** The user's crontab: a marked block in it is ours, every other line stays as it is. */

import {Fault} from '#domain/fault.js';
import {ask, type Environment} from './ask.js';
import {commandOf, jobs, type Program} from './jobs.js';

const begin = '# >>> crypto-tui schedule: these lines are rewritten by "crypto-tui schedule" >>>';
const end = '# <<< crypto-tui schedule <<<';
const beginMark = '# >>> crypto-tui schedule';
const endMark = '# <<< crypto-tui schedule';

/** One word for sh; cron itself takes a bare `%` for the end of the line. */
const quoted = (word: string): string =>
	`'${word.replaceAll("'", String.raw`'\''`).replaceAll('%', String.raw`\%`)}'`;

/** The lines of every job, with marks around them. */
export function cronBlock(program: Program): string {
	const variables = Object.entries(program.variables).map(([name, value]) => `${name}=${quoted(value)} `);
	const lines = jobs.flatMap(job => [
		`# ${job.about}.`,
		// Reports would be mailed each time; faults go to standard error and still are.
		`${job.cron} ${variables.join('')}${commandOf(program, job).map(quoted).join(' ')} >/dev/null`,
	]);
	return `${[begin, ...lines, end].join('\n')}\n`;
}

type Parts = {readonly before: string; readonly block: string; readonly after: string};

/** A crontab around its block; null where there is none. Fault for a block without an end. */
function partsOf(table: string): Parts | null {
	const lines = table.split(/(?<=\n)/);
	const first = lines.findIndex(line => line.startsWith(beginMark));
	const last = lines.findIndex(line => line.startsWith(endMark));
	if (first === -1 && last === -1) return null;
	const isWhole = first !== -1 && last > first;
	const marks = lines.filter(line => line.startsWith(beginMark) || line.startsWith(endMark)).length;
	if (!isWhole || marks !== 2) {
		throw new Fault('usage', 'The crypto-tui block in your crontab is not whole, so it is left alone.', {
			hint: `Run "crontab -e" and remove its lines, from "${beginMark}" to "${endMark}"; then run the same command again.`,
		});
	}

	return {
		before: lines.slice(0, first).join(''),
		block: lines.slice(first, last + 1).join(''),
		after: lines.slice(last + 1).join(''),
	};
}

/** The block inside a crontab; null where there is none. */
export const blockIn = (table: string): string | null => partsOf(table)?.block ?? null;

/** A crontab with this block in the place of the old one, or at its end; without it for null. */
export function withBlock(table: string, block: string | null): string {
	const parts = partsOf(table);
	if (parts) return parts.before + (block ?? '') + parts.after;
	if (block === null) return table;
	return (table === '' || table.endsWith('\n') ? table : `${table}\n`) + block;
}

const failed = (what: string, said: string): Fault =>
	new Fault('storage-unavailable', `Your crontab cannot be ${what}: ${said || 'crontab said nothing'}.`, {
		hint: 'Check that you may use cron ("crontab -l"), or use --systemd.',
	});

/** The user's crontab; empty where there is none. */
export async function readCrontab(environment: Environment): Promise<string> {
	const {code, out, err} = await ask('crontab', ['-l'], environment);
	if (code === 0) return out;
	// Each cron has words of its own for "you have none".
	if (/no crontab|can't open .*no such file/i.test(err)) return '';
	throw failed('read', err);
}

/** Puts the block into the crontab, or takes it out for null; false when nothing had to change. */
export async function writeCrontab(block: string | null, environment: Environment): Promise<boolean> {
	const table = await readCrontab(environment);
	const next = withBlock(table, block);
	if (next === table) return false;
	const {code, err} = await ask('crontab', ['-'], environment, next);
	if (code !== 0) throw failed('written', err);
	return true;
}
