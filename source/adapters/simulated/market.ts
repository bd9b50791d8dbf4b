/**
 * The simulated market: a seeded model in which any candle of any pair and time is computed directly.
 *
 * Three floors, each fixed by the one above:
 * - Days. Every coin has a log price `ln(level) + beta x market + own`, where `market` and `own` are walks with fat
 *   tails, slowly pulled back to 0, whose volatility is itself a persistent walk. They are drawn day by day from genesis.
 * - Hours. Each day is a bridge of 24 shocks between its two ends, shaped by the hours of the trading day. An hour's
 *   high and low are drawn around its open and close; its volume follows the volatility and the size of the move.
 * - Minutes and seconds. An hour is cut into minutes, a minute into seconds, by `subdivide`, which adds up exactly.
 *
 * Everything a pair trades is counted in whole ticks and lots, so sums and extremes agree at every resolution, and each
 * candle opens where the one before closed (except across a silence). Nothing depends on the present: the clock only
 * decides how much of the story may be told.
 */

import {allocateBars, barAt, extendBar, subdivide, type Bar, type Bars} from './bars.js';
import type {Catalogue, CatalogueAsset, Kind} from './catalogue.js';
import {Dice, hash, hashShare} from './dice.js';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const week = 7 * day;
const hoursOfWeek = 168;

/** The first instant of the market: Monday 2018-01-01 00:00 UTC. */
export const genesis = Date.UTC(2018, 0, 1);

/** A stretch of time without trading, `[from, to)`. */
type Silence = {readonly from: number; readonly to: number};

/** Something that is traded or priced: a pair of the exchange, or a coin in fine US dollar (USDT) ticks. */
export type Instrument = {
	/** Unique; seeds the volume. */
	readonly key: number;
	/** Pair symbol, e.g. `BTCUSDT`; empty when the exchange has no such pair. */
	readonly symbol: string;
	readonly baseAsset: string;
	readonly quoteAsset: string;
	/** Decimals of one tick, one lot and one quote unit. */
	readonly tickDecimals: number;
	readonly lotDecimals: number;
	readonly quoteDecimals: number;
	/** Units of the coin in one unit of the pair. */
	readonly multiple: number;
	/** When trading began and ended (Infinity while it goes on), ms UTC. */
	readonly listedAt: number;
	readonly delistedAt: number;
	/** Ascending and disjoint; includes the time before the listing and after the delisting. */
	readonly silences: readonly Silence[];
	readonly base: number;
	/** Place of the quote coin in the catalogue; -1 for USDT. */
	readonly quote: number;
	/** Share of the base coin's volume on the exchange. */
	readonly volumeShare: number;
};

/** How prices of a kind behave. Volatility per year; `pull` is the share of the distance lost per day. */
type Temperament = {
	readonly beta: number;
	readonly volatility: number;
	readonly pull: number;
	readonly restlessness: number;
	/** Daily volume on all venues as a share of the market cap, and the size of one trade in US dollars. */
	readonly turnover: number;
	readonly trade: number;
};

const slow = Math.LN2 / 300;
const temperaments: Readonly<Record<Kind, Temperament>> = {
	major: {beta: 1, volatility: 0.28, pull: slow, restlessness: 0.3, turnover: 0.03, trade: 900},
	alt: {beta: 1.15, volatility: 0.6, pull: slow, restlessness: 0.4, turnover: 0.05, trade: 350},
	micro: {beta: 1.1, volatility: 0.95, pull: 2 * slow, restlessness: 0.5, turnover: 0.07, trade: 150},
	stable: {beta: 0, volatility: 0.008, pull: 0.6, restlessness: 0.2, turnover: 0.15, trade: 700},
	wrapped: {beta: 0, volatility: 0, pull: 1, restlessness: 0, turnover: 0.01, trade: 1500},
};
const marketTemperament = {volatility: 0.5, pull: slow, restlessness: 0.35};

/** Activity by hour of the day, UTC: Asia's morning, Europe, and the peak when America opens. Mean 1. */
const busyHours = [
	1.02, 0.95, 0.88, 0.82, 0.78, 0.76, 0.8, 0.92, 1.0, 0.98, 0.94, 0.94, 1.04, 1.28, 1.52, 1.5, 1.36, 1.2,
	1.06, 1.0, 0.98, 0.9, 0.78, 0.79,
];
const weekendVolume = 0.68;

