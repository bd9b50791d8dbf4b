/** `crypto-tui forecasts`: what was forecast, what came of it, and how good that was. */

import type {AssetId} from '#domain/market.js';
import {Fault} from '#domain/fault.js';
import {stepOf} from '#domain/interval.js';
import {exitCode} from '#domain/run.js';
import type {StoredForecast} from '#ports/forecasts.js';
import {withPlacedFaults} from '../demo-hints.js';
import type {forecastsOptions} from '../forecast-options.js';
import {forecastTable} from '../forecast-tables.js';
import {forecastsText} from '../forecast-words.js';
import {plural} from '../format.js';
import {namedAssets} from '../named-assets.js';
import type {Typed, Values} from '../option.js';
import {look, type Session} from '../session.js';
import {put, type Surroundings} from '../surroundings.js';
import {simulatedNotice} from '../words.js';
import {writeTable} from '../write-table.js';

type ForecastsValues = Values<typeof forecastsOptions>;

const misuse = (message: string): Fault =>
	new Fault('usage', message, {hint: 'Run "crypto-tui forecasts --help" for what is possible.'});

/** The form of the answer; null is the table for people. */
function formOf({format, json, from, to}: ForecastsValues): 'csv' | 'json' | null {
	if (json && format === 'csv') throw misuse('--json and --format csv exclude each other.');
	if (from !== undefined && to !== undefined && from >= to) throw misuse('--from must be before --to.');
	return json ? 'json' : (format ?? null);
}

/** The forecasts asked for, oldest first. */
async function wanted(
	{app: {storage}}: Session,
	{asset, interval, from, to}: ForecastsValues,
	err: Surroundings['err'],
): Promise<readonly StoredForecast[]> {
	const ids: readonly AssetId[] | null = asset ? await namedAssets(storage, asset, err) : null;
	const found = await storage.forecasts.list({
		...(interval ? {interval} : {}),
		...(from === undefined ? {} : {from}),
		...(to === undefined ? {} : {to}),
		...(ids?.length === 1 ? {asset: ids[0]!} : {}),
	});
	return ids ? found.filter(forecast => ids.includes(forecast.asset)) : found;
}

/** The fault of an empty answer: what to run, or what to ask for instead. */
function nothing({asset, interval, from, to}: ForecastsValues, anyModel: boolean): Fault {
	const narrowed = [
		asset ? '--asset' : '',
		interval ? '--interval' : '',
		from === undefined && to === undefined ? '' : '--from and --to',
	].filter(Boolean);
	const first = anyModel
		? 'Make one first: "crypto-tui predict".'
		: 'Train a model first: "crypto-tui train"; then make one: "crypto-tui predict".';
	return new Fault(anyModel ? 'empty' : 'model-missing', 'No such forecast is stored.', {
		hint: narrowed.length === 0 ? first : `Ask again without ${narrowed.join(', ')}. ${first}`,
	});
}

/** Forecasts whose candle is over and that have no outcome yet. */
const dueAt = (forecasts: readonly StoredForecast[], now: number): number =>
	forecasts.filter(row => row.state === 'open' && row.for + stepOf[row.interval] <= now).length;

/** Shows the ledger and resolves to the exit code. No forecast: a fault with exit 69. */
export async function run(
	{values}: Typed<typeof forecastsOptions>,
	surroundings: Surroundings,
): Promise<number> {
	const form = formOf(values);
	const {out, err, now} = surroundings;
	const show = async (session: Session): Promise<number> => {
		const forecasts = await wanted(session, values, err);
		if (forecasts.length === 0) {
			const [model] = await session.app.storage.models.list({current: true}, 1);
			throw nothing(values, model !== undefined);
		}

		if (form) {
			if (values.demo) err.write(simulatedNotice);
			const table = {table: forecastTable(forecasts), rows: () => forecasts.length};
			await writeTable(table, {format: form, time: 'iso', out: undefined}, session, surroundings);
			return exitCode.done;
		}

		await put(out, (values.demo ? simulatedNotice : '') + forecastsText(forecasts, session.format));
		const due = dueAt(forecasts, now());
		if (due > 0) {
			const demo = values.demo ? ' --demo' : '';
			err.write(
				`${due} ${plural(due, 'outcome')} can be known by now: run "crypto-tui --headless${demo}" to fetch the candles.\n`,
			);
		}

		return exitCode.done;
	};
	return withPlacedFaults(values.demo, () =>
		look(values, surroundings, show, () => {
			throw nothing(values, false);
		}),
	);
}
