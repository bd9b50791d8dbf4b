import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {createEventLog, createRedactor, logFilesKept, type EventLogOptions} from '#adapters/event-log.js';
import {followLines, storedLines} from '#adapters/log-reader.js';
import type {PipelineEvent} from '#domain/event.js';
import {noRows, type RunReport} from '#domain/run.js';

let root: string;
let folder: string;
let lost: string[];
beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), 'event-log-'));
	folder = join(root, 'logs');
	lost = [];
});
afterEach(() => rmSync(root, {recursive: true, force: true}));

const open = (options: Partial<EventLogOptions> = {}) =>
	createEventLog({folder, level: 'info', secrets: [], onLost: message => lost.push(message), ...options});
const linesIn = (file: string): Record<string, unknown>[] =>
	readFileSync(file, 'utf8')
		.trimEnd()
		.split('\n')
		.map(line => JSON.parse(line) as Record<string, unknown>);
const started: PipelineEvent = {type: 'run-started', run: 'run-1', kind: 'collect', simulated: false};
const notice = (message: string, level: 'info' | 'warn' = 'info'): PipelineEvent => ({
	type: 'notice',
	level,
	code: 'test',
	message,
	source: null,
	asset: null,
});
const report: RunReport = {
	run: 'run-1',
	kind: 'collect',
	status: 'done',
	simulated: false,
	startedAt: '2026-01-01T00:00:00.000Z',
	finishedAt: '2026-01-01T00:00:01.000Z',
	sources: [],
	rows: noRows(),
	stages: [],
	faults: [],
	drift: [],
};

