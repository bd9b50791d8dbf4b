/** What can be done on the versions screen, and with which key. */

import type {Desk} from '#desk/desk.js';
import {snapshotKinds, type SnapshotKind, type SnapshotRecord} from '#domain/snapshot/manifest.js';
import {motionCommands, type Motion} from '../../components/motions.js';
import {noWriting} from '../../components/writing.js';
import {inBoth, type Bilingual} from '../../i18n/language.js';
import type {Command, Tools, ViewMouse} from '../../screen.js';
import {moveTo, scrollBy} from '../../state/list.js';
import {listIn, visibleIn} from './draw.js';
import {compactLines, comparisonLines, damageLines, detailLines, momentOf, pruneLines} from './sentences.js';
import {chosenOf, detailOf, recordsOf, type VersionsAction, type VersionsState, type Work} from './state.js';
import {words, type Words} from './words.js';

type VersionsTools = Tools<VersionsState, VersionsAction>;
type VersionsCommand = Command<VersionsState, VersionsAction>;
type Reason = Bilingual<string> | null;

const off = (reason: keyof Words['off']): Bilingual<string> => inBoth(words, say => say.off[reason]);

const chosen = (tools: VersionsTools): SnapshotRecord | null => chosenOf(tools.state());
const noVersion = (tools: VersionsTools): Reason => {
	if (chosen(tools) !== null) return null;
	return off(tools.state().answers.list ? 'noVersion' : 'unread');
};
const working = (tools: VersionsTools): Reason => (tools.state().work === null ? null : off('working'));
const noWork = (tools: VersionsTools): Reason => noWriting(tools) ?? working(tools);
const noWorkHere = (tools: VersionsTools): Reason => noWork(tools) ?? noVersion(tools);

/** Lets the desk work, shows that it does, and hands on what came of it; null when it failed, which is told. */
async function perform<Result>(
	tools: VersionsTools,
	work: Work,
	ask: (desk: Desk) => Promise<Result>,
): Promise<Result | null> {
	tools.dispatch({type: 'work', work});
	try {
		return await ask(tools.desk());
	} catch (error) {
		tools.fail(error);
		return null;
	} finally {
		tools.dispatch({type: 'work', work: null});
	}
}

const kindChoices = ({kinds}: Words): readonly {readonly value: SnapshotKind; readonly label: string}[] =>
	snapshotKinds.map(value => ({value, label: kinds[value]}));

async function create(tools: VersionsTools): Promise<void> {
	const say = tools.words(words);
	const answers = await tools.ask({
		title: say.createTitle,
		fields: [
			{id: 'message', label: say.titles.message, value: '', hint: say.messageHint},
			{id: 'kind', label: say.titles.kind, value: snapshotKinds[0], choices: kindChoices(say)},
		],
		submit: say.create,
	});
	if (answers === null) return;
	const options = {kind: answers['kind'] as SnapshotKind, message: answers['message']!.trim()};
	const made = await perform(tools, 'create', desk => desk.createVersion(options));
	if (made) tools.toast('good', say.created(made.id, tools.context().format.bytes(made.added)));
}

async function verify(tools: VersionsTools, id: string | null): Promise<void> {
	const found = await perform(tools, 'verify', desk => desk.verifyVersions(id));
	if (found === null) return;
	const say = tools.words(words);
	const {count} = tools.context().format;
	const broken = found.damages.length;
	if (broken === 0) return tools.toast('good', say.verified(count(found.objects)));
	tools.toast('bad', say.damaged(broken, count(broken)), say.damagedHint);
	tools.show(say.damaged(broken, count(broken)), damageLines(found, tools.context()));
}

/** The older one comes first, whichever is marked. */
async function compare(tools: VersionsTools): Promise<void> {
	const {marked} = tools.state();
	const [before, after] = [marked!, chosen(tools)!.id].toSorted() as [string, string];
	const found = await perform(tools, 'compare', desk => desk.compareVersions(before, after));
	if (found === null) return;
	tools.show(tools.words(words).compareTitle, comparisonLines(found, tools.context()));
}

async function restore(tools: VersionsTools): Promise<void> {
	const record = chosen(tools)!;
	const say = tools.words(words);
	const {backups} = tools.state().answers.list!;
	const lines = say.restoreLines(momentOf(record, tools.context()), record, backups);
	if (!(await tools.confirm(say.restoreTitle, lines, say.restore))) return;
	const done = await perform(tools, 'restore', desk => desk.restoreVersion(record.id));
	if (done === null) return;
	const aside = done.setAside === null ? undefined : say.setAside(done.setAside);
	tools.toast('good', say.restored(done.snapshot), aside);
}

async function prune(tools: VersionsTools): Promise<void> {
	const say = tools.words(words);
	const answers = await tools.ask({
		title: say.pruneTitle,
		fields: [
			{
				id: 'keep',
				label: say.keep,
				value: '8',
				hint: say.keepHint,
				check: text => (/^[1-9]\d{0,3}$/.test(text.trim()) ? null : say.keepWrong),
			},
			{
				id: 'kind',
				label: say.titles.kind,
				value: 'both',
				choices: [{value: 'both', label: say.both}, ...kindChoices(say)],
			},
		],
		submit: say.next,
	});
	if (answers === null) return;
	const keepOf = (kind: SnapshotKind): number =>
		answers['kind'] === 'both' || answers['kind'] === kind ? Number(answers['keep']) : 0;
	const keep = {data: keepOf('data'), database: keepOf('database')};
	const plan = await perform(tools, 'prune', desk => desk.pruneVersions(keep, true));
	if (plan === null) return;
	if (plan.snapshots.length === 0) return tools.toast('info', say.nothingToPrune);
	if (!(await tools.confirm(say.pruneTitle, pruneLines(plan, tools.context()), say.prune))) return;
	const done = await perform(tools, 'prune', desk => desk.pruneVersions(keep, false));
	const {count, bytes} = tools.context().format;
	if (done)
		tools.toast('good', say.pruned(done.snapshots.length, count(done.snapshots.length), bytes(done.bytes)));
}

