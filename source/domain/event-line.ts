/** Every event as one line for people who read along: how important, who speaks, and what happened. */

import type {PipelineEvent} from './event.js';
import type {FaultCode} from './fault.js';
import type {AssetId, SourceName} from './market.js';
import type {RunStatus} from './run.js';

/** Most talkative first. `debug` is detail for developers; `warn` retries, waits and empty data; `error` failed connections and contracts. */
export const eventLevels = ['debug', 'info', 'warn', 'error'] as const;
export type EventLevel = (typeof eventLevels)[number];

export type EventLine = {
	readonly level: EventLevel;
	/** A source, or the part of the pipeline that speaks. */
	readonly module: string;
	/** English, one line, no time, no run. */
	readonly message: string;
};

/** Faults that a healthy day may bring; the others are errors. */
const mild: ReadonlySet<FaultCode> = new Set([
	'empty',
	'rate-limited',
	'interrupted',
	'busy',
	'key-missing',
	'price-disagrees',
	'ambiguous-asset',
	'plan-limit',
]);

const levelOfRun: Readonly<Record<RunStatus, EventLevel>> = {
	done: 'info',
	partial: 'warn',
	blocked: 'error',
	failed: 'error',
};

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
/** A number with its unit: `1 row`, `2 rows`. */
const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;
const about = (asset: AssetId | null): string => (asset === null ? '' : ` ${asset}`);
const by = (source: SourceName | null): string => source ?? 'pipeline';

/** What an event says. Text from outside inside it was cleaned before it became an event. */
export function lineOf(event: PipelineEvent): EventLine {
	switch (event.type) {
		case 'run-started':
			return {
				level: 'info',
				module: 'pipeline',
				message: `${event.kind} started${event.simulated ? ' on the SIMULATED market' : ''}`,
			};
		case 'run-finished': {
			const {kind, status, rows, faults} = event.report;
			return {
				level: levelOfRun[status],
				module: 'pipeline',
				message: `${kind} ${status}: ${counted(rows.inserted, 'row')} inserted, ${rows.updated} updated, ${rows.unchanged} unchanged, ${counted(faults.length, 'fault')}`,
			};
		}

		case 'stage':
			return {
				level: 'debug',
				module: event.source,
				message: `${event.stage}${about(event.asset)}: ${counted(event.rows, 'row')} in ${event.ms.toFixed(1)} ms`,
			};
		case 'request':
			return {
				level: event.status >= 400 ? 'warn' : 'info',
				module: event.source,
				message: `${event.endpoint} answered ${event.status} in ${Math.round(event.ms)} ms, ${counted(event.bytes, 'byte')}${event.attempt > 1 ? `, attempt ${event.attempt}` : ''}`,
			};
		case 'request-retried':
			return {
				level: 'warn',
				module: event.source,
				message: `${event.endpoint} failed (${event.reason}); attempt ${event.attempt + 1} in ${seconds(event.waitMs)}`,
			};
		case 'request-waiting':
			return {
				level: 'warn',
				module: event.source,
				message:
					event.reason === 'rate'
						? `waiting ${seconds(event.waitMs)} to stay within the allowed rate`
						: `waiting ${seconds(event.waitMs)} because the source asked for it`,
			};
		case 'loaded': {
			const {extracted, inserted, updated, unchanged} = event.rows;
			const what = event.interval === null ? '' : ` ${event.interval}`;
			return {
				level: extracted === 0 ? 'warn' : 'info',
				module: event.source,
				message:
					extracted === 0
						? `no rows${about(event.asset)}${what}`
						: `loaded${about(event.asset)}${what}: ${counted(inserted, 'row')} inserted, ${updated} updated, ${unchanged} unchanged`,
			};
		}

		case 'rejected': {
			const {kind, rule, field, key} = event.rejection;
			return {
				level: kind === 'violation' ? 'error' : 'warn',
				module: event.source,
				message: `${event.endpoint}: ${counted(event.count, `${kind} row`)}, ${rule} in ${field} (first: ${key})`,
			};
		}

		case 'drift': {
			const {source, endpoint, field, change, before, now} = event.notice;
			const types = change === 'retyped' ? ` (${before.join('|')} to ${now.join('|')})` : '';
			return {level: 'warn', module: source, message: `${endpoint}: field ${field} is ${change}${types}`};
		}

		case 'fault': {
			const {code, source, asset, message} = event.fault;
			return {
				level: mild.has(code) ? 'warn' : 'error',
				module: by(source),
				message: `${code}${about(asset)}: ${message}`,
			};
		}

		case 'notice':
			return {
				level: event.level,
				module: by(event.source),
				message: event.message,
			};
		case 'backfill-planned':
			return {
				level: 'info',
				module: 'backfill',
				message: `planned ${counted(event.requests, 'request')} for ${counted(event.candles, 'candle')} of ${counted(event.assets, 'asset')}, about ${seconds(event.etaMs)}`,
			};
		case 'backfill-progress':
			return {
				level: 'info',
				module: 'backfill',
				message: `${event.doneRequests}/${counted(event.requests, 'request')}, ${counted(event.candles, 'candle')}, at ${event.asset}${event.etaMs === null ? '' : `, about ${seconds(event.etaMs)} left`}`,
			};
	}
}
