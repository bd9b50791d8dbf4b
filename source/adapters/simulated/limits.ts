/** The limits the exchange enforces: a sliding minute of calls, and a fixed minute of weight with bans. */

export type Limits = {
	/** Calls in any 60 seconds. */
	readonly coingeckoPerMinute: number;
	readonly coincapPerMinute: number;
	/** Weight in a minute of the clock. */
	readonly binanceWeightPerMinute: number;
};

export const noLimits: Limits = {
	coingeckoPerMinute: Infinity,
	coincapPerMinute: Infinity,
	binanceWeightPerMinute: Infinity,
};

const window = 60_000;

/** Whether a call may pass, and if not, after how many seconds to ask again. Refused calls are not counted. */
export type Verdict =
	| {readonly pass: true; readonly used: number}
	| {readonly pass: false; readonly banned: boolean; readonly retryAfter: number; readonly used: number};

/** At most `limit` calls in any 60 s. */
export function createSlidingLimit(limit: number): (now: number) => Verdict {
	const passed: number[] = [];
	return now => {
		while (passed.length > 0 && passed[0]! <= now - window) passed.shift();
		if (passed.length >= limit) {
			const retryAfter = Math.max(1, Math.ceil((passed[0]! + window - now) / 1000));
			return {pass: false, banned: false, retryAfter, used: passed.length};
		}

		if (limit !== Infinity) passed.push(now);
		return {pass: true, used: passed.length};
	};
}

/** Refusals in one minute after which a caller is banned, and for how long at first (doubling). */
const patience = 10;
const firstBan = 120;

/** At most `limit` weight in a minute of the clock; who goes on asking is banned. */
export function createWeightLimit(limit: number): (now: number, weight: number) => Verdict {
	let minute = Number.NaN;
	let used = 0;
	let refused = 0;
	let bannedUntil = 0;
	let ban = firstBan;
	return (now, weight) => {
		if (Math.floor(now / window) !== minute) {
			minute = Math.floor(now / window);
			used = 0;
			refused = 0;
		}

		if (now < bannedUntil)
			return {pass: false, banned: true, retryAfter: Math.ceil((bannedUntil - now) / 1000), used};
		if (used + weight > limit) {
			refused++;
			if (refused > patience) {
				bannedUntil = now + ban * 1000;
				const verdict = {pass: false, banned: true, retryAfter: ban, used} as const;
				ban *= 2;
				return verdict;
			}

			return {
				pass: false,
				banned: false,
				retryAfter: Math.max(1, Math.ceil(((minute + 1) * window - now) / 1000)),
				used,
			};
		}

		used += weight;
		return {pass: true, used};
	};
}
