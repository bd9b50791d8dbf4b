import {expect, it} from 'vitest';
import {moveTo} from '#tui/state/list.js';
import {
	emptyTail,
	listOf,
	mostLines,
	moveTail,
	togglePause,
	withAnswer,
	withFilter,
	withLine,
	type LogTail,
} from '#tui/screens/pipeline/log-tail.js';
import {logLine} from '../../../support/runs.js';

const filled = (count: number): LogTail =>
	Array.from({length: count}, (_, i) => logLine(`${i}`)).reduce(withLine, emptyTail);
const messages = (tail: LogTail): readonly string[] => tail.lines.map(({message}) => message);

it('keeps the newest two thousand lines', () => {
	const tail = filled(mostLines + 5);
	expect(tail.lines).toHaveLength(mostLines);
	expect(messages(tail)[0]).toBe('5');
});

it('keeps the cursor on its line while old lines go', () => {
	const back = moveTail(filled(mostLines), (list, count, rows) => moveTo(list, 100, count, rows), 10);
	const later = withLine(withLine(back, logLine('new')), logLine('newer'));
	expect(later.lines[listOf(later, 10).cursor]?.message).toBe('100');
});

it('counts every line that came while paused, even those it had to drop', () => {
	const paused = togglePause(filled(1));
	const full = Array.from({length: mostLines + 3}, (_, i) => logLine(`${i}`)).reduce(withLine, paused);
	expect((full.held?.length ?? 0) + full.dropped).toBe(mostLines + 3);
	expect(messages(togglePause(full)).at(-1)).toBe(`${mostLines + 2}`);
});

it('takes the answer of the desk and keeps what came after it, once', () => {
	const line = logLine('both', 1);
	const tail = [line, logLine('later')].reduce(withLine, emptyTail);
	const answered = withAnswer(tail, [logLine('older', 2), line]);
	expect(messages(answered)).toEqual(['older', 'both', 'later']);
});

it('gives back lines that a narrower search had hidden once the desk answers', () => {
	const all = [logLine('bitcoin', 2), logLine('solana', 1)];
	const narrow = withFilter(withAnswer(emptyTail, all), {search: 'bit'});
	expect(messages(narrow)).toEqual(['bitcoin']);
	expect(messages(withAnswer(withFilter(narrow, {search: ''}), all))).toEqual(['bitcoin', 'solana']);
});

it('searches the speaker too, whatever the case', () => {
	const tail = withFilter(emptyTail, {search: ' BINANCE '});
	const heard = [logLine('a', 1, {module: 'binance'}), logLine('b')].reduce(withLine, tail);
	expect(messages(heard)).toEqual(['a']);
});
