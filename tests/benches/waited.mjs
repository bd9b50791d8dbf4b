/** How long this thread could have run while the machine ran something else. */
import {readFileSync} from 'node:fs';

/** Milliseconds so far; 0 where the system does not tell. */
export function waitedMs() {
	try {
		return Number(readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')[1]) / 1e6;
	} catch {
		return 0;
	}
}
