/** Saves what the screen shows: its rows as CSV, or the screen itself as a picture. */

import type {FrameTools} from '../command-table.js';
import {pictureOf, type PictureKind} from '../screenshot.js';
import {frameWords} from '../words.js';

async function savePicture(frame: FrameTools, kind: PictureKind): Promise<string | null> {
	const grid = await frame.picture();
	const {language, look} = frame.context();
	if (!grid) {
		frame.toast('warning', frameWords[language].noFrame);
		return null;
	}

	const {id, title} = frame.screen();
	const text = pictureOf(grid, kind, look.theme.name, `crypto-tui: ${title[language]}`);
	return frame.desk().saveText(`${id}.${kind}`, text);
}

async function saveRows(frame: FrameTools): Promise<string | null> {
	const sheet = frame.screen().sheet?.(frame.state(), frame.context()) ?? null;
	if (sheet) return frame.desk().saveSheet(sheet);
	frame.toast('info', frameWords[frame.context().language].nothingToExport);
	return null;
}

/** Asks in which form, saves, and says where. */
export async function exportView(frame: FrameTools): Promise<void> {
	const words = frameWords[frame.context().language];
	const kind = await frame.choose<PictureKind | 'csv'>({
		title: words.export.title,
		items: [
			...(frame.screen().sheet ? [{value: 'csv', label: words.export.csv} as const] : []),
			{value: 'svg', label: words.export.svg},
			{value: 'txt', label: words.export.text},
			{value: 'ansi', label: words.export.ansi},
		],
	});
	if (kind === null) return;
	try {
		const path = kind === 'csv' ? await saveRows(frame) : await savePicture(frame, kind);
		if (path !== null) frame.toast('good', words.saved(path));
	} catch (error) {
		frame.fail(error);
	}
}
