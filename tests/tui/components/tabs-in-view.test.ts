import {expect, it} from 'vitest';
import {Grid} from '#tui/cells/grid.js';
import {drawHeading, drawSections, neighbourOf, sectionAt} from '#tui/components/tabs-in-view.js';
import {unicodeGlyphs} from '#tui/theme/glyphs.js';
import {createTheme} from '#tui/theme/theme.js';

const look = {
	theme: createTheme('dark', {swapped: false}),
	glyphs: unicodeGlyphs,
	reducedMotion: true,
};
const sections = [
	{id: 'a', title: 'First'},
	{id: 'b', title: 'Zweite 木'},
] as const;

function row(width: number, status: string): string {
	const grid = new Grid(width, 1);
	drawSections<'a' | 'b'>(grid, sections, 'b', {text: status, role: 'muted'}, look);
	return grid.line(0);
}

it('marks the active title and puts the status at the right end', () => {
	expect(row(40, 'waiting')).toBe(' First ›Zweite 木                waiting');
});

it('leaves the status out where there is no room', () => {
	expect(row(24, 'waiting')).toBe(' First ›Zweite 木');
});

it('finds the title under a column', () => {
	const found = Array.from({length: 20}, (_, x) => sectionAt<'a' | 'b'>(sections, x) ?? '-').join('');
	expect(found).toBe('aaaaaaabbbbbbbbbbb--');
});

it('goes round both ends', () => {
	expect(neighbourOf(['a', 'b', 'c'], 'c', 1)).toBe('a');
	expect(neighbourOf(['a', 'b', 'c'], 'a', -1)).toBe('c');
	expect(neighbourOf(['a', 'b', 'c'], 'a', -7)).toBe('c');
});

function heading(width: number, detail: string): string {
	const grid = new Grid(width, 1);
	drawHeading(grid, 'Log', detail, true, look);
	return grid.line(0);
}

it('heads a panel with title and detail, cut to its width', () => {
	expect(heading(24, 'errors only')).toBe('── Log · errors only ───');
	expect(heading(12, '')).toBe('── Log ─────');
	expect(heading(12, 'errors only')).toBe('── Log · e…');
});
