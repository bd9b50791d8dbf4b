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

/** How to train a model of a line, as typed. */
export const trainCommand = ({asset, interval, kind}: ModelLine): string =>
	`"crypto-tui train --asset ${asset} --interval ${interval}${kind === 'standard' ? '' : ` --model ${kind}`}"`;

const trainAgain = (line: ModelLine): string =>
	`Train it again: ${trainCommand(line)}. Nothing else is lost.`;

/** Reads a model; one whose features this version computes otherwise would read numbers that mean something else. */
function opened(world: ForecastWorld, {meta, bytes}: SavedModel): Trained {
	const today = featuresOf(world, meta);
	const differs = meta.features.find(({set, hash}, i) => today[i]?.set !== set || today[i]?.hash !== hash);
	const refuse = (message: string, cause?: unknown): Fault =>
		new Fault('model-unusable', message, {asset: meta.asset, hint: trainAgain(meta), cause});
	if (differs) {
		throw refuse(
			`Model ${meta.id} was trained on features ${differs.set}, which this version computes otherwise.`,
		);
	}

	try {
		return decodeModel(bytes);
	} catch (error) {
		if (!(error instanceof UnreadableModel)) throw error;
		throw refuse(`Model ${meta.id} cannot be read: ${error.message}.`, error);
	}
}

/**
 * The model in use, or null when there is none.
 * @throws Fault `model-unusable` when its file is gone, damaged, or made for another version.
 */
export async function currentModel(
	world: ForecastWorld,
	line: ModelLine,
): Promise<{readonly saved: SavedModel; readonly model: Trained} | null> {
	const {asset, interval, kind} = line;
	const saved = await world.storage.models.current(asset, interval, kind);
	return saved && {saved, model: opened(world, saved)};
}