/** Share of a coin's worldwide volume that the exchange sees. */
const venueShare = 1 / 6;

/** One slow walk, by day from genesis; extended as far as it is asked for. */
type Walk = {
	readonly key: number;
	/** Log price at day `d` 00:00 UTC. */
	readonly level: number[];
	/** Log of the day's volatility relative to its long-run value. */
	readonly heat: number[];
	readonly daily: number;
	readonly extend: (days: number) => void;
	/** Hours without trade leave the price alone. */
	readonly quiet: boolean;
};

/** A walk by hour over one week. `level` has 169 entries: the ends of the week are included. */
type WeekPath = {
	readonly level: Float64Array;
	readonly volatility: Float64Array;
	readonly heat: Float64Array;
	/** 0 for hours without trade. */
	readonly active: Uint8Array;
};

export type MarketOptions = {
	readonly seed: number;
	readonly catalogue: Catalogue;
	/** Dates the listings and delistings that the catalogue gives in days before the present, ms UTC. */
	readonly now: number;
};

/** The model. Times are ms UTC; prices in US dollars unless in ticks. Nothing here knows the present. */
export type Market = ReturnType<typeof createMarket>;

/** Builds the model; cheap, all series are computed when first asked for. */
export function createMarket({seed, catalogue, now}: MarketOptions) {
	const assets = catalogue.assets;
	const places = new Map(assets.map((asset, place) => [asset.id, place]));
	const placeOf = (id: string): number => {
		const place = places.get(id);
		if (place === undefined) throw new Error(`The catalogue has no asset "${id}".`);
		return place;
	};

	// A coin that tracks another walks that coin's walk.
	const walkerOf = assets.map((asset, place) => (asset.tracks === undefined ? place : placeOf(asset.tracks)));
	const betas = assets.map((_, place) => {
		const leader = assets[walkerOf[place]!]!;
		if (leader.quirk === 'quiet') return 0;
		return temperaments[leader.kind].beta * (0.85 + 0.3 * hashShare(seed, walkerOf[place]!, 11));
	});
	const marketWalk = createWalk(seed, -1, marketTemperament, false);
	const walks = new Map<number, Walk>();

	function walkOf(place: number): Walk {
		const leader = walkerOf[place]!;
		let walk = walks.get(leader);
		if (walk === undefined) {
			const {kind, quirk} = assets[leader]!;
			const still = quirk === 'untraded' || quirk === 'stale';
			const temperament = temperaments[kind];
			walk = createWalk(
				seed,
				leader,
				still ? {...temperament, volatility: 0} : temperament,
				quirk === 'quiet',
			);
			walks.set(leader, walk);
		}

		return walk;
	}

	const marketPath = remember<WeekPath>(256, number => weekPath(seed, marketWalk, number));
	const ownPath = remember<WeekPath>(512, (number, place) => weekPath(seed, walkOf(place), number));

	/** Log price and hourly volatility of a coin over one week. */
	function coinPath(place: number, number: number): WeekPath {
		const own = ownPath(number, walkerOf[place]!);
		const beta = betas[place]!;
		if (beta === 0) return own;
		const common = marketPath(number, 0);
		const level = new Float64Array(hoursOfWeek + 1);
		const volatility = new Float64Array(hoursOfWeek);
		const heat = new Float64Array(hoursOfWeek);
		for (let i = 0; i <= hoursOfWeek; i++) level[i] = beta * common.level[i]! + own.level[i]!;
		for (let i = 0; i < hoursOfWeek; i++) {
			volatility[i] = Math.hypot(beta * common.volatility[i]!, own.volatility[i]!);
			heat[i] = 0.6 * common.heat[i]! + 0.6 * own.heat[i]!;
		}

		return {level, volatility, heat, active: own.active};
	}

	const instruments = createInstruments(catalogue, placeOf, now);

	/** The 168 hours of a week of an instrument, silent ones included. */
	const hoursOf = remember<Bars>(4096, (number, key) => {
		const instrument = instruments[key]!;
		const {base, quote, multiple, tickDecimals, lotDecimals, quoteDecimals, volumeShare} = instrument;
		const asset = assets[base]!;
		const path = coinPath(base, number);
		const against = quote < 0 ? null : coinPath(quote, number);
		const quoteLevel = quote < 0 ? 1 : assets[quote]!.price;
		const level = Math.log((asset.price * multiple) / quoteLevel);
		const {turnover, trade} = temperaments[asset.kind];
		const ticks = 10 ** tickDecimals;
		const lot = 10 ** -lotDecimals;
		const quoteUnits = 10 ** quoteDecimals;
		const dollarsPerHour =
			((asset.cap * turnover) / 24) * venueShare * volumeShare * (asset.quirk === 'quiet' ? 0.02 : 1);
		const bars = allocateBars(hoursOfWeek);
		const dice = new Dice(hash(seed, key, number, 3));

		let open = priceTicks(0);
		for (let i = 0; i < hoursOfWeek; i++) {
			const close = priceTicks(i + 1);
			const volatility = path.volatility[i]!;
			const stretch = open * volatility * 0.45;
			const up = Math.round(stretch * Math.abs(dice.shock()));
			const down = Math.round(stretch * Math.abs(dice.shock()));
			const busy = busyHours[i % 24]! * (i >= 120 ? weekendVolume : 1);
			const move = volatility === 0 ? 0 : Math.abs(close / open - 1) / volatility;
			const dollars =
				dollarsPerHour *
				busy *
				Math.exp(path.heat[i]! + 0.35 * dice.shock()) *
				(0.6 + 0.4 * Math.min(move, 8));
			bars.open[i] = open;
			bars.close[i] = close;
			if (path.active[i] === 0) {
				bars.high[i] = open;
				bars.low[i] = open;
			} else {
				const high = Math.max(open, close) + up;
				const low = Math.max(1, Math.min(open, close) - down);
				const typical = (open + high + low + close) / 4 / ticks;
				const trades = Math.max(1, Math.round(dollars / trade));
				const lots = Math.max(trades, Math.round(dollars / (typical * quoteLevel * lot)));
				bars.high[i] = high;
				bars.low[i] = low;
				bars.trades[i] = trades;
				bars.volume[i] = lots;
				bars.quote[i] = Math.max(1, Math.round(lots * lot * typical * quoteUnits));
			}

			open = close;
		}

		return bars;

		function priceTicks(i: number): number {
			const log = level + path.level[i]! - (against === null ? 0 : against.level[i]!);
			return Math.max(1, Math.round(Math.exp(log) * ticks));
		}
	});

	/** The 60 minutes of the hour that starts at `ts`. */
	const minutesOf = remember<Bars>(2048, (hourNumber, key) => {
		const bars = hoursOf(Math.floor(hourNumber / hoursOfWeek), key);
		return subdivide(barAt(bars, hourNumber % hoursOfWeek), new Dice(hash(seed, key, hourNumber, 5)));
	});

	/** The 60 seconds of a minute, numbered from genesis. */
	const secondsOf = remember<Bars>(1024, (minuteNumber, key) =>
		subdivide(
			barAt(minutesOf(Math.floor(minuteNumber / 60), key), minuteNumber % 60),
			new Dice(hash(seed, key, minuteNumber, 7)),
		),
	);

	/**
	 * What an instrument traded in `[from, to)`, silences left out; null when it was silent throughout. Both ends are
	 * whole seconds. `ignoreSilences` tells the hidden truth instead, which other venues still see.
	 */
	function barOver(instrument: Instrument, from: number, to: number, ignoreSilences = false): Bar | null {
		const {key} = instrument;
		const silences = ignoreSilences ? hiddenSilences : instrument.silences;
		let bar: Bar | null = null;
		let next = 0;
		let ts = from;
		while (ts < to) {
			while (next < silences.length && silences[next]!.to <= ts) next++;
			const silence = silences[next];
			if (silence !== undefined && silence.from <= ts) {
				ts = silence.to;
				continue;
			}

			const end = silence === undefined ? to : Math.min(to, silence.from);
			let bars: Bars;
			let i: number;
			const age = ts - genesis;
			if (age % hour === 0 && ts + hour <= end) {
				bars = hoursOf(Math.floor(age / week), key);
				i = (age / hour) % hoursOfWeek;
				ts += hour;
			} else if (age % minute === 0 && ts + minute <= end) {
				bars = minutesOf(Math.floor(age / hour), key);
				i = (age / minute) % 60;
				ts += minute;
			} else {
				bars = secondsOf(Math.floor(age / minute), key);
				i = Math.floor(age / second) % 60;
				ts += second;
			}

			if (bar === null) bar = barAt(bars, i);
			else extendBar(bar, bars, i);
		}

		return bar;
	}

	/** The last price in ticks at an instant, to the second, as if there were no silences. */
	function ticksAt(instrument: Instrument, ts: number): number {
		const age = Math.max(0, ts - genesis);
		if (age % hour === 0)
			return hoursOf(Math.floor(age / week), instrument.key).open[(age / hour) % hoursOfWeek]!;
		if (age % minute === 0)
			return minutesOf(Math.floor(age / hour), instrument.key).open[(age / minute) % 60]!;
		return secondsOf(Math.floor(age / minute), instrument.key).open[Math.floor(age / second) % 60]!;
	}

	/** The price in ticks at an instant on the straight line between the ends of its hour: cheaper than {@link ticksAt}. */
	function ticksNear(instrument: Instrument, ts: number): number {
		const age = Math.max(0, ts - genesis);
		const bars = hoursOf(Math.floor(age / week), instrument.key);
		const i = Math.floor(age / hour) % hoursOfWeek;
		const along = (age % hour) / hour;
		return bars.open[i]! * (1 - along) + bars.close[i]! * along;
	}

	const symbols = new Map(
		instruments.filter(({symbol}) => symbol !== '').map(instrument => [instrument.symbol, instrument]),
	);
	const pricing = assets.map((_, place) =>
		instruments.findLast(({base, quote}) => base === place && quote < 0)!,
	);
	const dollar = places.get('tether');

	/** US dollars for one USDT. */
	function dollarsPerTether(ts: number): number {
		if (dollar === undefined) return 1;
		const instrument = pricing[dollar]!;
		return ticksNear(instrument, ts) / 10 ** instrument.tickDecimals;
	}

	/** US dollars of a coin at an instant, averaged over all venues: a few basis points off the pair. `coarse` is cheaper. */
	function dollarsAt(place: number, ts: number, coarse = false): number {
		if (place === dollar) return dollarsPerTether(ts);
		const instrument = pricing[place]!;
		const ticks = coarse ? ticksNear(instrument, ts) : ticksAt(instrument, ts);
		const spread =
			assets[place]!.quirk === 'untraded'
				? 0
				: 6e-4 * (hashShare(seed, place, Math.floor(ts / 300_000), 13) - 0.5);
		return (
			(ticks / 10 ** instrument.tickDecimals / instrument.multiple) * dollarsPerTether(ts) * (1 + spread)
		);
	}

	/** US dollars traded on all venues in the 24 hours before an instant. */
	function dollarVolume(place: number, ts: number): number {
		if (assets[place]!.quirk === 'untraded') return 0;
		const {key, quoteDecimals} = pricing[place]!;
		const age = Math.max(day, ts - genesis);
		const last = Math.floor(age / hour);
		const along = (age % hour) / hour;
		const quoteOf = (number: number): number =>
			hoursOf(Math.floor(number / hoursOfWeek), key).quote[number % hoursOfWeek]!;
		let sum = quoteOf(last) * along - quoteOf(last - 24) * along;
		for (let number = last - 24; number < last; number++) sum += quoteOf(number);
		return sum / 10 ** quoteDecimals / venueShare;
	}

	/** Highest and lowest US dollar price in `[from, to)`, both whole minutes. */
	function dollarRange(
		place: number,
		from: number,
		to: number,
	): {readonly high: number; readonly low: number} {
		const instrument = pricing[place]!;
		const bar = barOver(instrument, from, to, true)!;
		const scale = dollarsPerTether(to) / 10 ** instrument.tickDecimals / instrument.multiple;
		return {high: bar.high * scale, low: bar.low * scale};
	}

	/** Highest and lowest daily US dollar price from genesis to an instant, with their days. */
	function dollarRecords(place: number, ts: number) {
		const walk = walkOf(place);
		const last = Math.max(0, Math.floor((ts - genesis) / day));
		walk.extend(last);
		marketWalk.extend(last);
		const beta = betas[place]!;
		let top = 0;
		let bottom = 0;
		const logAt = (d: number): number => beta * marketWalk.level[d]! + walk.level[d]!;
		for (let d = 1; d <= last; d++) {
			if (logAt(d) > logAt(top)) top = d;
			if (logAt(d) < logAt(bottom)) bottom = d;
		}

		const {price} = assets[place]!;
		// Records are made inside the day, a little beyond the midnight prices.
		const beyond = 1 + 0.6 * Math.hypot(walk.daily, beta * marketWalk.daily);
		return {
			high: price * Math.exp(logAt(top)) * beyond,
			highAt: genesis + top * day + (hash(seed, place, top) % day),
			low: (price * Math.exp(logAt(bottom))) / beyond,
			lowAt: genesis + bottom * day + (hash(seed, place, bottom, 1) % day),
		};
	}

	return {
		seed,
		assets,
		/** Pairs of the exchange by symbol, dead ones included. */
		symbols,
		/** Place of an asset in the catalogue by CoinGecko id. */
		places,
		/** The instrument a coin is priced by, against USDT, in the order of the catalogue. */
		pricing,
		barOver,
		ticksAt,
		dollarsAt,
		dollarsPerTether,
		dollarVolume,
		dollarRange,
		dollarRecords,
		/** Units of a coin in circulation; 0 when nobody knows. */
		supply: (asset: CatalogueAsset): number => (asset.quirk === 'unranked' ? 0 : asset.cap / asset.price),
	};
}

