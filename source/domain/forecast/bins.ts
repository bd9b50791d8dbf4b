/** Feature columns as small whole numbers: what a forest is trained on. */

/** A matrix by columns: one Float64Array per feature, all of one length. */
export type Columns = readonly Float64Array[];

/** A column as the numbers of its bins, ascending by value. */
export type BinnedColumn = {
	readonly codes: Uint8Array | Uint16Array;
	/** The least and the greatest value of each bin; a value lies in exactly one. */
	readonly lowest: Float64Array;
	readonly highest: Float64Array;
};

/** Bins that fit a byte. Enough for stationary features; price levels need a bin per value. */
const quantileBins = 255;

/** A bin per distinct value, as far as 16 bits go. */
export const rankBins = 65_535;

/** Cuts sorted values into at most `bins` groups of about equal size; equal values stay together. */
function groupsOf(sorted: Float64Array, bins: number): Pick<BinnedColumn, 'lowest' | 'highest'> {
	const distinct: number[] = [];
	const upTo: number[] = [];
	for (let i = 0; i < sorted.length; i++) {
		if (i + 1 < sorted.length && sorted[i] === sorted[i + 1]) continue;
		distinct.push(sorted[i]!);
		upTo.push(i + 1);
	}

	if (distinct.length <= bins) {
		const values = Float64Array.from(distinct);
		return {lowest: values, highest: values};
	}

	const lowest = [distinct[0]!];
	const highest: number[] = [];
	let filled = 1;
	for (let i = 0; i + 1 < distinct.length && filled < bins; i++) {
		if (upTo[i]! * bins < filled * sorted.length) continue;
		highest.push(distinct[i]!);
		lowest.push(distinct[i + 1]!);
		while (filled * sorted.length <= upTo[i]! * bins) filled++;
	}

	highest.push(distinct.at(-1)!);
	return {lowest: Float64Array.from(lowest), highest: Float64Array.from(highest)};
}

/** The number of the bin that holds a value. */
function codeOf(highest: Float64Array, value: number): number {
	let low = 0;
	let high = highest.length - 1;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (value <= highest[middle]!) high = middle;
		else low = middle + 1;
	}

	return low;
}

/** Bins every column of a training set; values are finite. */
export function binColumns(columns: Columns, bins: number = quantileBins): readonly BinnedColumn[] {
	return columns.map(column => {
		const groups = groupsOf(column.toSorted(), bins);
		const {length} = groups.highest;
		const codes = length <= 256 ? new Uint8Array(column.length) : new Uint16Array(column.length);
		for (let i = 0; i < column.length; i++) codes[i] = codeOf(groups.highest, column[i]!);
		return {codes, ...groups};
	});
}
