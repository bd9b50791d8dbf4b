/** What can be exported, as tables: columns, and how stored rows become cells. */

import type {Cell, Column, Page, Table} from '#adapters/exporters/table.js';
import {pickCandles, type Candles} from '#domain/candles.js';
import {candleFlag, type AssetId, type SeriesKey, type SourceName} from '#domain/market.js';
import type {Range} from '#domain/range.js';
import type {
	CandleStore,
	QuarantineRow,
	Storage,
	StoredQuote,
	StoredRun,
	VenueStore,
} from '#ports/storage.js';
import {chunks, integer, number, tableOf, text, time, type Field} from './table-fields.js';

const candleColumns: readonly Column[] = [
	{name: 'ts', type: 'time'},
	{name: 'open', type: 'number'},
	{name: 'high', type: 'number'},
	{name: 'low', type: 'number'},
	{name: 'close', type: 'number'},
	{name: 'volume', type: 'number', optional: true},
];
const sourceColumns: readonly Column[] = [
	{name: 'source', type: 'text'},
	{name: 'asset', type: 'text'},
	{name: 'quote', type: 'text'},
	{name: 'interval', type: 'text'},
	{name: 'origin', type: 'text'},
	{name: 'flags', type: 'text'},
];

/** The flags of a candle in words, joined by `+`; empty for a plain closed one. */
function flagWords(flags: number): string {
	return Object.entries(candleFlag)
		.flatMap(([name, bit]) => ((flags & bit) === 0 ? [] : name))
		.join('+');
}

const repeated = (value: string, length: number): Cell[] => Array.from({length}, () => value);

function candlePage(candles: Candles, key: SeriesKey, withSource: boolean): Page {
	const {length, ts, open, high, low, close, volume, flags} = candles;
	const facts = [ts, open, high, low, close, volume];
	if (!withSource) return {length, columns: facts};
	const {source, asset, quote, interval, origin} = key;
	return {
		length,
		columns: [
			...facts,
			...[source, asset, quote, interval, origin].map(value => repeated(value, length)),
			Array.from(flags, flagWords),
		],
	};
}

/** Without unfinished candles. */
function closedOnly(candles: Candles): Candles {
	const closed: number[] = [];
	for (let i = 0; i < candles.length; i++) if ((candles.flags[i]! & candleFlag.open) === 0) closed.push(i);
	return closed.length === candles.length ? candles : pickCandles(candles, closed);
}

export type CandleTableOptions = {
	readonly range: Range;
	readonly withSource: boolean;
	readonly withOpen: boolean;
};

/** Candles of several series, one series after the other. */
export function candleTable(
	store: CandleStore,
	series: readonly SeriesKey[],
	{range, withSource, withOpen}: CandleTableOptions,
): Table {
	async function* pages(): AsyncGenerator<Page> {
		for (const key of series) {
			for await (const part of store.stream(key, range)) {
				const candles = withOpen ? part : closedOnly(part);
				if (candles.length > 0) yield candlePage(candles, key, withSource);
			}
		}
	}

	return {
		name: 'candles',
		columns: withSource ? [...candleColumns, ...sourceColumns] : candleColumns,
		pages: pages(),
	};
}

/** Which rows are wanted. Ranges are half-open, ms UTC. */
export type RowFilter = {
	readonly assets: readonly AssetId[] | null;
	readonly source: SourceName | undefined;
	readonly from: number | undefined;
	readonly to: number | undefined;
};

function within({from, to}: RowFilter, moment: number): boolean {
	return (from === undefined || moment >= from) && (to === undefined || moment < to);
}

const quoteFields: readonly Field<StoredQuote>[] = [
	time('capturedAt', row => row.capturedAt),
	text('asset', row => row.asset),
	text('symbol', row => row.symbol),
	text('name', row => row.name),
	text('source', row => row.source),
	number('price', row => row.price, false),
	integer('rank', row => row.rank, true),
	number('marketCap', row => row.marketCap),
	number('fullyDilutedValuation', row => row.fullyDilutedValuation),
	number('volume24h', row => row.volume24h),
	number('high24h', row => row.high24h),
	number('low24h', row => row.low24h),
	number('change24h', row => row.change24h),
	number('changePercent1h', row => row.changePercent1h),
	number('changePercent24h', row => row.changePercent24h),
	number('changePercent7d', row => row.changePercent7d),
	number('changePercent30d', row => row.changePercent30d),
	number('changePercent1y', row => row.changePercent1y),
	number('marketCapChangePercent24h', row => row.marketCapChangePercent24h),
	number('circulatingSupply', row => row.circulatingSupply),
	number('totalSupply', row => row.totalSupply),
	number('maxSupply', row => row.maxSupply),
	number('ath', row => row.ath),
	number('athChangePercent', row => row.athChangePercent),
	time('athAt', row => row.athAt, true),
	number('atl', row => row.atl),
	time('updatedAt', row => row.updatedAt),
	text('run', row => row.run),
];

