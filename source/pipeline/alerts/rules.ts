/** Price rules as people keep them: where each stands, and removing them. */

import {standingOf, type AlertState, type Standing} from '#domain/alerts/evaluate.js';
import {Fault} from '#domain/fault.js';
import type {AlertRule} from '#ports/alerts.js';
import type {Storage} from '#ports/storage.js';

/** A rule with where it stands. */
export type StandingRule = AlertRule & {readonly state: AlertState; readonly standing: Standing};

/** All rules, the oldest first. */
export async function standingRules({alerts}: Storage): Promise<readonly StandingRule[]> {
	const rules = await alerts.rules();
	const states = await Promise.all(rules.map(({id}) => alerts.state(id)));
	return rules.map((rule, i) => {
		const state = states[i]!;
		return Object.assign({state, standing: standingOf(rule.condition, state)}, rule);
	});
}

/** There is no rule of this number, or not any more. */
export const noRule = (id: number): Fault =>
	new Fault('usage', `There is no rule ${id}.`, {
		hint: 'Run "crypto-tui alert list" for the numbers.',
	});

/** Its alerts stay in the history. Fault `usage` when there is no such rule. */
export async function removeRule({alerts}: Storage, id: number): Promise<void> {
	if (!(await alerts.removeRule(id))) throw noRule(id);
}
