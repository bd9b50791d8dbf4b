/** Answers calls that come through a port out of a desk, and sends its news there in batches. */

import {Fault} from '#domain/fault.js';
import type {Desk, DeskNews} from './desk.js';
import type {LivePrice} from './views/market.js';
import {wireFault, type DeskPort, type WireCall, type WireMessage} from './wire.js';

/** News of so many milliseconds travel together: a screen is painted 30 times a second. */
const batchMs = 33;

/** Answers made of fresh columns, which need not be copied: their memory moves. */
const moving: ReadonlySet<WireCall['method']> = new Set(['chart', 'compare']);

/** Serves until `close` was called and answered; `onClosed` comes after that. */
export function serveDesk(desk: Desk, port: DeskPort, onClosed: () => void = () => {}): void {
	let news: DeskNews[] = [];
	let timer: ReturnType<typeof setTimeout> | undefined;
	const send = (message: WireMessage, transfer: readonly ArrayBuffer[] = []): void =>
		port.postMessage(message, transfer);
	const flush = (): void => {
		clearTimeout(timer);
		timer = undefined;
		if (news.length === 0) return;
		const batch = mergePrices(news);
		news = [];
		send({news: batch});
	};

	desk.listen(one => {
		news.push(one);
		timer ??= setTimeout(flush, batchMs);
	});
	const answer = async ({id, method, args}: WireCall): Promise<void> => {
		try {
			const work = desk[method] as ((...args: readonly unknown[]) => Promise<unknown>) | undefined;
			if (!work) throw new Fault('bug', `The desk has no "${method}".`);
			const value = await work(...args);
			// What was told before the answer arrives before it.
			flush();
			send({id, value}, moving.has(method) ? buffersIn(value) : []);
		} catch (error) {
			flush();
			send({id, fault: wireFault(error)});
		}

		if (method === 'close') onClosed();
	};

	port.on('message', call => void answer(call as WireCall));
}

/** One set of prices instead of many: the last one of each asset, in the place of the last set. */
function mergePrices(news: readonly DeskNews[]): readonly DeskNews[] {
	const last = news.findLastIndex(({type}) => type === 'prices');
	if (last === -1) return news;
	const prices = new Map<string, LivePrice>();
	for (const one of news) {
		if (one.type === 'prices') for (const price of one.prices) prices.set(price.asset, price);
	}

	return news.flatMap((one, index) => {
		if (one.type !== 'prices') return one;
		return index === last ? {type: 'prices' as const, prices: [...prices.values()]} : [];
	});
}

/** The memory of all columns in an answer; views on a part of something larger stay out. */
function buffersIn(value: unknown, found = new Set<ArrayBuffer>()): readonly ArrayBuffer[] {
	if (ArrayBuffer.isView(value)) {
		const {buffer, byteLength} = value;
		const whole = byteLength > 0 && byteLength === buffer.byteLength;
		if (whole && buffer instanceof ArrayBuffer) found.add(buffer);
	} else if (typeof value === 'object' && value !== null) {
		for (const inner of Object.values(value)) buffersIn(inner, found);
	}

	return [...found];
}
