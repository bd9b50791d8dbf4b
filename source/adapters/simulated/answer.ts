/** What the three wire formats have in common: a question, an answer, and whole numbers written as decimals. */

/** One request, as the wire formats see it. */
export type Question = {
	/** Path below the root of the provider, e.g. `/coins/markets`. */
	readonly path: string;
	readonly query: URLSearchParams;
	readonly headers: Readonly<Record<string, string | string[] | undefined>>;
	/** The exchange's clock, ms UTC. */
	readonly now: number;
};

/** One honest answer; faults may still spoil it. */
export type Answer = {
	readonly status: number;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body: string;
};

export const json = (value: unknown, headers: Readonly<Record<string, string>> = {}): Answer => ({
	status: 200,
	headers,
	body: JSON.stringify(value),
});

/** A refusal; thrown by the wire formats, answered by the exchange. */
export class Refusal extends Error {
	override readonly name = 'Refusal';
	readonly answer: Answer;

	constructor(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) {
		super(`HTTP ${status}`);
		this.answer = {status, headers, body: JSON.stringify(body)};
	}
}

const zeros = '0000000000000000';

/** `whole / 10^decimals` with exactly `places` decimals (`decimals` <= `places`), without going through a float. */
export function decimal(whole: number, decimals: number, places = 8): string {
	if (whole < 0) return `-${decimal(-whole, decimals, places)}`;
	if (decimals === 0) return `${whole}.${zeros.slice(0, places)}`;
	const scale = 10 ** decimals;
	const integer = Math.floor(whole / scale);
	const fraction = String(whole - integer * scale);
	return `${integer}.${zeros.slice(0, decimals - fraction.length)}${fraction}${zeros.slice(0, places - decimals)}`;
}

/** A whole number out of a query; `undefined` when it is not there, NaN when it is something else. */
export function wholeNumber(query: URLSearchParams, name: string): number | undefined {
	const text = query.get(name);
	if (text === null) return undefined;
	return /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
}
