/** A line of text being typed, with a cursor. */

export type LineEdit = {
	readonly text: string;
	/** Offset of the cursor, from 0 to the length of the text. */
	readonly at: number;
};

export const lineOf = (text: string): LineEdit => ({text, at: text.length});

/** Puts text in at the cursor; line breaks and controls become spaces. */
export function inserted({text, at}: LineEdit, more: string): LineEdit {
	const clean = more.replaceAll(/\p{Cc}+/gu, ' ');
	return {text: text.slice(0, at) + clean + text.slice(at), at: at + clean.length};
}

/** Characters beyond the basic plane are two units long. */
const before = (text: string, at: number): number => at - (Array.from(text.slice(0, at)).at(-1)?.length ?? 0);
const after = (text: string, at: number): number => at + (Array.from(text.slice(at, at + 2))[0]?.length ?? 0);

const without = ({text}: LineEdit, from: number, to: number): LineEdit => ({
	text: text.slice(0, from) + text.slice(to),
	at: from,
});

const edits: Readonly<Record<string, (line: LineEdit) => LineEdit>> = {
	backspace: line => without(line, before(line.text, line.at), line.at),
	delete: line => without(line, line.at, after(line.text, line.at)),
	left: line => ({...line, at: before(line.text, line.at)}),
	right: line => ({...line, at: after(line.text, line.at)}),
	home: line => ({...line, at: 0}),
	end: line => lineOf(line.text),
	'ctrl+a': line => ({...line, at: 0}),
	'ctrl+e': line => lineOf(line.text),
	'ctrl+u': line => without(line, 0, line.at),
	'ctrl+k': line => ({...line, text: line.text.slice(0, line.at)}),
	'ctrl+w': line => without(line, line.text.slice(0, line.at).search(/\S*\s*$/), line.at),
	space: line => inserted(line, ' '),
};

/** What a key makes of the line; null when it is no editing key. */
export function edited(line: LineEdit, key: string): LineEdit | null {
	const edit = edits[key];
	if (edit) return edit(line);
	return Array.from(key).length === 1 ? inserted(line, key) : null;
}
