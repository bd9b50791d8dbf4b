import {describe, expect, test} from 'vitest';
import {Grid} from '#tui/cells/grid.js';
import {
	drawTable,
	layoutTable,
	tableAt,
	type TableCell,
	type TableColumn,
	type TableDrawing,
} from '#tui/components/table.js';
import {unicodeGlyphs} from '#tui/theme/glyphs.js';
import type {Look} from '#tui/theme/look.js';
import {createTheme} from '#tui/theme/theme.js';

type Row = {readonly symbol: string; readonly name: string; readonly price: string};

const look: Look = {
	theme: createTheme('dark', {swapped: false}),
	glyphs: unicodeGlyphs,
	reducedMotion: true,
};
const paint = look.theme.paint;

const columns: readonly TableColumn<Row>[] = [
	{id: 'symbol', title: 'Symbol', width: 6, pinned: true, cell: ({symbol}) => symbol},
	{id: 'name', title: 'Name', width: 8, most: 10, priority: 2, cell: ({name}) => name},
	{id: 'price', title: 'Price', width: 9, align: 'right', priority: 1, cell: ({price}) => price},
];
const rows: readonly Row[] = [
	{symbol: 'BTC', name: 'Bitcoin', price: '61,240.12'},
	{symbol: 'WIF', name: '狗狗币狗狗币', price: '1.2345'},
	{symbol: 'ÉTÉ', name: 'Été 🐸', price: '0.1'},
];

function drawn(width: number, height: number, changes: Partial<TableDrawing<Row>> = {}, skip = 0): Grid {
	const grid = new Grid(width, height);
	drawTable(
		grid,
		{x: 0, y: 0, width, height},
		{
			layout: layoutTable(columns, width, skip),
			rows,
			list: {cursor: 0, top: 0},
			look,
			...changes,
		},
	);
	return grid;
}

/** One column of numbers, six cells wide. */
const numbers = (cells: readonly TableCell[]): readonly string[] => {
	const column: TableColumn<TableCell> = {
		id: 'n',
		title: 'N',
		width: 6,
		align: 'right',
		cell: cell => cell,
	};
	const grid = new Grid(6, cells.length + 1);
	drawTable(
		grid,
		{x: 0, y: 0, width: 6, height: cells.length + 1},
		{layout: layoutTable([column], 6), rows: cells, list: {cursor: 0, top: 0}, look},
	);
	return grid.lines().slice(1);
};

describe('numbers that are too long for their column', () => {
	test('are never cut, which would make other numbers of them', () =>
		expect(numbers(['12,345', '123,456', '7', '1 of 23'])).toEqual(['12,345', '     …', '     7', ' 1 of…']));
	test('are said shorter where there is a shorter way', () =>
		expect(
			numbers([
				{text: '1,234,567', shorter: '1.23M'},
				{text: '12,345', shorter: '12.3K'},
				{text: '1,234,567', shorter: '1.23456M'},
			]),
		).toEqual([' 1.23M', '12,345', '     …']));
});

describe('columns', () => {
	test('take what is left up to their most, and stay aligned under wide characters', () => {
		expect(drawn(30, 4).lines()).toEqual([
			'Symbol Name           Price',
			'BTC    Bitcoin    61,240.12',
			'WIF    狗狗币狗 …    1.2345',
			'ÉTÉ    Été 🐸           0.1',
		]);
	});

	test('leave by priority when they do not fit', () => {
		expect(drawn(20, 2).lines()).toEqual(['Symbol     Price', 'BTC    61,240.12']);
		expect(drawn(8, 2).lines()).toEqual(['Symbol', 'BTC']);
		expect(layoutTable(columns, 20).hidden).toBe(1);
	});

	test('scroll sideways only as far as there is something to see, and pinned ones stay', () => {
		expect(drawn(16, 2, {}, 1).lines()).toEqual(['Symbol     Price', 'BTC    61,240.12']);
		expect(layoutTable(columns, 16, 9)).toMatchObject({skipped: 1, mostSkipped: 1, hidden: 1});
		expect(layoutTable(columns, 40, 9)).toMatchObject({skipped: 0, mostSkipped: 0, hidden: 0});
	});
});

