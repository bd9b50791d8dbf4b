import {expect, it} from 'vitest';
import type {PipelineEvent} from '#domain/event.js';
import {noRows} from '#domain/run.js';
import {flowOf, foldEvent, shownFlow, type Flow} from '#tui/screens/pipeline/flow.js';
import {noon} from '../../../support/fake-desk.js';
import {failedRun, runReport, storedRun} from '../../../support/runs.js';

const fold = (...events: readonly PipelineEvent[]): Flow | null =>
	events.reduce<Flow | null>((flow, event) => foldEvent(flow, event, noon, null), null);

const started: PipelineEvent = {type: 'run-started', run: 'r1', kind: 'collect', simulated: false};

it('counts requests, retries, rejected and written rows', () => {
	const flow = fold(
		started,
		{type: 'request', source: 'binance', endpoint: 'klines', status: 200, ms: 30, bytes: 10, attempt: 1},
		{
			type: 'request-retried',
			source: 'binance',
			endpoint: 'klines',
			attempt: 1,
			waitMs: 1000,
			reason: 'timeout',
		},
		{
			type: 'rejected',
			source: 'binance',
			endpoint: 'klines',
			asset: null,
			rejection: {kind: 'violation', rule: 'r', field: 'f', sample: '1', key: 'k', raw: '{}'},
			count: 3,
		},
		{
			type: 'loaded',
			source: 'binance',
			asset: 'bitcoin',
			interval: '1h',
			rows: {...noRows(), inserted: 5, updated: 2},
		},
	);
	expect(flow).toMatchObject({requests: 1, retries: 1, rejected: 3, inserted: 5, updated: 2});
});

const retried = (reason: string): PipelineEvent => ({
	type: 'request-retried',
	source: 'coingecko',
	endpoint: 'markets',
	attempt: 1,
	waitMs: 60_000,
	reason,
});

it('tells a source that asked to wait from one that failed', () => {
	expect(fold(started, retried('rate-limited'))?.waiting?.reason).toBe('retry-after');
	expect(fold(started, retried('server-error'))?.waiting?.reason).toBe('retry');
});

it('stops waiting for a source when it answers', () => {
	const waiting: PipelineEvent = {
		type: 'request-waiting',
		source: 'binance',
		waitMs: 5000,
		reason: 'retry-after',
	};
	const answered: PipelineEvent = {
		type: 'request',
		source: 'binance',
		endpoint: 'klines',
		status: 200,
		ms: 30,
		bytes: 10,
		attempt: 1,
	};
	expect(fold(started, waiting)?.waiting).toEqual({
		source: 'binance',
		until: noon + 5000,
		reason: 'retry-after',
	});
	expect(fold(started, waiting, answered)?.waiting).toBeNull();
});

it('begins in the middle of a run that nobody announced', () => {
	const stage: PipelineEvent = {
		type: 'stage',
		stage: 'load',
		source: 'binance',
		asset: null,
		ms: 4,
		rows: 10,
	};
	expect(foldEvent(null, stage, noon, 'r7')).toMatchObject({
		run: 'r7',
		kind: null,
		status: 'running',
		stages: {load: {rows: 10, ms: 4}},
	});
});

it('goes on when another run ends', () => {
	const other: PipelineEvent = {type: 'run-finished', report: runReport({run: 'other'})};
	const own: PipelineEvent = {type: 'run-finished', report: runReport({run: 'r1', status: 'partial'})};
	expect(fold(started, other)?.status).toBe('running');
	expect(fold(started, other, own)?.status).toBe('partial');
});

it('shows the run under way before any stored one, then the newest', () => {
	const live = fold(started);
	const ended = flowOf(storedRun());
	expect(shownFlow(live, [storedRun()])?.run).toBe('r1');
	expect(shownFlow(flowOf(failedRun()), [storedRun()])?.run).toBe(ended.run);
	expect(shownFlow(null, [])).toBeNull();
});
