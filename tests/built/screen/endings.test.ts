/** However the screen ends, the terminal is as it was before, and the exit code tells how it ended. */

import {readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {shellModes} from '../../support/pty.js';
import type {Home, Story, StoryOptions} from '../../support/stories.js';
import {homeOfTest, openStory} from '../../support/stories-world.js';

/** The state of the line before and after, and the exit code, as a shell sees them. */
const watched = `before=$(stty -g); "$@"; code=$?; after=$(stty -g)
	[ "$before" = "$after" ] && same=yes || same="$before to $after"; echo "code $code, same $same."`;

/** Opens the screen under a shell that watches, with everything switched on. */
async function openWatched(options: Partial<StoryOptions> = {}): Promise<Story> {
	const home = options.home ?? homeOfTest();
	const story = openStory({
		home,
		args: ['--demo'],
		shell: watched,
		size: {width: 80, height: 24},
		...options,
	});
	await story.shows('BTC', 'SIMULATED');
	await story.until(() => story.modes().mouse === 'drag', 'the mouse');
	expect(story.modes()).toEqual({
		screen: 'alternate',
		cursorHidden: true,
		mouse: 'drag',
		paste: true,
		focus: true,
		autowrap: false,
	});
	return story;
}

/** The process of the program below the shell. */
function programOf(story: Story): number {
	const [child] = readFileSync(`/proc/${story.pid}/task/${story.pid}/children`, 'utf8').split(' ');
	return Number(child);
}

/** The terminal is the shell's again, and nothing was written to it but what the shell itself says. */
async function isGivenBack(story: Story, code: number, words: RegExp = /^$/): Promise<void> {
	await story.shows(/code \d+, same .*\./);
	expect(story.text()).toContain(`code ${code}, same yes.`);
	expect(story.modes()).toEqual(shellModes);
	const said = story.text().slice(0, story.text().indexOf('code ')).trim();
	expect(said).toMatch(words);
	expect((await story.exit()).code).toBe(0);
	const output = story.output();
	const last = output.slice(output.lastIndexOf('\u001B[?1049l') + '\u001B[?1049l'.length);
	// oxlint-disable-next-line no-control-regex -- after leaving no sequence may follow
	expect(last).not.toMatch(/\u001B/);
}

/** A module that is loaded before the program: from outside, it does in the main thread what a bug would do. */
function bug(home: Home, body: string): readonly string[] {
	const file = join(home.folder, 'bug.mjs');
	const isDue = `existsSync(${JSON.stringify(join(home.folder, 'now'))})`;
	writeFileSync(
		file,
		`import {existsSync} from 'node:fs';
		import {isMainThread} from 'node:worker_threads';
		const isDue = () => ${isDue};
		if (isMainThread) {${body}}`,
	);
	return ['--import', file];
}

/** Throws in a turn of its own. */
const throwing = (what: string): string =>
	`const timer = setInterval(() => { if (isDue()) { clearInterval(timer); ${what} } }, 20);`;

/** Only drawing on a logarithmic scale takes logarithms on the main thread. */
const brokenDrawing = `const {log} = Math; Math.log = value => { if (isDue()) throw new Error('ink ran out'); return log(value); };`;

describe('the terminal is given back', () => {
	test.each([
		['q', 0],
		['ctrl+c', 0],
	])('after %s', async (key, code) => {
		const story = await openWatched();
		story.press(key);
		await isGivenBack(story, code);
	});

	test.each([
		['SIGINT', 130],
		['SIGTERM', 143],
		['SIGHUP', 129],
		['SIGQUIT', 131],
	] as const)('after %s', async (signal, code) => {
		const story = await openWatched();
		process.kill(programOf(story), signal);
		await isGivenBack(story, code);
	});

	test.each([
		['an exception nobody caught', throwing(`throw new Error('fell from the sky');`)],
		['a rejection nobody handled', throwing(`Promise.reject(new Error('fell from the sky'));`)],
	])('after %s', async (_, body) => {
		const home = homeOfTest();
		const story = await openWatched({home, node: bug(home, body)});
		writeFileSync(join(home.folder, 'now'), '');
		await isGivenBack(story, 70, /Unexpected error: fell from the sky[\s\S]*at /);
	});

	test('while a window is open and a line is typed', async () => {
		const story = await openWatched();
		story.press('b');
		await story.shows('╭─ Fetch history');
		process.kill(programOf(story), 'SIGTERM');
		await isGivenBack(story, 143);
	});

	test('when the first thing that happens is a signal', async () => {
		const story = openStory({
			home: homeOfTest(),
			args: ['--demo'],
			shell: watched,
			size: {width: 80, height: 24},
		});
		await story.until(() => story.modes().screen === 'alternate', 'the screen');
		process.kill(programOf(story), 'SIGTERM');
		await isGivenBack(story, 143);
	});
});

test('a bug in one screen leaves the others alive, and the screen starts again', async () => {
	const home = homeOfTest();
	const story = await openWatched({home, node: bug(home, brokenDrawing)});
	await story.go('technical');
	await story.shows(/linear|SMA/);
	writeFileSync(join(home.folder, 'now'), '');
	story.press('o');
	await story.shows('Technical stopped working', 'ink ran out', 'Press ctrl+r');
	await story.go('market');
	await story.shows('BTC', 'Price USD');
	await story.go('technical');
	await story.shows('Technical stopped working');
	rmSync(join(home.folder, 'now'));
	story.press('ctrl+r');
	await story.shows(/linear|SMA/);
	await story.hides('stopped working');
	story.press('q');
	await isGivenBack(story, 0);
});

/** Whether a process is gone; one that its parent has not asked about yet counts. */
function isGone(pid: number): boolean {
	try {
		return readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
	} catch {
		return true;
	}
}

test('the end of the shell around it ends the program, and gives the terminal back', async () => {
	const story = await openWatched();
	const program = programOf(story);
	story.kill('SIGKILL');
	await story.until(() => isGone(program), 'the end of the program');
	await story.until(() => story.modes().screen === 'normal', 'the normal screen');
	expect(story.modes()).toEqual(shellModes);
});

test('a terminal that is closed ends the program', async () => {
	const story = openStory({home: homeOfTest(), args: ['--demo'], size: {width: 80, height: 24}});
	await story.shows('BTC', 'SIMULATED');
	story.hangUp();
	await story.until(() => isGone(story.pid), 'the end of the program');
	expect(isGone(story.pid)).toBeTruthy();
});

test('Ctrl+Z lends the terminal to the shell, and fg takes it again', async () => {
	const home = homeOfTest();
	// The shell's own line editor would ask for bracketed paste, too.
	const inputrc = join(home.folder, 'inputrc');
	writeFileSync(inputrc, 'set enable-bracketed-paste off\n');
	const story = openStory({
		home,
		args: ['--demo'],
		env: {INPUTRC: inputrc},
		// An interactive shell has jobs; it is told what to start by typing.
		shell: `printf '%q ' "$@" > start; PS1='shell> ' exec bash --norc --noprofile -i`,
		size: {width: 80, height: 24},
	});
	await story.shows('shell> ');
	story.type('stty -g > before; . ./start; stty -g > after; echo "code $? end."');
	story.press('enter');
	await story.shows('BTC', 'SIMULATED');
	for (let turn = 0; turn < 2; turn++) {
		story.press('ctrl+z');
		await story.shows(/Stopped|shell> /);
		await story.until(() => story.modes().screen === 'normal', 'the screen of the shell');
		expect(story.modes()).toEqual(shellModes);
		story.type(`echo "between $((${turn} + 40))."`);
		story.press('enter');
		await story.shows(`between ${turn + 40}.`);
		story.type('fg');
		story.press('enter');
		await story.shows('BTC', 'SIMULATED', '›1');
		await story.until(() => story.modes().mouse === 'drag', 'the mouse');
		story.press('j');
	}

	story.press('q');
	await story.until(() => story.modes().screen === 'normal', 'the screen of the shell');
	expect(story.modes()).toEqual(shellModes);
	story.type('stty -g > last; cmp before last && echo "line same."');
	story.press('enter');
	await story.shows('line same.');
	story.type('exit');
	story.press('enter');
	await story.exit();
});
