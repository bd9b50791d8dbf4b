/** What the HTTP layers and the user have the program remember, kept in memory: simple, but true to the ports. */

import {createHash} from 'node:crypto';
import {checkLot, unknownLot} from '#domain/lot.js';
import type {AssetId, SourceName} from '#domain/market.js';
import {checkedAssets, checkedName, checkRemovable, favourites, unknownWatchlist} from '#domain/watchlist.js';
import type {
	ArchivedRequest,
	BudgetStore,
	CachedResponse,
	Lot,
	LotStore,
	MemoryStore,
	RawArchive,
	ResponseCache,
	WatchlistStore,
} from '#ports/storage.js';

const minute = 60_000;

type Booking = {readonly at: number; readonly weight: number};

type Budget = {
	bookings: Booking[];
	/** When the next booking may go. */
	nextAt: number;
	blockedUntil: number | null;
	month: string;
	spent: number;
};

const monthOf = (now: number): string => new Date(now).toISOString().slice(0, 7);

function nextMonth(now: number): number {
	const date = new Date(now);
	return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}

export type MemoryBudgets = BudgetStore & {
	/** Everything booked and not given back. */
	bookings(source: SourceName): readonly Booking[];
	spent(source: SourceName): number;
	blockedUntil(source: SourceName): number | null;
};

/** Spaces requests evenly: no burst, so that no minute ever holds more than the allowance. */
export function createMemoryBudgets(): MemoryBudgets {
	const budgets = new Map<SourceName, Budget>();
	const of = (source: SourceName): Budget => {
		const known = budgets.get(source);
		if (known) return known;
		const fresh: Budget = {bookings: [], nextAt: -Infinity, blockedUntil: null, month: '', spent: 0};
		budgets.set(source, fresh);
		return fresh;
	};

	const spentIn = (budget: Budget, now: number): number => (budget.month === monthOf(now) ? budget.spent : 0);
	const booked = (budget: Budget, from: number): number =>
		budget.bookings
			.filter(({at}) => at >= from && at < from + minute)
			.reduce((sum, {weight}) => sum + weight, 0);

	return {
		bookings: source => of(source).bookings,
		spent: source => of(source).spent,
		blockedUntil: source => of(source).blockedUntil,
		async reserve(source, weight, {perMinute, perMonth}, now) {
			const budget = of(source);
			if (budget.blockedUntil !== null && budget.blockedUntil > now) {
				return {ok: false, reason: 'blocked', until: budget.blockedUntil};
			}

			if (spentIn(budget, now) >= perMonth) return {ok: false, reason: 'month-spent', until: nextMonth(now)};
			const at = Math.max(now, budget.nextAt);
			budget.bookings.push({at, weight});
			budget.nextAt = at + (minute * weight) / perMinute;
			return {ok: true, at};
		},
		async release(source, weight, at) {
			const budget = of(source);
			const place = budget.bookings.findLastIndex(booking => booking.at === at && booking.weight === weight);
			if (place === -1) throw new Error(`Nothing of weight ${weight} is booked at ${at}.`);
			if (place === budget.bookings.length - 1) budget.nextAt = at;
			budget.bookings.splice(place, 1);
		},
		async charge(source, credits, now) {
			const budget = of(source);
			budget.spent = spentIn(budget, now) + credits;
			budget.month = monthOf(now);
		},
		async block(source, until) {
			const budget = of(source);
			budget.blockedUntil = Math.max(budget.blockedUntil ?? until, until);
		},
		async learn(source, used, minuteStart, now) {
			const budget = of(source);
			const others = used - booked(budget, minuteStart);
			if (others > 0) budget.bookings.push({at: now, weight: others});
		},
		async state(source, {perMinute, perMonth}, now) {
			const budget = of(source);
			const {blockedUntil} = budget;
			return {
				source,
				usedThisMinute: booked(budget, Math.floor(now / minute) * minute),
				perMinute: Number.isFinite(perMinute) ? perMinute : null,
				usedThisMonth: spentIn(budget, now),
				perMonth: Number.isFinite(perMonth) ? perMonth : null,
				blockedUntil: blockedUntil !== null && blockedUntil > now ? blockedUntil : null,
			};
		},
	};
}

