/** Ridge regression on standardised columns, by the normal equations. */

import type {Columns} from './bins.js';

/** `intercept + sum(weights[i] * x[i])`, already in the units of the columns. */
export type LinearModel = {readonly intercept: number; readonly weights: Float64Array};

type Scale = {readonly mean: number; readonly deviation: number};

function scaleOf(column: Float64Array): Scale {
	let sum = 0;
	for (const value of column) sum += value;
	const mean = sum / column.length;
	let squares = 0;
	for (const value of column) squares += (value - mean) ** 2;
	return {mean, deviation: Math.sqrt(squares / column.length)};
}

/** Solves a symmetric positive definite system in place by Cholesky; `matrix` is row by row. */
function solve(matrix: Float64Array, right: Float64Array): Float64Array {
	const size = right.length;
	for (let i = 0; i < size; i++) {
		for (let j = 0; j <= i; j++) {
			let sum = matrix[i * size + j]!;
			for (let k = 0; k < j; k++) sum -= matrix[i * size + k]! * matrix[j * size + k]!;
			matrix[i * size + j] = i === j ? Math.sqrt(sum) : sum / matrix[j * size + j]!;
		}
	}

	const answer = Float64Array.from(right);
	for (let i = 0; i < size; i++) {
		for (let k = 0; k < i; k++) answer[i]! -= matrix[i * size + k]! * answer[k]!;
		answer[i]! /= matrix[i * size + i]!;
	}

	for (let i = size - 1; i >= 0; i--) {
		for (let k = i + 1; k < size; k++) answer[i]! -= matrix[k * size + i]! * answer[k]!;
		answer[i]! /= matrix[i * size + i]!;
	}

	return answer;
}

/**
 * Fits by least squares with an L2 penalty of `ridge` per row on standardised columns. A constant column gets weight 0.
 * All values are finite and there is at least one row.
 */
export function fitLinear(columns: Columns, target: Float64Array, ridge = 1e-4): LinearModel {
	const rows = target.length;
	const scales = columns.map(scaleOf);
	const used = scales.flatMap(({deviation}, i) => (deviation > 1e-12 ? [i] : []));
	const targetMean = scaleOf(target).mean;
	const size = used.length;
	const standard = used.map(i => {
		const {mean, deviation} = scales[i]!;
		return columns[i]!.map(value => (value - mean) / deviation);
	});
	const matrix = new Float64Array(size * size);
	const right = new Float64Array(size);
	for (let i = 0; i < size; i++) {
		for (let j = 0; j <= i; j++) {
			let sum = 0;
			for (let row = 0; row < rows; row++) sum += standard[i]![row]! * standard[j]![row]!;
			matrix[i * size + j] = sum + (i === j ? ridge * rows : 0);
			matrix[j * size + i] = matrix[i * size + j]!;
		}

		for (let row = 0; row < rows; row++) right[i]! += standard[i]![row]! * (target[row]! - targetMean);
	}

	const solved = solve(matrix, right);
	const weights = new Float64Array(columns.length);
	let intercept = targetMean;
	for (const [at, i] of used.entries()) {
		const {mean, deviation} = scales[i]!;
		const weight = solved[at]! / deviation;
		weights[i] = weight;
		intercept -= weight * mean;
	}

	return {intercept, weights};
}

/** The forecast for one row of a matrix. */
export function linearRow({intercept, weights}: LinearModel, columns: Columns, row: number): number {
	let sum = intercept;
	for (let i = 0; i < weights.length; i++) sum += weights[i]! * columns[i]![row]!;
	return sum;
}
