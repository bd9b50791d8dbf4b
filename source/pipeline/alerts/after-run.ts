/** What follows every run: the program looks at itself, rules look at the market, and what is new goes out. Never throws. */

import {cyclesDown, isNearlySpent, raisedBy, type Raised} from '#domain/alerts/operational.js';
import {writtenRule} from '#domain/alerts/rule-text.js';
import {levelIndex} from '#domain/forecast/conformal.js';
import {wilson} from '#domain/forecast/metrics.js';
import {floorTo} from '#domain/interval.js';
import {toFault} from '#domain/fault.js';
import type {SourceName} from '#domain/market.js';
import type {RunReport} from '#domain/run.js';
import {toIso} from '#domain/time.js';
import type {Alert, NewAlert} from '#ports/alerts.js';
import type {Allowance, Storage} from '#ports/storage.js';
import {deliver, tellUnsent, type Delivering} from './deliver.js';
import {watchRules} from './watch-rules.js';

export type AlertWorld = Omit<Delivering, 'alerts'> & {
	readonly storage: Storage;
	readonly settings: {
		readonly sourceDownCycles: number;
		/** Megabytes; 0 asks nothing. */
		readonly diskFreeMb: number;
		readonly allowances: Readonly<Record<SourceName, Allowance>>;
		/** The data folder. */
		readonly folder: string;
	};
	/** Bytes that can still be written to the data folder. */
	readonly freeBytes: () => Promise<number>;
	/** Whether an alert that cannot be stored may be sent now: not again and again. */
	readonly mayTellUnstored: (kind: Alert['kind'], coolDownMs: number) => boolean;
};

/** What is left of it when the store is lost. */
type StorelessWorld = Omit<AlertWorld, 'storage'>;

const hour = 3_600_000;

/** Least time between two alerts of one kind and source; those in between are counted. */
const coolDowns: Readonly<Record<Raised['kind'], number>> = {
	'nothing-collected': 6 * hour,
	'contract-blocked': 6 * hour,
	'source-down': 6 * hour,
	// Their keys keep them apart.
	'budget-nearly-spent': 0,
	'backfill-finished': 0,
	'backfill-failed': 0,
	'storage-damaged': 6 * hour,
	'disk-nearly-full': 24 * hour,
	'coverage-broken': 24 * hour,
};

/** Runs looked back at: enough for the longest wait for a source. */
const runsBack = (cycles: number): number => 4 * cycles + 20;

/** Fewer outcomes say too little about an interval. */
const leastOutcomes = 100;
const level = 0.8;

type KeyedRaised = Raised & {readonly key: string};

async function ofRun(
	{storage, settings: {sourceDownCycles}}: AlertWorld,
	report: RunReport,
): Promise<readonly KeyedRaised[]> {
	const runs = await storage.runs.list(runsBack(sourceDownCycles));
	const earlier = runs.flatMap(({run, report: stored}) => (stored && run !== report.run ? [stored] : []));
	return raisedBy(report, cyclesDown([report, ...earlier]), sourceDownCycles).map(raised =>
		Object.assign({key: `${raised.kind} ${raised.source} ${report.run}`}, raised),
	);
}

async function ofBudgets(
	{storage, clock, settings: {allowances}}: AlertWorld,
	report: RunReport,
): Promise<readonly KeyedRaised[]> {
	const now = clock.now();
	const states = await Promise.all(
		report.sources.map(({source}) => storage.budgets.state(source, allowances[source], now)),
	);
	return states
		.filter(({usedThisMonth, perMonth}) => isNearlySpent(usedThisMonth, perMonth))
		.map(({source, usedThisMonth, perMonth}) => ({
			kind: 'budget-nearly-spent',
			source,
			key: `budget ${source} ${toIso(now).slice(0, 7)}`,
			facts: {source, used: usedThisMonth, limit: perMonth},
		}));
}

async function ofDisk({
	freeBytes,
	clock,
	settings: {diskFreeMb, folder},
}: AlertWorld): Promise<readonly KeyedRaised[]> {
	if (diskFreeMb === 0) return [];
	const free = await freeBytes();
	if (free >= diskFreeMb * 1e6) return [];
	const facts = {freeMb: Math.floor(free / 1e6), folder};
	return [{kind: 'disk-nearly-full', source: null, key: `disk ${clock.now()}`, facts}];
}

