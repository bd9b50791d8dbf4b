/** Keeps what the pipeline tells as JSON lines in a file that rotates. Losing the disk loses lines, never the pipeline. */

import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import type {Logger} from 'pino';
import type {RotatingFileStream} from 'rotating-file-stream';
import {lineOf, type EventLevel} from '#domain/event-line.js';
import type {PipelineEvent} from '#domain/event.js';

export const logFileName = 'pipeline.log';
/** Files kept in all: the one being written and the older ones, `pipeline.log.1` the newest of them. */
export const logFilesKept = 5;

export type EventLogOptions = {
	/** `<data dir>/logs`; made when the first line is written. */
	readonly folder: string;
	readonly level: EventLevel;
	/** Values that must not reach the file in any form. */
	readonly secrets: readonly string[];
	/** Called at most once, with a sentence, when the log cannot be written. */
	readonly onLost: (message: string) => void;
	/** Bytes after which a new file begins. */
	readonly rotateAt?: number;
	/** Wait before a lost log is tried again, ms. */
	readonly retryAfter?: number;
	/** Longest wait of `close` for the disk, ms. */
	readonly patience?: number;
};

export interface EventLog {
	/** Takes an event; returns at once and never throws. */
	listen(event: PipelineEvent): void;
	/** Writes what is still waiting, and lets the file go. Never throws. */
	close(): Promise<void>;
}

const censor = '[redacted]';
const secretNames = [
	'key',
	'apiKey',
	'api_key',
	'authorization',
	'password',
	'secret',
	'token',
	'headers',
	'x-cg-demo-api-key',
	'x-cg-pro-api-key',
];
const secretPaths = secretNames.flatMap(name => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]);

