/** Runs a scheduler's own command and waits for it. */

import {spawn} from 'node:child_process';
import {Fault} from '#domain/fault.js';

export type Answer = {readonly code: number; readonly out: string; readonly err: string};

/** The variables of the user, with messages in the language that is understood here. */
export type Environment = Readonly<Record<string, string | undefined>>;

const missingHints: Readonly<Record<string, string>> = {
	crontab:
		'Install cron, use "crypto-tui schedule install --systemd", or print the lines with --print and add them elsewhere.',
	systemctl:
		'This machine has no systemd; use "crypto-tui schedule install --cron", or print the units with --print.',
};

/** Whether an error says that a scheduler is not installed here. */
export const isMissing = (error: unknown): boolean =>
	error instanceof Fault &&
	error.cause instanceof Error &&
	'code' in error.cause &&
	error.cause.code === 'ENOENT';

/**
 * What a command said and how it ended; `input` goes to its standard input.
 * @throws Fault `usage` where there is no such command.
 */
export async function ask(
	command: string,
	args: readonly string[],
	environment: Environment,
	input = '',
): Promise<Answer> {
	return new Promise((resolve, reject) => {
		const child = spawn(command, args, {env: {...environment, LC_ALL: 'C'}});
		let out = '';
		let err = '';
		child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
		child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
		child.on('error', cause => {
			const hint = missingHints[command];
			reject(
				new Fault('usage', `The command "${command}" cannot be run here.`, {cause, ...(hint && {hint})}),
			);
		});
		child.on('close', code => resolve({code: code ?? 1, out, err: err.trim()}));
		// A command that ends without reading says why by its code.
		child.stdin.on('error', () => {});
		child.stdin.end(input);
	});
}
