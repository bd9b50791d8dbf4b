/** Text as terminal cells: one code per cell, whatever the text holds. Terminals and libraries disagree on emoji; we do not ask them. */

import {eastAsianWidth} from 'get-east-asian-width';

/** Codes at or above this are clusters: a base character with its combining marks. */
const firstCluster = 0x110000;
/** More different clusters than any screen shows; beyond, marks are dropped. */
const mostClusters = 4096;
/** Longer heaps of marks are a prank. */
const mostMarks = 3;

/** The right half of a wide character. */
export const rightHalf = 0;

const clusters: string[] = [];
const clusterCodes = new Map<string, number>();

const isMark = /^[\p{Mn}\p{Me}]$/u;
const isInvisible = /^[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Co}\p{Cn}]$/u;
const joiner = 0x200d;

const isSkinTone = (code: number): boolean => code >= 0x1f3fb && code <= 0x1f3ff;
const isVariation = (code: number): boolean => (code >= 0xfe00 && code <= 0xfe0f) || code >= 0xe0000;

/** The text of a cell code. */
export const textOf = (code: number): string =>
	code >= firstCluster
		? clusters[code - firstCluster]!
		: code === rightHalf
			? ''
			: String.fromCodePoint(code);

function clusterOf(base: number, mark: number): number {
	const text = textOf(base) + String.fromCodePoint(mark);
	const known = clusterCodes.get(text);
	if (known !== undefined) return known;
	if (clusters.length >= mostClusters || Array.from(text).length > mostMarks + 1) return base;
	clusters.push(text);
	const code = firstCluster + clusters.length - 1;
	clusterCodes.set(text, code);
	return code;
}

const isPrintableAscii = /^[\u0020-\u007E]*$/;

/**
 * One code per cell. A wide character is its code and {@link rightHalf}; combining marks join their base; flags become
 * letters, joined emoji their first part; everything invisible, controls and escapes above all, is left out.
 */
export function cellsOf(text: string): readonly number[] {
	const cells: number[] = [];
	if (isPrintableAscii.test(text)) {
		for (let i = 0; i < text.length; i++) cells.push(text.charCodeAt(i));
		return cells;
	}

	let joined = false;
	for (const character of text.normalize('NFC')) {
		const code = character.codePointAt(0)!;
		if (code === joiner) {
			joined = cells.length > 0;
			continue;
		}

		if (isVariation(code) || isSkinTone(code)) continue;
		if (isMark.test(character)) {
			const at = cells.at(-1) === rightHalf ? cells.length - 2 : cells.length - 1;
			if (at >= 0) cells[at] = clusterOf(cells[at]!, code);
			continue;
		}

		if (isInvisible.test(character)) {
			if (code === 9) cells.push(32);
			continue;
		}

		const skipped: boolean = joined && code >= 0x2190;
		joined = false;
		if (skipped) continue;
		if (code >= 0x1f1e6 && code <= 0x1f1ff) {
			cells.push(code - 0x1f1e6 + 65);
		} else if (eastAsianWidth(code) === 2) {
			cells.push(code, rightHalf);
		} else {
			cells.push(code);
		}
	}

	return cells;
}

/** Columns the text takes. */
export const widthOf = (text: string): number =>
	isPrintableAscii.test(text) ? text.length : cellsOf(text).length;
