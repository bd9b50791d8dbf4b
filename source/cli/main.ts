/** From argv to an exit code: parse, load the one command asked for, and turn whatever fails into words. */

import {toFault, type Fault} from '#domain/fault.js';
import {exitCode} from '#domain/run.js';
import {commands} from './commands.js';
import {exitCodeOfFault, faultText} from './failure.js';
import {parse} from './parse.js';
import {flush, isBrokenPipe, processSurroundings, readerGone, type Surroundings} from './surroundings.js';
import {version} from './version.js';

async function dispatch(argv: readonly string[], surroundings: Surroundings): Promise<number> {
	const {command, asks, typed} = parse(argv, surroundings.now());
	switch (asks) {
		case 'version':
			surroundings.out.write(`${version()}\n`);
			return exitCode.done;
		case 'help': {
			const {helpOf} = await import('./help.js');
			surroundings.out.write(helpOf(command, commands, version()));
			return exitCode.done;
		}

		case 'run': {
			const {run} = await command.load();
			return run(typed, surroundings, commands);
		}
	}
}

/**
 * Runs one command line (without node and script) and resolves to its exit code; never rejects. Results go to
 * `surroundings.out`, everything else to `surroundings.err`.
 */
export async function main(
	argv: readonly string[],
	surroundings: Surroundings = processSurroundings(),
): Promise<number> {
	const {signal, out, err} = surroundings;
	/** Why the work was stopped; null when it was not. */
	const stop = (): Fault | null => (signal.aborted ? toFault(signal.reason) : null);
	const end = (fault: Fault): number => {
		if (fault === readerGone) return exitCode.done;
		err.write(faultText(fault));
		return exitCodeOfFault(fault);
	};
	const tell = async (fault: Fault): Promise<number> => {
		if (fault.code !== 'bug') return end(fault);
		const {reportBug} = await import('./bug.js');
		err.write(reportBug(fault, argv, surroundings));
		return exitCode.bug;
	};
	surroundings.onStray(error => tell(toFault(error)));
	try {
		const code = await dispatch(argv, surroundings);
		await flush(out);
		const why = stop();
		if (why === null || code === exitCode.interrupted) return code;
		if (why.code !== 'interrupted') return end(why);
		const mild = code === exitCode.done || code === exitCode.partial || code === exitCode.nothing;
		return mild ? (why === readerGone ? exitCode.done : exitCode.interrupted) : code;
	} catch (error) {
		const fault = toFault(error);
		const why = stop();
		// Being stopped shows as many faults (a broken wait, a closed stream); only our own bugs are worth a word then.
		if (why !== null && (fault.code !== 'bug' || isBrokenPipe(error) || error === why.cause)) return end(why);
		return tell(fault);
	}
}
