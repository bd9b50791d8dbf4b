/** Windows that list what there is: commands, help, assets, messages. */

import type {Context, Screen} from '../../screen.js';
import {priceOf, type ScreenId} from '../../state/view-state.js';
import type {CommandRow, FrameTools} from '../command-table.js';
import {openPicker, type PickerItem} from '../overlays/picker.js';
import {openReader, type ReaderLine} from '../overlays/reader.js';
import {frameWords} from '../words.js';

const titleOf = (screens: readonly Screen[], id: ScreenId, {language}: Context): string =>
	screens.find(screen => screen.id === id)?.title[language] ?? id;

/** Rows of the screen that is shown, then those of the frame, then those of the other screens. */
function grouped(
	rows: readonly CommandRow[],
	active: ScreenId,
): readonly (readonly [scope: CommandRow['scope'], rows: readonly CommandRow[]])[] {
	const others = [...new Set(rows.map(({scope}) => scope))].filter(
		scope => scope !== active && scope !== 'global',
	);
	return [active, 'global' as const, ...others]
		.map(scope => [scope, rows.filter(row => row.scope === scope)] as const)
		.filter(([, members]) => members.length > 0);
}

/** Every command but motions, with its keys and why it is off. */
export async function openPalette(frame: FrameTools): Promise<void> {
	const context = frame.context();
	const {language, shared} = context;
	const rows = grouped(frame.rows(), shared.screen)
		.flatMap(([, members]) => members)
		.filter(({motion}) => !motion);
	const items = rows.map(({id, scope, keys, label, off}): PickerItem => {
		const isElsewhere = scope !== 'global' && scope !== shared.screen;
		return {
			label: isElsewhere ? `${titleOf(frame.screens, scope, context)}: ${label[language]}` : label[language],
			right: keys.join(', '),
			off: isElsewhere ? null : (off()?.[language] ?? null),
			also: `${id} ${label.en} ${label['pt-BR']}`,
		};
	});
	const picked = await openPicker(frame.stack, {title: frameWords[language].palette, items});
	if (picked === null) return;
	const {scope, run} = rows[picked]!;
	if (scope !== 'global') frame.open(scope);
	run(1);
}

/** All commands by group, as lines. */
function helpLines(
	rows: readonly CommandRow[],
	screens: readonly Screen[],
	context: Context,
): readonly ReaderLine[] {
	const {language, shared} = context;
	const words = frameWords[language];
	return grouped(rows, shared.screen).flatMap(([scope, members], i): readonly ReaderLine[] => {
		const isHere = scope === 'global' || scope === shared.screen;
		const title = scope === 'global' ? words.everywhere : titleOf(screens, scope, context);
		const head: readonly ReaderLine[] = [{text: ''}, {text: title, role: 'title'}];
		const lines = members.map(({keys, label, off}): ReaderLine => {
			const reason = isHere ? off() : null;
			return {
				keys: keys.length === 0 ? context.look.glyphs.none : keys.join(', '),
				text: reason ? `${label[language]} (${reason[language]})` : label[language],
				role: reason ? 'muted' : 'text',
			};
		});
		const counts =
			scope === 'global' ? words.counts.map(([keys, text]): ReaderLine => ({keys, text, role: 'text'})) : [];
		return head.slice(i === 0 ? 1 : 0).concat(lines, counts);
	});
}

export function openHelp(frame: FrameTools): void {
	const context = frame.context();
	openReader(frame.stack, {
		title: frameWords[context.language].help,
		lines: helpLines(frame.rows(), frame.screens, context),
	});
}

/** Selects the asset of all screens. */
export async function openAssets(frame: FrameTools): Promise<void> {
	const {shared, format, language} = frame.context();
	const {rows} = shared.market;
	const picked = await openPicker(frame.stack, {
		title: frameWords[language].assets,
		items: rows.map(({asset, symbol, name}) => ({
			label: symbol,
			detail: name,
			right: format.money(priceOf(shared, asset)?.price ?? null),
			also: asset,
		})),
		current: Math.max(
			0,
			rows.findIndex(({asset}) => asset === shared.selected),
		),
	});
	if (picked !== null) frame.change({type: 'select', asset: rows[picked]!.asset});
}

/** What was told in this session, the newest first. */
export function openMessages(frame: FrameTools): void {
	const {shared, format, language} = frame.context();
	const words = frameWords[language];
	const lines = shared.messages.toReversed().flatMap(({at, kind, text, hint}): readonly ReaderLine[] => {
		const role = ({good: 'good', info: 'text', warning: 'warning', bad: 'bad'} as const)[kind];
		const line = {keys: format.clockSeconds(at), text, role};
		return hint === null ? [line] : [line, {keys: '', text: hint, role: 'muted'}];
	});
	openReader(frame.stack, {
		title: words.messages,
		lines: lines.length > 0 ? lines : [{text: words.noMessages, role: 'muted'}],
	});
}
