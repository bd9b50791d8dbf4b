/** The bytes that DVC 3 writes for a directory and for a pointer, written without it. */

/** A file of a directory; `relpath` with forward slashes. */
export type DvcEntry = {readonly md5: string; readonly relpath: string};

/** A text as Python's `json.dumps` writes it: everything beyond printable ASCII escaped. */
function pythonText(text: string): string {
	return JSON.stringify(text).replaceAll(
		/[\u007F-\uFFFF]/g,
		unit => `\\u${unit.codePointAt(0)!.toString(16).padStart(4, '0')}`,
	);
}

/** Python compares texts by code points, which are in the order of their UTF-8; JavaScript by UTF-16 units. */
const byCodePoints = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** The object of a directory; its id is the md5 of these bytes with `.dir` behind it. */
export function directoryBytes(entries: readonly DvcEntry[]): Buffer {
	const listed = entries
		.toSorted((a, b) => byCodePoints(a.relpath, b.relpath))
		.map(({md5, relpath}) => `{"md5": "${md5}", "relpath": ${pythonText(relpath)}}`);
	return Buffer.from(`[${listed.join(', ')}]`);
}

/** What a pointer leads to; `files` only for a directory. Size in bytes, of a directory that of its files. */
export type DvcOutput = {readonly md5: string; readonly size: number; readonly files?: number};

/** The text of a `.dvc` file. Without `hash: md5`, DVC 3 would look in the place of DVC 2. */
export const pointerText = ({md5, size, files}: DvcOutput, path: string): string =>
	[
		'outs:',
		`- md5: ${md5}`,
		`  size: ${size}`,
		...(files === undefined ? [] : [`  nfiles: ${files}`]),
		'  hash: md5',
		`  path: ${path}`,
		'',
	].join('\n');
