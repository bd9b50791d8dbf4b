/** A window with fields to fill in: checks while typing, and a preview that follows what is typed. */

import {widthOf} from '../../cells/cell-text.js';
import type {Grid} from '../../cells/grid.js';
import type {Answers, Context, Field, Form} from '../../screen.js';
import type {OverlayHandle, OverlayKind} from '../../state/overlay.js';
import {deferred} from '../deferred.js';
import {drawLine, edit, insert, lineOf, suggested, type LineEditor} from '../line-editor.js';
import type {OverlayStack} from '../overlay-stack.js';
import {wrapped} from '../wrap.js';
import {overlayWords} from './words.js';

export type FormSurrounding = {
	/** Calls `work` after `ms`; returns the withdrawal. */
	readonly later: (work: () => void, ms: number) => () => void;
	/** An error in words. */
	readonly explain: (error: unknown) => readonly string[];
};

type Preview = {readonly state: 'none' | 'working' | 'shown' | 'failed'; readonly lines: readonly string[]};

type FormState = {
	readonly lines: readonly LineEditor[];
	readonly focus: number;
	/** Fields whose problem is told: those the user has been in. */
	readonly touched: readonly boolean[];
	readonly preview: Preview;
};

/** Typing goes on while an answer is on its way; asking after every letter would only cost. */
const previewMs = 150;
const widest = 72;
const previewRows = 6;

const answersOf = ({fields}: Form, {lines}: FormState): Answers =>
	Object.fromEntries(fields.map(({id}, i) => [id, lines[i]!.text]));

const problemOf = ({check, choices}: Field, value: string): string | null =>
	check?.(value) ?? (choices && !choices.some(choice => choice.value === value) ? '?' : null);

const problemsOf = ({fields}: Form, {lines}: FormState): readonly (string | null)[] =>
	fields.map((field, i) => problemOf(field, lines[i]!.text));

function shiftedChoice({choices}: Field, value: string, by: number): string {
	const at = choices!.findIndex(choice => choice.value === value);
	return choices![(((at + by) % choices!.length) + choices!.length) % choices!.length]!.value;
}

/** Rows of the fields, for drawing and the mouse: the field itself, and one for its hint or problem. */
const rowsPerField = 2;

function drawField(
	grid: Grid,
	y: number,
	{
		field,
		line,
		hasFocus,
		problem,
		left,
	}: {
		readonly field: Field;
		readonly line: LineEditor;
		readonly hasFocus: boolean;
		readonly problem: string | null;
		readonly left: number;
	},
	{look: {theme, glyphs}}: Context,
): void {
	const label = theme.paint(hasFocus ? 'accent' : 'text', 'overlay');
	grid.text(0, y, hasFocus ? glyphs.pointer : ' ', label, 1);
	grid.text(2, y, field.label, label, left - 3);
	const width = grid.width - left;
	if (field.choices) {
		const shown = field.choices.find(({value}) => value === line.text)?.label ?? line.text;
		const style = theme.paint(hasFocus ? 'strong' : 'text', hasFocus ? 'overlaySelected' : 'input');
		grid.fill({x: left, y, width, height: 1}, style);
		grid.text(left, y, hasFocus ? `< ${shown} >` : `  ${shown}`, style, width);
	} else {
		drawLine(grid, {x: left, y, width}, line, {
			text: theme.paint('text', 'input'),
			cursor: hasFocus ? theme.paint('text', 'cursor') : null,
		});
	}

	const note = problem ?? (hasFocus ? field.hint : undefined) ?? '';
	grid.text(left, y + 1, note, theme.paint(problem === null ? 'muted' : 'bad', 'overlay'), width);
}

