/** Advice that holds where the user is: with `--demo`, the commands of a hint need it too. */

import {Fault} from '#domain/fault.js';

const commandsOfThePlace = /"(crypto-tui (?:--headless|train|predict|forecasts|features|models)[^"]*)"/g;

/** The fault with the advice for this place. */
export function placed(fault: Fault, demo: boolean): Fault {
	if (!demo) return fault;
	const {code, message, source, asset, status, retryAt, cause} = fault;
	const hint = fault.hint.replaceAll(commandsOfThePlace, '"$1 --demo"');
	return new Fault(code, message, {source, asset, status, retryAt, cause, hint});
}

/** Runs the work of a command; the fault that ends it has the advice for this place. */
export async function withPlacedFaults<Result>(demo: boolean, work: () => Promise<Result>): Promise<Result> {
	try {
		return await work();
	} catch (error) {
		throw error instanceof Fault ? placed(error, demo) : error;
	}
}
