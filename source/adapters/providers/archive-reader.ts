/** Reads an archived answer again, as its provider would today: for replay, and for a second look at quarantined rows. */

import {Fault} from '#domain/fault.js';
import {isInterval} from '#domain/interval.js';
import type {ArchivedAnswer, Provenance} from '#ports/market-data.js';
import type {ArchivedRequest} from '#ports/storage.js';
import {rangeIn} from './answer.js';
import {readBinanceCandles} from './binance.js';
import {readCoincapPrices, readCoincapSnapshot} from './coincap.js';
import {readCoingeckoPrices, readCoingeckoSnapshot} from './coingecko.js';

function parseBody({source, endpoint, payload}: Provenance, body: Uint8Array): unknown {
	try {
		return JSON.parse(new TextDecoder().decode(body));
	} catch (error) {
		throw new Fault(
			'payload-missing',
			`The archived answer ${payload} of ${source} ${endpoint} is damaged.`,
			{
				source,
				cause: error,
			},
		);
	}
}

const namesIn = (value: unknown): string[] =>
	Array.isArray(value) ? value.filter(name => typeof name === 'string') : [];

/**
 * The answer behind `request.question`, under today's contracts; null for questions whose answers are not replayed
 * (pairs, tickers, venues) and for those this version does not know. Throws `payload-missing` for a damaged body.
 */
export function readArchived(request: ArchivedRequest, body: Uint8Array): ArchivedAnswer | null {
	const {source, endpoint, path, fetchedAt, serverNow, payload, fresh, question} = request;
	const provenance: Provenance = {source, endpoint, path, fetchedAt, serverNow, payload, fresh};
	const {kind, asset, pair, interval} = question;
	const range = rangeIn(question);

	if (kind === 'snapshot' && source !== 'binance') {
		const json = parseBody(provenance, body);
		const answer =
			source === 'coingecko'
				? readCoingeckoSnapshot(json, provenance)
				: readCoincapSnapshot(json, provenance, namesIn(question['assets']));
		return {kind, answer};
	}

	if (typeof interval !== 'string' || !isInterval(interval)) return null;
	if (kind === 'candles' && source === 'binance' && typeof pair === 'string') {
		const json = parseBody(provenance, body);
		return {kind, pair, interval, answer: readBinanceCandles(json, provenance, interval, range)};
	}

	if (kind === 'prices' && source !== 'binance' && typeof asset === 'string') {
		const json = parseBody(provenance, body);
		const answer =
			source === 'coingecko'
				? readCoingeckoPrices(json, provenance, interval, range)
				: readCoincapPrices(json, provenance, range);
		return {kind, asset, answer};
	}

	return null;
}
