/**
 * When a rule fires: a fold over observations in time order. Evaluating what is new and evaluating the whole history
 * are the same fold, so they fire at the same moments.
 */

import type {Candles} from '../candles.js';
import {findIndicator} from '../indicators/catalog.js';
import {candleFlag} from '../market.js';
import type {Condition} from './rule.js';

/** What a rule looks at, at one moment: how far the watched number is beyond its level (positive: the condition holds). */
export type Observation = {
	/** When it was true: capture of the quote, or close of the candle, ms UTC. */
	readonly at: number;
	/** Signed distance beyond the level, in the unit of the level; NaN when unknown. */
	readonly beyond: number;
	/** The watched number itself, for the message. */
	readonly value: number;
	/** What it was compared with. */
	readonly level: number;
};

export type Repetition = {
	/** A rule fires once and is then off, or again each time. */
	readonly once: boolean;
	/** Least time between two firings that are told, ms; those in between are counted. */
	readonly coolDownMs: number;
	/** How far the number has to come back behind the level before the rule can fire again, in percent of the level. */
	readonly hysteresisPercent: number;
};

/** Where a rule stands. `through` is the time of the last observation it has seen. */
export type AlertState = {
	readonly armed: boolean;
	readonly through: number;
	/** Sign of the last known distance, for crossings; 0 before the first. */
	readonly side: -1 | 0 | 1;
	readonly lastToldAt: number | null;
	readonly done: boolean;
};

/** A rule that fired. `folded`: within the cool-down of the one before, so only counted. */
export type Firing = Observation & {readonly folded: boolean};

export const untouched: AlertState = {armed: true, through: 0, side: 0, lastToldAt: null, done: false};

/** Where a rule stands in one word. `waiting`: it has seen nothing yet; `fired`: until the number is back behind its level. */
export type Standing = 'waiting' | 'armed' | 'fired' | 'done';

/** A crossing is always armed: the way back is a crossing, too. */
export function standingOf({of}: Condition, {done, through, armed}: AlertState): Standing {
	if (done) return 'done';
	if (through === 0) return 'waiting';
	return armed || of === 'cross' ? 'armed' : 'fired';
}

type Step = {readonly state: AlertState; readonly firing: Firing | null};

function fire(state: AlertState, seen: Observation, {once, coolDownMs}: Repetition): Step {
	const folded = state.lastToldAt !== null && seen.at - state.lastToldAt < coolDownMs;
	return {
		state: {...state, armed: false, lastToldAt: folded ? state.lastToldAt : seen.at, done: once},
		firing: {...seen, folded},
	};
}

/** The hysteresis in the unit of the level. */
const margin = ({level}: Observation, {hysteresisPercent}: Repetition): number =>
	(Math.abs(level) * hysteresisPercent) / 100;

/** Passing a level: fires when the condition becomes true, and is armed again once the number is back far enough. */
function passLevel(state: AlertState, seen: Observation, repetition: Repetition): Step {
	if (state.armed) return seen.beyond > 0 ? fire(state, seen, repetition) : {state, firing: null};
	return {state: seen.beyond <= -margin(seen, repetition) ? {...state, armed: true} : state, firing: null};
}

/**
 * Crossing a line: fires when the sign of the distance changes, in the direction asked for. With hysteresis the number
 * has to be that far beyond the line to be on the other side.
 */
function cross(
	state: AlertState,
	seen: Observation,
	direction: 'above' | 'below' | 'either',
	repetition: Repetition,
): Step {
	const side = Math.sign(seen.beyond) as AlertState['side'];
	// Touching the line is not crossing it.
	if (Math.abs(seen.beyond) <= margin(seen, repetition)) return {state, firing: null};
	const crossed = state.side !== 0 && side !== state.side;
	const next = {...state, side};
	const wanted = direction === 'either' || (direction === 'above') === side > 0;
	return crossed && wanted ? fire(next, seen, repetition) : {state: next, firing: null};
}

