import {describe, expect, test} from 'vitest';
import {styleOf} from '#tui/cells/style.js';
import {palettes, themeNames} from '#tui/theme/palettes.js';
import {roles, type Role, type Surface} from '#tui/theme/roles.js';
import {createTheme} from '#tui/theme/theme.js';

/** Lines, fills and marks: nobody reads them. */
const drawn: ReadonlySet<Role> = new Set([
	'border',
	'borderFocus',
	'hole',
	'gridLine',
	'crosshair',
	'candleUp',
	'candleDown',
	'volume',
	'background',
	'heat0',
	'heat1',
	'heat2',
	'heat3',
	'heat4',
]);
const readSurfaces = [
	'base',
	'bar',
	'selected',
	'overlay',
	'overlaySelected',
] as const satisfies readonly Surface[];
/** Surfaces that only carry plain text. */
const plainSurfaces = [
	'input',
	'cursor',
	'badge',
	'flashUp',
	'flashDown',
] as const satisfies readonly Surface[];

function luminance(rgb: number): number {
	const [red, green, blue] = [rgb >> 16, rgb >> 8, rgb].map(value => {
		const share = (value & 255) / 255;
		return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
	}) as [number, number, number];
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: number, b: number): number {
	const [light, dark] = [luminance(a), luminance(b)].toSorted((x, y) => y - x) as [number, number];
	return (light + 0.05) / (dark + 0.05);
}

describe.each(themeNames)('the theme %s', name => {
	const {paint} = createTheme(name, {swapped: false});
	const {assumed} = palettes[name];
	const ratio = (role: Role, surface: Surface): number => {
		const {fg, bg, inverse} = styleOf(paint(role, surface));
		const ink = fg?.rgb ?? assumed.fg;
		const ground = bg?.rgb ?? assumed.bg;
		return inverse ? contrast(ground, ink) : contrast(ink, ground);
	};

	test('can be read: every text has a contrast of 4.5 to 1', () => {
		const pairs = [
			...readSurfaces.flatMap(surface =>
				roles.filter(role => !drawn.has(role)).map(role => [role, surface] as const),
			),
			...plainSurfaces.flatMap(surface => [['text', surface] as const, ['strong', surface] as const]),
		];
		expect(pairs.filter(([role, surface]) => ratio(role, surface) < 4.5)).toEqual([]);
	});

	test('swaps red and green when asked', () => {
		const swapped = createTheme(name, {swapped: true});
		expect(swapped.paint('up')).toBe(paint('down'));
		expect(swapped.paint('candleDown')).toBe(paint('candleUp'));
		expect(swapped.paint('text', 'flashUp')).toBe(paint('text', 'flashDown'));
		expect(swapped.paint('text')).toBe(paint('text'));
	});

	test('tells the selected row and the cursor from the rest', () => {
		expect(paint('text', 'selected')).not.toBe(paint('text', 'base'));
		expect(paint('text', 'overlaySelected')).not.toBe(paint('text', 'overlay'));
		expect(paint('text', 'cursor')).not.toBe(paint('text', 'input'));
	});
});

test('the theme without colours has none', () => {
	const {paint} = createTheme('mono', {swapped: false});
	const coloured = roles.filter(role => {
		const {fg, bg} = styleOf(paint(role, 'selected'));
		return fg !== null || bg !== null;
	});
	expect(coloured).toEqual([]);
});

test('the colour-blind theme shows up and down in blue and orange', () => {
	const {up, down} = palettes['colour-blind'].roles;
	expect(up.fg!.rgb & 255).toBeGreaterThan(up.fg!.rgb >> 16);
	expect(down.fg!.rgb >> 16).toBeGreaterThan(down.fg!.rgb & 255);
});
