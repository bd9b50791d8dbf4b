/** A desk at the other end of a port: every call becomes a message, every answer a promise kept. */

import {Fault} from '#domain/fault.js';
import {faultReport} from '#pipeline/recorder.js';
import type {Desk} from './desk.js';
import {createNewsDesk} from './news.js';
import {faultOf, type DeskMethod, type DeskPort, type WireCall, type WireMessage} from './wire.js';

const methods = {
	open: true,
	market: true,
	chart: true,
	compare: true,
	watchCandle: true,
	venues: true,
	origin: true,
	away: true,
	pipeline: true,
	log: true,
	refresh: true,
	pause: true,
	resume: true,
	plan: true,
	backfill: true,
	cancel: true,
	coverage: true,
	gaps: true,
	quarantine: true,
	retryQuarantine: true,
	drift: true,
	runs: true,
	examine: true,
	checkMachine: true,
	planHealing: true,
	heal: true,
	lots: true,
	addLots: true,
	changeLot: true,
	removeLot: true,
	readLots: true,
	saveWatchlist: true,
	removeWatchlist: true,
	remember: true,
	setSetting: true,
	saveSheet: true,
	saveText: true,
	forecast: true,
	predict: true,
	train: true,
	cancelTraining: true,
	alerts: true,
	versions: true,
	version: true,
	createVersion: true,
	verifyVersions: true,
	compareVersions: true,
	restoreVersion: true,
	pruneVersions: true,
	planCompact: true,
	compact: true,
	alertRules: true,
	addAlertRule: true,
	removeAlertRule: true,
	rehearseAlertRule: true,
	testAlertChannels: true,
} as const satisfies Record<DeskMethod, true>;

export type Remote = {
	readonly desk: Desk;
	/** The other end is gone: open calls and later ones fail, listeners are told once. */
	readonly lose: (fault: Fault) => void;
};

const closed = (): Fault => new Fault('interrupted', 'The desk is closed.');

type Waiting = {readonly resolve: (value: unknown) => void; readonly reject: (fault: Fault) => void};

/** `end` comes after `close` was answered, and lets the other end go. */
export function createRemote(port: DeskPort, end: (closed: Promise<unknown>) => Promise<void>): Remote {
	const news = createNewsDesk();
	const waiting = new Map<number, Waiting>();
	let lastId = 0;
	let gone: Fault | null = null;
	let closing: Promise<void> | null = null;

	const call = async (method: WireCall['method'], args: readonly unknown[]): Promise<unknown> => {
		if (gone) throw gone;
		if (closing && method !== 'close') throw closed();
		return new Promise((resolve, reject) => {
			const id = ++lastId;
			waiting.set(id, {resolve, reject});
			port.postMessage({id, method, args} satisfies WireCall);
		});
	};

	port.on('message', received => {
		const message = received as WireMessage;
		if ('news' in message) {
			for (const one of message.news) news.tell(one);
			return;
		}

		const caller = waiting.get(message.id);
		waiting.delete(message.id);
		if ('fault' in message) caller?.reject(faultOf(message.fault));
		else caller?.resolve(message.value);
	});

	const lose = (fault: Fault): void => {
		if (gone) return;
		gone = closing ? closed() : fault;
		for (const {reject} of waiting.values()) reject(gone);
		waiting.clear();
		if (!closing) news.tell({type: 'lost', fault: faultReport(fault)});
	};

	const calls = Object.fromEntries(
		Object.keys(methods).map(method => [
			method,
			async (...args: readonly unknown[]) => call(method as DeskMethod, args),
		]),
	) as unknown as Pick<Desk, DeskMethod>;
	const desk: Desk = {
		...calls,
		listen: news.listen,
		async close() {
			closing ??= end(gone ? Promise.resolve() : call('close', []));
			await closing;
			lose(closed());
		},
	};
	return {desk, lose};
}
