/** Alerts of the program: the channels of the settings, what follows a run, and damage that no store can keep. */

import {mkdirSync, statSync, writeFileSync} from 'node:fs';
import {statfs} from 'node:fs/promises';
import {join} from 'node:path';
import {allowancesOf, type Config} from '#contracts/config.js';
import {toFault, type Fault} from '#domain/fault.js';
import {sourceNames, type SourceName} from '#domain/market.js';
import {alertAfterRun, tellDamage, type AlertWorld} from '#pipeline/alerts/after-run.js';
import {describeAlert, messageStyle} from '#pipeline/alerts/message.js';
import type {Alert, Notifier} from '#ports/alerts.js';
import type {RunReport} from '#domain/run.js';
import type {Allowance, Storage} from '#ports/storage.js';
import type {Clock, EventSink} from '#ports/world.js';
import {createMail, mailOptions} from '../adapters/notifiers/mail.js';
import {createWebhook} from '../adapters/notifiers/webhook.js';

type Channels = {
	readonly notifiers: readonly Notifier[];
	/** What is missing where a channel was only begun, as sentences. */
	readonly problems: readonly string[];
};

/** The channels that the settings describe. */
function channelsOf(config: Config): Channels {
	const mail = mailOptions(config);
	const url = config['alerts.webhookUrl'];
	return {
		notifiers: [
			...(mail !== null && typeof mail !== 'string' ? [createMail(mail)] : []),
			...(url === null ? [] : [createWebhook({url, timeoutMs: config['http.timeoutSeconds'] * 1000})]),
		],
		problems: typeof mail === 'string' ? [mail] : [],
	};
}

/** How a test message went, by channel. */
export type ChannelTests = {
	readonly results: readonly {readonly channel: string; readonly fault: Fault | null}[];
	/** As in {@link Channels}. */
	readonly problems: Channels['problems'];
};

/** Sends a test message through every channel at once. A simulated market does it, too: it is asked to. */
export async function testChannels(
	config: Config,
	simulated: boolean,
	at: number,
	signal?: AbortSignal,
): Promise<ChannelTests> {
	const {notifiers, problems} = channelsOf(config);
	const alert: Alert = {id: 0, rule: null, kind: 'test', asset: null, at, facts: {}, count: 1};
	const message = describeAlert(alert, messageStyle(config, simulated));
	const results = await Promise.all(
		notifiers.map(async notifier => ({
			channel: notifier.channel,
			fault: await notifier.send(alert, message, signal).then(() => null, toFault),
		})),
	);
	return {results, problems};
}

/** What alerts need while there is no store. */
export type UnstoredParts = {
	readonly config: Config;
	readonly clock: Clock;
	readonly events: EventSink;
	readonly simulated: boolean;
};

export type Alerting = {
	/** Follows every run. Never throws. */
	afterRun(report: RunReport, signal?: AbortSignal): Promise<void>;
};

const noLimits: Allowance = {perMinute: Infinity, perMonth: Infinity};

/** Notes in the data folder when a kind of alert was last sent without being stored; false when that was lately. */
const rememberedIn =
	(folder: string, clock: Clock): AlertWorld['mayTellUnstored'] =>
	(kind, coolDownMs) => {
		const mark = join(folder, `alert-${kind}.sent`);
		try {
			const age = clock.now() - statSync(mark).mtimeMs;
			if (age >= 0 && age < coolDownMs) return false;
		} catch {
			// Never sent.
		}

		try {
			mkdirSync(folder, {recursive: true});
			writeFileSync(mark, '');
		} catch {
			// Told once too often is better than not at all.
		}

		return true;
	};

function worldOf({config, clock, events, simulated}: UnstoredParts): Omit<AlertWorld, 'storage'> {
	const style = messageStyle(config, simulated);
	const folder = config.dataDir;
	const allowances = simulated
		? (Object.fromEntries(sourceNames.map(source => [source, noLimits])) as Record<SourceName, Allowance>)
		: allowancesOf(config);
	return {
		clock,
		events,
		// What happens in a simulated market is stored and shown, and wakes nobody up.
		notifiers: simulated ? [] : channelsOf(config).notifiers,
		describe: alert => describeAlert(alert, style),
		settings: {
			sourceDownCycles: config['alerts.sourceDownCycles'],
			diskFreeMb: config['alerts.diskFreeMb'],
			allowances,
			folder,
		},
		async freeBytes() {
			const {bavail, bsize} = await statfs(folder);
			return bavail * bsize;
		},
		mayTellUnstored: rememberedIn(folder, clock),
	};
}

export function createAlerting({storage, ...parts}: UnstoredParts & {readonly storage: Storage}): Alerting {
	const world: AlertWorld = {...worldOf(parts), storage};
	return {afterRun: async (report, signal) => alertAfterRun(world, report, signal)};
}

/** Tells that the store is damaged; `message` says how. Never throws. */
export async function tellDamagedStore(parts: UnstoredParts, message: string): Promise<void> {
	await tellDamage(worldOf(parts), message);
}
