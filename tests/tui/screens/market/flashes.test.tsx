import {Text} from 'ink';
import {render} from 'ink-testing-library';
import type {ReactElement} from 'react';
import {expect, test, vi} from 'vitest';
import {createEntries} from '#tui/screens/market/entries.js';
import {nextFlashes, noFlashes, useFlashes} from '#tui/screens/market/flashes.js';
import {marketOf} from '#tui/state/view-state.js';
import {marketView, quote} from '../../../support/fake-desk.js';

const priced = (prices: Readonly<Record<string, number>>) =>
	createEntries()({
		market: marketOf(marketView(Object.entries(prices).map(([asset, price]) => quote({asset, price})))),
		live: new Map(),
		watchlists: [],
	});

test('a changed price is lit for a moment in the colour of its direction', () => {
	const first = nextFlashes(noFlashes, priced({a: 1, b: 2, c: 3}), 0);
	expect([...first.lit], 'nothing is known of what was before').toEqual([]);

	const second = nextFlashes(first, priced({a: 1.1, b: 1.9, c: 3}), 1000);
	expect([...second.lit]).toEqual([
		['a', 'flashUp'],
		['b', 'flashDown'],
	]);

	const third = nextFlashes(second, priced({a: 1.1, b: 2, c: 3}), 1300);
	expect([...third.lit]).toEqual([
		['a', 'flashUp'],
		['b', 'flashUp'],
	]);
	expect([...nextFlashes(third, priced({a: 1.1, b: 2, c: 3}), 1400).lit]).toEqual([['b', 'flashUp']]);
	expect([...nextFlashes(third, priced({a: 1.1, b: 2, c: 3}), 1700).lit]).toEqual([]);
});

test('rows that come into view do not flash, and what is lit keeps its identity', () => {
	const first = nextFlashes(noFlashes, priced({a: 1}), 0);
	const second = nextFlashes(first, priced({b: 5}), 10);
	const third = nextFlashes(second, priced({a: 2, b: 5}), 20);
	expect([...third.lit]).toEqual([]);
	expect(third.lit).toBe(second.lit);

	const lit = nextFlashes(third, priced({a: 3, b: 5}), 30);
	expect(nextFlashes(lit, priced({a: 3, b: 5}), 40).lit).toBe(lit.lit);
});

function Lit({
	prices,
	off,
}: {
	readonly prices: Readonly<Record<string, number>>;
	readonly off: boolean;
}): ReactElement {
	const lit = useFlashes(priced(prices), off);
	return <Text>{lit.size === 0 ? 'dark' : [...lit.entries()].join(' ')}</Text>;
}

test('what is lit goes out without anything else happening; with reduced motion nothing is lit', async () => {
	const shown = render(<Lit prices={{a: 1}} off={false} />);
	expect(shown.lastFrame()).toBe('dark');
	shown.rerender(<Lit prices={{a: 2}} off={false} />);
	expect(shown.lastFrame()).toBe('a,flashUp');
	await vi.waitFor(() => expect(shown.lastFrame()).toBe('dark'), {timeout: 10_000});
	shown.rerender(<Lit prices={{a: 3}} off />);
	expect(shown.lastFrame()).toBe('dark');
	shown.unmount();
});
