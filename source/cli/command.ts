/** What a command is: a row that help, completion and parsing read, and the file that does the work. */

import type {OptionTable, Typed} from './option.js';
import type {Surroundings} from './surroundings.js';

/** An argument that is no option. The last one may repeat. */
type Argument = {
	readonly name: string;
	readonly about: string;
	/** Closed list of words, where there is one. */
	readonly allowed?: readonly string[];
	readonly required?: boolean;
	readonly many?: boolean;
};

type Row<Table extends OptionTable> = {
	/** Empty for what runs without a command. */
	readonly name: string;
	readonly summary: string;
	readonly usage: readonly string[];
	readonly arguments: readonly Argument[];
	readonly options: Table;
	readonly examples: readonly {readonly typed: string; readonly about: string}[];
	/** Paragraphs at the end of the help. */
	readonly notes: readonly string[];
	/** The action; resolves to the exit code. Loaded only when the command runs. */
	readonly load: () => Promise<{
		/** `commands` is the whole table. */
		readonly run: (
			typed: Typed<Table>,
			surroundings: Surroundings,
			commands: readonly Command[],
		) => Promise<number>;
	}>;
};

/** A row whose own option types are forgotten: what the parser checks, the action may trust. */
export type Command = Row<OptionTable>;

/** Checks a row against the types of its own options. */
export function command<const Table extends OptionTable>(row: Row<Table>): Command {
	return row as unknown as Command;
}
