/** Decides for each asset which source gives its candles, and proves that a pair is the same coin. */

import {binanceBaseOf} from '#domain/asset-aliases.js';
import {Fault, throwIfFatal} from '#domain/fault.js';
import {floorTo, stepOf} from '#domain/interval.js';
import type {Interval} from '#domain/interval.js';
import type {Asset, AssetId, SeriesKey, SourceName} from '#domain/market.js';
import {candleOrder, pricesAgree} from '#domain/source-policy.js';
import type {CandlePolicy} from '#domain/source-policy.js';
import type {InvalidPolicy} from '#domain/quality.js';
import type {CandleSource, PriceSource} from '#ports/market-data.js';
import type {SourceLink} from '#ports/storage.js';
import {admit} from './admit.js';
import type {Recorder} from './recorder.js';
import type {Sources, World} from './world.js';

/** How the candles of one asset are fetched. */
export type Route = {
	readonly asset: Asset;
	readonly series: SeriesKey;
	/** Pair or id at the source. */
	readonly externalId: string;
	readonly via:
		| {readonly kind: 'candles'; readonly source: CandleSource}
		| {readonly kind: 'prices'; readonly source: PriceSource};
	readonly reason: string;
};

export type Routing = {readonly routes: readonly Route[]; readonly refused: readonly Fault[]};

/** A proof of identity is believed for a day. */
const linkTtl = 24 * 60 * 60 * 1000;

/** A price older than this is no proof. */
const proofTtl = 6 * 60 * 60 * 1000;

export type RouteTask = {
	readonly assets: readonly Asset[];
	readonly interval: Interval;
	readonly only: SourceName | undefined;
	readonly policy: InvalidPolicy;
	readonly signal: AbortSignal | undefined;
};

/** Routes for the assets, in their order; an asset no source can serve is refused with its reason. */
export async function routeCandles(
	world: World,
	sources: Sources,
	recorder: Recorder,
	task: RouteTask,
): Promise<Routing> {
	const policies = candleOrder.filter(({source, automatic}) =>
		task.only === undefined ? automatic : source === task.only,
	);
	const pairs = await pairSources(world, sources, recorder, task, policies);
	const routes: Route[] = [];
	const refused: Fault[] = [];
	for (const asset of task.assets) {
		const route = firstRoute(world, sources, task, policies, pairs, asset);
		if (route instanceof Fault) refused.push(route);
		else routes.push(route);
	}

	return {routes, refused};
}

/**
 * Makes sure that a source asked for by name can be asked at all, before anything is spent.
 * @throws Fault `key-missing`.
 */
export function requireSource(world: World, sources: Sources, only: SourceName): void {
	const known = [...sources.candles, ...sources.prices].some(({source}) => source === only);
	if (known) return;
	const setting = world.keyless[only];
	throw new Fault(
		'key-missing',
		`${only} answers only with a key${setting === undefined ? '' : `; set ${setting}`}.`,
		{source: only},
	);
}

/** Verdicts on the pairs of a source, or the fault that kept us from them. */
type PairVerdicts = ReadonlyMap<SourceName, ReadonlyMap<AssetId, SourceLink> | Fault>;

async function pairSources(
	world: World,
	sources: Sources,
	recorder: Recorder,
	task: RouteTask,
	policies: readonly CandlePolicy[],
): Promise<PairVerdicts> {
	const verdicts = new Map<SourceName, ReadonlyMap<AssetId, SourceLink> | Fault>();
	for (const policy of policies.filter(({needsPair}) => needsPair)) {
		const source = sources.candles.find(candidate => candidate.source === policy.source);
		if (!source) continue;
		try {
			verdicts.set(policy.source, await provePairs(world, source, recorder, task, policy.quote));
		} catch (error) {
			const fault = recorder.fault(error, {source: policy.source});
			throwIfFatal(fault);
			verdicts.set(policy.source, fault);
		}
	}

	return verdicts;
}