/** Models whose 80 % interval held significantly more or less often than that. Asked once an hour: outcomes come hourly. */
async function ofForecasts({storage, clock}: AlertWorld, report: RunReport): Promise<readonly KeyedRaised[]> {
	const [, previous] = (await storage.runs.list(20)).filter(({kind}) => kind === 'collect');
	const now = clock.now();
	if (report.kind !== 'collect' || (previous && floorTo('1h', previous.startedAt) === floorTo('1h', now))) {
		return [];
	}

	const broken: string[] = [];
	for (const {meta} of await storage.models.list({current: true})) {
		const {asset, interval, kind} = meta;
		// A model whose file is gone is told by whoever forecasts with it.
		const model = await storage.models.current(asset, interval, kind).catch(() => null);
		const held = model?.conformal.held[levelIndex(level)];
		if (!held || held.length < leastOutcomes) continue;
		const share = wilson(
			held.reduce((sum, hit) => sum + hit, 0),
			held.length,
		);
		if (share.low <= level && share.high >= level) continue;
		broken.push(`${asset} ${interval} ${(share.value * 100).toFixed(1)} % (n=${share.n})`);
	}

	if (broken.length === 0) return [];
	const key = `coverage ${now}`;
	return [{kind: 'coverage-broken', source: null, key, facts: {series: broken.join(', ')}}];
}

const newAlert = ({kind, key, facts}: KeyedRaised, at: number): NewAlert => ({
	key,
	rule: null,
	kind,
	asset: null,
	at,
	facts,
});

/** Told as long as it is not stored: without a number of its own. */
const unnumbered = ({rule, kind, asset, at, facts}: NewAlert): Alert => ({
	id: 0,
	rule,
	kind,
	asset,
	at,
	facts,
	count: 1,
});

/** Sends an alert that no store can keep, once in a while. */
async function tellUnstored(world: StorelessWorld, raised: KeyedRaised, signal?: AbortSignal): Promise<void> {
	const {notifiers, describe, events, clock, mayTellUnstored} = world;
	const alert = unnumbered(newAlert(raised, clock.now()));
	const message = describe(alert);
	tellUnsent(events, message, alert, 'not stored');
	if (!mayTellUnstored(alert.kind, coolDowns[raised.kind])) return;
	for (const notifier of notifiers) {
		await notifier
			.send(alert, message, signal)
			.catch((error: unknown) =>
				tellUnsent(events, message, alert, `not sent by ${notifier.channel}: ${toFault(error).message}`),
			);
	}
}

/** Tells that the store itself is damaged, when a run or the opening of the store ended with it. Never throws. */
export async function tellDamage(world: StorelessWorld, message: string): Promise<void> {
	const facts = {fault: 'storage-damaged', message};
	await tellUnstored(world, {kind: 'storage-damaged', source: null, key: '', facts}).catch(() => {});
}

function announce({events, describe}: AlertWorld, alert: NewAlert): void {
	const {subject} = describe(unnumbered(alert));
	const isGood = alert.kind === 'price' || alert.kind === 'backfill-finished';
	const level = isGood ? 'info' : 'warn';
	events.emit({
		type: 'notice',
		level,
		code: 'alert',
		message: subject,
		source: null,
		asset: alert.asset,
	});
}

/** Looks at the run, the store and the market; stores what is worth an alert, then sends what is due. */
export async function alertAfterRun(
	world: AlertWorld,
	report: RunReport,
	signal?: AbortSignal,
): Promise<void> {
	const {storage, notifiers, clock, events} = world;
	const channels = notifiers.map(({channel}) => channel);
	const complain = (what: string, error: unknown): void =>
		events.emit({
			type: 'notice',
			level: 'error',
			code: 'alerts-failed',
			message: `${what}: ${toFault(error).message}`,
			source: null,
			asset: null,
		});
	/** One part that fails does not keep the others from their work. */
	const attempt = async (what: string, work: () => Promise<void>): Promise<void> => {
		try {
			if (!signal?.aborted) await work();
		} catch (error) {
			complain(what, error);
		}
	};

	for (const look of [ofRun, ofBudgets, ofDisk, ofForecasts]) {
		await attempt('Alerts could not be looked for', async () => {
			for (const raised of await look(world, report)) {
				const alert = newAlert(raised, clock.now());
				try {
					if (await storage.alerts.add(alert, coolDowns[raised.kind], channels)) announce(world, alert);
				} catch (error) {
					complain('An alert could not be stored', error);
					await tellUnstored(world, raised, signal);
				}
			}
		});
	}

	await attempt('Rules could not be evaluated', async () => {
		const stored = await watchRules(storage, channels, (rule, error) =>
			complain(`The rule "${writtenRule(rule)}" could not be evaluated`, error),
		);
		for (const alert of stored) announce(world, alert);
	});
	await attempt('Alerts could not be sent', async () => {
		await deliver({...world, alerts: storage.alerts}, signal);
	});
}
