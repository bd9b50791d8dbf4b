/** Price alerts as data: what is watched, and when it fires. */

import type {IndicatorId, Settings} from '../indicators/catalog.js';
import type {Interval} from '../interval.js';

/** A number of a quote that can be watched. Changes are percents. */
export type QuoteMeasure =
	| 'price'
	| 'change1h'
	| 'change24h'
	| 'change7d'
	| 'change30d'
	| 'volume24h'
	| 'marketCap';

/** On which side of its level a number makes a rule fire. */
export type Direction = 'above' | 'below';

/**
 * When a rule fires. `quote`: a number of the market snapshot passes a level. `indicator`: one line of an indicator of
 * closed candles does. `cross`: the close passes an overlay, upwards, downwards or either way. `volume`: a closed
 * candle has `times` the mean volume of the `period` candles before it.
 */
export type Condition =
	| {
			readonly of: 'quote';
			readonly measure: QuoteMeasure;
			readonly direction: Direction;
			readonly level: number;
	  }
	| {
			readonly of: 'indicator';
			readonly indicator: IndicatorId;
			readonly settings: Settings;
			readonly line: number;
			readonly direction: Direction;
			readonly level: number;
			readonly interval: Interval;
	  }
	| {
			readonly of: 'cross';
			readonly indicator: IndicatorId;
			readonly settings: Settings;
			readonly line: number;
			readonly direction: Direction | 'either';
			readonly interval: Interval;
	  }
	| {
			readonly of: 'volume';
			readonly times: number;
			readonly period: number;
			readonly interval: Interval;
	  };

/** A rule as written, before its asset is known to exist. */
export type RuleText = {
	/** Id or symbol, as typed. */
	readonly asset: string;
	readonly condition: Condition;
};
