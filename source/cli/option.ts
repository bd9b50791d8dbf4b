/** What an option of the command line is, and the type of the value it becomes. */

type Described = {
	/** One sentence for the help. */
	readonly about: string;
	/** One letter, for `-h`. */
	readonly short?: string;
	/** The default in words, where it is not a constant. */
	readonly usually?: string;
};

/**
 * `seconds` takes an optional value; `moment` is an ISO 8601 time (UTC unless it says otherwise) or an age such as
 * `90m`, `24h`, `7d`; `list` is separated by commas.
 */
export type Option = Described &
	(
		| {readonly kind: 'flag'}
		| {readonly kind: 'text' | 'path' | 'list' | 'moment'; readonly value: string; readonly default?: never}
		| {readonly kind: 'integer'; readonly value: string; readonly min: number; readonly max: number}
		| {readonly kind: 'seconds'; readonly value: string; readonly min: number; readonly max: number}
		| {
				readonly kind: 'choice';
				readonly value: string;
				readonly allowed: readonly string[];
				readonly default?: string;
		  }
	);

/** Options by their long name, without dashes. */
export type OptionTable = Readonly<Record<string, Option>>;

type ValueOf<O extends Option> = O extends {kind: 'flag'}
	? boolean
	: O extends {kind: 'text' | 'path'}
		? string
		: O extends {kind: 'list'}
			? readonly string[]
			: O extends {kind: 'integer' | 'moment'}
				? number
				: O extends {kind: 'seconds'}
					? number | 'default'
					: O extends {kind: 'choice'; allowed: readonly (infer Word)[]}
						? Word
						: never;

/** Checked values: flags are true or false, options with a constant default are always there. Moments are ms UTC. */
export type Values<Table extends OptionTable> = {
	readonly [Name in keyof Table]: Table[Name] extends {kind: 'flag'} | {default: string}
		? ValueOf<Table[Name]>
		: ValueOf<Table[Name]> | undefined;
};

/** What the user typed, checked: `words` are the arguments that are no options. */
export type Typed<Table extends OptionTable> = {
	readonly values: Values<Table>;
	readonly words: readonly string[];
};
