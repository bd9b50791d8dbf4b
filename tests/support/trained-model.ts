/** Small real models for the tests of registry and commands. */

import {createHash} from 'node:crypto';
import {buildModel, type BuiltModel} from '#domain/forecast/build-model.js';
import type {ModelMeta} from '#domain/forecast/model.js';
import {stepOf} from '#domain/interval.js';
import type {SavedModel} from '#ports/forecasts.js';
import {walkOf} from '../domain/forecast/series.js';

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const candles = walkOf(800, 0.3, 91);
const last = candles.ts[candles.length - 1]!;
let model: BuiltModel | undefined;

/** A model that was really trained, under any record. */
export function savedModel(changes: Partial<ModelMeta> = {}): SavedModel {
	model ??= buildModel(candles, '1h', {kind: 'linear', seed: 1, search: 0, scale: null});
	const meta: ModelMeta = {
		schema: 1,
		id: 'aaaaaaaaaaaa',
		kind: 'linear',
		createdAt: '2026-11-20T10:00:00.000Z',
		asset: 'bitcoin',
		interval: '1h',
		seed: 1,
		data: {
			source: 'binance',
			quote: 'USDT',
			from: candles.ts[0]!,
			to: last + stepOf['1h'],
			rows: model.rows,
			gaps: 0,
			sha256: 'd'.repeat(64),
		},
		features: [{set: 'range@1', hash: 'e'.repeat(16), names: ['range-now']}],
		params: model.params,
		evaluation: model.evaluation,
		modelSha256: sha256(model.bytes),
		parent: null,
		program: '1.2.3',
		...changes,
	};
	return {meta, bytes: model.bytes, conformal: model.conformal, through: last};
}