/** Before genesis nobody traded anything. */
const hiddenSilences: readonly Silence[] = [{from: -Infinity, to: genesis}];

/**
 * A function of a number and a key that remembers its last `capacity` results. Forgetting costs time only: a result
 * is always the same.
 */
function remember<Result>(
	capacity: number,
	make: (number: number, key: number) => Result,
): (number: number, key: number) => Result {
	const kept = new Map<number, Result>();
	let lastName = Number.NaN;
	let last: Result | undefined;
	return (number, key) => {
		const name = key * 0x1_0000_0000 + number;
		if (name === lastName) return last!;
		let result = kept.get(name);
		if (result === undefined) {
			result = make(number, key);
			if (kept.size >= capacity) kept.delete(kept.keys().next().value!);
			kept.set(name, result);
		}

		lastName = name;
		last = result;
		return result;
	};
}

function createWalk(
	seed: number,
	key: number,
	{volatility, pull, restlessness}: {volatility: number; pull: number; restlessness: number},
	quiet: boolean,
): Walk {
	// The mean of the squared volatility stays what was asked for, however restless it is.
	const daily = (volatility / Math.sqrt(365)) * Math.exp(-restlessness * restlessness);
	const dice = new Dice(hash(seed, key, 1));
	const stay = 0.97;
	const level: number[] = [];
	const heat: number[] = [];
	const extend = (days: number): void => {
		if (level.length === 0) {
			level.push((daily / Math.sqrt(2 * pull)) * dice.shock() * 0.7);
			heat.push(restlessness * dice.shock() * 0.7);
		}

		while (level.length <= days) {
			const d = level.length - 1;
			const size = daily * Math.exp(heat[d]!);
			level.push(level[d]! * (1 - pull) + size * dice.shock());
			heat.push(heat[d]! * stay + restlessness * Math.sqrt(1 - stay * stay) * dice.shock());
		}
	};

	return {key, level, heat, daily, extend, quiet};
}

