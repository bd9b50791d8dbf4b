/** `crypto-tui completion`: the script of a shell. */

import {exitCode} from '#domain/run.js';
import type {Command} from '../command.js';
import {completionScript, type Shell} from '../completion.js';
import type {Typed} from '../option.js';
import type {completionOptions} from '../options.js';
import {put, type Surroundings} from '../surroundings.js';

/** Prints the script; loads nothing but the table of commands. */
export async function run(
	{words}: Typed<typeof completionOptions>,
	{out}: Surroundings,
	commands: readonly Command[],
): Promise<number> {
	await put(out, completionScript(words[0] as Shell, commands));
	return exitCode.done;
}
