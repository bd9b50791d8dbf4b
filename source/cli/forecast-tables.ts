/** The forecast ledger and feature sets as tables to export. */

import type {Table} from '#adapters/exporters/table.js';
import type {Candles} from '#domain/candles.js';
import {featureMatrix, warmUpRows, type FeatureSetId} from '#domain/forecast/features.js';
import type {ForecastInterval, ModelMeta} from '#domain/forecast/model.js';
import type {StoredForecast} from '#ports/forecasts.js';
import {chunks, number, tableOf, text, time, type Field} from './table-fields.js';

/** The three columns of an interval: its ends, and whether the outcome lay inside. */
function intervalFields(
	level: 50 | 80 | 95,
	read: (row: StoredForecast) => readonly [low: number, high: number] | null,
): readonly Field<StoredForecast>[] {
	return [
		number(`low${level}`, row => read(row)?.[0] ?? null),
		number(`high${level}`, row => read(row)?.[1] ?? null),
		{
			name: `inside${level}`,
			type: 'boolean',
			optional: true,
			read(row) {
				const band = read(row);
				return band && row.outcome !== null ? row.outcome >= band[0] && row.outcome <= band[1] : null;
			},
		},
	];
}

const forecastFields: readonly Field<StoredForecast>[] = [
	text('asset', row => row.asset),
	text('interval', row => row.interval),
	text('model', row => row.model),
	text('kind', row => row.kind),
	time('madeAt', row => row.madeAt),
	time('for', row => row.for),
	number('lastClose', row => row.lastClose, false),
	number('predicted', row => row.predicted, false),
	...intervalFields(50, row => row.interval50),
	...intervalFields(80, row => row.interval80),
	...intervalFields(95, row => row.interval95),
	text('state', row => row.state),
	number('outcome', row => row.outcome),
	number('error', row => (row.outcome === null ? null : row.predicted - row.outcome)),
	time('settledAt', row => row.settledAt, true),
	text('data', row => row.data),
];

/** Forecasts with their outcomes, oldest first. */
export const forecastTable = (forecasts: readonly StoredForecast[]): Table =>
	tableOf('forecasts', forecastFields, chunks(forecasts));

export type FeatureTableParts = {
	readonly candles: Candles;
	readonly interval: ForecastInterval;
	readonly set: FeatureSetId;
	/** What the set is known by. */
	readonly record: ModelMeta['features'][number];
	/** Whether every row names its set: formats without a place for facts of the whole. */
	readonly named: boolean;
};

/** The features of every candle after the warm-up, under its opening time: what a model reads when it has closed. */
export function featureTable({candles, interval, set, record, named}: FeatureTableParts): Table {
	const {names, columns} = featureMatrix([set], candles, interval);
	const length = Math.max(0, candles.length - warmUpRows);
	const repeated = (value: string): readonly string[] => Array.from({length}, () => value);
	const page = {
		length,
		columns: [
			...[candles.ts, ...columns].map(column => column.subarray(warmUpRows)),
			...(named ? [repeated(record.set), repeated(record.hash)] : []),
		],
	};
	return {
		name: 'features',
		columns: [
			{name: 'ts', type: 'time'},
			...names.map(name => ({name, type: 'number' as const, optional: true})),
			...(named ? (['set', 'hash'] as const).map(name => ({name, type: 'text' as const})) : []),
		],
		// oxlint-disable-next-line func-names -- a page or none
		pages: (async function* () {
			if (length > 0) yield page;
		})(),
		facts: {set: record.set, hash: record.hash},
	};
}
