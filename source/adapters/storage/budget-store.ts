/** Request budgets: what was booked in the last minute, what the month has cost, until when a source wants no calls. */

import type {SourceName} from '#domain/market.js';
import {nextMonth, thisMonth} from '#domain/time.js';
import type {Allowance, BudgetState, BudgetStore, Reservation} from '#ports/storage.js';
import type {Connections, Session} from './connections.js';

/** Bookings are summed over slots of this length, ms. */
const slotMs = 250;

/**
 * A server counts any 60 seconds by its own clock. We count half a second more, so that requests that left in time and
 * arrived bunched together still fit.
 */
const windowSlots = 60_500 / slotMs;

/** A block that ends later than this is not waited for. */
const patienceMs = 120_000;

/** Nobody books so far ahead: what stands there was written under a clock that has been set back since. */
const farthestMs = 3_600_000;

/** A short burst is free of spacing: this share of the minute, at least two requests. */
const burstShare = 0.1;

const slotOf = (at: number): number => Math.floor(at / slotMs);

type Slot = {readonly slot: number; readonly weight: number};

/** The first slot from `slot` on at which `weight` fits into the window that ends there. */
function firstFit(booked: readonly Slot[], slot: number, weight: number, perMinute: number): number {
	const inWindow = booked.filter(row => row.slot >= slot - windowSlots);
	let sum = weightOf(inWindow);
	let at = slot;
	for (const row of inWindow) {
		if (sum + weight <= perMinute) break;
		sum -= row.weight;
		at = Math.max(at, row.slot + windowSlots + 1);
	}

	return at;
}

export class SqliteBudgetStore implements BudgetStore {
	readonly #connections: Connections;

	constructor(connections: Connections) {
		this.#connections = connections;
	}

	async reserve(source: SourceName, weight: number, allowance: Allowance, now: number): Promise<Reservation> {
		if (!Number.isFinite(allowance.perMinute)) {
			return this.#connections.read(async session => {
				const refusal = await refusalOf(session, source, allowance, now);
				if (refusal) return refusal;
				const {blockedUntil} = await budgetOf(session, source);
				return {ok: true, at: Math.max(now, blockedUntil ?? now)};
			});
		}

		return this.#connections.write(async session => {
			const refusal = await refusalOf(session, source, allowance, now);
			return refusal ?? {ok: true, at: await book(session, source, weight, allowance.perMinute, now)};
		});
	}

	async release(source: SourceName, weight: number, at: number): Promise<void> {
		await this.#connections.write(async session => {
			const {due, spacing} = await budgetOf(session, source);
			if (spacing === 0) return;
			const booked = bookedWeight(weight, 60_000 / spacing);
			const slot = slotOf(at);
			const [row] = await slotsBetween(session, source, slot, slot);
			if (row === undefined || row.weight < booked) return;
			await session.db
				.updateTable('budget_slot')
				.set({weight: row.weight - booked})
				.where('source', '=', source)
				.where('slot', '=', slot)
				.execute();
			await session.db
				.updateTable('budget')
				.set({due: due - booked * spacing})
				.where('source', '=', source)
				.execute();
		});
	}

	async charge(source: SourceName, credits: number, now: number): Promise<void> {
		if (credits === 0) return;
		await this.#connections.write(async ({db}) => {
			await db
				.insertInto('budget_month')
				.values({source, month: thisMonth(now), credits})
				.onConflict(conflict =>
					conflict.columns(['source', 'month']).doUpdateSet(eb => ({
						credits: eb('budget_month.credits', '+', eb.ref('excluded.credits')),
					})),
				)
				.execute();
		});
	}

	async block(source: SourceName, until: number): Promise<void> {
		await this.#connections.write(async ({db}) => {
			await db
				.insertInto('budget')
				.values({source, due: 0, spacing: 0, blocked_until: Math.ceil(until)})
				.onConflict(conflict =>
					conflict.column('source').doUpdateSet(eb => ({
						blocked_until: eb.fn<number>('max', [
							eb.fn.coalesce('budget.blocked_until', eb.lit(0)),
							eb.ref('excluded.blocked_until'),
						]),
					})),
				)
				.execute();
		});
	}

	async learn(source: SourceName, used: number, minuteStart: number, now: number): Promise<void> {
		// What left just before the minute may have arrived in it: one second of ours is given the benefit of the doubt.
		const from = slotOf(minuteStart - 1000);
		// What is booked for later has not been sent, and what left after the minute was not counted in it.
		const to = slotOf(Math.min(now, minuteStart + 60_000));
		await this.#connections.write(async session => {
			const ours = weightOf(await slotsBetween(session, source, from, to));
			if (used > ours) await addToSlot(session, source, to, used - ours);
		});
	}

	async state(source: SourceName, allowance: Allowance, now: number): Promise<BudgetState> {
		return this.#connections.read(async session => {
			const slots = await slotsBetween(session, source, slotOf(now - 60_000) + 1, slotOf(now));
			const {blockedUntil} = await budgetOf(session, source);
			return {
				source,
				usedThisMinute: weightOf(slots),
				perMinute: Number.isFinite(allowance.perMinute) ? allowance.perMinute : null,
				usedThisMonth: await creditsOf(session, source, now),
				perMonth: Number.isFinite(allowance.perMonth) ? allowance.perMonth : null,
				blockedUntil: blockedUntil !== null && blockedUntil > now ? blockedUntil : null,
			};
		});
	}
}

