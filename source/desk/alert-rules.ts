/** Price rules for the screen: kept, rehearsed, and shown with what they look at. */

import type {App} from '#app.js';
import {Fault} from '#domain/fault.js';
import {faultReport} from '#pipeline/recorder.js';
import {standingRules} from '#pipeline/alerts/rules.js';
import {newestObservation, rehearse, type Rehearsal} from '#pipeline/alerts/watch-rules.js';
import type {ChannelTestView, RuleDraft, RuleView} from './views/alerts.js';

const dayMs = 86_400_000;

/** Every rule with where it stands and the newest that it could look at. */
export async function readRules({storage}: App): Promise<readonly RuleView[]> {
	const rules: RuleView[] = [];
	for (const {state, ...rule} of await standingRules(storage)) {
		const seen = await newestObservation(storage, rule);
		rules.push({...rule, lastToldAt: state.lastToldAt, seen});
	}

	return rules;
}

/** Keeps a rule about an asset that is stored; another one would wait for ever. */
export async function keepRule({storage, clock}: App, rule: RuleDraft): Promise<number> {
	if ((await storage.assets.find([rule.asset])).length === 0) {
		throw new Fault('unknown-asset', `No stored asset is called "${rule.asset}".`);
	}

	const {id} = await storage.alerts.addRule({...rule, createdAt: clock.now()});
	return id;
}

/** When a rule would have fired in the last `days` of what is stored. */
export const rehearseRule = async (
	{storage, clock}: App,
	rule: RuleDraft,
	days: number,
): Promise<Rehearsal> => rehearse(storage, rule, clock.now(), days * dayMs);

/** Sends a test message through every channel that is set up. */
export async function testAlertChannels({config, simulated, clock}: App): Promise<ChannelTestView> {
	const {testChannels} = await import('#app/alerting.js');
	const {results, problems} = await testChannels(config, simulated, clock.now());
	return {
		results: results.map(({channel, fault}) => ({channel, fault: fault && faultReport(fault)})),
		problems,
	};
}
