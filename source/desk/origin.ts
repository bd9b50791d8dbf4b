/** Where a number comes from: the answer it was in, the run that fetched it, and how it was made. */

import type {App} from '#app.js';
import type {Interval} from '#domain/interval.js';
import type {AssetId, SeriesKey} from '#domain/market.js';
import {marketOf} from '#pipeline/forecast/series.js';
import type {SnapshotOrigin, Storage} from '#ports/storage.js';
import type {Origin, OriginQuestion} from './views/origin.js';
import {readFilling} from './fuller-quotes.js';

export async function readOrigin(app: App, question: OriginQuestion): Promise<Origin | null> {
	switch (question.of) {
		case 'quote':
			return originOfQuote(app, question.asset);
		case 'candle':
			return originOfCandle(app, question);
		case 'forecast':
			return originOfClose(app, question.forecast);
	}
}

/** The candle of the last close a forecast saw, in the first series of its market that has it. */
async function originOfClose(
	app: App,
	{asset, interval, lastTs: ts}: Extract<OriginQuestion, {of: 'forecast'}>['forecast'],
): Promise<Origin | null> {
	for (const series of await marketOf(app, asset, interval)) {
		const origin = await originOfCandle(app, {of: 'candle', series, ts});
		if (origin) return origin;
	}

	return null;
}

async function originOfQuote(app: App, asset: AssetId): Promise<Origin | null> {
	const {storage} = app;
	const [[quote], snapshot, filling] = await Promise.all([
		storage.quotes.latest({assets: [asset]}),
		storage.quotes.origin(asset),
		readFilling(storage.quotes, asset),
	]);
	if (!quote || !snapshot) return null;
	const answer = await answerWith(storage, snapshot, asset);
	const {source, contract, run} = snapshot;
	return {
		source,
		endpoint: answer?.endpoint ?? snapshot.answers[0]?.endpoint ?? '',
		url: answer ? urlOf(app, source, answer.path) : null,
		fetchedAt: answer?.fetchedAt ?? snapshot.capturedAt,
		updatedAt: quote.updatedAt,
		run,
		payload: answer && (await storage.archive.read(answer.payload)) ? answer.payload : null,
		contract: contract === '' ? null : contract,
		derived: null,
		...(filling && {
			filled: {source: filling.from.source, updatedAt: filling.from.updatedAt, fields: filling.fields},
		}),
	};
}

/** The page of a snapshot that holds an asset; null when there are several and their bodies are gone. */
async function answerWith(
	storage: Storage,
	{answers}: SnapshotOrigin,
	asset: AssetId,
): Promise<SnapshotOrigin['answers'][number] | null> {
	if (answers.length <= 1) return answers[0] ?? null;
	for (const answer of answers) {
		const body = await storage.archive.read(answer.payload);
		if (body && Buffer.from(body).includes(JSON.stringify(asset))) return answer;
	}

	return null;
}

async function originOfCandle(
	app: App,
	{series, ts, shownAs = series.interval}: Extract<OriginQuestion, {of: 'candle'}>,
): Promise<Origin | null> {
	const {storage} = app;
	const fetched: SeriesKey =
		series.origin === 'rollup' ? {...series, interval: '1h', origin: 'exchange'} : series;
	const settled = await storage.candles.origin(fetched, ts);
	if (!settled && (await storage.candles.read(series, {from: ts, to: ts + 1})).length === 0) return null;
	const request = settled && (await storage.archive.find(settled.payload));
	return {
		source: series.source,
		endpoint: request?.endpoint ?? '',
		url: request ? urlOf(app, series.source, request.path) : null,
		fetchedAt: settled?.answeredAt ?? null,
		updatedAt: null,
		run: settled?.run ?? null,
		payload: settled && (await storage.archive.read(settled.payload)) ? settled.payload : null,
		contract: settled?.contract ?? null,
		derived: derivationOf(series, shownAs),
	};
}

function derivationOf({origin, interval}: SeriesKey, shownAs: Interval): string | null {
	const made = {rollup: 'rolled up from 1h', prices: 'made of single prices', exchange: null}[origin];
	if (shownAs === interval) return made;
	return [made, `resampled from ${interval}, this is the first of several candles`]
		.filter(Boolean)
		.join('; ');
}

/** The address as asked, without secrets; the simulated market has none that anybody could open. */
const urlOf = ({config, simulated}: App, source: SeriesKey['source'], path: string): string | null =>
	simulated ? null : new URL(config[`${source}.url`]).origin + path;
