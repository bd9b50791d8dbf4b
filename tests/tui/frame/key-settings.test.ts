import {describe, expect, test} from 'vitest';
import {keyOwners} from '#tui/frame/command-rows.js';
import {keysUnder, type KeyOwner} from '#tui/frame/key-settings.js';
import {sequenceOf} from '#tui/frame/keys.js';
import {screens} from '#tui/screens.js';

const owners: readonly KeyOwner[] = [
	{id: 'market.sort', scope: 'market', keys: ['s']},
	{id: 'market.first', scope: 'market', keys: ['g g', 'home']},
	{id: 'compare.sort', scope: 'compare', keys: ['o']},
	{id: 'frame.quit', scope: 'global', keys: ['q']},
	{id: 'frame.quit-now', scope: 'global', keys: ['ctrl+c']},
];
const under = (setting: unknown) =>
	keysUnder(owners, typeof setting === 'string' ? setting : JSON.stringify(setting));

describe('own keys', () => {
	test('take the place of the usual ones', () => {
		const {keys, problems} = under({'market.sort': ['x', 'ctrl+s']});
		expect(keys.get('market.sort')).toEqual(['x', 'ctrl+s']);
		expect(keys.get('frame.quit')).toEqual(['q']);
		expect(problems).toEqual([]);
	});

	test('can be taken away, all or one', () => {
		expect(under({'market.sort': []}).keys.get('market.sort')).toEqual([]);
		expect(under({'-market.first': []}).keys.get('market.first')).toEqual([]);
		expect(under({'-market.first': ['home']}).keys.get('market.first')).toEqual(['g g']);
	});

	test('may be swapped between two commands', () => {
		const {keys, problems} = under({'market.sort': ['q'], 'frame.quit': ['s']});
		expect(problems).toEqual([]);
		expect(keys.get('market.sort')).toEqual(['q']);
	});

	test('may be the same on different screens', () => {
		expect(under({'compare.sort': ['s']}).problems).toEqual([]);
	});

	test.each([
		['a key of another command of the screen', {'market.first': ['s']}, 'market.first', 'market.sort'],
		['a key of the frame', {'market.sort': ['q']}, 'market.sort', 'frame.quit'],
		['a key of any screen, for the frame', {'frame.quit': ['o']}, 'frame.quit', 'compare.sort'],
		['the beginning of a sequence', {'market.sort': ['g']}, 'market.sort', 'market.first'],
		['a sequence that begins with a key', {'market.sort': ['q x']}, 'market.sort', 'frame.quit'],
	])('cannot be %s; the usual ones stay', (_, setting, id, by) => {
		const {keys, problems} = under(setting);
		expect(problems).toMatchObject([{kind: 'taken', id, by}]);
		expect(keys.get(id)).toEqual(owners.find(owner => owner.id === id)!.keys);
	});

	test('that fall back on the usual ones do not collide with other own ones', () => {
		const {keys, problems} = under({'compare.sort': ['q'], 'frame.quit': ['s']});
		const all = [...keys.values()].flat();
		expect(new Set(all).size).toBe(all.length);
		expect(problems.length).toBeGreaterThan(0);
	});

	test.each([
		['no JSON', 'nonsense', {kind: 'unreadable'}],
		['no object', '[]', {kind: 'unreadable'}],
		['an unknown command', {'market.sorted': ['x']}, {kind: 'unknown', near: 'market.sort'}],
		['no list', {'market.sort': 'x'}, {kind: 'no-list'}],
		['no key', {'market.sort': ['control-x']}, {kind: 'no-key', key: 'control-x'}],
		['a digit', {'market.sort': ['5']}, {kind: 'no-key', key: '5'}],
		['the key that always quits', {'market.sort': ['ctrl+c']}, {kind: 'no-key', key: 'ctrl+c'}],
	])('say what is wrong with %s', (_, setting, problem) => {
		const {keys, problems} = under(setting);
		expect(problems).toMatchObject([problem]);
		expect(keys.get('market.sort')).toEqual(['s']);
	});

	test('cannot take ctrl+c from quitting', () => {
		expect(under({'frame.quit-now': ['Q']}).keys.get('frame.quit-now')).toEqual(['Q', 'ctrl+c']);
		expect(under({'-frame.quit-now': []}).keys.get('frame.quit-now')).toEqual(['ctrl+c']);
	});

	test('may be empty', () => expect(under('').problems).toEqual([]));
});

describe('the usual keys of all commands', () => {
	const all = keyOwners(screens);

	test('are written like keys', () => {
		expect(all.flatMap(({keys}) => keys).filter(key => sequenceOf(key) === null)).toEqual([]);
	});

	test('have each id once', () => {
		const ids = all.map(({id}) => id);
		expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
	});

	test('never keep each other from being reached', () => {
		const clashes = all.flatMap((one, i) =>
			all.slice(i + 1).flatMap(other => {
				if (one.scope !== other.scope && one.scope !== 'global' && other.scope !== 'global') return [];
				return (
					one.keys
						.filter(key =>
							other.keys.some(
								their => `${their} `.startsWith(`${key} `) || `${key} `.startsWith(`${their} `),
							),
						)
						// A screen has escape first while it has something to undo.
						.filter(key => key !== 'escape')
						.map(key => `${key}: ${one.id}, ${other.id}`)
				);
			}),
		);
		expect(clashes).toEqual([]);
	});
});
