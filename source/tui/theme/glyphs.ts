/** The characters the screen is made of: a full set, and one for terminals that only have ASCII. */

export type Glyphs = {
	readonly ascii: boolean;
	readonly up: string;
	readonly down: string;
	readonly flat: string;
	/** Unknown. */
	readonly none: string;
	readonly horizontal: string;
	readonly vertical: string;
	readonly topLeft: string;
	readonly topRight: string;
	readonly bottomLeft: string;
	readonly bottomRight: string;
	readonly teeLeft: string;
	readonly teeRight: string;
	readonly cross: string;
	/** Lines of a chart. */
	readonly dot: string;
	/** A filled cell of a bar or a heat map, from empty to full. */
	readonly shades: readonly string[];
	/** Eighths of a bar, from the thinnest to full. */
	readonly levels: readonly string[];
	/** Eighths of a horizontal bar. */
	readonly bars: readonly string[];
	readonly star: string;
	readonly noStar: string;
	readonly check: string;
	readonly fail: string;
	readonly bullet: string;
	readonly pointer: string;
	readonly sortUp: string;
	readonly sortDown: string;
	readonly more: string;
	readonly hole: string;
};

export const unicodeGlyphs: Glyphs = {
	ascii: false,
	up: '▲',
	down: '▼',
	flat: '·',
	none: '—',
	horizontal: '─',
	vertical: '│',
	topLeft: '╭',
	topRight: '╮',
	bottomLeft: '╰',
	bottomRight: '╯',
	teeLeft: '├',
	teeRight: '┤',
	cross: '┼',
	dot: '·',
	shades: [' ', '░', '▒', '▓', '█'],
	// A full block would fuse with the row above.
	levels: ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
	bars: ['▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'],
	star: '★',
	noStar: '☆',
	check: '✓',
	fail: '✗',
	bullet: '•',
	pointer: '›',
	sortUp: '▴',
	sortDown: '▾',
	more: '…',
	hole: '╱',
};

export const asciiGlyphs: Glyphs = {
	ascii: true,
	up: '^',
	down: 'v',
	flat: '=',
	none: '-',
	horizontal: '-',
	vertical: '|',
	topLeft: '+',
	topRight: '+',
	bottomLeft: '+',
	bottomRight: '+',
	teeLeft: '+',
	teeRight: '+',
	cross: '+',
	dot: '.',
	shades: [' ', '.', ':', '+', '#'],
	levels: ['_', '.', '-', '=', '+', '*', '%', '#'],
	bars: ['.', '.', ':', ':', '=', '=', '#', '#'],
	star: '*',
	noStar: '.',
	check: 'v',
	fail: 'x',
	bullet: '*',
	pointer: '>',
	sortUp: '^',
	sortDown: 'v',
	more: '~',
	hole: '/',
};
