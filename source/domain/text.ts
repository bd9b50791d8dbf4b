/** Text that came from a provider, made safe to store, log and draw. */

/* oxlint-disable no-control-regex -- control characters are what is looked for */

// C0 and C1 controls, line and paragraph separators, and the bidirectional overrides that can reorder a line.
const unsafe = /[\u0000-\u001F\u007F-\u009F\u2028\u2029\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;

// Whole terminal sequences: CSI, OSC (ended by BEL or ST), and two-character escapes.
const escapeSequence =
	/\u001B\[[0-?]*[ -/]*[@-~]|\u001B\][^\u0007\u001B]*(?:\u0007|\u001B\\)?|\u001B[@-Z\\-_]|\u009B[0-?]*[ -/]*[@-~]/g;

/**
 * Removes terminal escape sequences and control characters, folds white space, and cuts to `limit` code points.
 * Everything else, including quotes, emoji and accents, stays as the provider wrote it.
 */
export function cleanText(text: string, limit = 200): string {
	const clean = text.replaceAll(escapeSequence, '').replaceAll(unsafe, ' ').replaceAll(/\s+/g, ' ').trim();
	return clean.length <= limit ? clean : Array.from(clean).slice(0, limit).join('');
}