/** Credentials where nobody told us the value: in front of a host, or as a query parameter. */
const urlCredentials = /([a-z][a-z\d+.-]*:\/\/)[^\s/?#@"\\]+@/gi;
const queryCredentials = /\b(x_cg_(?:demo|pro)_api_key|api_?key|token|secret|password)=[^\s&"\\]+/gi;

/** Replaces secrets in a line of JSON, whatever way they were written: plain, JSON-escaped or percent-encoded. */
export function createRedactor(secrets: readonly string[]): (line: string) => string {
	const forms = new Set(
		secrets.flatMap(secret =>
			// Shorter ones would black out innocent words; they are still hidden by name.
			secret.length < 4 ? [] : [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)],
		),
	);
	// Longest first, so that a secret inside another one does not leave its rest behind.
	const values = [...forms].toSorted((a, b) => b.length - a.length);
	return line => {
		let clean = line;
		for (const value of values) clean = clean.replaceAll(value, censor);
		return clean.replaceAll(urlCredentials, `$1${censor}@`).replaceAll(queryCredentials, `$1=${censor}`);
	};
}

/** What of an event is kept besides its sentence. */
function fieldsOf(event: PipelineEvent): Readonly<Record<string, unknown>> {
	switch (event.type) {
		case 'run-finished': {
			const {kind, status, simulated, sources, rows, faults, drift} = event.report;
			return {kind, status, simulated, sources, rows, faults: faults.length, drift: drift.length};
		}

		case 'fault':
			return {...event.fault, message: undefined};
		case 'rejected': {
			// The row itself is in quarantine; the log only points there.
			// Its key is called `row`, because everything called `key` is censored.
			const {raw: _, key: row, ...rejection} = event.rejection;
			return {...event, type: undefined, rejection: {...rejection, row}};
		}

		case 'drift':
			return event.notice;
		case 'notice':
			return {...event, type: undefined, level: undefined, message: undefined};
		case 'run-started':
		case 'stage':
		case 'request':
		case 'request-retried':
		case 'request-waiting':
		case 'loaded':
		case 'backfill-planned':
		case 'backfill-progress':
			return {...event, type: undefined};
	}
}

type Entry = {readonly event: PipelineEvent; readonly at: Date; readonly run: string | null};

/** The listener that writes `<folder>/pipeline.log`. Nothing is loaded or opened before the first event. */
export function createEventLog(options: EventLogOptions): EventLog {
	const {folder, level, onLost, rotateAt = 5 * 1024 * 1024, retryAfter = 60_000, patience = 2000} = options;
	const path = join(folder, logFileName);
	const redact = createRedactor(options.secrets);
	let waiting: Entry[] = [];
	let lines: string[] = [];
	let run: string | null = null;
	let logger: Logger | undefined;
	let stream: RotatingFileStream | undefined;
	/** Whether the file should be there: it is open, and no rotation is under way. */
	let inPlace = false;
	let lostAt: number | null = null;
	let told = false;
	let working: Promise<void> | undefined;
	let closing = false;

	const lose = (error: unknown): void => {
		stream = undefined;
		lostAt = performance.now();
		lines = [];
		waiting = [];
		if (told) return;
		told = true;
		const why = error instanceof Error && 'code' in error ? String(error.code) : 'it is not a file';
		onLost(`The log ${path} cannot be written (${why}); the work goes on without it.`);
	};

	const open = async (): Promise<RotatingFileStream> => {
		const {createStream} = await import('rotating-file-stream');
		const opened = createStream(logFileName, {path: folder, size: `${rotateAt}B`, rotate: logFilesKept - 1});
		opened.on('error', error => {
			if (closing || stream === opened) lose(error);
		});
		inPlace = false;
		opened.on('open', () => (inPlace = stream === opened));
		opened.on('rotation', () => (inPlace = false));
		opened.on('warning', () => {});
		return opened;
	};

	const load = async (): Promise<Logger> => {
		const {pino} = await import('pino');
		return pino(
			{
				level,
				base: {pid: process.pid},
				timestamp: false,
				formatters: {level: label => ({level: label})},
				redact: {paths: secretPaths, censor},
			},
			{write: line => lines.push(redact(line))},
		);
	};

	const work = async (): Promise<void> => {
		logger ??= await load();
		if (stream && inPlace && !existsSync(path)) {
			// Deleted by somebody; lines would go nowhere.
			stream.end();
			stream = undefined;
		}

		stream ??= await open();
		const entries = waiting;
		waiting = [];
		for (const {event, at, run} of entries) {
			const line = lineOf(event);
			const {level: _, ...fields} = fieldsOf(event);
			logger[line.level](
				{time: at.toISOString(), run, module: line.module, event: event.type, ...fields},
				line.message,
			);
		}

		if (lines.length > 0) stream.write(lines.join(''));
		lines = [];
	};

	const schedule = (): void => {
		// Loading and formatting happen while the pipeline waits for somebody else.
		working ??= new Promise(resolve => {
			setImmediate(() => {
				work()
					.catch(lose)
					.finally(() => {
						working = undefined;
						if (waiting.length > 0) schedule();
						resolve();
					});
			});
		});
	};

	const settled = async (): Promise<void> => {
		const current = working;
		if (!current) return;
		await current;
		await settled();
	};

	const finish = async (): Promise<void> => {
		await settled();
		closing = true;
		const last = stream;
		stream = undefined;
		if (!last || last.destroyed) return;
		await new Promise<void>(resolve => {
			last.once('close', resolve);
			last.end();
		});
	};

	return {
		listen(event) {
			if (event.type === 'run-started') run = event.run;
			const at = new Date();
			const entry = {event, at, run: event.type === 'run-finished' ? event.report.run : run};
			if (event.type === 'run-finished') run = null;
			if (lostAt !== null) {
				if (performance.now() - lostAt < retryAfter) return;
				lostAt = null;
			}

			waiting.push(entry);
			schedule();
		},
		async close() {
			const timer = new AbortController();
			await Promise.race([finish(), sleep(patience, undefined, {signal: timer.signal}).catch(() => {})]);
			timer.abort();
		},
	};
}
