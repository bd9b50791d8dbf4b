/** Feature columns as small whole numbers: what a forest is trained on. */

/** A matrix by columns: one Float64Array per feature, all of one length. */
export type Columns = readonly Float64Array[];

/** A column as codes: `value <= edges[code]` for every code but the last, ascending. */
export type BinnedColumn = {
	readonly codes: Uint8Array | Uint16Array;
	/** Thresholds between neighbouring bins, one less than there are bins. */
	readonly edges: Float64Array;
};

/** Bins that fit a byte. Enough for stationary features; price levels need a bin per value. */
const quantileBins = 255;

/** A bin per distinct value, as far as 16 bits go. */
export const rankBins = 65_535;

/** Halfway between two neighbours; the lower one where no number lies between them. */
export function between(low: number, high: number): number {
	const middle = low + (high - low) / 2;
	return middle < high ? middle : low;
}

/** Thresholds that cut sorted values into at most `bins` groups of about equal size; equal values stay together. */
function edgesOf(sorted: Float64Array, bins: number): Float64Array {
	const distinct: number[] = [];
	const upTo: number[] = [];
	for (let i = 0; i < sorted.length; i++) {
		if (i + 1 < sorted.length && sorted[i] === sorted[i + 1]) continue;
		distinct.push(sorted[i]!);
		upTo.push(i + 1);
	}

	const edges: number[] = [];
	if (distinct.length <= bins) {
		for (let i = 1; i < distinct.length; i++) edges.push(between(distinct[i - 1]!, distinct[i]!));
		return Float64Array.from(edges);
	}

	let filled = 1;
	for (let i = 0; i + 1 < distinct.length && filled < bins; i++) {
		if (upTo[i]! * bins < filled * sorted.length) continue;
		edges.push(between(distinct[i]!, distinct[i + 1]!));
		while (filled * sorted.length <= upTo[i]! * bins) filled++;
	}

	return Float64Array.from(edges);
}

/** The number of the bin that holds a value. */
function codeOf(edges: Float64Array, value: number): number {
	let low = 0;
	let high = edges.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (value <= edges[middle]!) high = middle;
		else low = middle + 1;
	}

	return low;
}

/** Bins every column of a training set; values are finite. */
export function binColumns(columns: Columns, bins: number = quantileBins): readonly BinnedColumn[] {
	return columns.map(column => {
		const edges = edgesOf(column.toSorted(), bins);
		const codes = edges.length < 256 ? new Uint8Array(column.length) : new Uint16Array(column.length);
		for (let i = 0; i < column.length; i++) codes[i] = codeOf(edges, column[i]!);
		return {codes, edges};
	});
}
