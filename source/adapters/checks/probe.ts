/** Asks every source one harmless question that costs no credit: is it there, does it take the key, what time is it. */

import {failed, passed, warned, type Check} from '#domain/doctor/check.js';
import type {ClockReading} from '#domain/doctor/judge.js';
import {toFault, type Fault} from '#domain/fault.js';
import type {SourceName} from '#domain/market.js';
import {readErrorBody as binanceError} from '#contracts/binance.js';
import {readErrorBody as coincapError} from '#contracts/coincap.js';
import {readErrorBody as coingeckoError} from '#contracts/coingecko.js';
import type {Clock} from '#ports/world.js';
import type {HttpAgent} from '../http/agent.js';
import {readRoot} from '../http/base-url.js';
import {compose, type Call, type Reply} from '../http/send.js';
import {transport} from '../http/transport.js';
import {verdict} from '../http/verdict.js';

/** One source as the settings describe it. */
export type ProbedSource = {
	readonly source: SourceName;
	readonly baseUrl: string;
	/** Setting of the base URL. */
	readonly baseUrlKey: string;
	/** Header and value of the key; null without one. */
	readonly key: {readonly header: string; readonly value: string} | null;
};

export type ProbeWorld = {
	readonly agent: HttpAgent;
	readonly clock: Pick<Clock, 'now' | 'monotonic'>;
	/** Longest wait for a whole answer, ms. */
	readonly patienceMs: number;
	readonly signal: AbortSignal | undefined;
};

export type Probe = {readonly check: Check; readonly reading: ClockReading | null};

type Question = {
	readonly path: string;
	/** Whether the answer proves that the key is taken. */
	readonly provesKey: boolean;
	/** Whether the key goes along. */
	readonly sendsKey: boolean;
};

/** CoinCap has no question that costs nothing with a key; without one its refusal shows that it is there. */
const questions = {
	coingecko: {path: '/ping', provesKey: true, sendsKey: true},
	binance: {path: '/time', provesKey: false, sendsKey: false},
	coincap: {path: '/assets?limit=1', provesKey: false, sendsKey: false},
} as const satisfies Record<SourceName, Question>;

const errorReaders = {coingecko: coingeckoError, binance: binanceError, coincap: coincapError};

/** Stamps of the `Date` header are whole seconds. */
const dateErrorMs = 1000;
const probeBytes = 64 * 1024;

const codeOf = (error: unknown): string => {
	const cause: unknown = error instanceof Error ? error.cause : undefined;
	return cause instanceof Error && 'code' in cause ? String(cause.code) : '';
};

/** The next step for a failure to connect, by what the machine said. */
function connectionFix(code: string, baseUrlKey: string): string | null {
	if (/^(ENOTFOUND|EAI_AGAIN)$/.test(code))
		return `The name is not known: check the network and its DNS, and ${baseUrlKey}.`;
	if (/CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO_/.test(code))
		return 'The encrypted connection is not trusted: check the clock, and NODE_EXTRA_CA_CERTS if a proxy opens it.';
	if (code === 'ECONNREFUSED' || code === 'ECONNRESET')
		return `Nothing answers there: check ${baseUrlKey}, the firewall and the proxy.`;
	return null;
}

/** Asks one source; never throws but for an interruption. */
export async function probe(described: ProbedSource, world: ProbeWorld): Promise<Probe> {
	const {source, baseUrl, baseUrlKey, key} = described;
	const id = `source.${source}`;
	const {path, provesKey, sendsKey} = questions[source];
	let reply: Reply | null = null;
	const startedAt = world.clock.monotonic();
	let sentAt = 0;
	try {
		const root = readRoot(baseUrl, baseUrlKey);
		const {patienceMs} = world;
		const send = compose(
			[
				verdict({source, readErrorBody: errorReaders[source], secrets: key === null ? [] : [key.value]}),
				next => async call => {
					reply = await next(call);
					return reply;
				},
			],
			transport({
				source,
				origin: root.origin,
				agent: world.agent,
				clock: world.clock,
				headers: key !== null && sendsKey ? {[key.header]: key.value} : {},
				timeouts: {headersMs: patienceMs, idleMs: patienceMs, totalMs: patienceMs},
				maxBytes: probeBytes,
			}),
		);
		sentAt = world.clock.now();
		const answer = await send(callOf(root.path + path, path, world.signal));
		const reading = readingOf(source, answer, sentAt);
		return {check: passed(id, about(source, key !== null, provesKey, elapsed(world, startedAt))), reading};
	} catch (error) {
		world.signal?.throwIfAborted();
		const fault = toFault(error);
		const reading = reply === null ? null : readingOf(source, reply, sentAt);
		// Asked without its key, a refusal is the answer hoped for.
		if (
			source === 'coincap' &&
			(fault.code === 'unauthorized' || (fault.code === 'forbidden' && isJson(reply)))
		) {
			return {check: passed(id, about(source, true, false, elapsed(world, startedAt))), reading};
		}

		return {check: refusal(id, fault, baseUrlKey), reading};
	}
}

const elapsed = ({clock}: ProbeWorld, startedAt: number): string =>
	`${Math.round(clock.monotonic() - startedAt)} ms`;

function about(source: SourceName, hasKey: boolean, provesKey: boolean, took: string): string {
	const key = provesKey && hasKey ? ' and takes the key' : '';
	const untried = hasKey && !provesKey ? '; its key was not tried, because that costs a credit' : '';
	return `${source} answers (${took})${key}${untried}.`;
}

const callOf = (path: string, endpoint: string, signal: AbortSignal | undefined): Call => ({
	endpoint,
	path,
	weight: 1,
	credits: () => 0,
	question: {},
	ttlMs: 0,
	revalidate: false,
	headers: {},
	attempt: 1,
	signal,
});

function refusal(id: string, fault: Fault, baseUrlKey: string): Check {
	const fix = connectionFix(codeOf(fault), baseUrlKey) ?? fault.hint;
	// A source that is busy is there all the same.
	return fault.code === 'rate-limited' ? warned(id, fault.message, fix) : failed(id, fault.message, fix);
}

/** Whether the API itself has answered, and not something on the way to it. */
const isJson = (reply: Reply | null): boolean => /\bjson\b/.test(reply?.headers['content-type'] ?? '');

/** Their clock against ours in the middle of the question; null where the answer tells no time. */
function readingOf(
	source: SourceName,
	{json, headers, serverNow, receivedAt}: Reply,
	sentAt: number,
): ClockReading | null {
	const middle = (sentAt + receivedAt) / 2;
	const error = (receivedAt - sentAt) / 2;
	const told = typeof json === 'object' && json !== null && 'serverTime' in json ? json.serverTime : null;
	if (typeof told === 'number') return {source, ahead: told - middle, error};
	return headers['date'] === undefined
		? null
		: {source, ahead: serverNow + dateErrorMs / 2 - middle, error: error + dateErrorMs / 2};
}
