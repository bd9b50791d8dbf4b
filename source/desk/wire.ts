/** What travels between the thread of the screen and that of the desk. */

import {Fault, toFault, type FaultCode} from '#domain/fault.js';
import type {SourceName} from '#domain/market.js';
import type {Desk, DeskNews} from './desk.js';

/** The methods that are calls; `listen` and `close` are more than that. */
export type DeskMethod = Exclude<keyof Desk, 'listen' | 'close'>;

export type WireCall = {
	readonly id: number;
	readonly method: DeskMethod | 'close';
	readonly args: readonly unknown[];
};

/** A fault without its class. `detail` is the stack of what nobody expected. */
export type WireFault = {
	readonly code: FaultCode;
	readonly message: string;
	readonly hint: string;
	readonly source: SourceName | undefined;
	readonly asset: string | undefined;
	readonly status: number | undefined;
	readonly retryAt: number | undefined;
	readonly detail: string | undefined;
};

export type WireMessage =
	| {readonly id: number; readonly value: unknown}
	| {readonly id: number; readonly fault: WireFault}
	| {readonly news: readonly DeskNews[]};

/** The part of a port that a desk needs: a worker, its parent port, or one end of a channel. */
export interface DeskPort {
	postMessage(message: unknown, transfer?: readonly ArrayBuffer[]): void;
	on(event: 'message', listener: (message: unknown) => void): unknown;
}

export function wireFault(error: unknown): WireFault {
	const fault = toFault(error);
	const {code, message, hint, source, asset, status, retryAt, cause} = fault;
	const detail = code === 'bug' && cause instanceof Error ? cause.stack : undefined;
	return {code, message, hint, source, asset, status, retryAt, detail};
}

export function faultOf({code, message, detail, ...context}: WireFault): Fault {
	const cause = detail === undefined ? undefined : Object.assign(new Error(message), {stack: detail});
	return new Fault(code, message, {...context, cause});
}
