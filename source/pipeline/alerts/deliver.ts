/** Sends what is stored and due: again and again with growing pauses, and to the log when nothing helps. */

import {Fault, toFault} from '#domain/fault.js';
import type {Alert, AlertMessage, AlertStore, Notifier} from '#ports/alerts.js';
import type {Clock, EventSink} from '#ports/world.js';

export type Delivering = {
	readonly alerts: AlertStore;
	readonly notifiers: readonly Notifier[];
	/** The message in the user's language. */
	readonly describe: (alert: Alert) => AlertMessage;
	readonly clock: Clock;
	readonly events: EventSink;
};

type Due = Alert & {readonly channel: string; readonly attempts: number};

const minute = 60_000;
/** Pauses between attempts; after the last one the alert is given up for this channel. */
const pauses = [minute, 5 * minute, 30 * minute, 120 * minute, 720 * minute] as const;
/** While one process sends, no other takes the same alert. */
const leaseMs = 5 * minute;
/** Sent in one go at most; the rest waits for the next cycle. */
const most = 20;

/** Tells the log what could not be sent: the last place where an alert can be found. */
export function tellUnsent(events: EventSink, {subject}: AlertMessage, alert: Alert, why: string): void {
	events.emit({
		type: 'notice',
		level: 'error',
		code: 'alert-not-sent',
		message: `${subject} (${why})`,
		source: null,
		asset: alert.asset,
	});
}

async function send(world: Delivering, due: Due, signal: AbortSignal | undefined): Promise<boolean> {
	const {alerts, notifiers, describe, clock, events} = world;
	const message = describe(due);
	const notifier = notifiers.find(({channel}) => channel === due.channel);
	try {
		if (!notifier) throw new Fault('not-sent', `The channel ${due.channel} is not set up any more.`);
		await notifier.send(due, message, signal);
	} catch (error) {
		const fault = toFault(error);
		// Stopped by the user: its lease ends, and the next cycle sends it.
		if (fault.code === 'interrupted') return false;
		const pause = notifier ? pauses[due.attempts] : undefined;
		const nextAt = pause === undefined ? null : clock.now() + pause;
		await alerts.failed(due.id, due.channel, fault.message, nextAt);
		const end = nextAt === null ? ' Given up.' : '';
		tellUnsent(events, message, due, `not sent by ${due.channel}: ${fault.message}${end}`);
		return false;
	}

	await alerts.delivered(due.id, due.channel);
	return true;
}

/**
 * Sends what is due, channel by channel side by side. A failed send is stored with the time of the next attempt and told
 * to the log; what else waits for that channel is left to a later cycle, since a server that hangs would hold up each.
 */
export async function deliver(
	world: Delivering,
	signal?: AbortSignal,
): Promise<{readonly sent: number; readonly failed: number}> {
	const due = await world.alerts.takeDue(world.clock.now(), leaseMs, most);
	const sent = {sent: 0, failed: 0};
	await Promise.all(
		[...new Set(due.map(({channel}) => channel))].map(async channel => {
			for (const one of due.filter(row => row.channel === channel)) {
				const isSent = await send(world, one, signal);
				sent[isSent ? 'sent' : 'failed']++;
				if (!isSent) return;
			}
		}),
	);
	return sent;
}