/** Share of a quiet coin's hours that see a trade; one hour of each day always does. */
const quietShare = 0.3;
const alwaysActive = 14;

function weekPath(seed: number, walk: Walk, number: number): WeekPath {
	const firstDay = number * 7;
	walk.extend(firstDay + 7);
	const level = new Float64Array(hoursOfWeek + 1);
	const volatility = new Float64Array(hoursOfWeek);
	const heat = new Float64Array(hoursOfWeek);
	const active = new Uint8Array(hoursOfWeek).fill(1);
	const drift = new Float64Array(25);
	const weight = new Float64Array(25);
	for (let d = 0; d < 7; d++) {
		const dice = new Dice(hash(seed, walk.key, firstDay + d, 2));
		const from = walk.level[firstDay + d]!;
		const to = walk.level[firstDay + d + 1]!;
		const heatFrom = walk.heat[firstDay + d]!;
		const heatTo = walk.heat[firstDay + d + 1]!;
		for (let h = 0; h < 24; h++) {
			const i = d * 24 + h;
			const share = dice.share();
			if (walk.quiet && h !== alwaysActive && share > quietShare) active[i] = 0;
			const shape = Math.sqrt(busyHours[h]! / 24) * active[i]!;
			const hot = heatFrom + ((heatTo - heatFrom) * h) / 24;
			heat[i] = hot;
			volatility[i] = walk.daily * Math.exp(hot) * shape;
			drift[h + 1] = drift[h]! + volatility[i] * dice.shock();
			weight[h + 1] = weight[h]! + shape * shape;
		}

		// The bridge: whatever the shocks summed up to is taken back in proportion to the variance so far.
		const correction = (to - from - drift[24]!) / weight[24]!;
		for (let h = 0; h < 24; h++) level[d * 24 + h] = from + drift[h]! + correction * weight[h]!;
	}

	level[hoursOfWeek] = walk.level[firstDay + 7]!;
	return {level, volatility, heat, active};
}

