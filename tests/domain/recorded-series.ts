/** Recorded histories as candle columns. */

import {candlesFrom, type Candles} from '#domain/candles.js';
import {recordedCandles} from '../support/recordings.js';

/** A file of `history/` in the recordings, all candles taken as closed. */
export function recordedSeries(name: string): Candles {
	const rows = recordedCandles(`history/${name}`);
	return candlesFrom(
		rows.map(([ts, open, high, low, close, volume]) => ({
			ts: ts!,
			open: open!,
			high: high!,
			low: low!,
			close: close!,
			volume: volume!,
			flags: 0,
		})),
	);
}
