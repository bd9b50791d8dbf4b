/** The gate between an answer and the store: counts, drift, quarantine, and the decision to load or to block. */

import {clockSkew} from '#domain/clock-skew.js';
import {Fault} from '#domain/fault.js';
import type {AssetId} from '#domain/market.js';
import {mayLoad} from '#domain/quality.js';
import type {InvalidPolicy, Rejection} from '#domain/quality.js';
import {fromIso} from '#domain/time.js';
import type {Answer, Provenance} from '#ports/market-data.js';
import type {Recorder} from './recorder.js';
import type {World} from './world.js';

export type Admission = {
	readonly world: World;
	readonly recorder: Recorder;
	readonly policy: InvalidPolicy;
	readonly asset: AssetId | null;
	/** What was asked, for whoever retries a rejected row. */
	readonly question: Readonly<Record<string, unknown>>;
};

const describe = (rejection: Rejection): string => {
	const sample = rejection.sample === '' ? '' : ` = ${rejection.sample}`;
	return `rule "${rejection.rule}", field "${rejection.field}"${sample} (row ${rejection.key})`;
};

/**
 * How far ahead of our clock (ms) an answer is that was refused for nothing but times in the future; null otherwise. A
 * source that tells its own clock is judged by that one: then its times are wrong, not ours.
 */
function aheadOfUs({serverNow, fetchedAt}: Provenance, violations: readonly Rejection[]): number | null {
	if (serverNow !== fetchedAt || violations.some(({rule}) => rule !== 'future-timestamp')) return null;
	const times = violations.flatMap(({sample}) => timeIn(sample) ?? []);
	return times.length === 0 ? null : Math.max(...times) - fetchedAt;
}

/** The moment a rejected value tells, ms UTC. */
function timeIn(sample: string): number | null {
	const text = sample.replaceAll('"', '');
	const ts = /^\d+$/.test(text) ? Number(text) : fromIso(text);
	return Number.isFinite(ts) ? ts : null;
}

/**
 * Lets an answer pass or throws. Rejected rows are set aside either way, so that the offending payload can be looked at.
 * @throws Fault `contract-violated` when the policy does not let the rest of the batch load, `clock-off` when that is
 * because of our clock.
 */
export async function admit(
	answer: Answer<unknown>,
	{world, recorder, policy, asset, question}: Admission,
): Promise<void> {
	const {provenance, rejections, extracted} = answer;
	const {source, endpoint} = provenance;
	const violations = rejections.filter(({kind}) => kind === 'violation');
	const loads = mayLoad(policy, answer);
	recorder.count({
		extracted,
		violating: violations.length,
		incomplete: rejections.length - violations.length,
		accepted: loads ? extracted - rejections.length : 0,
	});

	recorder.drift(
		await world.storage.drift.observe(
			source,
			endpoint,
			answer.expected,
			answer.shape,
			extracted,
			world.clock.now(),
			recorder.run,
		),
	);
	if (rejections.length > 0) {
		await world.storage.quarantine.add({
			run: recorder.run,
			contract: answer.contract,
			asset,
			provenance,
			question,
			rejections,
		});
		for (const kind of ['violation', 'incomplete'] as const) {
			const ofKind = rejections.filter(rejection => rejection.kind === kind);
			const first = ofKind[0];
			if (first)
				world.events.emit({
					type: 'rejected',
					source,
					endpoint,
					asset,
					rejection: first,
					count: ofKind.length,
				});
		}
	}

	const worst = violations[0];
	if (worst && !loads) {
		const ahead = aheadOfUs(provenance, violations);
		if (ahead !== null) {
			throw new Fault('clock-off', `${clockSkew(source, ahead)} Nothing of ${endpoint} was stored.`, {
				source,
				asset: asset ?? undefined,
			});
		}

		const others = violations.length > 1 ? `, and ${violations.length - 1} more` : '';
		throw new Fault(
			'contract-violated',
			`${answer.contract} blocked ${endpoint}: ${describe(worst)}${others} of ${extracted} rows.`,
			{
				source,
				asset: asset ?? undefined,
				...(policy === 'quarantine' && {
					hint: 'More than 5 % of the rows are bad, so none of them was stored; look at them with "crypto-tui quarantine list".',
				}),
			},
		);
	}
}
