/** Alerts and price rules as the screen shows them. */

import type {Observation, Standing} from '#domain/alerts/evaluate.js';
import type {AssetId} from '#domain/market.js';
import type {FaultReport} from '#domain/run.js';
import type {MessageLanguage} from '#pipeline/alerts/words.js';
import type {AlertKind, AlertRule, Delivery, NewAlertRule} from '#ports/alerts.js';

/** An alert in every language of the program. */
export type ToldAlert = {
	readonly id: number;
	readonly kind: AlertKind;
	readonly asset: AssetId | null;
	/** When it was true, ms UTC. */
	readonly at: number;
	/** How often it happened within its cool-down. */
	readonly count: number;
	/** One line, and the whole message. */
	readonly told: Readonly<
		Record<MessageLanguage, {readonly subject: string; readonly lines: readonly string[]}>
	>;
	/** By channel; none where no channel was set up, or the market is simulated. */
	readonly deliveries: readonly Delivery[];
};

/** A price rule that is not kept yet. */
export type RuleDraft = Omit<NewAlertRule, 'createdAt'>;

/** A price rule with where it stands. */
export type RuleView = AlertRule & {
	readonly standing: Standing;
	/** When it fired last and was told, ms UTC. */
	readonly lastToldAt: number | null;
	/** The newest that it could look at; null while nothing of its asset is stored. */
	readonly seen: Observation | null;
};

/** How a test message went, by channel. */
export type ChannelTestView = {
	readonly results: readonly {readonly channel: string; readonly fault: FaultReport | null}[];
	/** What is missing where a channel was only begun, as sentences. */
	readonly problems: readonly string[];
};
