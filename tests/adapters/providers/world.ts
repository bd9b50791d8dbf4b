/** A provider against canned bodies: a real server that speaks for it, and the fault of a call. */

import type {IncomingMessage} from 'node:http';
import {Fault} from '#domain/fault.js';
import {createFakeClock} from '../../support/fake-clock.js';
import {
	answer,
	startServer,
	testWorld,
	type ScriptedServer,
	type TestWorld,
} from '../http/scripted-server.js';

export {unlimited} from '../http/scripted-server.js';

export type Reply = {
	readonly status?: number;
	readonly body: unknown;
	readonly headers?: Readonly<Record<string, string>>;
};

export type Fixture = {readonly url: string; readonly world: TestWorld; readonly server: ScriptedServer};

/** The clock of the server and ours is `now`; `reply` answers by URL. */
export async function serve(
	now: number,
	reply: (url: URL, headers: IncomingMessage['headers']) => Reply,
): Promise<Fixture> {
	const world = testWorld({clock: createFakeClock({start: now}), retries: {retries: 0}});
	const server = await startServer((response, _, request) => {
		const {status = 200, body, headers} = reply(new URL(request.url ?? '', 'http://x'), request.headers);
		answer(response, status, body, {date: new Date(now).toUTCString(), ...headers});
	});
	return {url: `${server.url}/api/v3`, world, server};
}

export async function faultOf(promise: Promise<unknown>): Promise<Fault> {
	const error: unknown = await promise.then(
		() => null,
		(reason: unknown) => reason,
	);
	if (error instanceof Fault) return error;
	throw new Error('no fault', {cause: error});
}

export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
	const all: Item[] = [];
	for await (const item of items) all.push(item);
	return all;
}