/** What a request takes out of the minute: one heavier than the whole minute can only go alone. */
const bookedWeight = (weight: number, perMinute: number): number => Math.min(weight, perMinute);

/** Books `weight` at the earliest allowed instant (ms) and returns it: evenly spaced after a burst, never over the window. */
async function book(
	session: Session,
	source: SourceName,
	weight: number,
	perMinute: number,
	now: number,
): Promise<number> {
	const booked = bookedWeight(weight, perMinute);
	const spacing = 60_000 / perMinute;
	// How far a request may run ahead of the even spacing.
	const lead = (Math.max(2 * booked, burstShare * perMinute) - booked) * spacing;
	await forgetBeyond(session, source, now + farthestMs);
	const {due, blockedUntil} = await budgetOf(session, source);
	const spaced = Math.max(now, blockedUntil ?? now, due - lead);
	const slots = await slotsBetween(session, source, slotOf(spaced) - windowSlots, Number.MAX_SAFE_INTEGER);
	const slot = firstFit(slots, slotOf(spaced), booked, perMinute);
	const at = Math.max(spaced, slot * slotMs);
	// Where the window is full there is nothing left to run ahead with: the burst would come back every minute.
	const arrival = at > spaced ? at + lead : Math.max(due, at);

	await session.db
		.insertInto('budget')
		.values({source, due: arrival + booked * spacing, spacing, blocked_until: null})
		.onConflict(conflict =>
			conflict
				.column('source')
				.doUpdateSet(eb => ({due: eb.ref('excluded.due'), spacing: eb.ref('excluded.spacing')})),
		)
		.execute();
	await addToSlot(session, source, slotOf(at), booked);
	await session.db
		.deleteFrom('budget_slot')
		.where('source', '=', source)
		.where('slot', '<', slotOf(now) - 2 * windowSlots)
		.execute();
	return at;
}

/** Gives up what is booked after `at`. */
async function forgetBeyond({db}: Session, source: SourceName, at: number): Promise<void> {
	await db.updateTable('budget').set({due: 0}).where('source', '=', source).where('due', '>', at).execute();
	await db.deleteFrom('budget_slot').where('source', '=', source).where('slot', '>', slotOf(at)).execute();
}

async function refusalOf(
	session: Session,
	source: SourceName,
	{perMonth}: Allowance,
	now: number,
): Promise<Extract<Reservation, {ok: false}> | null> {
	const {blockedUntil} = await budgetOf(session, source);
	if (blockedUntil !== null && blockedUntil - now > patienceMs) {
		return {ok: false, reason: 'blocked', until: blockedUntil};
	}

	if (!Number.isFinite(perMonth) || (await creditsOf(session, source, now)) < perMonth) return null;
	return {ok: false, reason: 'month-spent', until: nextMonth(now)};
}

async function budgetOf(
	{db}: Session,
	source: SourceName,
): Promise<{readonly due: number; readonly spacing: number; readonly blockedUntil: number | null}> {
	const row = await db
		.selectFrom('budget')
		.select(['due', 'spacing', 'blocked_until'])
		.where('source', '=', source)
		.executeTakeFirst();
	return {due: row?.due ?? 0, spacing: row?.spacing ?? 0, blockedUntil: row?.blocked_until ?? null};
}

/** The booked slots of a source, both ends included. */
const slotsBetween = async (
	{db}: Session,
	source: SourceName,
	first: number,
	last: number,
): Promise<Slot[]> =>
	db
		.selectFrom('budget_slot')
		.select(['slot', 'weight'])
		.where('source', '=', source)
		.where('slot', '>=', first)
		.where('slot', '<=', last)
		.orderBy('slot')
		.execute();

const weightOf = (slots: readonly Slot[]): number => slots.reduce((sum, {weight}) => sum + weight, 0);

const addToSlot = async ({db}: Session, source: SourceName, slot: number, weight: number): Promise<unknown> =>
	db
		.insertInto('budget_slot')
		.values({source, slot, weight})
		.onConflict(conflict =>
			conflict
				.columns(['source', 'slot'])
				.doUpdateSet(eb => ({weight: eb('budget_slot.weight', '+', eb.ref('excluded.weight'))})),
		)
		.execute();

async function creditsOf({db}: Session, source: SourceName, now: number): Promise<number> {
	const row = await db
		.selectFrom('budget_month')
		.select('credits')
		.where('source', '=', source)
		.where('month', '=', thisMonth(now))
		.executeTakeFirst();
	return row?.credits ?? 0;
}
