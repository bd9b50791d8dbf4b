import {Text} from 'ink';
import {render} from 'ink-testing-library';
import type {ReactElement} from 'react';
import {afterEach, expect, test, vi} from 'vitest';
import {useRested} from '#tui/components/rested.js';

const Followed = ({value}: {readonly value: string}): ReactElement => <Text>{useRested(value)}</Text>;

afterEach(() => void vi.useRealTimers());

test('what follows the cursor waits while the cursor runs, comes when it rests, and follows a single step at once', async () => {
	vi.useFakeTimers({toFake: ['performance']});
	const view = render(<Followed value="a" />);
	expect(view.lastFrame()).toBe('a');
	for (const value of ['b', 'c', 'd']) {
		vi.advanceTimersByTime(30);
		view.rerender(<Followed value={value} />);
		expect(view.lastFrame()).toBe('a');
	}

	vi.advanceTimersByTime(500);
	await vi.waitFor(() => expect(view.lastFrame()).toBe('d'), {timeout: 10_000});
	view.rerender(<Followed value="e" />);
	expect(view.lastFrame()).toBe('e');
	view.unmount();
});
