/** However the screen ends, the terminal is as it was before, and the exit code tells how it ended. */

import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {shellModes, type Home, type Story, type StoryOptions} from '../../support/stories.js';
import {homeOfTest, openStory} from '../../support/stories-world.js';

/** The state of the line before and after, and the exit code, as a shell sees them. */
const watched = `before=$(stty -g); "$@"; code=$?; after=$(stty -g)
	[ "$before" = "$after" ] && same=yes || same="$before to $after"; echo "code $code, same $same."`;

/** Opens the screen under a shell that watches, with everything switched on. */
async function openWatched(options: Partial<StoryOptions> = {}): Promise<Story> {
	const home = options.home ?? homeOfTest();
	const story = openStory({home, args: ['--demo'], shell: watched, size: {width: 80, height: 24}, ...options});
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

/** Process ids of the program below the shell. */
async function programOf(story: Story): Promise<number> {
	const {readFileSync} = await import('node:fs');
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

/** A module that is loaded before the program, and throws from outside. */
function throwing(home: Home, body: string): readonly string[] {
	const file = join(home.folder, 'throwing.mjs');
	writeFileSync(
		file,
		`import {existsSync} from 'node:fs';
		const timer = setInterval(() => {
			if (!existsSync(${JSON.stringify(join(home.folder, 'now'))})) return;
			clearInterval(timer);
			${body}
		}, 20);`,
	);
	return ['--import', file];
}

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
		process.kill(await programOf(story), signal);
		await isGivenBack(story, code);
	});

	test.each([
		['an exception nobody caught', `throw new Error('fell from the sky');`],
		['a rejection nobody handled', `Promise.reject(new Error('fell from the sky'));`],
	])('after %s', async (_, body) => {
		const home = homeOfTest();
		const story = await openWatched({home, node: throwing(home, body)});
		writeFileSync(join(home.folder, 'now'), '');
		await isGivenBack(story, 1, /Unexpected error: fell from the sky[\s\S]*at /);
	});

	test('while a window is open and a line is typed', async () => {
		const story = await openWatched();
		story.press('b');
		await story.shows('╭─ Fetch history');
		process.kill(await programOf(story), 'SIGTERM');
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
		process.kill(await programOf(story), 'SIGTERM');
		await isGivenBack(story, 143);
	});
});