async function compact(tools: VersionsTools): Promise<void> {
	const say = tools.words(words);
	const plan = await perform(tools, 'compact', desk => desk.planCompact());
	if (plan === null) return;
	if (plan.bytes === 0) return tools.toast('info', say.nothingToFree);
	if (!(await tools.confirm(say.compactTitle, compactLines(plan, tools.context()), say.compact))) return;
	const done = await perform(tools, 'compact', desk => desk.compact());
	const {bytes} = tools.context().format;
	if (done) tools.toast('good', say.compacted(bytes(plan.bytes), bytes(done.after)));
}

/** Gaps of each series in the window about a version. */
const mostGaps = 20;

function openChosen(tools: VersionsTools): void {
	const record = chosen(tools);
	if (record === null) return;
	tools.show(record.id, detailLines(record, detailOf(tools.state()), tools.context(), mostGaps));
}

const move = (tools: VersionsTools, motion: Motion): void =>
	tools.dispatch({
		type: 'moved',
		motion,
		visible: visibleIn(tools.size(), recordsOf(tools.state()).length),
	});

/** The commands of the screen. */
export const commands: readonly VersionsCommand[] = [
	{
		id: 'versions.create',
		keys: ['n'],
		label: {en: 'Make a version of the data', 'pt-BR': 'Criar uma versão dos dados'},
		footer: {en: 'new', 'pt-BR': 'nova'},
		off: noWork,
		run: create,
	},
	{
		id: 'versions.open',
		keys: ['enter'],
		label: {en: 'Show everything about this version', 'pt-BR': 'Mostrar tudo sobre esta versão'},
		footer: {en: 'details', 'pt-BR': 'detalhes'},
		off: noVersion,
		run: openChosen,
	},
	{
		id: 'versions.mark',
		keys: ['m'],
		label: {en: 'Mark the version to compare with', 'pt-BR': 'Marcar a versão com que comparar'},
		footer: {en: 'mark', 'pt-BR': 'marcar'},
		off: noVersion,
		run(tools) {
			const {id} = chosen(tools)!;
			tools.dispatch({type: 'marked', marked: tools.state().marked === id ? null : id});
		},
	},
	{
		id: 'versions.compare',
		keys: ['d'],
		label: {en: 'Compare with the marked version', 'pt-BR': 'Comparar com a versão marcada'},
		footer: {en: 'diff', 'pt-BR': 'diferenças'},
		off(tools) {
			const {marked} = tools.state();
			if (marked === null) return noVersion(tools) ?? off('notMarked');
			return marked === chosen(tools)?.id ? off('isMarked') : working(tools);
		},
		run: compare,
	},
	{
		id: 'versions.verify',
		keys: ['v'],
		label: {en: 'Verify this version', 'pt-BR': 'Verificar esta versão'},
		footer: {en: 'verify', 'pt-BR': 'verificar'},
		off: noWorkHere,
		run: tools => verify(tools, chosen(tools)!.id),
	},
	{
		id: 'versions.verify-all',
		keys: ['V'],
		label: {en: 'Verify all versions', 'pt-BR': 'Verificar todas as versões'},
		off: noWorkHere,
		run: tools => verify(tools, null),
	},
	{
		id: 'versions.restore',
		keys: ['R'],
		label: {en: 'Restore this version', 'pt-BR': 'Restaurar esta versão'},
		footer: {en: 'restore', 'pt-BR': 'restaurar'},
		off: noWorkHere,
		run: restore,
	},
	{
		id: 'versions.prune',
		keys: ['x'],
		label: {en: 'Let old versions go', 'pt-BR': 'Remover versões antigas'},
		footer: {en: 'prune', 'pt-BR': 'remover'},
		off: noWorkHere,
		run: prune,
	},
	{
		id: 'versions.compact',
		keys: ['c'],
		label: {
			en: 'Free room by the rules of the settings',
			'pt-BR': 'Liberar espaço pelas regras das configurações',
		},
		footer: {en: 'compact', 'pt-BR': 'compactar'},
		off: noWork,
		run: compact,
	},
	...motionCommands<VersionsState, VersionsAction>('versions', move),
];

const wheelRows = 3;

/** Rows can be clicked; a second click opens; the wheel scrolls. */
export function handleMouse({kind, button, y, wheel, double}: ViewMouse, tools: VersionsTools): void {
	if (kind === 'wheel') {
		return move(tools, (list, count, visible) => scrollBy(list, wheel * wheelRows, count, visible));
	}

	if (kind !== 'press' || button !== 'left') return;
	const state = tools.state();
	const size = tools.size();
	// Heading and header of the table stand above the rows.
	const line = y - 2;
	const row = listIn(state, size).top + line;
	const count = recordsOf(state).length;
	if (line < 0 || line >= visibleIn(size, count) || row >= count) return;
	move(tools, (list, count, visible) => moveTo(list, row, count, visible));
	if (double) openChosen(tools);
}
