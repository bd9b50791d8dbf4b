/** Everything the use cases stand on, handed in by the composition root. */

import type {RunId, RunReport, SourceReport} from '#domain/run.js';
import type {
	ArchivedAnswer,
	CandleSource,
	PriceSource,
	RateSource,
	SnapshotSource,
	VenueSource,
} from '#ports/market-data.js';
import type {ArchivedRequest, Storage} from '#ports/storage.js';
import type {Clock, EventSink, ProcessIdentity, Random} from '#ports/world.js';

/** The providers of one run, each list in order of preference. */
export type Sources = {
	readonly snapshots: readonly SnapshotSource[];
	readonly candles: readonly CandleSource[];
	readonly prices: readonly PriceSource[];
	readonly venues: readonly VenueSource[];
	/** Asked for currency rates only while there is no venue source. */
	readonly rates: readonly RateSource[];
	/** What every source did so far in this run. */
	report(): readonly SourceReport[];
};

type PipelineSettings = {
	/** Size of the market snapshot. */
	readonly snapshotTop: number;
	/** Ids or symbols whose candles every cycle keeps; empty means the top `watchTop`. */
	readonly watchlist: readonly string[];
	readonly watchTop: number;
	/** Monthly credits per source, Infinity where none are counted. */
	readonly monthlyCredits: Readonly<Record<string, number>>;
	readonly perMinute: Readonly<Record<string, number>>;
	/** Currencies that prices are shown in, upper case: rates are kept for those that need one. */
	readonly currencies: readonly string[];
	/** Archived payloads older than this go. */
	readonly rawKeepMs: number;
};

export type World = {
	readonly storage: Storage;
	readonly clock: Clock;
	readonly random: Random;
	readonly events: EventSink;
	readonly process: ProcessIdentity;
	readonly isAlive: (pid: number) => boolean;
	readonly simulated: boolean;
	/** What follows a finished cycle or backfill, however it ended; its failures are told by itself. */
	readonly afterRun: (report: RunReport, signal?: AbortSignal) => Promise<void>;
	readonly settings: PipelineSettings;
	/** Providers that book their requests on `run`. */
	connect(run: RunId): Sources;
	/** Reads an archived body again under today's contracts; null when nothing is known about the question. */
	readArchived(request: ArchivedRequest, body: Uint8Array): ArchivedAnswer | null;
	/** Sources left out for want of a key, with the name of the setting that would bring them in. */
	readonly keyless: Readonly<Record<string, string>>;
};
