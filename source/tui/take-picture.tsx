/** One frame of one screen without a terminal: for documents and bug reports. */

import type {Desk} from '#desk/desk.js';
import {Grid, type Size} from './cells/grid.js';
import {App} from './frame/app.js';
import {createFrame} from './frame/frame.js';
import {leastSize} from './frame/layout.js';
import {pictureOf, type PictureKind} from './frame/screenshot.js';
import {createStage} from './paint/stage.js';
import {screens} from './screens.js';
import type {ScreenId} from './state/view-state.js';

export type PictureOptions = {
	readonly desk: Desk;
	readonly demo: boolean;
	readonly screen: ScreenId;
	readonly size: Size;
	readonly kind: PictureKind;
	/** Settings of the screen that options decide. */
	readonly chosen: Readonly<Record<string, string>>;
	/** POSIX locale. */
	readonly locale: string | undefined;
	readonly platform: NodeJS.Platform;
	/** Ms UTC. */
	readonly now: () => number;
};

export type Picture = {
	/** Of the file. */
	readonly text: string;
	/** Code of a currency that has no rate, so that amounts are in USD; null when all is well. */
	readonly missingRate: string | null;
};

export const leastPicture: Size = leastSize;

/** Turns of the event loop without a question to the desk, after which a screen counts as settled. */
const quietTurns = 5;
/** A screen that never settles is taken as it is. */
const mostTurns = 20_000;

const turn = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 1));

/** Opens the desk, lets the screen ask what it asks, and resolves to what became of it. Closes the desk. */
export async function takePicture(options: PictureOptions): Promise<Picture> {
	const {desk, demo, screen, size, kind, chosen, locale, platform, now} = options;
	const stage = createStage({
		output: {write: () => {}, waiting: () => 0, drained: () => {}},
		size,
		depth: 'truecolor',
		renderer: 'cells',
		platform,
	});
	const frame = createFrame({
		screens,
		size,
		traits: {background: 'dark', coloured: true, unicode: true, locale},
		chosen,
		screen,
		surroundings: {
			// Nobody gives orders to a picture: that its store was opened for reading is not worth a badge.
			connect: async () => ({...desk, open: async () => ({...(await desk.open()), readOnly: false})}),
			later(work, ms) {
				const timer = setTimeout(work, ms);
				// A clock that ticks on a picture must not keep the process alive.
				timer.unref();
				return () => clearTimeout(timer);
			},
			monotonic: () => performance.now(),
			now,
			copy: () => false,
			bell: () => {},
			suspend: () => {},
			redraw: () => {},
			setMouse: () => {},
			picture: async () => null,
			quit: () => {},
		},
	});
	try {
		await frame.open(demo);
		frame.store.frame(state => ({...state, overlays: []}));
		stage.show(<App frame={frame} />);
		for (let turns = 0, quiet = 0; turns < mostTurns && quiet < quietTurns; turns++) {
			await turn();
			// Answers are shown at once, so that what the screen asks next is asked now.
			frame.store.urgently(() => {});
			quiet = frame.isSettled() ? quiet + 1 : 0;
		}

		stage.urgently(() => {});
		const {look, language} = frame.context();
		const title = screens.find(({id}) => id === screen)!.title[language];
		const grid = stage.frame() ?? new Grid(size.width, size.height);
		return {
			text: pictureOf(grid, kind, look.theme.name, `crypto-tui: ${title}`),
			missingRate: frame.missingRate(),
		};
	} finally {
		await frame.end();
		stage.unmount();
	}
}
