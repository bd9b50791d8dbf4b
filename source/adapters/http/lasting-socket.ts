/** A WebSocket that comes back: watched for silence, renewed before its end, tried again with growing waits. */

import {Fault} from '#domain/fault.js';
import type {SourceName} from '#domain/market.js';
import type {LiveState} from '#ports/live-data.js';
import type {Clock, Random} from '#ports/world.js';
import {openWebSocket, type OpenSocket} from './web-socket.js';

/** All in ms. */
export type SocketTimings = {
	/** Longest wait for the handshake. */
	readonly openMs: number;
	/** A line that says nothing for this long, not even a ping, is dead. */
	readonly silenceMs: number;
	/** A connection is renewed at about this age, before the server cuts it. */
	readonly lifetimeMs: number;
	/** The wait after a first failure; it doubles with every further one, up to the longest. */
	readonly firstWaitMs: number;
	readonly longestWaitMs: number;
	/** A connection that lasted this long was a good one: the waits begin anew. */
	readonly settledMs: number;
};

type LastingSocketOptions = {
	readonly source: SourceName;
	/** Asked at every attempt. */
	readonly url: () => string;
	readonly clock: Clock;
	readonly random: Random;
	readonly timings: SocketTimings;
	readonly maxBytes: number;
};

type LastingSocketEvents = {
	readonly state: (state: LiveState) => void;
	/** Open again or for the first time. `heardAt`: when the line before it was last heard, or null. */
	readonly opened: (heardAt: number | null, serverNow: number | null) => void;
	readonly message: (data: string) => void;
};

/** Timers overflow beyond this. */
const longestTimer = 2 ** 31 - 1;

const isLimit = (fault: Fault | null): boolean => fault?.code === 'rate-limited' || fault?.code === 'banned';

type Timer = ReturnType<typeof setTimeout>;

export class LastingSocket {
	readonly #options: LastingSocketOptions;
	readonly #events: LastingSocketEvents;
	readonly #timers = new Set<Timer>();
	#socket: OpenSocket | null = null;
	#isOn = false;
	#openedAt: number | null = null;
	#heardAt: number | null = null;
	#failures = 0;

	constructor(options: LastingSocketOptions, events: LastingSocketEvents) {
		this.#options = options;
		this.#events = events;
	}

	/** Connects, and goes on doing so until `close`. */
	open(): void {
		if (this.#isOn) return;
		this.#isOn = true;
		this.#connect();
	}

	/** Sends a text; lost when the line is down. */
	send(text: string): void {
		this.#socket?.send(text);
	}

	/** Leaves this connection for a new one. */
	renew(): void {
		if (this.#openedAt !== null) void this.#leave(null);
	}

	/** Ends the line; `open` may follow. What was heard before counts as never heard. */
	async close(fault: Fault | null = null): Promise<void> {
		const wasOn = this.#isOn;
		this.#isOn = false;
		this.#heardAt = null;
		const ended = this.#drop();
		if (wasOn) this.#tell('off', fault);
		await ended;
	}

	#connect(): void {
		const {source, url, clock, timings, maxBytes} = this.#options;
		this.#tell('connecting');
		this.#socket = openWebSocket(
			{source, url, clock, openMs: timings.openMs, maxBytes},
			{
				opened: serverNow => this.#opened(serverNow),
				message: data => {
					this.#heardAt = clock.now();
					this.#events.message(data);
				},
				pinged: () => {
					this.#heardAt = clock.now();
				},
				ended: fault => {
					if (fault.code === 'restricted') void this.close(fault);
					else void this.#leave(fault);
				},
			},
		);
	}

	#opened(serverNow: number | null): void {
		const {clock, random, timings} = this.#options;
		const before = this.#heardAt;
		this.#openedAt = clock.now();
		this.#heardAt = this.#openedAt;
		this.#watch(timings.silenceMs);
		// Not all programs of the world at the same moment after a restart of the server.
		this.#after(timings.lifetimeMs * (1 - 0.05 * random.next()), () => this.renew());
		this.#tell('live');
		this.#events.opened(before, serverNow);
	}

	/** Looks again when the silence could have become too long. Also notices that the machine has slept. */
	#watch(ms: number): void {
		this.#after(ms, () => {
			const {source, clock, timings} = this.#options;
			const silent = Math.max(0, clock.now() - this.#heardAt!);
			if (silent < timings.silenceMs) this.#watch(timings.silenceMs - silent);
			else {
				const seconds = Math.round(silent / 1000);
				void this.#leave(new Fault('timeout', `${source} stream: nothing came for ${seconds} s.`, {source}));
			}
		});
	}

	/** Ends this connection and sees to the next: at once after a good one that was left by choice, else after a wait. */
	async #leave(fault: Fault | null): Promise<void> {
		const {clock, random, timings} = this.#options;
		const now = clock.now();
		const lasted = this.#openedAt === null ? 0 : now - this.#openedAt;
		if (lasted >= timings.settledMs) this.#failures = 0;
		const ended = this.#drop();
		if (fault === null && this.#failures === 0) {
			this.#failures++;
			this.#connect();
			await ended;
			return;
		}

		const grown = Math.min(timings.longestWaitMs, timings.firstWaitMs * 2 ** Math.min(this.#failures, 30));
		// Told to stop calling, but not for how long: the longest wait.
		const asked = isLimit(fault) ? Math.max(timings.longestWaitMs, (fault?.retryAt ?? 0) - now) : 0;
		const wait = Math.max(Math.ceil(grown * (0.5 + 0.5 * random.next())), asked);
		this.#failures++;
		this.#after(wait, () => this.#connect());
		this.#events.state({state: 'waiting', since: now, nextAt: now + wait, fault});
		await ended;
	}

	async #drop(): Promise<void> {
		for (const timer of this.#timers) clearTimeout(timer);
		this.#timers.clear();
		this.#openedAt = null;
		const socket = this.#socket;
		this.#socket = null;
		await socket?.end();
	}

	#after(ms: number, act: () => void): void {
		const timer = setTimeout(
			() => {
				this.#timers.delete(timer);
				act();
			},
			Math.min(ms, longestTimer),
		);
		this.#timers.add(timer);
	}

	#tell(state: 'off' | 'connecting' | 'live', fault: Fault | null = null): void {
		this.#events.state({state, since: this.#options.clock.now(), nextAt: null, fault});
	}
}
