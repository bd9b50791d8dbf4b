/** JSON of a provider, laid out for reading; whatever could act on a terminal is written as its escape. */

// Controls, invisible formatting (direction overrides among it), line and paragraph separators.
const acting = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

const escaped = (text: string): string =>
	text.replaceAll(acting, character => `\\u${character.codePointAt(0)!.toString(16).padStart(4, '0')}`);

function pretty(text: string): string {
	try {
		return JSON.stringify(JSON.parse(text), null, 2);
	} catch {
		// A row that is not JSON is shown as it came: that may be what is wrong with it.
		return text;
	}
}

/** The lines of a JSON text, two spaces per level; at most `most` of them, then how many were left out. */
export function jsonLines(text: string, most = 400): readonly string[] {
	const lines = pretty(text).split('\n').map(escaped);
	return lines.length <= most ? lines : [...lines.slice(0, most), `... +${lines.length - most}`];
}
