/** A place for a desk under test: an empty folder, and settings that point every source at a simulated exchange. */

import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {onTestFinished} from 'vitest';
import type {Exchange} from '#adapters/simulated/exchange.js';
import {describeKey, type ConfigKey} from '#contracts/config.js';
import type {Desk, DeskNews} from '#desk/desk.js';
import type {DeskPlace} from '#desk/place.js';

/** A folder that is deleted when the test ends. */
export function emptyFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), 'crypto-tui-desk-'));
	onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
	return folder;
}

/** The present stays where the user left it: `settings` come as environment variables. */
export function placeAt(
	folder: string,
	exchange: Pick<Exchange, 'urls'>,
	settings: Partial<Record<ConfigKey, string>> = {},
	more: Partial<DeskPlace> = {},
): DeskPlace {
	const values: Partial<Record<ConfigKey, string>> = {
		'coingecko.url': exchange.urls.coingecko,
		'coingecko.rpm': '1e9',
		'coincap.url': exchange.urls.coincap,
		'binance.url': exchange.urls.binance,
		'binance.streamUrl': exchange.urls.binanceStream,
		'binance.weight': '1e9',
		'http.timeoutSeconds': '2',
		'snapshot.top': '30',
		'watch.top': '3',
		// Versions made by the way have a test of their own.
		'snapshot.everyDays': '0',
		'snapshot.databaseEveryDays': '0',
		...settings,
	};
	const variables = Object.entries(values).map(([key, value]) => [
		describeKey(key as ConfigKey).variable,
		value,
	]);
	return {
		version: '0.0.0-test',
		dataDir: join(folder, 'data'),
		demo: false,
		readOnly: false,
		environment: {
			...(Object.fromEntries(variables) as Record<string, string>),
			CRYPTO_TUI_CONFIG_DIR: join(folder, 'config'),
		},
		folder,
		home: folder,
		platform: process.platform,
		...more,
	};
}

/** Everything a desk tells from now on. */
export function newsOf(desk: Desk): {
	readonly all: readonly DeskNews[];
	of<Type extends DeskNews['type']>(type: Type): Extract<DeskNews, {type: Type}>[];
} {
	const all: DeskNews[] = [];
	desk.listen(one => all.push(one));
	return {
		all,
		of: <Type extends DeskNews['type']>(type: Type) =>
			all.filter((one): one is Extract<DeskNews, {type: Type}> => one.type === type),
	};
}
