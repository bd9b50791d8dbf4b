/** What is remembered of alerts, and how they reach people. */

import type {AlertState, Firing, Repetition} from '#domain/alerts/evaluate.js';
import type {Condition} from '#domain/alerts/rule.js';
import type {OperationalKind} from '#domain/alerts/operational.js';
import type {AssetId} from '#domain/market.js';

/** A rule about one asset. */
export type NewAlertRule = {
	readonly asset: AssetId;
	readonly condition: Condition;
	readonly repetition: Repetition;
	readonly createdAt: number;
};

export type AlertRule = NewAlertRule & {readonly id: number};

/** `test` is only sent, never stored. */
export type AlertKind = 'price' | 'test' | OperationalKind;

/** Something people should know, as it is stored before anything is sent. */
export type Alert = {
	readonly id: number;
	/** The rule that fired, or null for what the program says of itself. */
	readonly rule: number | null;
	readonly kind: AlertKind;
	readonly asset: AssetId | null;
	/** When it was true, ms UTC. */
	readonly at: number;
	/** Facts for the message: value, level, run, fault code … Plain data. */
	readonly facts: Readonly<Record<string, string | number | null>>;
	/** How often the same thing happened within its cool-down, itself included. */
	readonly count: number;
};

export type NewAlert = Omit<Alert, 'id' | 'count'> & {
	/** Two alerts of one key are the same event: only the first is kept. */
	readonly key: string;
};

/** How sending an alert through one channel went. */
export type Delivery = {
	readonly alert: number;
	readonly channel: string;
	readonly state: 'waiting' | 'sent' | 'failed';
	readonly attempts: number;
	/** When it is tried next, while it waits. */
	readonly nextAt: number | null;
	/** Why the last attempt failed, in words without secrets. */
	readonly error: string | null;
};

export interface AlertStore {
	rules(): Promise<AlertRule[]>;
	addRule(rule: NewAlertRule): Promise<AlertRule>;
	/** Its alerts stay in the history. False when there is no such rule. */
	removeRule(id: number): Promise<boolean>;
	state(rule: number): Promise<AlertState>;
	/**
	 * Moves a rule from one state to the next and stores what fired, as one transaction; firings within the cool-down are
	 * counted on the alert before. False, and nothing stored, when another process has moved the rule meanwhile.
	 */
	advance(
		rule: number,
		from: AlertState,
		to: AlertState,
		firings: readonly (Firing & {readonly alert: NewAlert})[],
		channels: readonly string[],
	): Promise<boolean>;
	/** Stores an alert of the program itself and queues it; within `coolDownMs` of the last of its kind it is only counted. */
	add(alert: NewAlert, coolDownMs: number, channels: readonly string[]): Promise<Alert | null>;
	/** Newest first, by the order in which they were stored. */
	history(limit: number): Promise<(Alert & {readonly deliveries: readonly Delivery[]})[]>;
	/** Takes at most `most` of what is due to be sent, so that no other process sends it too, until `leaseMs` are over. */
	takeDue(
		now: number,
		leaseMs: number,
		most: number,
	): Promise<(Alert & {readonly channel: string; readonly attempts: number})[]>;
	delivered(alert: number, channel: string): Promise<void>;
	/** `nextAt` null gives up. */
	failed(alert: number, channel: string, error: string, nextAt: number | null): Promise<void>;
}

/** A message in the user's language: one line, plain text, and HTML. */
export type AlertMessage = {readonly subject: string; readonly text: string; readonly html: string};

/** A way to reach people. It gives up by itself after a while; failures are Faults without secrets. */
export interface Notifier {
	/** `mail`, `webhook`. */
	readonly channel: string;
	send(alert: Alert, message: AlertMessage, signal?: AbortSignal): Promise<void>;
}
