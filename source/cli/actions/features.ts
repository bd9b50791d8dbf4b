/** `crypto-tui features export`: the numbers a model reads, as CSV, JSON, NDJSON or Parquet. */

import {createHash} from 'node:crypto';
import {Fault} from '#domain/fault.js';
import {warmUpRows} from '#domain/forecast/features.js';
import {exitCode} from '#domain/run.js';
import {featureRecord} from '#pipeline/forecast/current-model.js';
import {closedCandles, marketOf} from '#pipeline/forecast/series.js';
import {stillCollecting, tooFewCandles} from '#pipeline/forecast/train.js';
import {withPlacedFaults} from '../demo-hints.js';
import type {featuresOptions} from '../forecast-options.js';
import {featureTable} from '../forecast-tables.js';
import {namedAssets} from '../named-assets.js';
import type {Typed} from '../option.js';
import {look, type Session} from '../session.js';
import type {Surroundings} from '../surroundings.js';
import {simulatedNotice} from '../words.js';
import {formatOf, writeTable} from '../write-table.js';

const misuse = (message: string): Fault =>
	new Fault('usage', message, {hint: 'Run "crypto-tui features --help" for what is possible.'});

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Exports one set of one series and resolves to the exit code. No candles: a fault with exit 69. */
export async function run(
	{values}: Typed<typeof featuresOptions>,
	surroundings: Surroundings,
): Promise<number> {
	const {asset: names, interval = '1h', set, demo} = values;
	const {err} = surroundings;
	const format = formatOf(values, misuse);
	const [name, ...others] = names ?? [];
	if (name === undefined || others.length > 0) throw misuse('Choose one asset with --asset.');

	const nothing = (): Fault => stillCollecting({asset: name.toLowerCase(), interval}, [], 0);
	const write = async (session: Session): Promise<number> => {
		const {app} = session;
		if ((await app.storage.candles.list()).length === 0) throw nothing();
		const [asset] = (await namedAssets(app.storage, [name], err)) as [string];
		const market = await marketOf(app, asset, interval);
		const candles = await closedCandles(app, market, interval);
		if (candles.length <= warmUpRows) {
			throw await tooFewCandles(app, {asset, interval}, market, 0);
		}

		const record = featureRecord({sha256}, set, interval);
		if (demo) err.write(simulatedNotice);
		err.write(`Features ${record.set} of ${asset} ${interval}, hash ${record.hash}.\n`);
		const named = format === 'json' || format === 'ndjson';
		const table = featureTable({candles, interval, set, record, named});
		const counted = {table, rows: () => candles.length - warmUpRows};
		await writeTable(counted, {format, time: 'ms', out: values.out}, session, surroundings);
		return exitCode.done;
	};
	return withPlacedFaults(demo, () =>
		look(values, surroundings, write, () => {
			throw nothing();
		}),
	);
}
