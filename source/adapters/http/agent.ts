/** The connections of the program: one undici Agent with keep-alive, loaded when the first request goes out. */

import type {Dispatcher} from 'undici';

/** One GET on the wire. */
type AgentRequest = {
	readonly origin: string;
	readonly path: string;
	readonly headers: Readonly<Record<string, string>>;
	/** Longest wait for the head of the answer, ms. */
	readonly headersTimeout: number;
	/** Longest silence between two pieces of the body, ms. */
	readonly bodyTimeout: number;
	readonly signal: AbortSignal;
};

/** Shared by every client of the process; whoever created it closes it. */
export interface HttpAgent {
	/** Resolves with the head of the answer; the body streams. Rejects with undici's errors. */
	get(request: AgentRequest): Promise<Dispatcher.ResponseData>;
	/** Ends every connection at once. */
	close(): Promise<void>;
}

export type AgentOptions = {
	/** Longest wait for a connection, ms. */
	readonly connectTimeoutMs?: number;
	/** How long an idle connection is kept where the server says nothing, ms. */
	readonly keepAliveMs?: number;
};

/** An agent without connections; importing undici (50 ms) is put off until the first request. */
export function createAgent({connectTimeoutMs = 5_000, keepAliveMs = 15_000}: AgentOptions = {}): HttpAgent {
	let opening: Promise<Dispatcher> | undefined;
	const open = async (): Promise<Dispatcher> => {
		const {Agent} = await import('undici');
		return new Agent({connect: {timeout: connectTimeoutMs}, keepAliveTimeout: keepAliveMs, pipelining: 1});
	};

	return {
		async get(request) {
			opening ??= open();
			const dispatcher = await opening;
			return dispatcher.request({method: 'GET', ...request});
		},
		async close() {
			const dispatcher = await opening;
			await dispatcher?.destroy();
		},
	};
}
