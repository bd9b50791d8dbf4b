/** Exchanges, markets and currency rates from the source that has them, once a day: they move slowly and cost credits. */

import {throwIfFatal, toFault} from '#domain/fault.js';
import type {Asset} from '#domain/market.js';
import type {Answer, VenueSource} from '#ports/market-data.js';
import type {StoredRate, Written} from '#ports/storage.js';
import {admit} from './admit.js';
import type {CollectOptions} from './commands.js';
import type {Recorder} from './recorder.js';
import type {Sources, World} from './world.js';

const dayMs = 24 * 60 * 60 * 1000;

/** The largest markets of an asset; each row costs credits. */
const marketsPerAsset = 20;

export async function collectVenues(
	world: World,
	sources: Sources,
	recorder: Recorder,
	assets: readonly Asset[],
	options: CollectOptions,
	signal: AbortSignal | undefined,
): Promise<void> {
	const {source: only, onInvalid} = options;
	const source = sources.venues.find(candidate => only === undefined || candidate.source === only);
	if (sources.venues.length === 0) await keepRates(world, sources, recorder, options, signal);
	if (!source) return;
	const now = world.clock.now();
	const context = {world, recorder, policy: onInvalid};
	const load = async <Row>(
		answer: Answer<readonly Row[]>,
		asset: Asset | null,
		kind: string,
		save: (rows: readonly Row[]) => Promise<Written>,
	): Promise<void> => {
		await admit(answer, {...context, asset: asset?.id ?? null, question: {kind}});
		recorder.wrote(await save(answer.rows));
	};

	const {venues} = world.storage;
	const steps: readonly (() => Promise<void>)[] = [
		async () =>
			load(await source.exchanges(signal), null, 'exchanges', rows =>
				venues.saveExchanges(recorder.run, rows, now),
			),
		async () =>
			load(await source.rates(signal), null, 'rates', rows =>
				venues.saveRates(recorder.run, source.source, rows, now),
			),
		...assets.filter(({id}) => source.lists(id)).map(asset => () => marketsOf(source, asset)),
	];
	const marketsOf = async (from: VenueSource, asset: Asset): Promise<void> => {
		for await (const answer of from.markets(asset.id, marketsPerAsset, signal)) {
			await load(answer, asset, 'markets', rows => venues.saveMarkets(recorder.run, asset.id, rows, now));
		}
	};

	const seen = (await venues.markets()).reduce((newest, {seenAt}) => Math.max(newest, seenAt), 0);
	if (now - seen < dayMs) return;
	for (const step of steps) {
		try {
			await step();
		} catch (error) {
			const fault = recorder.fault(error, {source: source.source});
			throwIfFatal(fault);
			if (fault.ofSource) return;
		}
	}
}

/** Prices in these are known from the snapshot itself. */
const withoutRate: ReadonlySet<string> = new Set(['USD', 'BTC', 'ETH']);

/**
 * Currency rates from a source without venues, while a currency is shown that needs one, or may be. They only dress up
 * what was collected: a failure is told, and changes nothing about the cycle.
 */
async function keepRates(
	{storage: {venues}, clock, settings}: World,
	{rates}: Sources,
	recorder: Recorder,
	{source: only, rates: always = false}: CollectOptions,
	signal: AbortSignal | undefined,
): Promise<void> {
	const needed = settings.currencies.filter(code => !withoutRate.has(code));
	const from = rates.find(({source}) => only === undefined || source === only);
	if (!from || (needed.length === 0 && !always)) return;
	const {source} = from;
	// Who just failed is not asked for what can wait.
	if (recorder.faults.some(fault => fault.source === source)) return;
	const now = clock.now();
	const isFresh = (rate: StoredRate): boolean => rate.source === source && now - rate.seenAt < dayMs;
	if ((await venues.rates()).some(isFresh)) return;
	try {
		const {rows} = await from.currencyRates(needed, signal);
		const missing = needed.filter(code => !rows.some(({symbol}) => symbol === code));
		if (missing.length > 0) {
			const message = `${source} gave no rate of ${missing.join(', ')}; prices stay in US dollars.`;
			recorder.notice('warn', 'empty', message, {source});
		}

		await venues.saveRates(recorder.run, source, rows, now);
	} catch (error) {
		const fault = toFault(error);
		throwIfFatal(fault);
		recorder.notice('warn', fault.code, `No currency rates: ${fault.message}`, {source});
	}
}
