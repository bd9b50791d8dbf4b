/** What a person sees while the pipeline works: one redrawn line on a terminal, one line per event elsewhere. */

import {lineOf} from '#domain/event-line.js';
import type {PipelineEvent} from '#domain/event.js';
import type {SourceName} from '#domain/market.js';
import {toIso} from '#domain/time.js';
import {plural, type Format} from './format.js';
import {bar, clock, createStatusLine, fit, type Part} from './status-line.js';
import type {Surroundings} from './surroundings.js';

export type ProgressOptions = {
	readonly quiet: boolean;
	readonly format: Format;
	/** What is left of the budget of a source, in words, the most important first. Asked for at most once a second. */
	readonly budget: (source: SourceName) => Promise<readonly string[]>;
};

export interface Progress {
	listen(event: PipelineEvent): void;
	/** Removes the line and gives the cursor back. May be called more than once. */
	stop(): void;
}

const askBudgetEvery = 1000;

/** `[DATE] [MODULE] [LEVEL] message`, and the next step below a fault. */
function eventText(event: PipelineEvent, at: number): string {
	const {level, module, message} = lineOf(event);
	const hint = event.type === 'fault' ? `\n  ${event.fault.hint}` : '';
	return `[${toIso(at)}] [${module}] [${level.toUpperCase()}] ${message}${hint}\n`;
}

type Seen = {
	startedAt: number;
	requests: number;
	rows: number;
	step: Extract<PipelineEvent, {type: 'backfill-progress'}> | null;
	/** When the step was told. */
	stepAt: number;
	planned: number | null;
	source: SourceName | null;
	waitUntil: number;
	budget: readonly string[];
};

/** The line at its longest that fits: what, how far, how fast, how long, what is left of the budget. */
function statusLine(seen: Seen, now: number, room: number, format: Format): string {
	const wait = Math.max(0, seen.waitUntil - now);
	const tail: Part[] = [
		{text: wait > 0 ? `waiting ${clock(wait)}` : '', rank: 5},
		...seen.budget.map((text, i) => ({text, rank: i === 0 ? 3 : 6})),
	];
	if (!seen.step) {
		const doing = seen.planned === null ? 'collecting' : `${bar(0, 10)} 0%  0/${seen.planned}`;
		return fit(
			[
				{text: doing, rank: 0},
				{text: `${seen.requests} ${plural(seen.requests, 'request')}`, rank: 2},
				{text: `${format.count(seen.rows)} ${plural(seen.rows, 'row')}`, rank: 4},
				{text: clock(now - seen.startedAt), rank: 1},
				...tail,
			],
			room,
		);
	}

	const {doneRequests, requests, candles, elapsedMs, etaMs} = seen.step;
	const share = requests === 0 ? 1 : doneRequests / requests;
	const rate = elapsedMs > 0 ? (candles / elapsedMs) * 1000 : 0;
	// A wait that is known to be longer than the estimate corrects it.
	const eta = etaMs === null ? '--:--' : clock(Math.max(etaMs - (now - seen.stepAt), wait));
	return fit(
		[
			{text: `${bar(share, 10)} ${Math.floor(share * 100)}%`, rank: 0},
			{text: `${doneRequests}/${requests}`, rank: 4},
			{text: `${format.count(Math.round(rate))} candles/s`, rank: 2},
			{text: `ETA ${eta}`, rank: 1},
			...tail,
		],
		room,
	);
}

/** On a terminal only what needs attention interrupts the line. */
const worthALine = (event: PipelineEvent): boolean =>
	event.type === 'fault' ||
	event.type === 'rejected' ||
	event.type === 'drift' ||
	(event.type === 'notice' && event.level === 'warn');

/** Listens for one command. Nothing is drawn before the first event. */
export function createProgress(surroundings: Surroundings, options: ProgressOptions): Progress {
	const {err, now} = surroundings;
	const {quiet, format, budget} = options;
	if (quiet || !err.isTTY) {
		return {
			listen(event) {
				const silent = quiet ? event.type !== 'fault' : lineOf(event).level === 'debug';
				if (!silent) err.write(eventText(event, now()));
			},
			stop() {},
		};
	}

	const fresh = (): Seen => ({
		startedAt: now(),
		requests: 0,
		rows: 0,
		step: null,
		stepAt: 0,
		planned: null,
		source: null,
		waitUntil: 0,
		budget: [],
	});
	let seen = fresh();
	let askedAt = Number.NEGATIVE_INFINITY;

	const refresh = async (source: SourceName): Promise<void> => {
		try {
			seen.budget = await budget(source);
		} catch {
			// The line goes without it.
		}
	};

	const ask = (): void => {
		const {source} = seen;
		if (source === null || now() - askedAt < askBudgetEvery) return;
		askedAt = now();
		void refresh(source);
	};

	const line = createStatusLine(surroundings, room => {
		ask();
		return statusLine(seen, now(), room, format);
	});

	return {
		listen(event) {
			switch (event.type) {
				case 'run-started':
					seen = fresh();
					break;
				case 'request':
					seen.requests++;
					seen.source = event.source;
					break;
				case 'request-waiting':
				case 'request-retried':
					seen.waitUntil = now() + event.waitMs;
					seen.source = event.source;
					break;
				case 'loaded':
					seen.rows += event.rows.inserted + event.rows.updated + event.rows.unchanged;
					break;
				case 'backfill-planned':
					seen.planned = event.requests;
					break;
				case 'backfill-progress':
					seen.step = event;
					seen.stepAt = now();
					break;
				case 'run-finished':
					// Between two cycles of a watch the terminal belongs to the report.
					line.stop();
					return;
				case 'stage':
				case 'rejected':
				case 'drift':
				case 'fault':
				case 'notice':
					break;
			}

			if (worthALine(event)) line.say(eventText(event, now()));
			line.start();
		},
		stop: () => line.stop(),
	};
}