/** Links of the assets at `source`, checked anew where the last check is older than a day. */
async function provePairs(
	world: World,
	source: CandleSource,
	recorder: Recorder,
	task: RouteTask,
	quote: string,
): Promise<ReadonlyMap<AssetId, SourceLink>> {
	const now = world.clock.now();
	const stored = new Map((await world.storage.assets.links(source.source)).map(link => [link.asset, link]));
	const isFresh = (link: SourceLink | undefined): boolean =>
		link !== undefined && now - link.checkedAt < linkTtl;
	const stale = task.assets.filter(({id}) => !isFresh(stored.get(id)));
	if (stale.length === 0) return stored;

	const context = {world, recorder, policy: task.policy, asset: null};
	const pairs = await source.pairs(task.signal);
	await admit(pairs, {...context, question: {kind: 'pairs'}});
	const byBase = new Map(
		pairs.rows.filter(pair => pair.trading && pair.quote === quote).map(pair => [pair.base, pair.symbol]),
	);
	const owners = await ownersOfBases(world, stale);
	const candidates = new Map<AssetId, string>();
	for (const asset of stale) {
		const base = binanceBaseOf(asset);
		const pair = byBase.get(base);
		if (pair !== undefined && owners.get(base) === asset.id) candidates.set(asset.id, pair);
	}

	const theirs = new Map<string, number>();
	if (candidates.size > 0) {
		const tickers = await source.tickers([...candidates.values()], task.signal);
		await admit(tickers, {...context, question: {kind: 'tickers'}});
		for (const {symbol, lastPrice} of tickers.rows) theirs.set(symbol, lastPrice);
	}

	const quotes = await world.storage.quotes.latest({assets: stale.map(({id}) => id)});
	const ours = new Map(quotes.map(quote => [quote.asset, quote]));
	const links = stale.flatMap(({id}): SourceLink[] => {
		const pair = candidates.get(id);
		const theirPrice = pair === undefined ? null : (theirs.get(pair) ?? null);
		const quote = ours.get(id);
		const ourPrice = quote?.price ?? null;
		const base = {asset: id, source: source.source, ourPrice, theirPrice, checkedAt: now};
		if (pair === undefined || theirPrice === null)
			return [Object.assign(base, {externalId: null, verdict: 'absent' as const})];
		// An old price of ours proves nothing either way: what was proven before stands, and is proven again next time.
		if (quote && now - Math.max(quote.updatedAt, quote.capturedAt) > proofTtl) return [];
		const agrees = ourPrice !== null && pricesAgree(ourPrice, theirPrice);
		if (!agrees) {
			recorder.notice(
				'warn',
				'price-disagrees',
				`${pair} trades at ${theirPrice} where ${id} stands at ${ourPrice ?? 'an unknown price'}: another coin, so its candles come from elsewhere.`,
				{source: source.source, asset: id},
			);
		}

		return [
			Object.assign(base, {externalId: pair, verdict: agrees ? ('agrees' as const) : ('disagrees' as const)}),
		];
	});
	await world.storage.assets.saveLinks(links);
	for (const link of links) stored.set(link.asset, link);
	return stored;
}

/** Symbols are not unique: a base belongs to the best ranked asset that carries it. */
async function ownersOfBases(world: World, assets: readonly Asset[]): Promise<ReadonlyMap<string, AssetId>> {
	const bases = new Set(assets.map(asset => binanceBaseOf(asset)));
	const owners = new Map<string, AssetId>();
	for (const asset of await world.storage.assets.list()) {
		const base = binanceBaseOf(asset);
		if (bases.has(base) && !owners.has(base)) owners.set(base, asset.id);
	}

	return owners;
}

function firstRoute(
	world: World,
	sources: Sources,
	{interval, only}: RouteTask,
	policies: readonly CandlePolicy[],
	pairs: PairVerdicts,
	asset: Asset,
): Route | Fault {
	let obstacle: Fault | undefined;
	for (const policy of policies) {
		const series: SeriesKey = {
			source: policy.source,
			asset: asset.id,
			quote: policy.quote,
			interval,
			origin: policy.origin,
		};
		if (policy.needsPair) {
			const source = sources.candles.find(candidate => candidate.source === policy.source);
			const verdicts = pairs.get(policy.source);
			if (!source || !verdicts) continue;
			if (verdicts instanceof Fault) {
				// A country that is not served stays so: go on with the next source. Anything else may pass: try again later.
				if (verdicts.code !== 'restricted') return verdicts.forAsset(asset.id);
				obstacle = verdicts.forAsset(asset.id);
				continue;
			}

			const link = verdicts.get(asset.id);
			if (link?.verdict === 'agrees' && link.externalId !== null) {
				const reason = `trading ${policy.quote} pair, prices agree`;
				return {asset, series, externalId: link.externalId, via: {kind: 'candles', source}, reason};
			}

			obstacle =
				link?.verdict === 'disagrees'
					? new Fault(
							'price-disagrees',
							`${link.externalId} trades at ${link.theirPrice}, ${asset.id} at ${link.ourPrice ?? 'an unknown price'}.`,
							{
								source: policy.source,
								asset: asset.id,
								hint: `The pair with this symbol is another coin; leave --source ${policy.source} out to take candles derived from prices.`,
							},
						)
					: new Fault(
							'no-candle-source',
							`${policy.source} has no trading ${policy.quote} pair for ${asset.id}.`,
							{
								source: policy.source,
								asset: asset.id,
							},
						);
			continue;
		}

		const source = sources.prices.find(candidate => candidate.source === policy.source);
		if (!source) continue;
		const now = world.clock.now();
		const newest = floorTo(interval, now);
		if (source.priceWindows(interval, {from: newest - stepOf[interval], to: newest}, now).length === 0) {
			obstacle = new Fault(
				'no-candle-source',
				`${policy.source} has no prices fine enough for ${interval} candles of ${asset.id}.`,
				{
					source: policy.source,
					asset: asset.id,
				},
			);
			continue;
		}

		const reason =
			only === undefined
				? 'no agreeing exchange pair; derived from prices'
				: 'asked for; derived from prices';
		return {asset, series, externalId: asset.id, via: {kind: 'prices', source}, reason};
	}

	return (
		obstacle ??
		new Fault('no-candle-source', `No source gives ${interval} candles for ${asset.id}.`, {asset: asset.id})
	);
}
