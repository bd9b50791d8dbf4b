import {afterEach, expect, test} from 'vitest';
import {styleOf} from '#tui/cells/style.js';
import {mountFrame, type MountedFrame} from './mount-frame.js';

let mounted: MountedFrame | null = null;
afterEach(async () => mounted?.unmount());

test('a theme with a background of its own leaves no cell without one', async () => {
	mounted = await mountFrame({chosen: {'ui.theme': 'contrast'}});
	for (const screen of ['1', '2', '3', '5', '6', '7']) {
		await mounted.press(screen);
		const bare = [...mounted.stage.frame()!.styles].filter(style => {
			const {bg, inverse} = styleOf(style);
			return bg === null && !inverse;
		});
		expect(bare, `screen ${screen}`).toEqual([]);
	}
});
