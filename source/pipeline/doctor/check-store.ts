/** Looks at everything the store knows about its own health. Sends nothing, changes nothing. */

import {failed, passed, warned, type Check} from '#domain/doctor/check.js';
import {judgeBudget, judgeDatabase, judgeRuns} from '#domain/doctor/judge.js';
import {toFault} from '#domain/fault.js';
import {sourceNames} from '#domain/market.js';
import {dueModels} from '../forecast/retrain.js';
import type {World} from '../world.js';

/** Enough for days of cycles. */
const runsLookedAt = 1000;

export async function checkStore(world: World): Promise<readonly Check[]> {
	const database = judgeDatabase(await world.storage.info());
	// What a damaged file says about the rest is worth nothing.
	if (database.state === 'fail') return [database];
	return [
		database,
		...(await checkRuns(world)),
		...(await checkBudgets(world)),
		...(await checkModels(world)),
	];
}

async function checkRuns({storage}: World): Promise<readonly Check[]> {
	return judgeRuns(await storage.runs.list(runsLookedAt));
}

async function checkBudgets({
	storage,
	settings,
	clock,
	simulated,
	keyless,
}: World): Promise<readonly Check[]> {
	if (simulated) return [];
	const now = clock.now();
	const states = await Promise.all(
		sourceNames
			.filter(source => keyless[source] === undefined)
			.map(source =>
				storage.budgets.state(
					source,
					{
						perMinute: settings.perMinute[source] ?? Infinity,
						perMonth: settings.monthlyCredits[source] ?? Infinity,
					},
					now,
				),
			),
	);
	return states.map(state => judgeBudget(state, now));
}

/** Models that cannot be read, and models whose candles have grown beyond them. */
async function checkModels({storage}: World): Promise<readonly Check[]> {
	const current = await storage.models.list({current: true});
	if (current.length === 0) return [];
	const broken: Check[] = [];
	for (const {meta} of current) {
		try {
			await storage.models.current(meta.asset, meta.interval, meta.kind);
		} catch (error) {
			const {message, hint} = toFault(error);
			broken.push(failed(`model.${meta.id}`, message, hint));
		}
	}

	const due = await dueModels({storage});
	const names = due.map(({meta}) => `${meta.asset} ${meta.interval}`).join(', ');
	return [
		...broken,
		due.length === 0
			? passed('models', `Models in use, all as new as their data: ${current.length}.`)
			: warned('models', `Models older than their data: ${names}.`, 'Run "crypto-tui train".'),
	];
}
