/** Writes long pages of digits fast: straight into bytes, without a string for each number. */

const places = 8;
const hundredMillion = 100_000_000;
const zero = 48;
const powers = Array.from({length: places + 1}, (_, i) => 10 ** i);

/** Collects one ASCII page. */
export type Digits = {
	/** ASCII only. */
	readonly text: (ascii: string) => void;
	/** A whole number, 0 to 2^53. */
	readonly whole: (value: number) => void;
	/** `value / 10^decimals` with 8 decimals (`decimals` at most 8, `value` whole and not negative). */
	readonly decimal: (value: number, decimals: number) => void;
	/** The page; the next one starts empty. */
	readonly take: () => string;
};

/** One writer is meant to be used for many pages: it keeps its memory. */
export function createDigits(): Digits {
	let bytes = Buffer.allocUnsafe(256 * 1024);
	let at = 0;

	const room = (needed: number): void => {
		if (at + needed <= bytes.length) return;
		const larger = Buffer.allocUnsafe(Math.max(bytes.length * 2, at + needed));
		bytes.copy(larger, 0, 0, at);
		bytes = larger;
	};

	/** A number below 10^8 with exactly `length` digits. */
	const padded = (value: number, length: number): void => {
		const memory = bytes;
		const first = at;
		let rest = value | 0;
		for (let i = first + length - 1; i >= first; i--) {
			const tens = (rest / 10) | 0;
			memory[i] = zero + rest - tens * 10;
			rest = tens;
		}

		at = first + length;
	};

	const short = (value: number): void => {
		let length = 1;
		for (let limit = 10; value >= limit; limit *= 10) length++;
		padded(value, length);
	};

	const whole = (value: number): void => {
		room(24);
		const high = Math.floor(value / hundredMillion);
		if (high === 0) {
			short(value);
			return;
		}

		if (high >= hundredMillion) {
			short(Math.floor(high / hundredMillion));
			padded(high % hundredMillion, places);
		} else {
			short(high);
		}

		padded(value - high * hundredMillion, places);
	};

	return {
		text(ascii) {
			room(ascii.length);
			for (let i = 0; i < ascii.length; i++) bytes[at++] = ascii.charCodeAt(i);
		},
		whole,
		decimal(value, decimals) {
			const scale = powers[decimals]!;
			const integer = Math.floor(value / scale);
			whole(integer);
			room(places + 1);
			bytes[at++] = 46;
			padded((value - integer * scale) * powers[places - decimals]!, places);
		},
		take() {
			const page = bytes.toString('latin1', 0, at);
			at = 0;
			return page;
		},
	};
}
