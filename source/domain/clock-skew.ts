/** What it means when the clock of this machine and that of a source disagree. */

import type {SourceName} from './market.js';

const minute = 60_000;
const hour = 60 * minute;

/** `90.0 s`, `12 min`, `5.5 h`: exact up to two minutes. */
function skewText(ms: number): string {
	if (ms <= 2 * minute) return `${(ms / 1000).toFixed(1)} s`;
	return ms < 2 * hour ? `${Math.round(ms / minute)} min` : `${Number((ms / hour).toFixed(1))} h`;
}

/** The disagreement as a sentence; `ahead` is their clock minus ours, ms. */
export const clockSkew = (source: SourceName, ahead: number): string =>
	`The clock of this machine is ${skewText(Math.abs(ahead))} ${ahead > 0 ? 'behind' : 'ahead of'} ${source}.`;

/** The next step. */
export const clockFix = 'Turn on time synchronisation (for example "timedatectl set-ntp true").';
