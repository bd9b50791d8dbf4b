import {expect, test} from 'vitest';
import {lineOf} from '#domain/event-line.js';
import type {PipelineEvent} from '#domain/event.js';
import type {FaultReport, RunReport, RunStatus} from '#domain/run.js';
import {noRows} from '#domain/run.js';

const finished = (status: RunStatus): PipelineEvent => ({
	type: 'run-finished',
	report: {kind: 'backfill', status, rows: {...noRows(), inserted: 3}, faults: []} as unknown as RunReport,
});
const fault = (code: FaultReport['code'], source: FaultReport['source'] = 'binance'): PipelineEvent => ({
	type: 'fault',
	fault: {code, source, asset: 'bitcoin', message: 'It broke.', hint: 'Wait.'},
});
const rejected = (kind: 'violation' | 'incomplete'): PipelineEvent => ({
	type: 'rejected',
	source: 'coingecko',
	endpoint: '/coins/markets',
	asset: null,
	count: 2,
	rejection: {kind, rule: 'price-positive', field: 'current_price', sample: '-1', key: 'evil', raw: '{}'},
});
const loaded = (extracted: number): PipelineEvent => ({
	type: 'loaded',
	source: 'binance',
	asset: 'bitcoin',
	interval: '1h',
	rows: {...noRows(), extracted, inserted: extracted},
});
const request = {
	type: 'request',
	source: 'binance',
	endpoint: '/klines',
	status: 200,
	ms: 12.4,
	bytes: 99,
	attempt: 1,
} as const satisfies PipelineEvent;

test.each<readonly [PipelineEvent, string]>([
	[{type: 'run-started', run: 'r', kind: 'collect', simulated: false}, 'pipeline info collect started'],
	[
		{type: 'run-started', run: 'r', kind: 'collect', simulated: true},
		'pipeline info collect started on the SIMULATED market',
	],
	[finished('done'), 'pipeline info backfill done: 3 rows inserted, 0 updated, 0 unchanged, 0 faults'],
	[finished('partial'), 'pipeline warn backfill partial: 3 rows inserted, 0 updated, 0 unchanged, 0 faults'],
	[finished('blocked'), 'pipeline error backfill blocked: 3 rows inserted, 0 updated, 0 unchanged, 0 faults'],
	[finished('failed'), 'pipeline error backfill failed: 3 rows inserted, 0 updated, 0 unchanged, 0 faults'],
	[
		{type: 'stage', stage: 'load', source: 'binance', asset: 'bitcoin', ms: 1.25, rows: 9},
		'binance debug load bitcoin: 9 rows in 1.3 ms',
	],
	[request, 'binance info /klines answered 200 in 12 ms, 99 bytes'],
	[{...request, status: 503, attempt: 2}, 'binance warn /klines answered 503 in 12 ms, 99 bytes, attempt 2'],
	[
		{
			type: 'request-retried',
			source: 'binance',
			endpoint: '/klines',
			attempt: 1,
			waitMs: 1500,
			reason: 'timeout',
		},
		'binance warn /klines failed (timeout); attempt 2 in 1.5 s',
	],
	[
		{type: 'request-waiting', source: 'binance', waitMs: 60_000, reason: 'retry-after'},
		'binance warn waiting 60.0 s because the source asked for it',
	],
	[loaded(5), 'binance info loaded bitcoin 1h: 5 rows inserted, 0 updated, 0 unchanged'],
	[loaded(1), 'binance info loaded bitcoin 1h: 1 row inserted, 0 updated, 0 unchanged'],
	[loaded(0), 'binance warn no rows bitcoin 1h'],
	[
		rejected('violation'),
		'coingecko error /coins/markets: 2 violation rows, price-positive in current_price (first: evil)',
	],
	[
		rejected('incomplete'),
		'coingecko warn /coins/markets: 2 incomplete rows, price-positive in current_price (first: evil)',
	],
	[
		{
			type: 'drift',
			notice: {
				source: 'binance',
				endpoint: '/x',
				field: 'a',
				change: 'retyped',
				before: ['number'],
				now: ['string'],
			},
		},
		'binance warn /x: field a is retyped (number to string)',
	],
	[fault('unreachable'), 'binance error unreachable bitcoin: It broke.'],
	[fault('contract-violated'), 'binance error contract-violated bitcoin: It broke.'],
	[fault('empty'), 'binance warn empty bitcoin: It broke.'],
	[fault('bug', null), 'pipeline error bug bitcoin: It broke.'],
	[
		{type: 'notice', level: 'warn', code: 'x', message: 'Look.', source: null, asset: null},
		'pipeline warn Look.',
	],
	[
		{type: 'backfill-planned', assets: 1, requests: 1, candles: 1, etaMs: 4000},
		'backfill info planned 1 request for 1 candle of 1 asset, about 4.0 s',
	],
	[
		{type: 'backfill-planned', assets: 2, requests: 18, candles: 17_520, etaMs: 4000},
		'backfill info planned 18 requests for 17520 candles of 2 assets, about 4.0 s',
	],
	[
		{
			type: 'backfill-progress',
			asset: 'bitcoin',
			doneRequests: 1,
			requests: 18,
			candles: 1000,
			elapsedMs: 100,
			etaMs: null,
		},
		'backfill info 1/18 requests, 1000 candles, at bitcoin',
	],
])('%j is told as one line', (event, expected) => {
	const {module, level, message} = lineOf(event);
	expect(`${module} ${level} ${message}`).toBe(expected);
});
