/** What the pipeline tells, as news of the desk: the event, its log line, and what to read again. */

import {setTimeout as sleep} from 'node:timers/promises';
import type {EventLevel} from '#domain/event-line.js';
import type {PipelineEvent} from '#domain/event.js';
import type {AssetId} from '#domain/market.js';
import type {RunId} from '#domain/run.js';
import type {DeskNews} from './desk.js';
import {liveLine, reaches} from './log-tail.js';

/** Charts are read again this often at most while candles pour in, ms. */
const candlesMs = 500;

export type EventNewsParts = {
	readonly tell: (news: DeskNews) => void;
	/** Ms UTC. */
	readonly now: () => number;
	/** Lines below this are not told, as they are not kept. */
	readonly level: EventLevel;
	/** The market may look different now. */
	readonly onMarket: () => void;
};

/** The listener of one app. */
export function createEventNews({
	tell,
	now,
	level,
	onMarket,
}: EventNewsParts): (event: PipelineEvent) => void {
	let run: RunId | null = null;
	let fresh = new Set<AssetId>();
	const tellCandles = (): void => {
		tell({type: 'candles-stored', assets: [...fresh]});
		fresh = new Set();
	};

	return event => {
		const at = now();
		if (event.type === 'run-started') run = event.run;
		tell({type: 'event', at, event});
		const line = liveLine(event, at, event.type === 'run-finished' ? event.report.run : run);
		if (reaches(line.level, level)) tell({type: 'log', line});
		if (event.type === 'loaded') {
			const {asset, rows} = event;
			if (asset === null) onMarket();
			else if (rows.inserted + rows.updated > 0) {
				if (fresh.size === 0) void sleep(candlesMs, undefined, {ref: false}).then(tellCandles);
				fresh.add(asset);
			}
		} else if (event.type === 'run-finished') {
			run = null;
			// Pairs and rates come after the snapshot.
			if (event.report.kind === 'collect') onMarket();
		}
	};
}
