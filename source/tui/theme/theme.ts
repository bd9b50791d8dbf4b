/** Themes: what each role and surface looks like, as interned styles. */

import {plain, styleId, type Style, type StyleId} from '../cells/style.js';
import {palettes, type Palette, type ThemeName} from './palettes.js';
import {roles, surfaces, type Role, type Surface} from './roles.js';

export type Theme = {
	readonly name: ThemeName;
	/** The style of a role on a surface. */
	readonly paint: (role: Role, surface?: Surface) => StyleId;
};

export type ThemeOptions = {
	/** Red means up and green means down, as in East Asia. */
	readonly swapped: boolean;
};

const opposite: Readonly<Partial<Record<Role, Role>>> = {
	up: 'down',
	down: 'up',
	candleUp: 'candleDown',
	candleDown: 'candleUp',
};
const oppositeSurface: Readonly<Partial<Record<Surface, Surface>>> = {
	flashUp: 'flashDown',
	flashDown: 'flashUp',
};

/** Makes every combination once; asking is a look-up. */
export function createTheme(name: ThemeName, {swapped}: ThemeOptions): Theme {
	const palette: Palette = palettes[name];
	const table = new Map<Surface, Map<Role, StyleId>>();
	for (const surface of surfaces) {
		const row = new Map<Role, StyleId>();
		for (const role of roles) {
			const ink = palette.roles[(swapped ? opposite[role] : undefined) ?? role];
			const ground = palette.surfaces[(swapped ? oppositeSurface[surface] : undefined) ?? surface];
			const style: Style = {...plain, ...ground, ...ink, bg: ground.bg ?? null};
			row.set(role, styleId(style));
		}

		table.set(surface, row);
	}

	return {name, paint: (role, surface = 'base') => table.get(surface)!.get(role)!};
}