export type MemoryCache = ResponseCache & {readonly entries: ReadonlyMap<string, CachedResponse>};

export function createMemoryCache(): MemoryCache {
	const entries = new Map<string, CachedResponse>();
	return {
		entries,
		get: async key => entries.get(key) ?? null,
		async put(entry) {
			entries.set(entry.key, entry);
		},
	};
}

export type MemoryArchive = RawArchive & {
	readonly bodies: Map<string, Uint8Array>;
	readonly recorded: readonly ArchivedRequest[];
};

/** Bodies under their SHA-256; `prune` drops bodies whose last request is older. */
export function createMemoryArchive(): MemoryArchive {
	const bodies = new Map<string, Uint8Array>();
	const recorded: ArchivedRequest[] = [];
	return {
		bodies,
		recorded,
		async keep(body) {
			const payload = createHash('sha256').update(body).digest('hex');
			if (!bodies.has(payload)) bodies.set(payload, Uint8Array.from(body));
			return payload;
		},
		async record(request) {
			recorded.push(request);
		},
		read: async payload => bodies.get(payload) ?? null,
		find: async payload =>
			recorded
				.filter(request => request.payload === payload)
				.toSorted((a, b) => b.fetchedAt - a.fetchedAt)[0] ?? null,
		async *requests({run, since}) {
			for (const request of recorded.toSorted((a, b) => a.fetchedAt - b.fetchedAt)) {
				if (run !== undefined && request.run !== run) continue;
				if (since !== undefined && request.fetchedAt < since) continue;
				yield request;
			}
		},
		async prune(before) {
			let gone = 0;
			for (const payload of bodies.keys()) {
				const needed = recorded.some(request => request.payload === payload && request.fetchedAt >= before);
				if (!needed && bodies.delete(payload)) gone++;
			}

			return gone;
		},
	};
}

/** What a list is sorted by. */
const placeOf = (name: string): string => (name === favourites ? '' : name);

export function createMemoryWatchlists(): WatchlistStore {
	const lists = new Map<string, readonly AssetId[]>([[favourites, []]]);
	return {
		async list() {
			return [...lists]
				.map(([name, assets]) => ({name, assets}))
				.toSorted((a, b) => (placeOf(a.name) < placeOf(b.name) ? -1 : 1));
		},
		async save({name, assets}) {
			const checked = checkedAssets(assets);
			lists.set(checkedName(name), checked);
		},
		async remove(name) {
			checkRemovable(name);
			if (!lists.delete(name)) throw unknownWatchlist(name);
		},
	};
}

export function createMemoryLots(): LotStore {
	const lots = new Map<number, Lot>();
	let last = 0;
	return {
		async list() {
			return [...lots.values()].toSorted((a, b) => (a.at ?? -1) - (b.at ?? -1) || a.id - b.id);
		},
		async add(added) {
			for (const lot of added) checkLot(lot);
			return added.map(lot => {
				const stored = {...lot, id: ++last};
				lots.set(stored.id, stored);
				return stored;
			});
		},
		async change(lot) {
			checkLot(lot);
			if (!lots.has(lot.id)) throw unknownLot(lot.id);
			lots.set(lot.id, lot);
		},
		async remove(id) {
			if (!lots.delete(id)) throw unknownLot(id);
		},
	};
}

export function createMemoryMemory(): MemoryStore {
	const values = new Map<string, string>();
	return {
		async all() {
			return Object.fromEntries([...values].map(([key, text]) => [key, JSON.parse(text) as unknown]));
		},
		async put(key, value) {
			const text = JSON.stringify(value) as string | undefined;
			if (text === undefined) values.delete(key);
			else values.set(key, text);
		},
	};
}
