/** How a cell looks, interned to a small number: grids hold ids, escape sequences are made once per style and depth. */

/** A colour with its nearest of the 16 terminal colours; null is the terminal's own. */
export type Colour = {readonly rgb: number; readonly ansi: number} | null;

export type Style = {
	readonly fg: Colour;
	readonly bg: Colour;
	readonly bold: boolean;
	readonly dim: boolean;
	readonly italic: boolean;
	readonly underline: boolean;
	readonly inverse: boolean;
};

/** Number of an interned style; 0 is {@link plain}. */
export type StyleId = number;

/** What a terminal can show. `mono` keeps bold, dim, underline and inverse. */
export const colourDepths = ['mono', '16', '256', 'truecolor'] as const;
export type ColourDepth = (typeof colourDepths)[number];

export const plain: Style = {
	fg: null,
	bg: null,
	bold: false,
	dim: false,
	italic: false,
	underline: false,
	inverse: false,
};

const keyOf = ({fg, bg, bold, dim, italic, underline, inverse}: Style): string =>
	`${fg ? `${fg.rgb}/${fg.ansi}` : ''}|${bg ? `${bg.rgb}/${bg.ansi}` : ''}|${+bold}${+dim}${+italic}${+underline}${+inverse}`;

const styles: Style[] = [plain];
const ids = new Map<string, StyleId>([[keyOf(plain), 0]]);

/** The id of a style; equal styles have equal ids. Themes make a few hundred, so they are kept for good. */
export function styleId(style: Partial<Style>): StyleId {
	const whole = {...plain, ...style};
	const key = keyOf(whole);
	const known = ids.get(key);
	if (known !== undefined) return known;
	styles.push(whole);
	ids.set(key, styles.length - 1);
	return styles.length - 1;
}

/** The style of an id. */
export const styleOf = (id: StyleId): Style => styles[id] ?? plain;

/** Nearest of the 6x6x6 cube and the grey ramp of the 256 colours. */
export function to256(rgb: number): number {
	const channels = [(rgb >> 16) & 255, (rgb >> 8) & 255, rgb & 255] as const;
	const levels = [0, 95, 135, 175, 215, 255];
	const nearest = channels.map(value => {
		let best = 0;
		for (let i = 1; i < 6; i++) {
			if (Math.abs(levels[i]! - value) < Math.abs(levels[best]! - value)) best = i;
		}

		return best;
	});
	const distance = (to: readonly number[]): number =>
		to.reduce((sum, value, i) => sum + (value - channels[i]!) ** 2, 0);
	const grey = Math.max(
		0,
		Math.min(23, Math.round(((channels[0] + channels[1] + channels[2]) / 3 - 8) / 10)),
	);
	const greyLevel = 8 + grey * 10;
	const cube = nearest.map(level => levels[level]!);
	return distance([greyLevel, greyLevel, greyLevel]) < distance(cube)
		? 232 + grey
		: 16 + 36 * nearest[0]! + 6 * nearest[1]! + nearest[2]!;
}

function colourCodes(colour: Colour, depth: ColourDepth, ground: 'fg' | 'bg'): string[] {
	if (colour === null || depth === 'mono') return [];
	const extended = ground === 'fg' ? '38' : '48';
	switch (depth) {
		case '16': {
			const base = ground === 'fg' ? 30 : 40;
			return [String(colour.ansi < 8 ? base + colour.ansi : base + 60 + colour.ansi - 8)];
		}

		case '256':
			return [`${extended};5;${to256(colour.rgb)}`];
		case 'truecolor':
			return [`${extended};2;${(colour.rgb >> 16) & 255};${(colour.rgb >> 8) & 255};${colour.rgb & 255}`];
	}
}

/** What of a style shows in a blank: the ground, and lines through it. Ids of styles that look the same there are equal. */
export function groundOf(id: StyleId): StyleId {
	const known = grounds[id];
	if (known !== undefined) return known;
	const {fg, bg, underline, inverse} = styleOf(id);
	return (grounds[id] = styleId({fg: inverse || underline ? fg : null, bg, underline, inverse}));
}

const grounds: StyleId[] = [];

const attributeCodes = ({bold, dim, italic, underline, inverse}: Style): string[] => [
	...(bold ? ['1'] : []),
	...(dim ? ['2'] : []),
	...(italic ? ['3'] : []),
	...(underline ? ['4'] : []),
	...(inverse ? ['7'] : []),
];

const sequences = Object.fromEntries(colourDepths.map(depth => [depth, [] as string[]])) as Record<
	ColourDepth,
	string[]
>;

/** The escape sequence that switches a terminal from any style to this one. */
export function sgrOf(id: StyleId, depth: ColourDepth): string {
	const known = sequences[depth][id];
	if (known !== undefined) return known;
	const style = styleOf(id);
	const codes = [
		...attributeCodes(style),
		...colourCodes(style.fg, depth, 'fg'),
		...colourCodes(style.bg, depth, 'bg'),
	];
	const sequence = codes.length === 0 ? '\u001B[m' : `\u001B[0;${codes.join(';')}m`;
	sequences[depth][id] = sequence;
	return sequence;
}

const sameCodes = (a: readonly string[], b: readonly string[]): boolean => a.join() === b.join();

/** What makes one style of another by what differs. */
function changeSequence(before: Style, after: Style, depth: ColourDepth): string {
	// One code ends both bold and dim.
	const lighter = (before.bold && !after.bold) || (before.dim && !after.dim);
	const kept = lighter ? {...before, bold: false, dim: false} : before;
	const had = attributeCodes(kept);
	const codes = [
		...(lighter ? ['22'] : []),
		...(before.italic && !after.italic ? ['23'] : []),
		...(before.underline && !after.underline ? ['24'] : []),
		...(before.inverse && !after.inverse ? ['27'] : []),
		...attributeCodes(after).filter(code => !had.includes(code)),
		...(['fg', 'bg'] as const).flatMap(ground => {
			const wanted = colourCodes(after[ground], depth, ground);
			if (sameCodes(wanted, colourCodes(before[ground], depth, ground))) return [];
			return wanted.length === 0 ? [ground === 'fg' ? '39' : '49'] : wanted;
		}),
	];
	return codes.length === 0 ? '' : `\u001B[${codes.join(';')}m`;
}

const changes = Object.fromEntries(colourDepths.map(depth => [depth, [] as string[][]])) as Record<
	ColourDepth,
	string[][]
>;

/** The shortest escape sequence that switches a terminal from one style to another; empty where they look the same. */
export function sgrBetween(from: StyleId, to: StyleId, depth: ColourDepth): string {
	const known = (changes[depth][to] ??= []);
	let sequence = known[from];
	if (sequence === undefined) {
		const whole = sgrOf(to, depth);
		const change = changeSequence(styleOf(from), styleOf(to), depth);
		known[from] = sequence = change.length < whole.length ? change : whole;
	}

	return sequence;
}
