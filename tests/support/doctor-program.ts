/** The doctor as a user runs it, on the data of a desk under test. */

import {Writable} from 'node:stream';
import {openApp} from '#app.js';
import {main} from '#cli/main.js';
import type {Desk} from './desk.js';

class Memory extends Writable {
	text = '';
	readonly isTTY = false;

	override _write(chunk: Buffer | string, _encoding: string, done: () => void): void {
		this.text += chunk.toString();
		done();
	}
}

/** A gap as the document tells it. */
type ToldGap = {
	readonly asset: string;
	readonly source: string;
	readonly interval: string;
	readonly origin: string;
	readonly from: string;
	readonly to: string;
	readonly candles: number;
	readonly cause: string;
	readonly healable: boolean;
	readonly obstacle: string | null;
	readonly heldUntil: string | null;
	readonly proof: {readonly run: string; readonly payload: string; readonly answeredAt: string} | null;
	readonly attempts: readonly {
		readonly outcome: string;
		readonly run: string;
		readonly until: string | null;
	}[];
};

type ToldCheck = {
	readonly id: string;
	readonly state: string;
	readonly message: string;
	readonly fix: string | null;
};

type ToldDocument = {
	readonly checks: readonly ToldCheck[];
	readonly gaps: readonly ToldGap[];
	readonly healing: {readonly report: {readonly status: string} | null} | null;
	readonly summary: {readonly gaps: number; readonly healable: {readonly requests: number}};
};

export type DoctorAnswer = {
	readonly code: number;
	readonly out: string;
	readonly err: string;
	/** The document of `--json`. */
	readonly told: () => ToldDocument;
	readonly check: (id: string) => ToldCheck | undefined;
};

/** Runs `crypto-tui doctor` with these arguments. */
export async function doctor(
	{clock, exchange, folder}: Pick<Desk, 'clock' | 'exchange' | 'folder'>,
	argv: readonly string[],
	{environment = {}}: {readonly environment?: Readonly<Record<string, string>>} = {},
): Promise<DoctorAnswer> {
	const out = new Memory();
	const err = new Memory();
	const code = await main(['doctor', ...argv], {
		out,
		err,
		environment: {
			CRYPTO_TUI_DATA_DIR: folder,
			CRYPTO_TUI_CONFIG_DIR: `${folder}/config`,
			CRYPTO_TUI_TIME_ZONE: 'UTC',
			CRYPTO_TUI_COINGECKO_URL: exchange.urls.coingecko,
			CRYPTO_TUI_COINGECKO_RPM: '1e9',
			CRYPTO_TUI_COINCAP_URL: exchange.urls.coincap,
			CRYPTO_TUI_BINANCE_URL: exchange.urls.binance,
			CRYPTO_TUI_BINANCE_WEIGHT: '1e9',
			CRYPTO_TUI_HTTP_TIMEOUT_SECONDS: '2',
			...environment,
		},
		folder,
		home: folder,
		platform: 'linux',
		now: () => clock.now(),
		signal: new AbortController().signal,
		onExit: () => () => {},
		onPause: () => () => {},
		onStray: () => {},
		openApp: options => openApp({...options, clock}),
	});
	const told = (): ToldDocument => JSON.parse(out.text) as ToldDocument;
	return {
		code,
		out: out.text,
		err: err.text,
		told,
		check: id => told().checks.find(check => check.id === id),
	};
}
