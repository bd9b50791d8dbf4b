/** Text for the user's clipboard, as a sequence that terminals understand (OSC 52). */

/** Terminals ignore longer ones (xterm takes 100,000 bytes of base64). */
const mostBytes = 74_000;

/** The sequence that puts `text` on the clipboard; null when terminals would ignore it. Write it to `session.output`. */
export function copySequence(text: string): string | null {
	const bytes = Buffer.from(text, 'utf8');
	return bytes.length > mostBytes ? null : `\u001B]52;c;${bytes.toString('base64')}\u0007`;
}
