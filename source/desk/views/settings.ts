/** The settings as the screen shows them. */

/** One setting with everything the settings screen shows. Secrets never come: `value` is then `null` and `given` tells. */
export type SettingEntry = {
	readonly key: string;
	/** Checked value; null when unset, secret or broken. */
	readonly value: unknown;
	/** The value as a person would type it; empty when unset or secret. */
	readonly text: string;
	readonly given: boolean;
	readonly origin: 'flag' | 'environment' | '.env' | 'file' | 'default';
	readonly place: string;
	readonly about: string;
	readonly allowed: string;
	/** The values to choose from, where they are few. */
	readonly choices: readonly string[] | null;
	readonly secret: boolean;
	readonly problem: string | null;
};
