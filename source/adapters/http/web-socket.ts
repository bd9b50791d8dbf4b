/** One WebSocket over undici whose end is certain: nothing of it is left once it has ended. */

import {subscribe, unsubscribe} from 'node:diagnostics_channel';
import type {Socket} from 'node:net';
import type {Dispatcher} from 'undici';
import {Fault, toFault} from '#domain/fault.js';
import type {SourceName} from '#domain/market.js';
import type {Clock} from '#ports/world.js';
import {waitAsked} from './retry-after.js';
import {faultOf} from './verdict.js';

type WebSocketOptions = {
	readonly source: SourceName;
	/** Asked when everything is ready to connect. */
	readonly url: () => string;
	readonly clock: Clock;
	/** Longest wait for the handshake, ms. */
	readonly openMs: number;
	/** A longer message ends the connection. */
	readonly maxBytes: number;
};

/** Told in order; nothing comes after `ended`, nor after `end()`. */
type WebSocketEvents = {
	/** `serverNow`: the clock of the server, ms UTC, where the handshake told it. */
	readonly opened: (serverNow: number | null) => void;
	readonly message: (data: string) => void;
	/** The server asked whether somebody is there, and was answered. */
	readonly pinged: () => void;
	readonly ended: (fault: Fault) => void;
};

export type OpenSocket = {
	/** Sends a text; lost when the connection is not open. */
	send(text: string): void;
	/** Cuts the connection without waiting for the server. */
	end(): Promise<void>;
};

/** undici answers pings by itself and tells of them only here. */
const pingChannel = 'undici:websocket:ping';

/** A connection on its way or open. */
type Line = {send(text: string): void; cut(): Promise<void>};

/** What the handshake was answered with. */
type Handshake = {status: number | null; headers: Record<string, string>; error: Error | null};

type RawHeaders = Readonly<Record<string, string | string[] | undefined>>;

function note(handshake: Handshake, status: number, headers: RawHeaders): void {
	handshake.status = status;
	for (const [name, value] of Object.entries(headers)) {
		if (typeof value === 'string') handshake.headers[name.toLowerCase()] = value;
	}
}

/** Writes down how the server answers the handshake, which a WebSocket does not tell. */
const observed =
	(handshake: Handshake): Dispatcher.DispatcherComposeInterceptor =>
	dispatch =>
	(options, handler) =>
		dispatch(options, {
			onRequestStart: (...start) => handler.onRequestStart?.(...start),
			onRequestUpgrade(controller, status, headers, socket) {
				note(handshake, status, headers);
				handler.onRequestUpgrade?.(controller, status, headers, socket);
			},
			onResponseStart(controller, status, headers, text) {
				note(handshake, status, headers);
				handler.onResponseStart?.(controller, status, headers, text);
			},
			onResponseData: (...data) => handler.onResponseData?.(...data),
			onResponseEnd: (...end) => handler.onResponseEnd?.(...end),
			onResponseError(controller, error) {
				handshake.error = error;
				handler.onResponseError?.(controller, error);
			},
		});

/** Opens a connection. Whatever goes wrong comes as a fault of `ended`. */
export function openWebSocket(options: WebSocketOptions, events: WebSocketEvents): OpenSocket {
	const {source, clock, openMs, maxBytes} = options;
	const handshake: Handshake = {status: null, headers: {}, error: null};
	let over = false;
	let opened = false;
	let line: Line | null = null;

	const finish = (fault: Fault): void => {
		if (over) return;
		over = true;
		void line?.cut();
		events.ended(fault);
	};

	const connect = async (): Promise<void> => {
		const {Agent, buildConnector, WebSocket} = await import('undici');
		if (over) return;
		let socket: Socket | null = null;
		const connector = buildConnector({timeout: openMs});
		const agent = new Agent({
			connect(target, done) {
				connector(target, (...result) => {
					[, socket] = result;
					if (over) socket?.destroy();
					done(...result);
				});
			},
			headersTimeout: 0,
			webSocket: {maxPayloadSize: maxBytes},
		});
		const url = options.url();
		const webSocket = new WebSocket(url, {
			dispatcher: agent.compose(observed(handshake)),
			headers: {'user-agent': 'crypto-tui'},
		});
		const onPing = (message: unknown): void => {
			const {websocket} = message as {readonly websocket: unknown};
			if (websocket === webSocket && !over) events.pinged();
		};

		const deadline = setTimeout(() => {
			finish(new Fault('timeout', `${source} stream: no connection within ${openMs / 1000} s.`, {source}));
		}, openMs);
		subscribe(pingChannel, onPing);
		line = {
			send(text) {
				if (webSocket.readyState === WebSocket.OPEN) webSocket.send(text);
			},
			async cut() {
				clearTimeout(deadline);
				unsubscribe(pingChannel, onPing);
				socket?.destroy();
				await agent.destroy();
			},
		};

		webSocket.binaryType = 'arraybuffer';
		webSocket.addEventListener('open', () => {
			if (over) return;
			opened = true;
			clearTimeout(deadline);
			const date = Date.parse(handshake.headers['date'] ?? '');
			events.opened(Number.isFinite(date) ? date : null);
		});
		webSocket.addEventListener('message', ({data}) => {
			// A binary message is nobody's; it is handed on as what it is not.
			if (!over) events.message(typeof data === 'string' ? data : '');
		});
		// An error says nothing that the close after it does not say.
		webSocket.addEventListener('error', () => {});
		webSocket.addEventListener('close', ({code}) => {
			finish(opened ? brokeOff(source, code) : refused(source, url, handshake, clock.now()));
		});
	};

	connect().catch((error: unknown) => finish(toFault(error)));
	return {
		send: text => line?.send(text),
		async end() {
			over = true;
			await line?.cut();
		},
	};
}

const brokeOff = (source: SourceName, code: number): Fault =>
	new Fault('unreachable', `${source} stream: the connection broke off (${code}).`, {source});

/** Why there was no connection: what the server answered, or what the network said. */
function refused(source: SourceName, url: string, {status, headers, error}: Handshake, now: number): Fault {
	if (status !== null && status !== 101) {
		const [code, what] = faultOf(status);
		const wait = waitAsked({headers, serverNow: now});
		return new Fault(code, `${source} stream: HTTP ${status}, ${what}.`, {
			source,
			status,
			retryAt: wait === null ? undefined : now + wait,
		});
	}

	const code = error !== null && 'code' in error && typeof error.code === 'string' ? ` (${error.code})` : '';
	return new Fault('unreachable', `${source} stream: no connection to ${new URL(url).host}${code}.`, {
		source,
		cause: error,
	});
}
