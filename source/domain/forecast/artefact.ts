/**
 * A trained model as bytes: magic and format version, length of a JSON header, the header, then the numbers,
 * little-endian and 8-aligned. Forests: per tree thresholds and values (Float64), children (Int32), features (Int16).
 */

import type {Forest, Tree} from './forest.js';
import {modelKinds, type ModelKind} from './model.js';
import type {Trained} from './trained.js';

const magic = 'CTUI';
const formatVersion = 1;

type ForestHeader = {readonly features: number; readonly nodes: readonly number[]};
type Header = {
	readonly kind: ModelKind;
	readonly lambda: number | null;
	readonly centre: ForestHeader | null;
	readonly price: ForestHeader | null;
	readonly scale: ForestHeader | null;
	readonly weights: number;
};

/** Bytes that are not a model of this format; the message says how. */
export class UnreadableModel extends Error {}

const aligned = (length: number): number => Math.ceil(length / 8) * 8;
const sizeOfTree = (nodes: number): number => aligned(nodes * (8 + 8 + 4 + 2));

const headerOf = (forest: Forest | null): ForestHeader | null =>
	forest && {features: forest.features, nodes: forest.trees.map(({feature}) => feature.length)};

const forestsOf = (trained: Trained): readonly (Forest | null)[] => [
	trained.centre?.forest ?? null,
	trained.price,
	trained.scale.forest,
];

/** Writes a model; the same model gives the same bytes. */
export function encodeModel(trained: Trained): Uint8Array {
	const {kind, centre, price, scale} = trained;
	const header: Header = {
		kind,
		lambda: centre?.lambda ?? null,
		centre: headerOf(centre?.forest ?? null),
		price: headerOf(price),
		scale: headerOf(scale.forest),
		weights: scale.linear.weights.length,
	};
	const text = new TextEncoder().encode(JSON.stringify(header));
	const start = aligned(12 + text.length);
	const forests = forestsOf(trained).filter(forest => forest !== null);
	const numbers = 8 * (1 + scale.linear.weights.length);
	const trees = forests.flatMap(forest => forest.trees);
	const bytes = new Uint8Array(
		trees.reduce((sum, {feature}) => sum + sizeOfTree(feature.length), start + numbers),
	);
	const view = new DataView(bytes.buffer);
	bytes.set(new TextEncoder().encode(magic));
	view.setUint32(4, formatVersion, true);
	view.setUint32(8, text.length, true);
	bytes.set(text, 12);
	let at = start;
	const float = (value: number): void => {
		view.setFloat64(at, value, true);
		at += 8;
	};

	float(scale.linear.intercept);
	scale.linear.weights.forEach(float);
	for (const {feature, threshold, left, value} of trees) {
		const end = at + sizeOfTree(feature.length);
		threshold.forEach(float);
		value.forEach(float);
		for (const child of left) {
			view.setInt32(at, child, true);
			at += 4;
		}

		for (const number of feature) {
			view.setInt16(at, number, true);
			at += 2;
		}

		at = end;
	}

	return bytes;
}

function readHeader(bytes: Uint8Array, view: DataView): {header: Header; start: number} {
	if (bytes.length < 12 || new TextDecoder().decode(bytes.subarray(0, 4)) !== magic) {
		throw new UnreadableModel('it is not a model file');
	}

	const version = view.getUint32(4, true);
	if (version !== formatVersion) {
		throw new UnreadableModel(`it has format ${version}, and this version reads format ${formatVersion}`);
	}

	const length = view.getUint32(8, true);
	try {
		const header = JSON.parse(new TextDecoder().decode(bytes.subarray(12, 12 + length))) as Header;
		if (!modelKinds.includes(header.kind)) throw new UnreadableModel('it is of an unknown kind');
		return {header, start: aligned(12 + length)};
	} catch (error) {
		if (error instanceof UnreadableModel) throw error;
		throw new UnreadableModel('its header is damaged');
	}
}

/**
 * Reads what {@link encodeModel} wrote.
 * @throws UnreadableModel for anything else.
 */
export function decodeModel(bytes: Uint8Array): Trained {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const {header, start} = readHeader(bytes, view);
	const nodes = [header.centre, header.price, header.scale].flatMap(forest => forest?.nodes ?? []);
	const expected = nodes.reduce((sum, count) => sum + sizeOfTree(count), start + 8 * (1 + header.weights));
	if (bytes.length !== expected) throw new UnreadableModel('it is cut short or has something behind its end');
	let at = start;
	const floats = (count: number): Float64Array => {
		const values = Float64Array.from({length: count}, (_, i) => view.getFloat64(at + 8 * i, true));
		at += 8 * count;
		return values;
	};
	const tree = (count: number): Tree => {
		const end = at + sizeOfTree(count);
		const threshold = floats(count);
		const value = floats(count);
		const left = Int32Array.from({length: count}, (_, i) => view.getInt32(at + 4 * i, true));
		at += 4 * count;
		const feature = Int16Array.from({length: count}, (_, i) => view.getInt16(at + 2 * i, true));
		at = end;
		return {feature, threshold, left, value};
	};
	const forest = (from: ForestHeader | null): Forest | null =>
		from && {features: from.features, trees: from.nodes.map(tree)};

	const [intercept = 0] = floats(1);
	const linear = {intercept, weights: floats(header.weights)};
	const centre = forest(header.centre);
	const price = forest(header.price);
	const scale = forest(header.scale);
	return {
		kind: header.kind,
		centre: centre && {forest: centre, lambda: header.lambda ?? 0},
		price,
		scale: {linear, forest: scale},
	};
}
