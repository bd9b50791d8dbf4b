/** What can be done on the alerts screen, and with which key. */

import {conditionText} from '#domain/alerts/rule-text.js';
import type {RuleView} from '#desk/views/alerts.js';
import {motionCommands, type Motion} from '../../components/motions.js';
import {askRehearsal, askRuleOfSelected, ruleText} from '../../components/rule-form.js';
import {sectionCommands} from '../../components/section-commands.js';
import {neighbourOf, sectionAt, titledSections} from '../../components/tabs-in-view.js';
import {noWriting} from '../../components/writing.js';
import {inBoth, type Bilingual} from '../../i18n/language.js';
import type {Command, Tools, ViewMouse} from '../../screen.js';
import {moveTo, scrollBy} from '../../state/list.js';
import {chosenOf, countOf, layoutOf, shownList, visibleOf} from './places.js';
import {sectionIds, type AlertsAction, type AlertsState, type SectionId} from './state.js';
import {alertWindow, channelText, ruleWindow} from './texts.js';
import {words, type Words} from './words.js';

type AlertsTools = Tools<AlertsState, AlertsAction>;
type AlertsCommand = Command<AlertsState, AlertsAction>;

const off = (reason: keyof Words['off']): Bilingual<string> => inBoth(words, say => say.off[reason]);

const noAsset = (tools: AlertsTools): Bilingual<string> | null =>
	tools.shared().market.rows.length === 0 ? off('nothingStored') : null;

function chosenRule(tools: AlertsTools): RuleView | null {
	const chosen = chosenOf(tools.state());
	return chosen?.of === 'rule' ? chosen.rule : null;
}

function move(tools: AlertsTools, section: SectionId, motion: Motion): void {
	const state = tools.state();
	const count = countOf(state, section);
	const visible = visibleOf(state, section, tools.size());
	tools.dispatch({type: 'moved', section, motion, count, visible});
	// The asset under the cursor is the one of the other screens, too.
	const chosen = chosenOf(tools.state());
	const asset = chosen?.of === 'rule' ? chosen.rule.asset : (chosen?.alert.asset ?? null);
	if (asset !== null) tools.change({type: 'select', asset});
}

function goTo(tools: AlertsTools, by: number): void {
	tools.dispatch({type: 'section', section: neighbourOf(sectionIds, tools.state().section, by)});
}

function openChosen(tools: AlertsTools): void {
	const chosen = chosenOf(tools.state());
	if (chosen === null) return;
	const context = tools.context();
	const {title, lines} =
		chosen.of === 'rule' ? ruleWindow(chosen.rule, context) : alertWindow(chosen.alert, context);
	tools.show(title, lines);
}

async function remove(tools: AlertsTools, rule: RuleView): Promise<void> {
	const say = tools.words(words).remove;
	const text = ruleText(tools.context(), rule);
	if (!(await tools.confirm(say.title, [text, say.line], say.yes))) return;
	try {
		await tools.desk().removeAlertRule(rule.id);
		tools.toast('good', say.done(text));
	} catch (error) {
		tools.fail(error);
	}
}

async function sendTest(tools: AlertsTools): Promise<void> {
	const say = tools.words(words).test;
	try {
		const {results, problems} = await tools.desk().testAlertChannels();
		if (results.length === 0) tools.show(say.none, [...problems, ...say.noneLines]);
		else for (const problem of problems) tools.toast('warning', problem);
		for (const {channel, fault} of results) {
			const name = channelText(channel, tools.context());
			if (fault === null) {
				tools.toast('good', say.sent(name));
			} else {
				// Why exists in English only; what to do does not.
				tools.toast('bad', say.failed(name, fault.message), say.again);
			}
		}
	} catch (error) {
		tools.fail(error);
	}
}

/** The commands of the screen. */
export const commands: readonly AlertsCommand[] = [
	...sectionCommands<AlertsState, AlertsAction>('alerts', goTo),
	{
		id: 'alerts.open',
		keys: ['enter'],
		label: {en: 'Show everything about this', 'pt-BR': 'Mostrar tudo sobre este item'},
		footer: {en: 'details', 'pt-BR': 'detalhes'},
		off: tools => (chosenOf(tools.state()) === null ? off('nothingHere') : null),
		run: openChosen,
	},
	{
		id: 'alerts.add',
		keys: ['n'],
		label: {en: 'New rule', 'pt-BR': 'Nova regra'},
		footer: {en: 'new', 'pt-BR': 'nova'},
		off: tools => noWriting(tools) ?? noAsset(tools),
		run: tools => askRuleOfSelected(tools as Tools, false),
	},
	{
		id: 'alerts.remove',
		keys: ['x', 'delete'],
		label: {en: 'Remove this rule', 'pt-BR': 'Remover esta regra'},
		footer: {en: 'remove', 'pt-BR': 'remover'},
		off: tools => noWriting(tools) ?? (chosenRule(tools) === null ? off('noRule') : null),
		async run(tools) {
			const rule = chosenRule(tools);
			if (rule) await remove(tools, rule);
		},
	},
	{
		id: 'alerts.rehearse',
		keys: ['t'],
		label: {
			en: 'Rehearse a rule on stored history',
			'pt-BR': 'Ensaiar uma regra no histórico gravado',
		},
		footer: {en: 'rehearse', 'pt-BR': 'ensaiar'},
		off: noAsset,
		async run(tools) {
			const rule = chosenRule(tools);
			const {selected} = tools.shared();
			await askRehearsal(
				tools as Tools,
				rule
					? {
							asset: rule.asset,
							condition: conditionText(rule.condition),
							repetition: rule.repetition,
						}
					: {asset: selected ?? '', condition: ''},
			);
		},
	},
	{
		id: 'alerts.send-test',
		keys: ['m'],
		label: {en: 'Send a test message', 'pt-BR': 'Enviar uma mensagem de teste'},
		footer: {en: 'test', 'pt-BR': 'testar'},
		off: noWriting,
		run: sendTest,
	},
	...motionCommands<AlertsState, AlertsAction>('alerts', (tools, motion) =>
		move(tools, tools.state().section, motion),
	),
];

const wheelRows = 3;
/** Heading and header stand above the rows. */
const rowsAbove = 2;

/** Titles and rows can be clicked; a second click opens; the wheel scrolls what it is over. */
export function handleMouse({kind, button, x, y, wheel, double}: ViewMouse, tools: AlertsTools): void {
	const state = tools.state();
	const layout = layoutOf(state, tools.size());
	const isClick = kind === 'press' && button === 'left';
	if (isClick && y === layout.titles.y) {
		const section = sectionAt(titledSections(sectionIds, tools.words(words).sections), x);
		if (section !== null) tools.dispatch({type: 'section', section});
		return;
	}

	const section = sectionIds.find(id => {
		const rect = layout.lists[id];
		return rect !== null && y >= rect.y && y < rect.y + rect.height;
	});
	if (section === undefined) return;
	if (kind === 'wheel') {
		move(tools, section, (before, count, visible) => scrollBy(before, wheel * wheelRows, count, visible));
	} else if (isClick) {
		tools.dispatch({type: 'section', section});
		const line = y - layout.lists[section]!.y - rowsAbove;
		const row = shownList(state, section, tools.size()).top + line;
		if (line < 0 || line >= visibleOf(state, section, tools.size()) || row >= countOf(state, section)) return;
		move(tools, section, (before, count, visible) => moveTo(before, row, count, visible));
		if (double) openChosen(tools);
	}
}