/** Opens the window; resolves to what was filled in, or null when the user cancels. */
export function openForm(
	stack: OverlayStack,
	form: Form,
	{later, explain}: FormSurrounding,
): Promise<Answers | null> {
	const {fields, intro = []} = form;
	const {promise, resolve} = deferred<Answers | null>();
	const left = Math.min(28, Math.max(0, ...fields.map(({label}) => widthOf(label))) + 4);
	let controller = new AbortController();
	let withdraw: (() => void) | null = null;

	const introRows = (width: number): readonly string[] => intro.flatMap(line => wrapped(line, width));
	const firstField = (width: number): number => (intro.length > 0 ? introRows(width).length + 1 : 0);

	/** Asks for the preview of what is typed now; the answer to an earlier question never arrives. */
	const preview = (handle: OverlayHandle<FormState>): void => {
		withdraw?.();
		controller.abort();
		if (!form.preview) return;
		const show = (shown: Preview): void => handle.set({...handle.state(), preview: shown});
		if (problemsOf(form, handle.state()).some(Boolean)) return show({state: 'none', lines: []});
		const {signal} = (controller = new AbortController());
		show({state: 'working', lines: handle.state().preview.lines});
		withdraw = later(() => {
			form.preview!(answersOf(form, handle.state()), signal).then(
				lines => signal.aborted || show({state: 'shown', lines}),
				(error: unknown) => signal.aborted || show({state: 'failed', lines: explain(error)}),
			);
		}, previewMs);
	};
	const changed = (handle: OverlayHandle<FormState>, line: LineEditor): void => {
		const state = handle.state();
		const before = state.lines[state.focus]!;
		handle.set({
			...state,
			lines: state.lines.with(state.focus, line),
			touched: state.touched.with(state.focus, true),
		});
		if (before.text !== line.text) preview(handle);
	};
	const focused = (handle: OverlayHandle<FormState>, focus: number): void => {
		const state = handle.state();
		handle.set({
			...state,
			focus: (focus + fields.length) % Math.max(1, fields.length),
			touched: state.touched.with(state.focus, true),
		});
	};
	const submit = (handle: OverlayHandle<FormState>): void => {
		const state = handle.state();
		const problems = problemsOf(form, state);
		const first = problems.findIndex(problem => problem !== null);
		if (first !== -1) {
			handle.set({...state, focus: first, touched: state.touched.map(() => true)});
			return;
		}

		resolve(answersOf(form, state));
		handle.close();
	};

	const kind: OverlayKind<FormState> = {
		title: () => form.title,
		foot: (_, {language}) => overlayWords[language].formFoot(form.submit.toLowerCase()),
		size: () => ({
			width: widest,
			height: firstField(widest) + fields.length * rowsPerField + (form.preview ? previewRows : 0),
		}),
		draw(grid, state, context) {
			const {theme, glyphs} = context.look;
			for (const [y, row] of introRows(grid.width).entries()) {
				grid.text(0, y, row, theme.paint('muted', 'overlay'));
			}

			const first = firstField(grid.width);
			const problems = problemsOf(form, state);
			// Where not everything fits, the field in work stays in sight.
			const room = Math.max(1, Math.floor((grid.height - first) / rowsPerField));
			const skipped = Math.max(0, state.focus - room + 1);
			for (const [i, field] of fields.slice(skipped).entries()) {
				const index = i + skipped;
				drawField(
					grid,
					first + i * rowsPerField,
					{
						field,
						line: state.lines[index]!,
						hasFocus: index === state.focus,
						problem: state.touched[index] ? problems[index]! : null,
						left,
					},
					context,
				);
			}

			if (!form.preview) return;
			const y = first + (fields.length - skipped) * rowsPerField;
			const role = {none: 'muted', working: 'muted', shown: 'text', failed: 'bad'} as const;
			const problem = state.touched[state.focus] ? problems[state.focus]! : null;
			// There is no preview of what is wrong, and its place has room for what the row below the field cuts off.
			const cut = problem !== null && widthOf(problem) > grid.width - left ? problem : null;
			const shown =
				state.preview.lines.length === 0 && state.preview.state === 'working'
					? [`${overlayWords[context.language].working}${glyphs.more}`]
					: state.preview.lines;
			const rows = (cut === null ? shown : [cut]).flatMap(line => wrapped(line, grid.width));
			for (const [i, row] of rows.entries()) {
				grid.text(0, y + i, row, theme.paint(cut === null ? role[state.preview.state] : 'bad', 'overlay'));
			}
		},
		lines: (state, {language}) => [
			...intro,
			...fields.map((field, i) => {
				const value = state.lines[i]!.text;
				const shown = field.choices?.find(choice => choice.value === value)?.label ?? value;
				const problem = problemOf(field, value);
				const mark = i === state.focus ? '> ' : '  ';
				return `${mark}${field.label}: ${shown}${problem && state.touched[i] ? ` (${problem})` : ''}`;
			}),
			...state.preview.lines,
			overlayWords[language].formFoot(form.submit.toLowerCase()),
		],
		key(key, handle) {
			const state = handle.state();
			const field = fields[state.focus];
			switch (key) {
				case 'escape':
					return handle.close();
				case 'enter':
					return submit(handle);
				case 'tab':
				case 'down':
					return focused(handle, state.focus + 1);
				case 'shift+tab':
				case 'up':
					return focused(handle, state.focus - 1);
				default: {
					if (!field) return;
					const line = state.lines[state.focus]!;
					if (!field.choices) {
						const next = edit(line, key);
						if (next) changed(handle, next);
						return;
					}

					const by = {left: -1, right: 1, space: 1, h: -1, l: 1}[key];
					if (by !== undefined) changed(handle, lineOf(shiftedChoice(field, line.text, by)));
				}
			}
		},
		paste(text, handle) {
			const {focus, lines} = handle.state();
			if (fields[focus] && !fields[focus].choices) changed(handle, insert(lines[focus]!, text));
		},
		mouse(event, handle) {
			if (event.kind !== 'press') return;
			const state = handle.state();
			const size = handle.size();
			const first = firstField(size.width);
			const room = Math.max(1, Math.floor((size.height - first) / rowsPerField));
			const index = Math.floor((event.y - first) / rowsPerField) + Math.max(0, state.focus - room + 1);
			if (event.y < first || !fields[index]) return;
			if (index === state.focus && fields[index].choices) {
				changed(handle, lineOf(shiftedChoice(fields[index], state.lines[index]!.text, 1)));
			} else {
				focused(handle, index);
			}
		},
		closed() {
			withdraw?.();
			controller.abort();
			resolve(null);
		},
	};
	preview(
		stack.open(kind, {
			lines: fields.map(({value, choices}) => (choices ? lineOf(value) : suggested(value))),
			focus: Math.max(
				0,
				fields.findIndex(({id}) => id === form.begin),
			),
			touched: fields.map(() => false),
			preview: {state: 'none', lines: []},
		}),
	);
	return promise;
}