/** The whole exchange rests once a year: 24 March, 12:40 to 16:00 UTC. */
const maintenance = Array.from({length: 40}, (_, i) => ({
	from: Date.UTC(2018 + i, 2, 24, 12, 40),
	to: Date.UTC(2018 + i, 2, 24, 16),
}));

/** The first of a month, about `days` before `now`: stable while the program runs, and for weeks. */
function monthAround(now: number, days: number): number {
	const date = new Date(now - (days - 15) * day);
	return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
}

/** Decimals that leave about six digits of a price, between 2 and `most`. */
const tickDecimalsOf = (price: number, most: number): number =>
	Math.min(most, Math.max(2, 5 - Math.floor(Math.log10(price))));

/** Pairs of the exchange and, for every coin that needs one, a finer instrument to price it by. */
function createInstruments(catalogue: Catalogue, placeOf: (id: string) => number, now: number): Instrument[] {
	const instruments: Instrument[] = [];
	const add = (
		given: Pick<
			Instrument,
			'symbol' | 'baseAsset' | 'quoteAsset' | 'base' | 'quote' | 'multiple' | 'volumeShare'
		>,
		price: number,
		mostDecimals: number,
		life: {readonly listed?: number; readonly delisted?: number},
	): void => {
		// Trading begins at 10:00 of the first day and ends in the middle of an hour.
		const listedAt = life.listed === undefined ? genesis : monthAround(now, life.listed) + 10 * hour;
		const delistedAt =
			life.delisted === undefined ? Infinity : monthAround(now, life.delisted) + 3 * hour + 25 * minute;
		const quotePrice = given.quote < 0 ? 1 : catalogue.assets[given.quote]!.price;
		instruments.push({
			...given,
			key: instruments.length,
			tickDecimals: tickDecimalsOf(price, mostDecimals),
			lotDecimals: Math.max(0, Math.ceil(Math.log10(price * quotePrice))),
			quoteDecimals: quotePrice > 100 ? 8 : 4,
			listedAt,
			delistedAt,
			silences: [
				{from: -Infinity, to: listedAt},
				...maintenance.filter(({from, to}) => from > listedAt && to < delistedAt),
				...(delistedAt === Infinity ? [] : [{from: delistedAt, to: Infinity}]),
			],
		});
	};

	for (const [base, asset] of catalogue.assets.entries()) {
		const multiple = asset.multiple ?? 1;
		const priced = asset.price * multiple;
		if (asset.base !== undefined) {
			add(
				{
					symbol: `${asset.base}USDT`,
					baseAsset: asset.base,
					quoteAsset: 'USDT',
					base,
					quote: -1,
					multiple,
					volumeShare: 1,
				},
				priced,
				8,
				asset,
			);
		}

		if (asset.base === undefined || multiple !== 1 || tickDecimalsOf(priced, 16) > 8) {
			add(
				{symbol: '', baseAsset: '', quoteAsset: 'USDT', base, quote: -1, multiple: 1, volumeShare: 1},
				asset.price,
				16,
				{},
			);
		}
	}

	for (const pair of catalogue.pairs) {
		const base = placeOf(pair.base);
		const quote = placeOf(pair.quote);
		const baseAsset = catalogue.assets[base]!.base ?? catalogue.assets[base]!.symbol.toUpperCase();
		const quoteAsset = catalogue.assets[quote]!.base ?? catalogue.assets[quote]!.symbol.toUpperCase();
		add(
			{symbol: baseAsset + quoteAsset, baseAsset, quoteAsset, base, quote, multiple: 1, volumeShare: 0.06},
			catalogue.assets[base]!.price / catalogue.assets[quote]!.price,
			8,
			pair,
		);
	}

	return instruments;
}
