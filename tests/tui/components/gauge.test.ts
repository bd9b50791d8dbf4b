import {expect, it} from 'vitest';
import {Grid} from '#tui/cells/grid.js';
import {drawGauge, fillOf} from '#tui/components/gauge.js';
import {asciiGlyphs, unicodeGlyphs, type Glyphs} from '#tui/theme/glyphs.js';
import {createTheme} from '#tui/theme/theme.js';

const theme = createTheme('dark', {swapped: false});

function gauge(share: number | null, width: number, glyphs: Glyphs = unicodeGlyphs): string {
	const grid = new Grid(width + 2, 1);
	drawGauge(grid, 1, 0, width, share, {look: {theme, glyphs, reducedMotion: true}, role: 'good'});
	return grid.line(0);
}

it('fills eighths of cells', () => {
	expect(gauge(0.5, 4)).toBe(' ██░░');
	expect(gauge(0.53125, 4)).toBe(' ██▏░');
	expect(gauge(1, 4)).toBe(' ████');
	expect(gauge(0, 4)).toBe(' ░░░░');
});

it('is empty where the share is unknown, and stays within its width', () => {
	expect(gauge(null, 3)).toBe(' ░░░');
	expect(gauge(Number.NaN, 3)).toBe(' ░░░');
	expect(gauge(7, 3)).toBe(' ███');
	expect(gauge(-1, 3)).toBe(' ░░░');
	expect(gauge(0.5, 0)).toBe('');
});

it('uses whole cells in ASCII', () => {
	expect(gauge(0.6, 4, asciiGlyphs)).toBe(' ##..');
});

it('is full only when everything is used', () => {
	expect(fillOf(0.999, 10).full).toBe(9);
	expect(fillOf(0.1 * 3, 10)).toEqual({full: 3, eighths: 0});
});