/** Takes one more observation; older ones than those seen, and unknown values, change nothing. */
function observe(state: AlertState, condition: Condition, seen: Observation, repetition: Repetition): Step {
	if (state.done || seen.at <= state.through) return {state, firing: null};
	const moved = {...state, through: seen.at};
	if (!Number.isFinite(seen.beyond)) return {state: moved, firing: null};
	return condition.of === 'cross'
		? cross(moved, seen, condition.direction, repetition)
		: passLevel(moved, seen, repetition);
}

/** Folds observations in time order into a state; returns every firing. */
export function evaluate(
	from: AlertState,
	condition: Condition,
	observations: Iterable<Observation>,
	repetition: Repetition,
): {readonly state: AlertState; readonly firings: readonly Firing[]} {
	let state = from;
	const firings: Firing[] = [];
	for (const seen of observations) {
		const step = observe(state, condition, seen, repetition);
		state = step.state;
		if (step.firing) firings.push(step.firing);
	}

	return {state, firings};
}

/**
 * Where a rule stands that begins to watch at `since`: what came before does not count, except that it says on which side
 * of a line the number was.
 */
export function standingAt(
	since: number,
	condition: Condition,
	observations: readonly Observation[],
	repetition: Repetition,
): AlertState {
	const before = condition.of === 'cross' ? observations.filter(({at}) => at < since) : [];
	const {state} = evaluate(untouched, condition, before, {...repetition, once: false});
	return {...untouched, side: state.side, through: since - 1};
}

const beyondLevel = (value: number, direction: 'above' | 'below', level: number): number =>
	direction === 'above' ? value - level : level - value;

/** A watched number of a quote as an observation. */
export const quoteObservation = (
	{direction, level}: Extract<Condition, {of: 'quote'}>,
	at: number,
	value: number | null,
): Observation => ({
	at,
	value: value ?? Number.NaN,
	level,
	beyond: value === null ? Number.NaN : beyondLevel(value, direction, level),
});

/** Mean of the `period` volumes before each candle; NaN where one is unknown or there are too few. */
function meanBefore(volume: Float64Array, period: number): Float64Array {
	const means = new Float64Array(volume.length).fill(Number.NaN);
	for (let i = period; i < volume.length; i++) {
		let sum = 0;
		for (let j = i - period; j < i; j++) sum += volume[j]!;
		means[i] = sum / period;
	}

	return means;
}

/** The watched numbers, and what each is compared with. */
function columnsOf(
	condition: Exclude<Condition, {of: 'quote'}>,
	candles: Candles,
): readonly [values: Float64Array, levels: Float64Array] {
	const {close, volume, length} = candles;
	switch (condition.of) {
		case 'volume':
			return [volume, meanBefore(volume, condition.period).map(mean => mean * condition.times)];
		case 'cross':
			return [
				close,
				findIndicator(condition.indicator)!.compute(candles, condition.settings)[condition.line]!,
			];
		case 'indicator':
			return [
				findIndicator(condition.indicator)!.compute(candles, condition.settings)[condition.line]!,
				new Float64Array(length).fill(condition.level),
			];
	}
}

/**
 * What a condition sees in candles, one observation per closed candle, at the moment it closed. `stepMs` is the length
 * of a candle. The candles begin where the series does: averages that never forget would differ otherwise.
 */
export function candleObservations(
	condition: Exclude<Condition, {of: 'quote'}>,
	candles: Candles,
	stepMs: number,
): readonly Observation[] {
	const {length, ts, flags} = candles;
	const [values, levels] = columnsOf(condition, candles);
	const observations: Observation[] = [];
	for (let i = 0; i < length; i++) {
		if ((flags[i]! & candleFlag.open) !== 0) continue;
		const value = values[i]!;
		const level = levels[i]!;
		const beyond =
			condition.of === 'indicator' ? beyondLevel(value, condition.direction, level) : value - level;
		observations.push({at: ts[i]! + stepMs, value, level, beyond});
	}

	return observations;
}