describe('lines', () => {
	test('carry time, level, run, module and event, in order', async () => {
		const log = open();
		log.listen(started);
		log.listen({type: 'request-waiting', source: 'binance', waitMs: 1500, reason: 'rate'});
		log.listen({
			type: 'fault',
			fault: {code: 'unreachable', source: 'coingecko', asset: null, message: 'refused', hint: 'wait'},
		});
		log.listen({type: 'run-finished', report});
		await log.close();
		const lines = linesIn(join(folder, 'pipeline.log'));
		expect(lines.map(({level, run, module, event}) => [level, run, module, event])).toEqual([
			['info', 'run-1', 'pipeline', 'run-started'],
			['warn', 'run-1', 'binance', 'request-waiting'],
			['error', 'run-1', 'coingecko', 'fault'],
			['info', 'run-1', 'pipeline', 'run-finished'],
		]);
		for (const {time} of lines) expect(time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
	});

	test('below the level are not kept', async () => {
		const log = open({level: 'warn'});
		log.listen(notice('quiet'));
		log.listen(notice('loud', 'warn'));
		await log.close();
		expect(linesIn(join(folder, 'pipeline.log')).map(({msg}) => msg)).toEqual(['loud']);
	});

	test('nothing is opened before the first event', async () => {
		await open().close();
		expect(readdirSync(root)).toEqual([]);
	});
});

describe('secrets', () => {
	test('vanish by value, however they are written', async () => {
		const log = open({secrets: ['CG-top"secret', 'p@ss word']});
		log.listen(notice('key CG-top"secret, password p@ss word or p%40ss%20word'));
		await log.close();
		const text = readFileSync(join(folder, 'pipeline.log'), 'utf8');
		expect(text).not.toMatch(/top|secret|p@ss|p%40ss/);
		expect(text).toContain('key [redacted], password [redacted] or [redacted]');
	});

	test('vanish by name, at any place of an event', async () => {
		const log = open();
		const event = {
			...notice('x'),
			headers: {'x-cg-demo-api-key': 'CG-1'},
			inner: {key: 'CG-2', apiKey: 'CG-3'},
		};
		log.listen(event);
		await log.close();
		expect(readFileSync(join(folder, 'pipeline.log'), 'utf8')).not.toMatch(/CG-\d/);
	});

	test('vanish from URLs nobody declared secret', () => {
		const redact = createRedactor([]);
		expect(redact('GET https://me:hunter2@host/path?apiKey=abc&x=1')).toBe(
			'GET https://[redacted]@host/path?apiKey=[redacted]&x=1',
		);
	});
});

describe('files', () => {
	test(`rotate at the size given, and at most ${logFilesKept} are kept, the newest lines among them`, async () => {
		const log = open({rotateAt: 5000});
		for (let i = 0; i < 400; i++) {
			log.listen(notice(`line ${i} ${'x'.repeat(100)}`));
			if (i % 10 === 0) await new Promise(resolve => setTimeout(resolve, 2));
		}

		await log.close();
		const files = readdirSync(folder);
		expect(files.toSorted()).toEqual(
			['pipeline.log', 'pipeline.log.1', 'pipeline.log.2', 'pipeline.log.3', 'pipeline.log.4'].slice(
				0,
				files.length,
			),
		);
		expect(files).toHaveLength(logFilesKept);
		for (const file of files) expect(statSync(join(folder, file)).size).toBeLessThan(10_000);
		const read: string[] = [];
		for await (const part of storedLines(folder, 'pipeline.log')) read.push(...part);
		const numbers = read.map(line => Number(/line (\d+)/.exec(line)?.[1]));
		expect(numbers.at(-1)).toBe(399);
		expect(numbers).toEqual(Array.from({length: numbers.length}, (_, i) => 400 - numbers.length + i));
	});
});

describe('a lost disk', () => {
	test('where the folder is a file warns once and swallows the events', async () => {
		writeFileSync(folder, 'not a folder');
		const log = open();
		for (let i = 0; i < 50; i++) {
			log.listen(notice('x'));
			await new Promise(resolve => setImmediate(resolve));
		}

		await log.close();
		expect(lost).toHaveLength(1);
		expect(lost[0]).toContain('the work goes on');
		expect(readFileSync(folder, 'utf8')).toBe('not a folder');
	});

	test('where the file is a folder warns once', async () => {
		mkdirSync(join(folder, 'pipeline.log'), {recursive: true});
		const log = open();
		log.listen(notice('x'));
		await log.close();
		expect(lost).toHaveLength(1);
	});

	test('that comes back is used again', async () => {
		writeFileSync(folder, 'in the way');
		const log = open({retryAfter: 0});
		log.listen(notice('lost'));
		await expect.poll(() => lost.length).toBe(1);
		rmSync(folder);
		log.listen(notice('kept'));
		await log.close();
		expect(linesIn(join(folder, 'pipeline.log')).map(({msg}) => msg)).toEqual(['kept']);
	});

	test('whose folder was deleted does not disturb', async () => {
		const log = open({rotateAt: 500});
		for (let i = 0; i < 20; i++) {
			log.listen(notice('x'.repeat(100)));
			await new Promise(resolve => setTimeout(resolve, 3));
			if (i === 5) rmSync(folder, {recursive: true, force: true});
		}

		await expect(log.close()).resolves.toBeUndefined();
	});

	test('whose file was deleted begins a new one', async () => {
		const file = join(folder, 'pipeline.log');
		const log = open();
		log.listen(notice('before'));
		await expect.poll(() => existsSync(file) && statSync(file).size > 0).toBe(true);
		rmSync(folder, {recursive: true});
		log.listen(notice('after'));
		await log.close();
		expect(linesIn(file).map(({msg}) => msg)).toEqual(['after']);
		expect(lost).toEqual([]);
	});
});

test('the row that was set aside is named, not censored', async () => {
	const log = open();
	log.listen({
		type: 'rejected',
		source: 'coingecko',
		endpoint: '/coins/markets',
		asset: null,
		rejection: {
			kind: 'incomplete',
			rule: 'no-price',
			field: 'current_price',
			sample: 'null',
			key: 'dead-coin',
			raw: '{}',
		},
		count: 1,
	});
	await log.close();
	expect(linesIn(join(folder, 'pipeline.log'))[0]?.['rejection']).toMatchObject({row: 'dead-coin'});
});

describe('reading', () => {
	test('follows across a rotation and ends when aborted', async () => {
		mkdirSync(folder);
		const stop = new AbortController();
		const seen: string[] = [];
		const reading = (async () => {
			for await (const part of followLines(folder, 'pipeline.log', stop.signal, 5)) {
				seen.push(...part.map(line => (JSON.parse(line) as {msg: string}).msg.slice(0, 8)));
			}
		})();
		const log = open({rotateAt: 1000});
		for (let i = 10; i < 30; i++) {
			log.listen(notice(`event ${i} ${'x'.repeat(150)}`));
			await expect.poll(() => seen.at(-1), {interval: 2}).toBe(`event ${i}`);
		}

		await log.close();
		stop.abort();
		await reading;
		expect(seen).toEqual(Array.from({length: 20}, (_, i) => `event ${i + 10}`));
		expect(readdirSync(folder).length).toBeGreaterThan(1);
	});

	test('gives a last line without an end, and nothing where there is no log', async () => {
		const read = async (): Promise<string[]> => {
			const lines: string[] = [];
			for await (const part of storedLines(folder, 'pipeline.log')) lines.push(...part);
			return lines;
		};
		expect(await read()).toEqual([]);
		mkdirSync(folder);
		writeFileSync(join(folder, 'pipeline.log.1'), 'old\n');
		writeFileSync(join(folder, 'pipeline.log'), 'a\n\nb — cut o');
		expect(await read()).toEqual(['old', 'a', 'b — cut o']);
	});
});

const readAll = async (): Promise<void> => {
	for await (const part of storedLines(folder, 'pipeline.log')) expect(part).toBeDefined();
};

describe('a log that cannot be read', () => {
	test('because the folder is a file, or the file a folder, is told', async () => {
		writeFileSync(folder, 'in the way');
		await expect(readAll()).rejects.toMatchObject({code: 'storage-unavailable'});
		rmSync(folder);
		mkdirSync(join(folder, 'pipeline.log'), {recursive: true});
		await expect(readAll()).rejects.toMatchObject({code: 'storage-unavailable'});
	});
});
