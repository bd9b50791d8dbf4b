/** `crypto-tui compact`: frees room by the rules of the settings, after saying what it would free. */

import {createInterface} from 'node:readline/promises';
import {compactWorld} from '#app/compaction.js';
import {openVault} from '#app/vault.js';
import {vaultPlace} from '#app/vault-place.js';
import {Fault} from '#domain/fault.js';
import {exitCode} from '#domain/run.js';
import {compact, planCompact, type CompactPlan} from '#pipeline/compact.js';
import type {Format} from '../format.js';
import type {Typed} from '../option.js';
import {change, look, type Session} from '../session.js';
import type {compactOptions} from '../snapshot-options.js';
import {compactedText, planText} from '../snapshot-words.js';
import {put, type Surroundings} from '../surroundings.js';
import {simulatedNotice} from '../words.js';

const nothing: CompactPlan = {items: [], bytes: 0};

/** Whether the person at the terminal wants it. */
async function agrees({err, signal}: Surroundings): Promise<boolean> {
	const line = createInterface({input: process.stdin, output: err});
	try {
		return /^(y|yes|s|sim)$/i.test((await line.question('Free it? [y/N] ', {signal})).trim());
	} finally {
		line.close();
	}
}

/** Says what would be freed, and frees it when that is wanted. */
export async function run(
	{values}: Typed<typeof compactOptions>,
	surroundings: Surroundings,
): Promise<number> {
	const {out, err, signal} = surroundings;
	const {'dry-run': dryRun, yes, json, demo} = values;
	const worldOf = ({app, config}: Session) =>
		compactWorld({
			config,
			storage: app.storage,
			clock: app.clock,
			vault: openVault(vaultPlace(config, demo), signal),
		});
	const tell = (document: unknown, text: string): Promise<void> =>
		put(out, json ? `${JSON.stringify(document)}\n` : (demo ? simulatedNotice : '') + text);
	const {plan, format} = await look<{plan: CompactPlan; format: Format}>(
		values,
		surroundings,
		async session => ({plan: await planCompact(worldOf(session)), format: session.format}),
		({format}) => ({plan: nothing, format}),
	);
	if (dryRun || plan.bytes === 0) {
		await tell({dryRun, done: false, ...plan}, planText(plan, format));
		return exitCode.done;
	}

	if (!yes) {
		err.write(planText(plan, format));
		if (!out.isTTY || !process.stdin.isTTY || json) {
			throw new Fault('usage', 'Nothing was freed: nobody could be asked.', {
				hint: 'Add --yes to free it without being asked, or --dry-run only to see it.',
			});
		}

		if (!(await agrees(surroundings))) {
			err.write('Nothing was freed.\n');
			return exitCode.done;
		}
	}

	const done = await change(values, surroundings, session => compact(worldOf(session), signal));
	await tell({dryRun, done: true, planned: plan, ...done}, compactedText(done, format));
	return exitCode.done;
}
