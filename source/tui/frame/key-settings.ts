/** The user's own keys (setting `ui.keys`): read, checked against each other, and put in place of the defaults. */

import {nearest} from '#domain/nearest.js';
import type {ScreenId} from '../state/view-state.js';
import {sequenceOf} from './keys.js';

/** A command as far as its keys go. */
export type KeyOwner = {
	readonly id: string;
	readonly scope: 'global' | ScreenId;
	readonly keys: readonly string[];
};

/** Why a line of the setting is not followed; the default keys of that command stay. */
export type KeyProblem =
	| {readonly kind: 'unreadable'}
	| {readonly kind: 'unknown'; readonly id: string; readonly near: string | null}
	| {readonly kind: 'no-list'; readonly id: string}
	| {readonly kind: 'no-key'; readonly id: string; readonly key: string}
	| {readonly kind: 'taken'; readonly id: string; readonly key: string; readonly by: string};

export type KeyTable = {
	readonly keys: ReadonlyMap<string, readonly string[]>;
	readonly problems: readonly KeyProblem[];
};

/** Cannot be taken from anybody: the way out. */
const reserved = 'ctrl+c';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

function parse(text: string): Readonly<Record<string, unknown>> | null {
	if (text.trim() === '') return {};
	try {
		const value: unknown = JSON.parse(text);
		return isRecord(value) ? value : null;
	} catch {
		return null;
	}
}

const meets = (a: KeyOwner['scope'], b: KeyOwner['scope']): boolean =>
	a === b || a === 'global' || b === 'global';

/** Whether pressing one would keep the other from ever being reached. */
function collides(a: string, b: string): boolean {
	const one = sequenceOf(a) ?? [];
	const other = sequenceOf(b) ?? [];
	return one.slice(0, other.length).every((press, i) => press === other[i]);
}

/** The keys a line wants for a command, or what is wrong with it. `-id` takes keys away, all of them when empty. */
function wanted(
	owner: KeyOwner,
	removes: boolean,
	value: unknown,
): readonly string[] | Extract<KeyProblem, {kind: 'no-list' | 'no-key'}> {
	const {id} = owner;
	if (!Array.isArray(value)) return {kind: 'no-list', id};
	for (const key of value) {
		if (typeof key !== 'string' || !sequenceOf(key) || /^\d/.test(key) || (key === reserved && !removes)) {
			return {kind: 'no-key', id, key: String(key)};
		}
	}

	const keys = (value as readonly string[]).map(key => sequenceOf(key)!.join(' '));
	if (!removes) return keys;
	return keys.length === 0 ? [] : owner.keys.filter(key => !keys.includes(key));
}

/** Puts the lines of the setting in force, those aside that make no sense by themselves. */
function follow(
	given: Readonly<Record<string, unknown>>,
	byId: ReadonlyMap<string, KeyOwner>,
	keys: Map<string, readonly string[]>,
): {readonly changed: Set<string>; readonly problems: KeyProblem[]} {
	const problems: KeyProblem[] = [];
	const changed = new Set<string>();
	for (const [line, value] of Object.entries(given)) {
		const removes = line.startsWith('-');
		const id = removes ? line.slice(1) : line;
		const owner = byId.get(id);
		if (!owner) {
			problems.push({kind: 'unknown', id, near: nearest(id, [...byId.keys()], 1)[0] ?? null});
			continue;
		}

		const list = wanted({...owner, keys: keys.get(id)!}, removes, value);
		if ('kind' in list) {
			problems.push(list);
			continue;
		}

		keys.set(id, owner.keys.includes(reserved) && !list.includes(reserved) ? [...list, reserved] : list);
		changed.add(id);
	}

	return {changed, problems};
}

/** The first key of a changed command that keeps another one from being reached, or the other way round. */
function findClash(
	id: string,
	byId: ReadonlyMap<string, KeyOwner>,
	keys: ReadonlyMap<string, readonly string[]>,
): Extract<KeyProblem, {kind: 'taken'}> | null {
	const {scope, keys: usual} = byId.get(id)!;
	// What came with the program that way, such as escape of a screen before that of the frame, may stay.
	for (const key of keys.get(id)!.filter(own => !usual.includes(own))) {
		for (const other of byId.values()) {
			if (other.id === id || !meets(scope, other.scope)) continue;
			const isTaken = keys.get(other.id)!.some(theirs => collides(key, theirs) || collides(theirs, key));
			if (isTaken) return {kind: 'taken', id, key, by: other.id};
		}
	}

	return null;
}

/** The keys of every command under the setting `text`, and what in it cannot be followed. */
export function keysUnder(owners: readonly KeyOwner[], text: string): KeyTable {
	const keys = new Map(owners.map(({id, keys: usual}) => [id, usual]));
	const given = parse(text);
	if (given === null) return {keys, problems: [{kind: 'unreadable'}]};
	const byId = new Map(owners.map(owner => [owner.id, owner]));
	const {changed, problems} = follow(given, byId, keys);
	const nextClash = () =>
		[...changed].map(id => findClash(id, byId, keys)).find(clash => clash !== null) ?? null;
	// A command that gets its usual keys back may meet them elsewhere, so this goes on until all is quiet.
	for (let clash = nextClash(); clash; clash = nextClash()) {
		problems.push(clash);
		keys.set(clash.id, byId.get(clash.id)!.keys);
		changed.delete(clash.id);
	}

	return {keys, problems};
}
