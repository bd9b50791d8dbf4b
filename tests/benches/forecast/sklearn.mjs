/** Questions to scikit-learn, by files in a folder of their own. */

import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

const python = '/usr/bin/python3';
export const noSklearn =
	'scikit-learn is not installed for /usr/bin/python3 (apt-get install python3-sklearn)';

export const folder = mkdtempSync(join(tmpdir(), 'crypto-tui-bench-'));
process.on('exit', () => rmSync(folder, {recursive: true, force: true}));

let files = 0;
/** A matrix row by row, as scikit-learn reads it. */
export function rowMajor(columns) {
	const [{length}] = columns;
	const values = new Float64Array(length * columns.length);
	for (const [at, column] of columns.entries()) {
		for (let row = 0; row < length; row++) values[row * columns.length + at] = column[row];
	}

	return values;
}

/** A file of doubles. */
export function written(values) {
	const file = join(folder, `${files++}.f64`);
	writeFileSync(file, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
	return file;
}

/** What scikit-learn gives for the tasks, or null where it is not installed. */
export function askSklearn(tasks) {
	const script = fileURLToPath(new URL('fit-forests.py', import.meta.url));
	const done = spawnSync(python, [script], {
		input: JSON.stringify({tasks}),
		encoding: 'utf8',
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	if (done.error || done.status === 3) return null;
	if (done.status !== 0) throw new Error('scikit-learn failed');
	return JSON.parse(done.stdout);
}
