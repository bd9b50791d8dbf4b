/** What a screen is: a record of state, words, commands and a view. The frame knows screens only through this. */

import type {FunctionComponent} from 'react';
import type {Desk, DeskNews, Sheet} from '#desk/desk.js';
import type {OriginQuestion} from '#desk/views/origin.js';
import type {Size} from './cells/grid.js';
import type {Format} from './i18n/format.js';
import type {Bilingual, Language} from './i18n/language.js';
import type {ScreenId, SharedAction, SharedState, Toast} from './state/view-state.js';
import type {Look} from './theme/look.js';

/** What drawing needs besides state. Each part keeps its identity until it changes. */
export type Context = {
	readonly shared: SharedState;
	readonly look: Look;
	readonly format: Format;
	readonly language: Language;
};

/** One line a user fills in. */
export type Field = {
	readonly id: string;
	readonly label: string;
	readonly value: string;
	/** Left and right go through them; without, the field is free text. */
	readonly choices?: readonly {readonly value: string; readonly label: string}[];
	readonly hint?: string;
	/** What is wrong with a value, or null. */
	readonly check?: (value: string) => string | null;
};

export type Answers = Readonly<Record<string, string>>;

export type Form = {
	readonly title: string;
	readonly intro?: readonly string[];
	readonly fields: readonly Field[];
	/** The field to begin with; the first one unless said. */
	readonly begin?: string;
	/** What pressing Enter does: `Start`. */
	readonly submit: string;
	/** Lines under the fields that follow what is typed, e.g. what it will cost. A rejection shows as its message. */
	readonly preview?: (answers: Answers, signal: AbortSignal) => Promise<readonly string[]>;
};

export type Choice<Value> = {
	readonly title: string;
	readonly items: readonly {readonly value: Value; readonly label: string; readonly detail?: string}[];
	readonly current?: Value;
};

/** What a command, a mouse click or an effect may do. One object per screen, the same for its whole life. */
export type Tools<State = unknown, Action = unknown> = {
	readonly state: () => State;
	readonly dispatch: (action: Action) => void;
	readonly shared: () => SharedState;
	readonly change: (action: SharedAction) => void;
	/** The desk now in use; another one after switching to the simulated market. */
	readonly desk: () => Desk;
	readonly context: () => Context;
	/** Size of the part of the screen that the view gets. */
	readonly size: () => Size;
	readonly words: <Words>(words: Bilingual<Words>) => Words;
	readonly open: (screen: ScreenId) => void;
	readonly toast: (kind: Toast['kind'], text: string, hint?: string) => void;
	/** Tells a failure: a fault with its next step, anything else as our bug. Cancelled work is silent. */
	readonly fail: (error: unknown) => void;
	/**
	 * Hands the answer of `work` to `use` unless a later `load` with the same key began, or the desk changed, in between;
	 * a failure goes to `failed` (to `fail` by default).
	 */
	readonly load: <Answer>(
		key: string,
		work: (desk: Desk) => Promise<Answer>,
		use: (answer: Answer) => void,
		failed?: (error: unknown) => void,
	) => void;
	/** Null when the user cancels. */
	readonly ask: (form: Form) => Promise<Answers | null>;
	readonly choose: <Value>(choice: Choice<Value>) => Promise<Value | null>;
	readonly confirm: (title: string, lines: readonly string[], yes: string) => Promise<boolean>;
	/** Text to read in a window. */
	readonly show: (title: string, lines: readonly string[]) => void;
	/** Puts text on the user's clipboard through the terminal. */
	readonly copy: (text: string) => void;
};

export type Command<State = unknown, Action = unknown> = {
	/** `market.sort-next`: unique, stable, what key settings name. */
	readonly id: string;
	/** Default keys, see keys.ts for the grammar. */
	readonly keys: readonly string[];
	readonly label: Bilingual<string>;
	/** One word for the footer; commands without it are not shown there. */
	readonly footer?: Bilingual<string>;
	/** Moves something: takes a count (`5j`) and stays out of the palette. */
	readonly motion?: true;
	/** Why it is off right now, or null. */
	readonly off?: (tools: Tools<State, Action>) => Bilingual<string> | null;
	readonly run: (tools: Tools<State, Action>, count: number) => void | Promise<void>;
};

/** A mouse event inside the view: cells from its upper left corner. */
export type ViewMouse = {
	readonly kind: 'press' | 'release' | 'drag' | 'wheel';
	readonly button: 'left' | 'middle' | 'right' | 'none';
	readonly x: number;
	readonly y: number;
	/** Wheel steps, down is positive. */
	readonly wheel: number;
	readonly ctrl: boolean;
	readonly shift: boolean;
	/** Second press at the same place within half a second. */
	readonly double: boolean;
};

export type ViewProps<State = unknown, Action = unknown> = Context & {
	readonly state: State;
	readonly size: Size;
	readonly tools: Tools<State, Action>;
};

export type Screen<State = unknown, Action = unknown> = {
	readonly id: ScreenId;
	readonly title: Bilingual<string>;
	/** Left out of the tabs: there is nothing to see yet. */
	readonly hidden?: true;
	/** The first state; `remembered` is what `remember` gave at the last exit, of unknown age and shape. */
	readonly create: (remembered: unknown) => State;
	readonly remember?: (state: State) => unknown;
	readonly reduce: (state: State, action: Action, shared: SharedState) => State;
	/** Folds news of the desk into the state, shown or not. */
	readonly news?: (state: State, news: DeskNews, shared: SharedState) => State;
	readonly commands: readonly Command<State, Action>[];
	readonly mouse?: (event: ViewMouse, tools: Tools<State, Action>) => void;
	/** Bracketed paste outside a form. */
	readonly paste?: (text: string, tools: Tools<State, Action>) => void;
	/** While this is true every printable key goes to `type` (and named keys such as `enter`), not to commands. */
	readonly typing?: (state: State) => boolean;
	readonly type?: (key: string, tools: Tools<State, Action>) => void;
	readonly View: FunctionComponent<ViewProps<State, Action>>;
	/** The screen as plain sentences, for screen readers. */
	readonly lines: (state: State, context: Context) => readonly string[];
	/** What is shown, as rows for CSV; null when there is nothing. */
	readonly sheet?: (state: State, context: Context) => Sheet | null;
	/** Which number `i` asks about. */
	readonly origin?: (state: State, shared: SharedState) => OriginQuestion | null;
	/** The value under the cursor, for the clipboard. */
	readonly copied?: (state: State, context: Context) => string | null;
};

/** Forgets the types of a screen's inside, so that the frame can hold all of them in one list. */
export const asScreen = <State, Action>(screen: Screen<State, Action>): Screen => screen as unknown as Screen;