test('the sorted column carries its mark', () => {
	expect(drawn(30, 1, {sort: {column: 'price', descending: true}}).line(0)).toBe(
		'Symbol Name          Price▾',
	);
	expect(drawn(30, 1, {sort: {column: 'name', descending: false}}).line(0)).toBe(
		'Symbol Name▴          Price',
	);
});

test('only the window is drawn, and only the row with the cursor is lit', () => {
	const asked: string[] = [];
	const watched: readonly TableColumn<Row>[] = [
		{id: 'symbol', title: 'Symbol', width: 6, cell: ({symbol}) => (asked.push(symbol), symbol)},
	];
	const layout = layoutTable(watched, 10);
	const grid = new Grid(10, 2);
	const rect = {x: 0, y: 0, width: 10, height: 2};
	drawTable(grid, rect, {layout, rows, list: {cursor: 1, top: 1}, look});
	expect(asked).toEqual(['WIF']);
	expect(grid.style(9, 1)).toBe(paint('text', 'selected'));

	drawTable(grid, rect, {layout, rows, list: {cursor: 1, top: 1}, look, cursorHidden: true});
	expect(grid.style(0, 1)).toBe(paint('text'));
});

test('cells show matches, a fainter tail and a surface of their own', () => {
	const rich: readonly TableColumn<Row>[] = [
		{id: 'name', title: 'Name', width: 12, cell: ({name}) => ({text: name, marks: [[3, 7]], tail: ' #1'})},
		{id: 'price', title: 'Price', width: 9, cell: () => ({text: '1', surface: 'flashUp', role: 'strong'})},
	];
	const grid = new Grid(22, 2);
	const list = {cursor: -1, top: 0};
	drawTable(grid, {x: 0, y: 0, width: 22, height: 2}, {layout: layoutTable(rich, 22), rows, list, look});
	expect(grid.line(1)).toBe('Bitcoin #1   1');
	expect([2, 3, 6, 8].map(x => grid.style(x, 1))).toEqual([
		paint('text'),
		paint('accent'),
		paint('accent'),
		paint('faint'),
	]);
	expect(grid.style(21, 1), 'the surface fills the whole cell').toBe(paint('strong', 'flashUp'));
});

test('rows drawn before are copied, but for the one with the cursor', () => {
	let asked = 0;
	const counted: readonly TableColumn<Row>[] = [
		{id: 'symbol', title: 'Symbol', width: 6, cell: ({symbol}) => (asked++, symbol)},
	];
	const drawing = {layout: layoutTable(counted, 10), rows, look, drawn: new WeakMap()};
	const grid = new Grid(10, 4);
	const rect = {x: 0, y: 0, width: 10, height: 4};
	drawTable(grid, rect, {...drawing, list: {cursor: 0, top: 0}});
	expect(asked).toBe(3);
	grid.clear();
	drawTable(grid, rect, {...drawing, list: {cursor: 2, top: 0}});
	expect(grid.lines()).toEqual(['Symbol', 'BTC', 'WIF', 'ÉTÉ']);
	expect(asked, 'the left row and the new cursor').toBe(5);
});

test('a place belongs to a header, a row or nothing', () => {
	const layout = layoutTable(columns, 30);
	const rect = {x: 2, y: 1, width: 30, height: 3};
	const list = {cursor: 1, top: 1};
	expect(tableAt(layout, rect, list, 3, 2, 1)).toEqual({part: 'header', column: 'symbol'});
	expect(tableAt(layout, rect, list, 3, 22, 1)).toEqual({part: 'header', column: 'price'});
	expect(tableAt(layout, rect, list, 3, 10, 2)).toEqual({part: 'row', index: 1, column: 'name'});
	expect(tableAt(layout, rect, list, 2, 10, 3), 'below the last row').toBeNull();
	expect(tableAt(layout, rect, list, 3, 1, 2), 'outside').toBeNull();
});

test('no size is too small', () => {
	for (let width = 0; width < 12; width++) {
		for (let height = 0; height < 4; height++) expect(drawn(width, height).lines()).toHaveLength(height);
	}
});
