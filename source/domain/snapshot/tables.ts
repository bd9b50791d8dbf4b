/** What a version of the data holds: its tables with their columns, the same for every database and every reader. */

/** One value of a version; null is unknown. */
export type Cell = number | string | null;

/** One row, its cells in the order of the columns. */
export type Row = readonly Cell[];

/** `time` is ms UTC; `integer` fits 53 bits. */
export type TableColumn = {
	readonly name: string;
	readonly type: 'time' | 'integer' | 'number' | 'text';
	readonly optional?: boolean;
};

export type SnapshotTable = {
	readonly columns: readonly TableColumn[];
	/** How many of the first columns name a row; rows ascend by them. */
	readonly key: number;
	/** Whether the table is cut into UTC months, by its first column. */
	readonly monthly: boolean;
};

const time = (name: string): TableColumn => ({name, type: 'time'});
const number = (name: string): TableColumn => ({name, type: 'number'});
const integer = (name: string): TableColumn => ({name, type: 'integer'});
const text = (name: string): TableColumn => ({name, type: 'text'});
const maybe = (column: TableColumn): TableColumn => ({...column, optional: true});

const series = ['source', 'asset', 'quote', 'interval', 'origin'].map(text);
const ohlc = (prefix: string): TableColumn[] => [
	...['open', 'high', 'low', 'close'].map(name => number(prefix + name)),
	maybe(number(`${prefix}volume`)),
	integer(`${prefix}flags`),
];

/** Columns of a quote that may be unknown, beside its price. */
export const quoteFigures = [
	'market_cap',
	'fully_diluted_valuation',
	'volume_24h',
	'high_24h',
	'low_24h',
	'change_24h',
	'change_percent_1h',
	'change_percent_24h',
	'change_percent_7d',
	'change_percent_30d',
	'change_percent_1y',
	'market_cap_change_percent_24h',
	'circulating_supply',
	'total_supply',
	'max_supply',
	'ath',
	'ath_change_percent',
] as const;

/** Bounds of a forecast, as columns. */
export const forecastBounds = ['low_50', 'high_50', 'low_80', 'high_80', 'low_95', 'high_95'] as const;

const table = (
	key: readonly TableColumn[],
	rest: readonly TableColumn[],
	monthly: 'monthly' | 'whole' = 'whole',
): SnapshotTable => ({columns: [...key, ...rest], key: key.length, monthly: monthly === 'monthly'});

/** Every table. Candles are those of one series each; the others hold all rows. */
export const snapshotTables = {
	assets: table([text('asset')], [maybe(text('symbol')), maybe(text('name')), maybe(integer('rank'))]),
	links: table(
		[text('source'), text('asset')],
		[
			maybe(text('external_id')),
			text('verdict'),
			maybe(number('our_price')),
			maybe(number('their_price')),
			time('checked_at'),
		],
	),
	candles: table([time('ts')], ohlc(''), 'monthly'),
	ledger: table(
		[time('from'), ...series],
		[time('to'), text('run'), text('payload'), text('contract'), time('answered_at')],
		'monthly',
	),
	revisions: table(
		[time('seen_at'), integer('id')],
		[...series, time('ts'), text('run'), text('payload'), ...ohlc('before_'), ...ohlc('after_')],
		'monthly',
	),
	cycles: table(
		[time('captured_at'), text('source')],
		[
			text('run'),
			text('contract'),
			integer('expected'),
			integer('stored'),
			// The assets that were as before, one a line.
			text('unchanged'),
			text('origin'),
		],
		'monthly',
	),
	quotes: table(
		[time('captured_at'), text('source'), text('asset')],
		[
			number('price'),
			maybe(integer('rank')),
			...quoteFigures.map(name => maybe(number(name))),
			maybe(time('ath_at')),
			maybe(number('atl')),
			time('updated_at'),
		],
		'monthly',
	),
	runs: table(
		[time('started_at'), text('run')],
		[
			text('kind'),
			maybe(time('finished_at')),
			text('status'),
			integer('pid'),
			text('host'),
			text('args'),
			maybe(text('report')),
		],
		'monthly',
	),
	forecasts: table(
		[time('made_at'), text('asset'), text('interval'), text('kind'), text('model'), time('target')],
		[
			time('last_ts'),
			number('last_close'),
			number('predicted'),
			...forecastBounds.map(name => maybe(number(name))),
			text('data'),
			text('state'),
			maybe(number('outcome')),
			maybe(time('settled_at')),
		],
		'monthly',
	),
	quarantine: table(
		[integer('id')],
		[
			...['source', 'endpoint', 'asset', 'kind', 'rule', 'field', 'key', 'sample', 'raw'].map(text),
			...['contract', 'run', 'payload', 'question'].map(text),
			time('first_seen_at'),
			time('last_seen_at'),
			integer('times_seen'),
			text('state'),
		],
	),
	drift: table(
		[integer('id')],
		[...['source', 'endpoint', 'field', 'change', 'before', 'now'].map(text), time('seen_at'), text('run')],
	),
	rates: table(
		[text('source'), text('id')],
		[
			text('symbol'),
			maybe(text('currency_symbol')),
			text('type'),
			number('rate_usd'),
			time('seen_at'),
			text('run'),
		],
	),
	exchanges: table(
		[text('id')],
		[
			text('name'),
			maybe(integer('rank')),
			maybe(number('volume_usd')),
			maybe(number('volume_percent')),
			maybe(integer('trading_pairs')),
			maybe(text('url')),
			maybe(time('updated_at')),
			time('seen_at'),
			text('run'),
		],
	),
	markets: table(['asset', 'exchange', 'base_symbol', 'quote_symbol'].map(text), [
		maybe(number('price')),
		maybe(number('volume_usd_24h')),
		maybe(number('volume_percent')),
		maybe(time('updated_at')),
		time('seen_at'),
		text('run'),
	]),
	// An empty list is a row without position and asset.
	watchlists: table([text('name'), maybe(integer('position'))], [maybe(text('asset'))]),
	lots: table(
		[integer('id')],
		[text('asset'), text('amount'), maybe(text('cost')), text('currency'), maybe(time('at')), text('note')],
	),
	memory: table([text('key')], [text('value')]),
} as const satisfies Record<string, SnapshotTable>;

export type TableName = keyof typeof snapshotTables;

/** Every table, in an order in which later ones may refer to earlier ones. */
export const tableNames = Object.keys(snapshotTables) as readonly TableName[];
