/** Where the recorded responses of the real providers live. They are never part of the repository. */

/* oxlint-disable vitest/no-conditional-tests, vitest/valid-title, vitest/valid-describe-callback, vitest/no-disabled-tests -- this is the switch itself */

import {existsSync, readFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {describe, test} from 'vitest';

/** `CRYPTO_TUI_RECORDINGS`, or `../shared/fixtures` beside the checkout. */
export const recordingsFolder = resolve(process.env['CRYPTO_TUI_RECORDINGS'] ?? '../shared/fixtures');
const hasRecordings = existsSync(join(recordingsFolder, 'README.md'));

export const recordingText = (path: string): string => readFileSync(join(recordingsFolder, path), 'utf8');
export const recording = (path: string): unknown => JSON.parse(recordingText(path));

/** A suite over the recordings; where the folder is absent it is skipped, and its title says so. */
export function describeRecordings(title: string, suite: () => void): void {
	if (hasRecordings) {
		describe(title, suite);
	} else {
		describe(title, () => {
			test.skip(`skipped: no recordings in ${recordingsFolder} (set CRYPTO_TUI_RECORDINGS)`, () => {});
		});
	}
}

/** Columns of a recorded history CSV (`history/*.csv`), header left out. */
export function recordedCandles(path: string): readonly (readonly number[])[] {
	return recordingText(path)
		.trim()
		.split('\n')
		.slice(1)
		.map(line => line.split(',').map(Number));
}
