/** `crypto-tui --screenshot`: one frame of a screen into a file, from what is stored. */

import {writeFile} from 'node:fs/promises';
import {extname, resolve} from 'node:path';
import {Fault} from '#domain/fault.js';
import {exitCode} from '#domain/run.js';
import {createDesk} from '#desk/create-desk.js';
import type {ReadableVersion} from '#desk/place.js';
import {pictureKinds, type PictureKind} from '#tui/frame/screenshot.js';
import type {ScreenId} from '#tui/state/view-state.js';
import {leastPicture, takePicture} from '#tui/take-picture.js';
import {faultText} from './failure.js';
import type {Surroundings} from './surroundings.js';
import {version} from './version.js';

export type ScreenshotValues = {
	readonly screen: ScreenId;
	/** As typed: `120x40`. */
	readonly size: string;
	readonly out: string | undefined;
	readonly demo: boolean;
	readonly dataDir: string | undefined;
	readonly asOf: ReadableVersion | null;
	readonly chosen: Readonly<Record<string, string>>;
};

const mostCells = {width: 500, height: 200};

const misuse = (message: string): Fault =>
	new Fault('usage', message, {
		hint: 'For example: crypto-tui --screenshot market --size 120x40 --out market.svg',
	});

function sizeOf(text: string): {readonly width: number; readonly height: number} {
	const [, columns, rows] = /^(\d{1,4})x(\d{1,4})$/.exec(text) ?? [];
	const size = {width: Number(columns), height: Number(rows)};
	const fits =
		columns !== undefined &&
		size.width >= leastPicture.width &&
		size.height >= leastPicture.height &&
		size.width <= mostCells.width &&
		size.height <= mostCells.height;
	if (fits) return size;
	throw misuse(
		`--size is ${JSON.stringify(text)}; it must be columns and rows such as 120x40, from ${leastPicture.width}x${leastPicture.height} to ${mostCells.width}x${mostCells.height}.`,
	);
}

function kindOf(file: string | undefined): PictureKind {
	if (file === undefined) throw misuse('--screenshot needs --out <file>.');
	const ending = extname(file).slice(1).toLowerCase();
	const kind = pictureKinds.find(name => name === ending);
	if (kind) return kind;
	throw misuse(`--out is ${JSON.stringify(file)}; it must end in .${pictureKinds.join(', .')}.`);
}

/** Writes the file and says where. Creates nothing else. */
export async function takeScreenshot(values: ScreenshotValues, surroundings: Surroundings): Promise<number> {
	const size = sizeOf(values.size);
	const kind = kindOf(values.out);
	const {environment, folder, home, platform, now, err} = surroundings;
	const {text, missingRate} = await takePicture({
		desk: createDesk({
			version: version(),
			dataDir: values.dataDir,
			demo: values.demo,
			readOnly: true,
			asOf: values.asOf,
			environment,
			folder,
			home,
			platform,
		}),
		demo: values.demo,
		screen: values.screen,
		size,
		kind,
		chosen: values.chosen,
		locale: environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'] || undefined,
		platform,
		now,
	});
	const path = resolve(folder, values.out!);
	try {
		await writeFile(path, text);
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
		throw new Fault('usage', `${path} cannot be written (${code}).`, {
			cause: error,
			hint: 'Choose another file with --out.',
		});
	}

	if (missingRate !== null) {
		err.write(
			faultText({
				message: `No rate of ${missingRate} is stored: the amounts are in USD.`,
				hint: 'Collect rates with "crypto-tui --headless", or name another currency with --currency.',
			}),
		);
	}

	err.write(`Wrote ${path}\n`);
	return exitCode.done;
}
