import {createRequire} from 'node:module';
import {Box, renderToString, Text, type BoxProps, type DOMElement, type TextProps} from 'ink';
import fc from 'fast-check';
import {createElement, createRef, type ReactElement} from 'react';
import {beforeAll, describe, expect, test} from 'vitest';
import {Grid} from '#tui/cells/grid.js';
import {styleOf} from '#tui/cells/style.js';
import {lineCells} from '#tui/paint/line-cells.js';
import {createStage, type Stage} from '#tui/paint/stage.js';
import {recordedOutput} from './recorded-output.js';

const size = {width: 60, height: 24};

const words = [
	'alpha',
	'BTC',
	'60,754.01',
	'+2.31%',
	'long-unbroken-identifier',
	'café',
	'x',
	'▁▂▃▄▅▆▇█',
	'│┃╽',
	'two words',
	'a\nb',
] as const;
const looks = [
	{},
	{color: 'red'},
	{color: '#ff8800'},
	{color: 'cyanBright'},
	{color: 'gray'},
	{bold: true},
	{dimColor: true},
	{inverse: true},
	{underline: true},
] as const satisfies readonly TextProps[];
const wraps = ['wrap', 'truncate', 'truncate-middle', 'truncate-start'] as const;

/** The wrap-ansi that Ink brings loses styles within a text at its line breaks; ours keeps them. */
const textOf = (words: readonly string[]): fc.Arbitrary<ReactElement> =>
	fc
		.record({
			pieces: fc.array(fc.record({word: fc.constantFrom(...words), look: fc.constantFrom(...looks)}), {
				minLength: 1,
				maxLength: 4,
			}),
			whole: fc.option(fc.constantFrom(...looks), {nil: null}),
			wrap: fc.constantFrom(...wraps),
		})
		.map(({pieces, whole, wrap}) =>
			createElement(
				Text,
				{wrap, ...whole},
				...pieces.flatMap(({word, look}) => [
					whole === null && wrap !== 'wrap' ? createElement(Text, look, word) : word,
					' ',
				]),
			),
		);

/** Boxes that never make two texts overlap. */
const tidy = {
	flexDirection: fc.constantFrom('row', 'column'),
	padding: fc.constantFrom(0, 0, 1),
	marginTop: fc.constantFrom(0, 0, 1),
	gap: fc.constantFrom(0, 1),
	borderStyle: fc.constantFrom('round', 'single', 'double', 'bold'),
	borderColor: fc.constantFrom('red', '#ff8800'),
	borderDimColor: fc.boolean(),
	borderTop: fc.boolean(),
	borderLeft: fc.boolean(),
	borderRight: fc.boolean(),
	borderBottom: fc.boolean(),
	backgroundColor: fc.constantFrom('blue', '#202020'),
	flexGrow: fc.constantFrom(1),
};
const crowded = {
	...tidy,
	flexDirection: fc.constantFrom('row', 'column', 'row-reverse'),
	width: fc.constantFrom<(number | string)[]>(20, '50%'),
	height: fc.constantFrom(5, 8),
	justifyContent: fc.constantFrom('center', 'space-between', 'flex-end'),
	alignItems: fc.constantFrom('center', 'flex-end'),
	flexWrap: fc.constantFrom('wrap'),
};

const treeOf = (text: fc.Arbitrary<ReactElement>, props: Readonly<Record<string, fc.Arbitrary<unknown>>>) =>
	fc.letrec<{tree: ReactElement; box: ReactElement}>(tie => ({
		tree: fc.oneof({maxDepth: 3}, text, tie('box')),
		box: fc
			.tuple(
				fc.record(props, {requiredKeys: []}) as fc.Arbitrary<BoxProps>,
				fc.array(tie('tree'), {minLength: 1, maxLength: 3}),
			)
			.map(([given, children]) => createElement(Box, given, ...children)),
	})).tree;

/** Ink's own answer as cells; null where it leaves the screen, which only ours cuts. */
function byInk(element: ReactElement): Grid | null {
	const lines = renderToString(
		<Box {...size} flexShrink={0} flexDirection="column">
			{element}
		</Box>,
		{columns: size.width},
	).split('\n');
	const grid = new Grid(size.width, size.height);
	for (const [y, line] of lines.entries()) {
		const cells = lineCells(line);
		if (cells.width > size.width) return null;
		grid.blit(cells, 0, y);
	}

	return grid;
}

let stage: Stage;
let keys = 0;

/** Whether anything begins left of the screen or above it. */
function beginsOutside(node: DOMElement, left = 0, top = 0): boolean {
	if (!node.yogaNode) return false;
	const x = left + node.yogaNode.getComputedLeft();
	const y = top + node.yogaNode.getComputedTop();
	return (
		x < 0 || y < 0 || node.childNodes.some(child => child.nodeName !== '#text' && beginsOutside(child, x, y))
	);
}

/** Our answer; null where something begins outside of the screen: Ink drops or shifts it, we cut it. */
function byCells(element: ReactElement): Grid | null {
	const anchor = createRef<DOMElement>();
	stage.show(
		<Box key={String((keys += 1))} ref={anchor} {...size} flexShrink={0} flexDirection="column">
			{element}
		</Box>,
	);
	return beginsOutside(anchor.current!) ? null : stage.frame();
}

/** The look of every cell; a blank's ink is not seen. */
const looksOf = (grid: Grid): string[] =>
	Array.from(grid.styles, (id, at) => {
		const {fg, bg, bold, dim, underline, inverse} = styleOf(id);
		const isBlank = grid.codes[at] === 32;
		return isBlank && !inverse
			? `${bg?.rgb}`
			: `${fg?.rgb} ${bg?.rgb} ${+bold}${+dim}${+underline}${+inverse}`;
	});

beforeAll(async () => {
	// Ink's own copy of chalk decides by the environment; here it is to give colours.
	const chalk = createRequire(import.meta.resolve('ink')).resolve('chalk');
	stage = createStage({
		output: recordedOutput(),
		size,
		depth: 'truecolor',
		renderer: 'cells',
		platform: 'linux',
	});
	const {default: instance} = (await import(chalk)) as {default: {level: number}};
	instance.level = 3;
});

const agreement = (tree: fc.Arbitrary<ReactElement>) =>
	fc.property(tree, element => {
		const expected = byInk(element);
		const painted = byCells(element);
		fc.pre(expected !== null && painted !== null);
		expect(painted.lines()).toEqual(expected.lines());
		expect(looksOf(painted)).toEqual(looksOf(expected));
	});
const runs = {seed: 68, numRuns: 300};

describe('the cell painter', () => {
	test('paints what Ink paints, cell by cell', () => {
		fc.assert(agreement(treeOf(textOf(words), crowded)), runs);
		expect(stage.renderer).toBe('cells');
	});

	// Where texts overlap, Ink leaves halves of wide characters behind.
	test('paints wide characters as Ink does where nothing overlaps', () => {
		fc.assert(agreement(treeOf(textOf([...words, '比特币', '金 gold']), tidy)), runs);
		expect(stage.renderer).toBe('cells');
	});
});
