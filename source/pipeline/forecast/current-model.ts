/** The model in use for a series, and whether this version of the program may use it. */

import {noCandles} from '#domain/candles.js';
import {Fault} from '#domain/fault.js';
import {decodeModel, UnreadableModel} from '#domain/forecast/artefact.js';
import {featurePrint} from '#domain/forecast/feature-print.js';
import {featureSets, type FeatureSetId} from '#domain/forecast/features.js';
import type {ForecastInterval, ModelKind, ModelMeta} from '#domain/forecast/model.js';
import {setsOfKind, type Trained} from '#domain/forecast/trained.js';
import type {AssetId} from '#domain/market.js';
import type {SavedModel} from '#ports/forecasts.js';
import type {ForecastWorld} from './world.js';

/** What names one line of models. */
export type ModelLine = {
	readonly asset: AssetId;
	readonly interval: ForecastInterval;
	readonly kind: ModelKind;
};

/** A feature set as this version computes it. */
export const featureRecord = (
	{sha256}: Pick<ForecastWorld, 'sha256'>,
	set: FeatureSetId,
	interval: ForecastInterval,
): ModelMeta['features'][number] => ({
	set: `${set}@${featureSets[set].version}`,
	hash: sha256(featurePrint(set, interval)).slice(0, 16),
	names: featureSets[set].compute(noCandles, interval).map(({name}) => name),
});

/** What a kind of model reads, by set, with the hash that a change of definition would change. */
export const featuresOf = (
	world: Pick<ForecastWorld, 'sha256'>,
	{kind, interval}: Pick<ModelLine, 'kind' | 'interval'>,
): ModelMeta['features'] => setsOfKind[kind].map(set => featureRecord(world, set, interval));

/** What of a record a model is known by: all that makes it this model and no other. */
export type ModelContent = Omit<ModelMeta, 'id' | 'createdAt' | 'parent' | 'program'>;

/** The name of a model: the first 12 hex digits of the SHA-256 of its content. */
export function idOf({sha256}: Pick<ForecastWorld, 'sha256'>, content: ModelContent): string {
	const {schema, kind, asset, interval, seed, data, features, params, evaluation, modelSha256} = content;
	const hashed = {schema, kind, asset, interval, seed, data, features, params, evaluation, modelSha256};
	return sha256(new TextEncoder().encode(JSON.stringify(hashed))).slice(0, 12);
}

/** How to train a model of a line, as typed. */
export const trainCommand = ({asset, interval, kind}: ModelLine): string =>
	`"crypto-tui train --asset ${asset} --interval ${interval}${kind === 'standard' ? '' : ` --model ${kind}`}"`;

const refused = (message: string, cause?: unknown): Fault => new Fault('model-unusable', message, {cause});

/** Refuses a record that was changed, and a model whose features this version would compute otherwise. */
function checkRecord(world: ForecastWorld, {meta}: SavedModel): void {
	if (meta.schema !== 1) {
		throw refused(
			`Model ${meta.id} has a record of format ${String(meta.schema)}, and this version reads 1.`,
		);
	}

	const today = featuresOf(world, meta);
	const differs = meta.features.find(({set, hash}, i) => today[i]?.set !== set || today[i]?.hash !== hash);
	if (differs) {
		throw refused(
			`Model ${meta.id} was trained on features ${differs.set}, which this version computes otherwise.`,
		);
	}

	if (idOf(world, meta) !== meta.id) {
		throw refused(`Model ${meta.id} has a record that was changed: it does not match its id.`);
	}
}

function opened({meta, bytes}: SavedModel): Trained {
	try {
		return decodeModel(bytes);
	} catch (error) {
		if (!(error instanceof UnreadableModel)) throw error;
		throw refused(`Model ${meta.id} cannot be read: ${error.message}.`, error);
	}
}

/** Says of a model that cannot be used how to train it again. */
async function withRemedy<T>(line: ModelLine, work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		if (!(error instanceof Fault) || error.code !== 'model-unusable') throw error;
		const hint = `Train it again: ${trainCommand(line)}. Nothing else is lost.`;
		throw new Fault(error.code, error.message, {asset: line.asset, hint, cause: error.cause});
	}
}

async function checkedModel(
	world: ForecastWorld,
	{asset, interval, kind}: ModelLine,
): Promise<SavedModel | null> {
	const saved = await world.storage.models.current(asset, interval, kind);
	if (saved) checkRecord(world, saved);
	return saved;
}

/**
 * The model in use as it is kept, its numbers not taken apart; null when there is none.
 * @throws Fault `model-unusable` when its file is gone or damaged, it was made for another version, or its record was
 * changed.
 */
export const currentRecord = (world: ForecastWorld, line: ModelLine): Promise<SavedModel | null> =>
	withRemedy(line, () => checkedModel(world, line));

/**
 * The model in use, ready to forecast, or null when there is none.
 * @throws Fault `model-unusable` as {@link currentRecord} does, and when its numbers cannot be read.
 */
export const currentModel = (
	world: ForecastWorld,
	line: ModelLine,
): Promise<{readonly saved: SavedModel; readonly model: Trained} | null> =>
	withRemedy(line, async () => {
		const saved = await checkedModel(world, line);
		return saved && {saved, model: opened(saved)};
	});
