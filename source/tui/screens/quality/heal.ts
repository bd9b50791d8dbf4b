/** Asks whose holes to heal, shows what that takes, and puts it in line. */

import type {HealRequest} from '#desk/views/pipeline.js';
import type {AssetId} from '#domain/market.js';
import {cleanText} from '#domain/text.js';
import {costLines} from '../../components/plan-cost.js';
import type {Answers, Form, Tools} from '../../screen.js';
import {words} from './doctor-words.js';
import type {QualityAction, QualityState} from './state.js';

type QualityTools = Tools<QualityState, QualityAction>;

const requestOf = (answers: Answers, asset: AssetId | null): HealRequest => ({
	assets: answers['what'] === 'asset' && asset !== null ? [asset] : null,
});

async function planLines(tools: QualityTools, request: HealRequest): Promise<readonly string[]> {
	const plan = await tools.desk().planHealing(request);
	const say = tools.words(words).heal;
	if (plan.gaps === 0) return [say.nothing];
	const context = tools.context();
	return [say.holes(plan.gaps, context.format.count(plan.gaps)), ...costLines(plan, context)];
}

function formOf(tools: QualityTools, asset: AssetId | null): Form {
	const say = tools.words(words).heal;
	const quote = asset === null ? undefined : tools.shared().market.byId.get(asset);
	const label = quote ? `${quote.symbol} ${quote.name}` : asset;
	const choices = [
		{value: 'all', label: say.all},
		...(label === null ? [] : [{value: 'asset', label: cleanText(label, 60)}]),
	];
	return {
		title: say.title,
		intro: say.intro,
		fields: [{id: 'what', label: say.what, value: 'all', choices}],
		submit: say.submit,
		preview: async answers => planLines(tools, requestOf(answers, asset)),
	};
}

/** The whole conversation; `asset` is the one of the hole under the cursor. */
export async function askHealing(tools: QualityTools, asset: AssetId | null): Promise<void> {
	const answers = await tools.ask(formOf(tools, asset));
	if (!answers) return;
	const say = tools.words(words).heal;
	try {
		await tools.desk().heal(requestOf(answers, asset));
		tools.toast('info', say.queued, say.see);
	} catch (error) {
		tools.fail(error);
	}
}
