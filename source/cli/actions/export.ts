/** `crypto-tui export`: stored data as CSV, JSON, NDJSON or Parquet. */

import type {Table} from '#adapters/exporters/table.js';
import {Fault} from '#domain/fault.js';
import {seriesOrigins, sourceNames, type AssetId} from '#domain/market.js';
import {exitCode} from '#domain/run.js';
import type {SeriesSummary} from '#ports/storage.js';
import {
	candleTable,
	marketTable,
	quarantineTable,
	quoteTable,
	runTable,
	type RowFilter,
} from '../export-tables.js';
import {namedAssets} from '../named-assets.js';
import type {Typed, Values} from '../option.js';
import type {exportOptions} from '../options.js';
import {look, type Session} from '../session.js';
import type {Surroundings} from '../surroundings.js';
import {simulatedNotice} from '../words.js';
import {formatOf, peek, writeTable} from '../write-table.js';

type ExportValues = Values<typeof exportOptions>;

const misuse = (message: string): Fault =>
	new Fault('usage', message, {hint: 'Run "crypto-tui export --help" for what is possible.'});

/** Options that mean nothing for what is exported. */
function checkTogether(what: string, values: ExportValues): void {
	if (values.from !== undefined && values.to !== undefined && values.from >= values.to) {
		throw misuse('--from must be before --to.');
	}

	const candlesOnly = (['interval', 'with-source', 'with-open'] as const).find(name => values[name]);
	if (what !== 'candles' && candlesOnly) throw misuse(`--${candlesOnly} belongs to "export candles".`);
	if (what === 'runs' && (values.asset || values.source)) {
		throw misuse('Runs have no asset and no source; leave --asset and --source out.');
	}
}

const place = <Name>(order: readonly Name[], name: Name): number => order.indexOf(name);
const preferredSources = ['binance', ...sourceNames.filter(name => name !== 'binance')] as const;

/** One series per asset: exchange before prices before rollup, Binance first. */
function preferred(series: readonly SeriesSummary[]): readonly SeriesSummary[] {
	const best = new Map<AssetId, SeriesSummary>();
	const sorted = series.toSorted(
		(a, b) =>
			place(seriesOrigins, a.origin) - place(seriesOrigins, b.origin) ||
			place(preferredSources, a.source) - place(preferredSources, b.source) ||
			a.quote.localeCompare(b.quote, 'en'),
	);
	for (const row of sorted) if (!best.has(row.asset)) best.set(row.asset, row);
	return [...best.values()].toSorted((a, b) => (a.asset < b.asset ? -1 : 1));
}

function noCandles(values: ExportValues, series: readonly SeriesSummary[]): Fault {
	const intervals = [...new Set(series.map(({interval}) => interval))];
	const which = values.asset ? ` of ${values.asset.join(', ')}` : '';
	const from = values.source ? ` from ${values.source}` : '';
	const assets = values.asset ? ` --assets ${values.asset.join(',')}` : '';
	const other = intervals.length === 0 ? '' : ` Stored intervals: ${intervals.join(', ')}.`;
	const interval = values.interval ?? '1h';
	const source = values.source ? ` --source ${values.source}` : '';
	const demo = values.demo ? ' --demo' : '';
	return new Fault('empty', `No ${interval} candles${which}${from} are stored.${other}`, {
		hint: `Run "crypto-tui --headless --historical --interval ${interval}${assets}${source}${demo}" first.`,
	});
}

async function candles(
	{app: {storage}}: Session,
	values: ExportValues,
	assets: RowFilter['assets'],
): Promise<Table> {
	const interval = values.interval ?? '1h';
	const all = await storage.candles.list(values.source ? {source: values.source} : {});
	const wanted = all.filter(({asset}) => assets?.includes(asset) ?? true);
	const series = preferred(wanted.filter(row => row.interval === interval && row.count > 0));
	if (series.length === 0) throw noCandles(values, wanted);
	if (series.length > 1 && !values['with-source']) {
		const names = series.map(({asset}) => asset);
		const list = `${names.slice(0, 20).join(', ')}${names.length > 20 ? ` and ${names.length - 20} more` : ''}`;
		throw misuse(
			`Candles of several assets cannot be told apart without --with-source; choose one with --asset: ${list}.`,
		);
	}

	return candleTable(storage.candles, series, {
		range: {from: values.from ?? 0, to: values.to ?? Number.MAX_SAFE_INTEGER},
		withSource: values['with-source'],
		withOpen: values['with-open'],
	});
}

async function tableOf(
	what: string,
	session: Session,
	values: ExportValues,
	err: Surroundings['err'],
): Promise<Table> {
	const {storage} = session.app;
	const assets = values.asset ? await namedAssets(storage, values.asset, err) : null;
	const {source, from, to} = values;
	const filter: RowFilter = {assets, source, from, to};
	switch (what) {
		case 'quotes':
			return quoteTable(storage, filter);
		case 'markets':
			return marketTable(storage, filter);
		case 'runs':
			return runTable(storage, filter);
		case 'quarantine':
			return quarantineTable(storage, filter);
		default:
			return candles(session, values, assets);
	}
}

/** What to run where nothing of a kind is stored at all. */
const firstSteps: Readonly<Record<string, string>> = {
	candles: 'Run "crypto-tui --headless --historical" first.',
	quotes: 'Run "crypto-tui --headless" first.',
	markets: 'Markets come from CoinCap: set COINCAP_API_KEY, then run "crypto-tui --headless".',
	runs: 'Run "crypto-tui --headless" first.',
	quarantine: 'Rows come here when "crypto-tui --headless" meets values that a contract refuses.',
};

/** The fault of an export without rows; its hint names what was narrowed down, or what to run. */
function noRows(what: string, values: ExportValues): Fault {
	const {from, to, asset, source, demo} = values;
	const inRange = from === undefined && to === undefined ? '' : ' in this range';
	const message = `No ${what}${asset ? ` of ${asset.join(', ')}` : ''}${source ? ` from ${source}` : ''} are stored${inRange}.`;
	const narrowed = [
		inRange === '' ? '' : '--from and --to',
		asset ? '--asset' : '',
		source ? '--source' : '',
	].filter(Boolean);
	const first = (firstSteps[what] ?? '').replaceAll('--headless', demo ? '--headless --demo' : '--headless');
	const hint = narrowed.length === 0 ? first : `Ask again without ${narrowed.join(', ')}. ${first}`;
	return new Fault('empty', message, {hint});
}

/** Writes the export and resolves to the exit code. No data: fault `empty`, exit 69. */
export async function run(
	{values, words}: Typed<typeof exportOptions>,
	surroundings: Surroundings,
): Promise<number> {
	const [what = 'candles'] = words;
	const {err} = surroundings;
	const format = formatOf(values, misuse);
	checkTogether(what, values);
	return look(
		values,
		surroundings,
		async session => {
			const found = await peek(await tableOf(what, session, values, err));
			if (!found) throw noRows(what, values);
			if (values.demo) err.write(simulatedNotice);
			await writeTable(found, {...values, format}, session, surroundings);
			return exitCode.done;
		},
		() => {
			throw noRows(what, values);
		},
	);
}
