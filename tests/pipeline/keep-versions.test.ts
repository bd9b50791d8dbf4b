import {writeFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {keepVersions} from '#pipeline/keep-versions.js';
import {vaultSetup, type VaultSetup} from '../support/vault-place.js';

const day = 86_400_000;

const rules = ({vault, clock}: VaultSetup) =>
	({
		vault,
		clock,
		simulated: false,
		message: 'by the way',
		everyDays: {data: 7, database: 30},
		keep: {data: 2, database: 3},
	}) as const;

test('versions are made when they are due, and the oldest go', async () => {
	const setup = await vaultSetup();
	const first = await keepVersions(rules(setup));
	expect(first).toMatchObject({made: [expect.any(String), expect.any(String)], pruned: [], fault: null});
	expect((await setup.vault.list()).map(({kind, message}) => [kind, message])).toEqual([
		['data', 'by the way'],
		['database', 'by the way'],
	]);

	await setup.clock.advance(6 * day);
	expect((await keepVersions(rules(setup))).made).toEqual([]);
	await setup.clock.advance(day);
	expect((await keepVersions(rules(setup))).made).toHaveLength(1);
	await setup.clock.advance(7 * day);
	expect((await keepVersions(rules(setup))).pruned).toEqual([first.made[0]]);
	expect((await setup.vault.verify(null)).damages).toEqual([]);
});

test('a failure is told and ends nothing', async () => {
	const setup = await vaultSetup();
	writeFileSync(setup.remote, 'a file where the folder should be');
	expect(await keepVersions(rules(setup))).toMatchObject({made: [], fault: {code: 'storage-unavailable'}});
});
