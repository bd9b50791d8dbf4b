/** Archived answers, read again under today's contracts and grouped as they were loaded: snapshots and candle chunks. */

import type {Candles} from '#domain/candles.js';
import {Fault} from '#domain/fault.js';
import {candleFlag} from '#domain/market.js';
import type {AssetId, MarketRow, SeriesKey, SourceName} from '#domain/market.js';
import type {Range} from '#domain/range.js';
import type {RunId} from '#domain/run.js';
import {candleOrder} from '#domain/source-policy.js';
import {ohlcFromPrices} from '#domain/resample.js';
import {isInterval, stepOf} from '#domain/interval.js';
import type {Answer} from '#ports/market-data.js';
import type {ArchivedRequest, SnapshotBatch} from '#ports/storage.js';
import {boundaryOf} from './price-boundary.js';
import type {World} from './world.js';

export type SnapshotLoad = {
	readonly kind: 'snapshot';
	readonly run: RunId;
	readonly source: SourceName;
	readonly capturedAt: number;
	readonly answers: readonly Answer<readonly MarketRow[]>[];
};

export type CandleLoad = {
	readonly kind: 'candles';
	readonly run: RunId;
	readonly series: SeriesKey;
	/** Candles of the answer; violating rows are not among them. */
	readonly candles: Candles;
	/** The closed time between the first and the last candle. */
	readonly answered: Range;
	readonly answer: Answer<unknown>;
};

export type ArchivedLoad = SnapshotLoad | CandleLoad;

/** Reads requests in order. A body that is gone is told once per request through `onMissing`. */
export async function* archivedLoads(
	world: World,
	requests: AsyncIterable<ArchivedRequest> | Iterable<ArchivedRequest>,
	onMissing: (fault: Fault) => void,
): AsyncIterable<ArchivedLoad> {
	const assetOf = await pairOwners(world);
	let pages: Answer<readonly MarketRow[]>[] = [];
	let page: ArchivedRequest | undefined;
	const flush = (): SnapshotLoad | undefined => {
		const [head] = pages;
		if (!head || !page) return undefined;
		const load: SnapshotLoad = {
			kind: 'snapshot',
			run: page.run,
			source: page.source,
			capturedAt: head.provenance.fetchedAt,
			answers: pages,
		};
		pages = [];
		return load;
	};

	for await (const request of requests) {
		const body = await world.storage.archive.read(request.payload);
		if (!body) {
			onMissing(
				new Fault('payload-missing', `The archived answer of ${request.source} to ${request.path} is gone.`, {
					source: request.source,
				}),
			);
			continue;
		}

		const archived = world.readArchived(request, body);
		if (!archived) continue;
		if (archived.kind === 'snapshot') {
			// The pages of one snapshot come from one run and one source, one after the other.
			if (page && (page.run !== request.run || page.source !== request.source)) {
				const load = flush();
				if (load) yield load;
			}

			page = request;
			pages.push(archived.answer);
			continue;
		}

		const load =
			archived.kind === 'candles'
				? chunkOf(
						request,
						archived.answer.rows,
						archived.answer,
						archived.interval,
						assetOf.get(`${request.source} ${archived.pair}`),
					)
				: chunkOfPrices(request, archived.asset, archived.answer);
		if (load) yield load;
	}

	const load = flush();
	if (load) yield load;
}

/** Which asset a pair belongs to, by source and pair. */
async function pairOwners(world: World): Promise<ReadonlyMap<string, AssetId>> {
	const owners = new Map<string, AssetId>();
	for (const {source, needsPair} of candleOrder) {
		if (!needsPair) continue;
		for (const {asset, externalId, verdict} of await world.storage.assets.links(source)) {
			if (externalId !== null && verdict === 'agrees') owners.set(`${source} ${externalId}`, asset);
		}
	}

	return owners;
}

function chunkOf(
	{run, source}: ArchivedRequest,
	candles: Candles,
	answer: Answer<unknown>,
	interval: SeriesKey['interval'],
	asset: AssetId | undefined,
): CandleLoad | undefined {
	const policy = candleOrder.find(row => row.source === source);
	if (asset === undefined || !policy) return undefined;
	const series: SeriesKey = {source, asset, quote: policy.quote, interval, origin: policy.origin};
	return {kind: 'candles', run, series, candles, answered: closedSpan(candles, stepOf[interval]), answer};
}

function chunkOfPrices(
	request: ArchivedRequest,
	asset: AssetId,
	answer: Extract<ReturnType<World['readArchived']>, {kind: 'prices'}>['answer'],
): CandleLoad | undefined {
	const {interval, from, to} = request.question;
	if (typeof interval !== 'string' || !isInterval(interval)) return undefined;
	const range = typeof from === 'number' && typeof to === 'number' ? {from, to} : undefined;
	const boundary = boundaryOf(request.source, interval);
	const candles = ohlcFromPrices(answer.rows, {interval, now: answer.provenance.serverNow, boundary, range});
	return chunkOf(request, candles, answer, interval, asset);
}

function closedSpan({length, ts, flags}: Candles, step: number): Range {
	if (length === 0) return {from: 0, to: 0};
	const last = ts[length - 1]!;
	const open = (flags[length - 1]! & candleFlag.open) !== 0;
	return {from: ts[0]!, to: open ? last : last + step};
}

/** A snapshot as it is saved: all pages as one batch, the row refreshed last where an asset is on two of them. */
export function snapshotBatch({run, source, capturedAt, answers}: SnapshotLoad): SnapshotBatch {
	const rows = new Map<AssetId, MarketRow>();
	for (const row of answers.flatMap(answer => answer.rows)) {
		const seen = rows.get(row.asset.id);
		if (!seen || row.quote.updatedAt >= seen.quote.updatedAt) rows.set(row.asset.id, row);
	}

	return {
		run,
		source,
		capturedAt,
		expected: answers.reduce((sum, {extracted}) => sum + extracted, 0),
		rows: [...rows.values()],
		provenance: answers.map(({provenance}) => provenance),
		contract: answers[0]?.contract ?? '',
	};
}