/** All stored quotes, oldest first. */
export function quoteTable({quotes}: Storage, {assets, source, from, to}: RowFilter): Table {
	const rows = quotes.stream({
		...(assets ? {assets} : {}),
		...(source ? {source} : {}),
		...(from === undefined ? {} : {from}),
		...(to === undefined ? {} : {to}),
	});
	return tableOf('quotes', quoteFields, rows);
}

type StoredMarket = Awaited<ReturnType<VenueStore['markets']>>[number];

const marketFields: readonly Field<StoredMarket>[] = [
	text('exchange', row => row.exchange),
	text('asset', row => row.asset),
	text('baseSymbol', row => row.baseSymbol),
	text('quoteSymbol', row => row.quoteSymbol),
	number('price', row => row.price),
	number('volumeUsd24h', row => row.volumeUsd24h),
	number('volumePercent', row => row.volumePercent),
	time('updatedAt', row => row.updatedAt, true),
	time('seenAt', row => row.seenAt),
];

/** Markets as last seen. They come from CoinCap alone. */
export async function marketTable({venues}: Storage, filter: RowFilter): Promise<Table> {
	const found = filter.source === undefined || filter.source === 'coincap' ? await venues.markets() : [];
	const rows = found.filter(
		({asset, seenAt}) => (filter.assets?.includes(asset) ?? true) && within(filter, seenAt),
	);
	return tableOf('markets', marketFields, chunks(rows));
}

const runFields: readonly Field<StoredRun>[] = [
	text('run', row => row.run),
	text('kind', row => row.kind),
	text('status', row => row.status),
	{name: 'simulated', type: 'boolean', optional: true, read: row => row.report?.simulated ?? null},
	time('startedAt', row => row.startedAt),
	time('finishedAt', row => row.finishedAt, true),
	integer('extracted', row => row.report?.rows.extracted ?? null, true),
	integer('accepted', row => row.report?.rows.accepted ?? null, true),
	integer('incomplete', row => row.report?.rows.incomplete ?? null, true),
	integer('violating', row => row.report?.rows.violating ?? null, true),
	integer('inserted', row => row.report?.rows.inserted ?? null, true),
	integer('updated', row => row.report?.rows.updated ?? null, true),
	integer('unchanged', row => row.report?.rows.unchanged ?? null, true),
	integer(
		'requests',
		row => row.report?.sources.reduce((sum, {requests}) => sum + requests, 0) ?? null,
		true,
	),
	integer('faults', row => row.report?.faults.length ?? null, true),
];

/** More runs or quarantined rows than a database of many years holds. */
const everyRow = 10_000_000;

/** Runs, oldest first. */
export async function runTable({runs}: Storage, filter: RowFilter): Promise<Table> {
	const all = await runs.list(everyRow);
	const rows = all.filter(({startedAt}) => within(filter, startedAt)).toReversed();
	return tableOf('runs', runFields, chunks(rows));
}

const quarantineFields: readonly Field<QuarantineRow>[] = [
	integer('id', row => row.id),
	text('source', row => row.source),
	text('endpoint', row => row.endpoint),
	text('asset', row => row.asset, true),
	text('kind', row => row.kind),
	text('rule', row => row.rule),
	text('field', row => row.field),
	text('sample', row => row.sample),
	text('key', row => row.key),
	text('contract', row => row.contract),
	text('run', row => row.run),
	text('payload', row => row.payload),
	time('firstSeenAt', row => row.firstSeenAt),
	time('lastSeenAt', row => row.lastSeenAt),
	integer('timesSeen', row => row.timesSeen),
	text('state', row => row.state),
	text('raw', row => row.raw),
];

/** Rows set aside, with their raw JSON. */
export async function quarantineTable({quarantine}: Storage, filter: RowFilter): Promise<Table> {
	const all = await quarantine.list(filter.source ? {source: filter.source} : {}, everyRow);
	const rows = all.filter(
		({asset, lastSeenAt}) =>
			(filter.assets === null || (asset !== null && filter.assets.includes(asset))) &&
			within(filter, lastSeenAt),
	);
	return tableOf('quarantine', quarantineFields, chunks(rows));
}
