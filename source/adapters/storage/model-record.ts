/** The record of a model as it lies in the database: JSON that anybody may have changed. */

import type {ForecastInterval, ModelKind, ModelMeta} from '#domain/forecast/model.js';
import type {BrokenModel, ListedModel} from '#ports/forecasts.js';

/** What a row of the table of models is read from, with its asset joined. */
export const modelColumns = [
	'model.id',
	'asset.coin as asset',
	'model.interval',
	'kind',
	'meta',
	'current',
	'bytes',
] as const;

/** A model as it lies in its table. */
export type ModelRow = {
	readonly id: string;
	readonly asset: string;
	readonly interval: string;
	readonly kind: string;
	readonly meta: string;
	readonly current: number;
	readonly bytes: number | null;
};

/** What may be null in a record. JSON has no NaN: every other null was a number that could not be computed. */
const nullable: ReadonlySet<string> = new Set(['parent', 'params', 'direction', 'lambda']);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether a document is the record of this model, with every part that readers look into. */
const isRecordOf = (
	document: unknown,
	{id, asset, interval, kind}: Omit<ModelRow, 'meta' | 'current' | 'bytes'>,
): boolean =>
	isObject(document) &&
	document['id'] === id &&
	document['asset'] === asset &&
	document['interval'] === interval &&
	document['kind'] === kind &&
	isObject(document['data']) &&
	Array.isArray(document['features']) &&
	isObject(document['evaluation']) &&
	['range', 'model', 'baselines', 'scale', 'proven'].every(part =>
		isObject((document['evaluation'] as Record<string, unknown>)[part]),
	) &&
	Array.isArray(document['evaluation']['intervals']);

/** The record of a model; null when it is none. */
export function metaOf(row: Omit<ModelRow, 'current' | 'bytes'>): ModelMeta | null {
	const document: unknown = JSON.parse(row.meta, (key, value: unknown) =>
		value === null && !nullable.has(key) ? Number.NaN : value,
	);
	return isRecordOf(document, row) ? (document as ModelMeta) : null;
}

/** A model of the list; null when its record cannot be read. */
export const listed = (row: ModelRow): ListedModel | null => {
	const meta = metaOf(row);
	return meta && {meta, current: row.current === 1, bytes: row.bytes};
};

/** A model whose record cannot be read, by what its row says beside it. */
export const brokenOf = ({id, asset, interval, kind, current}: ModelRow): BrokenModel => ({
	id,
	asset,
	interval: interval as ForecastInterval,
	kind: kind as ModelKind,
	current: current === 1,
});
