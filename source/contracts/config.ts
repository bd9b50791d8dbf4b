/** Every setting as a row: its key, variable, allowed values and default; and how layers of values become one Config. */

import * as z from 'zod';
import {eventLevels} from '#domain/event-line.js';
import {Fault} from '#domain/fault.js';
import {sourceNames, type SourceName} from '#domain/market.js';
import {nearest} from '#domain/nearest.js';
import {invalidPolicies} from '#domain/quality.js';

/** What other settings decide about a default. */
type Known = {
	readonly dataDir: string;
	readonly coingeckoKey: boolean;
	readonly coingeckoPlan: 'demo' | 'pro';
};

type Setting = {
	/** Environment variable of the same meaning. */
	readonly variable: string;
	readonly about: string;
	/** Allowed values, in words. */
	readonly allowed: string;
	/** Default, in words, where it depends on something. */
	readonly usually?: string;
	/** The allowed values, where they are few. */
	readonly choices?: readonly string[];
	/** Never shown, logged or echoed. */
	readonly secret?: true;
	readonly schema: z.ZodType;
	readonly fallback: (known: Known) => unknown;
};

const fromText = (value: unknown): unknown =>
	typeof value === 'string' && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value.trim())
		? Number(value)
		: value;

const number = (min: number, max: number) => z.preprocess(fromText, z.number().min(min).max(max));
const integer = (min: number, max: number) => z.preprocess(fromText, z.int().min(min).max(max));
const trimmed = z.string().trim();

function isUrl(text: string, protocols: readonly string[]): boolean {
	if (!URL.canParse(text)) return false;
	const {protocol, username, password, search, hash} = new URL(text);
	return protocols.includes(protocol) && [username, password, search, hash].every(part => part === '');
}

const url = (...protocols: string[]) =>
	trimmed.refine(text => isUrl(text, protocols)).transform(text => text.replace(/\/+$/, ''));

// Header values: printable ASCII without spaces. Anything else is a paste accident.
const key = z.union([z.null(), trimmed.regex(/^[\u0021-\u007E]{1,500}$/)]);

/** A setting that may be left out: `none` is null. */
const orNone = <Schema extends z.ZodType>(schema: Schema) =>
	z.preprocess(value => (value === 'none' ? null : value), z.union([z.null(), schema]));

// One mailbox without a name: nothing in it can end a header line or begin another recipient.
const mailbox = trimmed.max(254).regex(/^[^\s<>()[\]\\,;:"@]+@[^\s<>()[\]\\,;:"@]+$/);

/** Whether text is the address of a mail server: user name and password may stand in it, nothing may follow the port. */
function isMailServer(text: string): boolean {
	if (!/^smtps?:\/\//i.test(text) || !URL.canParse(text)) return false;
	const {hostname, pathname, search, hash} = new URL(text);
	return hostname !== '' && ['', '/'].includes(pathname) && search === '' && hash === '';
}

function isWebhook(text: string): boolean {
	return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);
}

const credits = z.preprocess(
	value => (value === 'none' ? null : fromText(value)),
	z.union([z.null(), z.int().min(0).max(1e9)]),
);

const list = z.preprocess(
	value => (typeof value === 'string' ? value.split(',') : value),
	z
		.array(trimmed.max(100))
		.max(1000)
		.transform((names): readonly string[] => [...new Set(names.filter(Boolean))]),
);

function isTimeZone(text: string): boolean {
	try {
		return (
			text === 'system' || new Intl.DateTimeFormat('en', {timeZone: text}).resolvedOptions().timeZone !== ''
		);
	} catch {
		return false;
	}
}

/** A setting that is one of a few words. */
function oneOf<const Choice extends string>(
	variable: string,
	about: string,
	choices: readonly Choice[],
	fallback: NoInfer<Choice>,
) {
	return {
		variable,
		about,
		allowed: choices.join(', '),
		choices,
		schema: z.enum(choices),
		fallback: () => fallback,
	};
}

const isKeyList = (value: unknown): boolean =>
	Array.isArray(value) && value.every(key => typeof key === 'string' && key !== '');

/** A JSON object of lists of keys by command, as a person wrote it or as a config file holds it; the text of it, or null. */
function keysText(value: unknown): string | null {
	try {
		const parsed: unknown = typeof value === 'string' ? JSON.parse(value) : value;
		const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
		return isObject && Object.values(parsed).every(isKeyList) ? JSON.stringify(parsed) : null;
	} catch {
		return null;
	}
}

const web =
	'an http:// or https:// URL up to and including the API version, without query, user name or password';
const perMinute = 'a number from 0.1 to 1000000000';
const perMonth = 'a whole number from 0 to 1000000000, or "none"';
const secretText = 'the key as the provider shows it, without spaces';

const table = {
	dataDir: {
		variable: 'CRYPTO_TUI_DATA_DIR',
		about: 'Folder of the database, the logs and the backups.',
		allowed: 'a path',
		schema: z
			.string()
			.min(1)
			.refine(path => !path.includes('\0')),
		fallback: ({dataDir}) => dataDir,
	},
	'coingecko.url': {
		variable: 'CRYPTO_TUI_COINGECKO_URL',
		about: 'Base URL of CoinGecko.',
		allowed: web,
		usually: 'https://api.coingecko.com/api/v3, or https://pro-api.coingecko.com/api/v3 with a pro key',
		schema: url('http:', 'https:'),
		fallback: ({coingeckoKey, coingeckoPlan}) =>
			coingeckoKey && coingeckoPlan === 'pro'
				? 'https://pro-api.coingecko.com/api/v3'
				: 'https://api.coingecko.com/api/v3',
	},
	'coingecko.key': {
		variable: 'COINGECKO_API_KEY',
		about: 'API key of CoinGecko; works without one, more slowly.',
		allowed: secretText,
		secret: true,
		schema: key,
		fallback: () => null,
	},
	'coingecko.plan': {
		variable: 'COINGECKO_PLAN',
		about: 'Plan the CoinGecko key belongs to.',
		allowed: 'demo, pro',
		choices: ['demo', 'pro'],
		schema: z.enum(['demo', 'pro']),
		fallback: () => 'demo',
	},
	'coingecko.rpm': {
		variable: 'CRYPTO_TUI_COINGECKO_RPM',
		about: 'Requests per minute to CoinGecko.',
		allowed: perMinute,
		usually: '30 with a key, 5 without',
		schema: number(0.1, 1e9),
		fallback: ({coingeckoKey}) => (coingeckoKey ? 30 : 5),
	},
	'coingecko.monthlyCredits': {
		variable: 'CRYPTO_TUI_COINGECKO_MONTHLY_CREDITS',
		about: 'Credits per calendar month (UTC) at CoinGecko.',
		allowed: perMonth,
		usually: '10000 with a demo key, none otherwise',
		schema: credits,
		fallback: ({coingeckoKey, coingeckoPlan}) => (coingeckoKey && coingeckoPlan === 'demo' ? 10_000 : null),
	},
	'coincap.url': {
		variable: 'CRYPTO_TUI_COINCAP_URL',
		about: 'Base URL of CoinCap.',
		allowed: web,
		schema: url('http:', 'https:'),
		fallback: () => 'https://rest.coincap.io/v3',
	},
	'coincap.key': {
		variable: 'COINCAP_API_KEY',
		about: 'API key of CoinCap; without one CoinCap is left out.',
		allowed: secretText,
		secret: true,
		schema: key,
		fallback: () => null,
	},
	'coincap.rpm': {
		variable: 'CRYPTO_TUI_COINCAP_RPM',
		about: 'Requests per minute to CoinCap.',
		allowed: perMinute,
		schema: number(0.1, 1e9),
		fallback: () => 600,
	},
	'coincap.monthlyCredits': {
		variable: 'CRYPTO_TUI_COINCAP_MONTHLY_CREDITS',
		about: 'Credits per calendar month (UTC) at CoinCap.',
		allowed: perMonth,
		schema: credits,
		fallback: () => 4000,
	},
	'binance.url': {
		variable: 'CRYPTO_TUI_BINANCE_URL',
		about: 'Base URL of Binance, up to and including the version.',
		allowed: web,
		schema: url('http:', 'https:'),
		fallback: () => 'https://data-api.binance.vision/api/v3',
	},
	'binance.streamUrl': {
		variable: 'CRYPTO_TUI_BINANCE_STREAM_URL',
		about: 'Base URL of the Binance streams.',
		allowed: 'a ws:// or wss:// URL without query, user name or password',
		schema: url('ws:', 'wss:'),
		fallback: () => 'wss://data-stream.binance.vision',
	},
	'binance.weight': {
		variable: 'CRYPTO_TUI_BINANCE_WEIGHT',
		about: 'Request weight per minute at Binance.',
		allowed: 'a number from 1 to 1000000000',
		schema: number(1, 1e9),
		fallback: () => 6000,
	},
	'http.timeoutSeconds': {
		variable: 'CRYPTO_TUI_HTTP_TIMEOUT_SECONDS',
		about: 'How long to wait for a connection, for headers, and between parts of a body.',
		allowed: 'a number from 0.1 to 600',
		schema: number(0.1, 600),
		fallback: () => 10,
	},
	'watch.seconds': {
		variable: 'CRYPTO_TUI_WATCH_SECONDS',
		about: 'Seconds between two cycles of --watch.',
		allowed: 'a number from 1 to 86400',
		schema: number(1, 86_400),
		fallback: () => 300,
	},
	'forecast.retrain': {
		variable: 'CRYPTO_TUI_FORECAST_RETRAIN',
		about: 'Whether a cycle trains models again when they are due: hourly ones daily, daily ones weekly.',
		allowed: 'on, off',
		schema: z.enum(['on', 'off']),
		fallback: () => 'on',
	},
	watchlist: {
		variable: 'CRYPTO_TUI_WATCHLIST',
		about: 'Assets whose candles every cycle keeps up to date.',
		allowed: 'ids or symbols, separated by commas',
		usually: 'empty: the largest assets, see watch.top',
		schema: list,
		fallback: () => [],
	},
	'watch.top': {
		variable: 'CRYPTO_TUI_WATCH_TOP',
		about: 'Size of the watchlist when it is empty: the largest assets.',
		allowed: 'a whole number from 0 to 1000',
		schema: integer(0, 1000),
		fallback: () => 10,
	},
	'snapshot.top': {
		variable: 'CRYPTO_TUI_SNAPSHOT_TOP',
		about: 'Assets in the market snapshot: the largest ones.',
		allowed: 'a whole number from 1 to 20000',
		schema: integer(1, 20_000),
		fallback: () => 250,
	},
	'raw.keepDays': {
		variable: 'CRYPTO_TUI_RAW_KEEP_DAYS',
		about: 'Days that raw answers stay in the archive.',
		allowed: 'a whole number from 0 to 36500',
		schema: integer(0, 36_500),
		fallback: () => 30,
	},
	'email.to': {
		variable: 'EMAIL_TO',
		about: 'Who gets alerts by e-mail.',
		allowed: 'addresses such as me@example.org, separated by commas',
		usually: 'empty: no e-mail is sent',
		schema: z.preprocess(
			value => (typeof value === 'string' ? value.split(',').filter(part => part.trim() !== '') : value),
			z.array(mailbox).max(50),
		),
		fallback: () => [],
	},
	'email.from': {
		variable: 'EMAIL_FROM',
		about: 'Sender of alerts by e-mail.',
		allowed: 'an address such as me@example.org, or "none"',
		usually: 'email.user where it is an address, else the first of email.to',
		schema: orNone(mailbox),
		fallback: () => null,
	},
	'email.user': {
		variable: 'EMAIL_USER',
		about: 'User name at the mail server.',
		allowed: 'the name as the provider shows it, or "none"',
		schema: orNone(trimmed.min(1).max(254)),
		fallback: () => null,
	},
	'email.password': {
		variable: 'EMAIL_PASSWORD',
		about: 'Password at the mail server; often one made for programs.',
		allowed: 'the password as the provider shows it',
		secret: true,
		schema: z.union([z.null(), z.string().min(1).max(500)]),
		fallback: () => null,
	},
	'smtp.url': {
		variable: 'SMTP_URL',
		about: 'Mail server as one address; with it, smtp.host and smtp.port are not used.',
		allowed: 'smtp://host:587 or smtps://host:465, with user:password@ in front of the host where needed',
		secret: true,
		schema: z.union([z.null(), trimmed.refine(isMailServer)]),
		fallback: () => null,
	},
	'smtp.host': {
		variable: 'SMTP_HOST',
		about: 'Mail server. Connections are encrypted unless it runs on this machine.',
		allowed: 'the name of a host, or "none"',
		schema: orNone(trimmed.regex(/^[\w.:-]{1,253}$/)),
		fallback: () => null,
	},
	'smtp.port': {
		variable: 'SMTP_PORT',
		about: 'Port of the mail server; 465 is encrypted from the beginning.',
		allowed: 'a whole number from 1 to 65535',
		schema: integer(1, 65_535),
		fallback: () => 587,
	},
	'alerts.webhookUrl': {
		variable: 'CRYPTO_TUI_ALERTS_WEBHOOK_URL',
		about: 'Address that gets alerts as JSON; those of Slack and Discord work.',
		allowed: 'an http:// or https:// URL',
		secret: true,
		schema: z.union([z.null(), trimmed.refine(isWebhook)]),
		fallback: () => null,
	},
	'alerts.sourceDownCycles': {
		variable: 'CRYPTO_TUI_ALERTS_SOURCE_DOWN_CYCLES',
		about: 'Cycles in a row that a source has to be out before an alert says so.',
		allowed: 'a whole number from 1 to 1000',
		schema: integer(1, 1000),
		fallback: () => 3,
	},
	'alerts.diskFreeMb': {
		variable: 'CRYPTO_TUI_ALERTS_DISK_FREE_MB',
		about: 'Free space of the data folder below which an alert says so, in megabytes; 0 says nothing.',
		allowed: 'a whole number from 0 to 1000000000',
		schema: integer(0, 1e9),
		fallback: () => 500,
	},
	'log.keepDays': {
		variable: 'CRYPTO_TUI_LOG_KEEP_DAYS',
		about: 'Days that rotated logs stay; "crypto-tui compact" removes older ones.',
		allowed: 'a whole number from 0 to 36500; 0 keeps them',
		schema: integer(0, 36_500),
		fallback: () => 0,
	},
	'snapshot.everyDays': {
		variable: 'CRYPTO_TUI_SNAPSHOT_EVERY_DAYS',
		about: 'Days between two versions of the data that --watch and the screen make.',
		allowed: 'a whole number from 0 to 36500; 0 makes none',
		schema: integer(0, 36_500),
		fallback: () => 7,
	},
	'snapshot.databaseEveryDays': {
		variable: 'CRYPTO_TUI_SNAPSHOT_DATABASE_EVERY_DAYS',
		about: 'Days between two copies of the whole database that --watch and the screen make.',
		allowed: 'a whole number from 0 to 36500; 0 makes none',
		schema: integer(0, 36_500),
		fallback: () => 30,
	},
	'snapshot.keep': {
		variable: 'CRYPTO_TUI_SNAPSHOT_KEEP',
		about: 'Versions of the data that stay.',
		allowed: 'a whole number from 0 to 100000; 0 keeps all',
		schema: integer(0, 100_000),
		fallback: () => 52,
	},
	'snapshot.keepDatabases': {
		variable: 'CRYPTO_TUI_SNAPSHOT_KEEP_DATABASES',
		about: 'Copies of the whole database that stay.',
		allowed: 'a whole number from 0 to 100000; 0 keeps all',
		schema: integer(0, 100_000),
		fallback: () => 3,
	},
	'snapshot.remote': {
		variable: 'CRYPTO_TUI_SNAPSHOT_REMOTE',
		about: 'Folder of the snapshots: any directory, such as a mounted disk; a remote of DVC 3.',
		allowed: 'a path',
		usually: 'the folder snapshots in the data folder',
		schema: z.string().refine(path => !path.includes('\0')),
		fallback: () => '',
	},
	'retention.quotesHourlyAfterDays': {
		variable: 'CRYPTO_TUI_RETENTION_QUOTES_HOURLY_AFTER_DAYS',
		about: 'Days after which "crypto-tui compact" keeps one quote an hour.',
		allowed: 'a whole number from 0 to 36500; 0 keeps every quote',
		schema: integer(0, 36_500),
		fallback: () => 0,
	},
	'retention.quotesDailyAfterDays': {
		variable: 'CRYPTO_TUI_RETENTION_QUOTES_DAILY_AFTER_DAYS',
		about: 'Days after which "crypto-tui compact" keeps one quote a day.',
		allowed: 'a whole number from 0 to 36500; 0 keeps every quote',
		schema: integer(0, 36_500),
		fallback: () => 0,
	},
	onInvalid: {
		variable: 'CRYPTO_TUI_ON_INVALID',
		about: 'What happens to a batch with impossible values.',
		allowed: invalidPolicies.join(', '),
		choices: invalidPolicies,
		schema: z.enum(invalidPolicies),
		fallback: () => 'block',
	},
	'log.level': {
		variable: 'CRYPTO_TUI_LOG_LEVEL',
		about: 'The least important events that the log keeps.',
		allowed: eventLevels.join(', '),
		choices: eventLevels,
		schema: z.enum(eventLevels),
		fallback: () => 'info',
	},
	language: {
		variable: 'CRYPTO_TUI_LANGUAGE',
		about: 'Language of the program; auto takes it from the system.',
		allowed: 'auto, en, pt-BR',
		schema: z.enum(['auto', 'en', 'pt-BR']),
		fallback: () => 'auto',
	},
	timeZone: {
		variable: 'CRYPTO_TUI_TIME_ZONE',
		about: 'Time zone of the dates shown to people.',
		allowed: 'system, or an IANA name such as America/Sao_Paulo',
		schema: trimmed.min(1).refine(isTimeZone),
		fallback: () => 'system',
	},
	'ui.theme': oneOf(
		'CRYPTO_TUI_UI_THEME',
		'Colours of the screen; "auto" follows the background of the terminal.',
		['auto', 'dark', 'light', 'contrast', 'colour-blind', 'mono'],
		'auto',
	),
	'ui.currency': {
		variable: 'CRYPTO_TUI_UI_CURRENCY',
		about: 'Currency in which the screen shows prices and values.',
		allowed: 'a currency code of three letters such as USD, BRL or BTC',
		schema: trimmed.regex(/^[a-z]{3}$/i).transform(code => code.toUpperCase()),
		fallback: () => 'USD',
	},
	'ui.ascii': oneOf(
		'CRYPTO_TUI_UI_ASCII',
		'Draws with plain ASCII only; "auto" looks at what the terminal can show.',
		['auto', 'on', 'off'],
		'auto',
	),
	'ui.mouse': oneOf('CRYPTO_TUI_UI_MOUSE', 'Whether the screen takes the mouse.', ['on', 'off'], 'on'),
	'ui.motion': oneOf(
		'CRYPTO_TUI_UI_MOTION',
		'Whether changed prices flash and progress is animated.',
		['full', 'reduced'],
		'full',
	),
	'ui.swapColours': oneOf(
		'CRYPTO_TUI_UI_SWAP_COLOURS',
		'Shows rising prices in red and falling ones in green.',
		['on', 'off'],
		'off',
	),
	'ui.linear': oneOf(
		'CRYPTO_TUI_UI_LINEAR',
		'Shows every screen as plain sentences, for screen readers.',
		['on', 'off'],
		'off',
	),
	'ui.keys': {
		variable: 'CRYPTO_TUI_UI_KEYS',
		about: 'Keys of commands, instead of the usual ones.',
		allowed: 'a JSON object of lists of keys by command, such as {"market.sort-next": ["s"]}',
		schema: z.preprocess(keysText, z.string()),
		fallback: () => '{}',
	},
} as const satisfies Record<string, Setting>;

/** Name of a setting in the config file and in `crypto-tui config`. */
export type ConfigKey = keyof typeof table;

/**
 * All settings, valid and complete. URLs have no trailing slash; `null` is "no key" or "no monthly limit";
 * `timeZone` is `system` or an IANA name; `ui.keys` is JSON text.
 */
export type Config = {readonly [Key in ConfigKey]: z.output<(typeof table)[Key]['schema']>};

const settings: Readonly<Record<ConfigKey, Setting>> = table;

/** Every key, in the order of the documentation. */
export const configKeys = Object.keys(table) as readonly ConfigKey[];

export function isConfigKey(text: string): text is ConfigKey {
	return Object.hasOwn(table, text);
}

/** What people are told about a key. */
export function describeKey(key: ConfigKey): {
	readonly variable: string;
	readonly about: string;
	readonly allowed: string;
	readonly usually: string | null;
	readonly choices: readonly string[] | null;
	readonly secret: boolean;
} {
	const {variable, about, allowed, usually, choices, secret} = settings[key];
	return {
		variable,
		about,
		allowed,
		usually: usually ?? null,
		choices: choices ?? null,
		secret: secret ?? false,
	};
}

/** Where a value was found, in falling precedence. */
export type Origin = 'flag' | 'environment' | '.env' | 'file' | 'default';

/** A value as somebody wrote it, not checked yet. `place` names it for messages: a flag, a variable, a file. */
export type Given = {readonly value: unknown; readonly origin: Origin; readonly place: string};

/** Values of one origin. */
export type Layer = Partial<Readonly<Record<ConfigKey, Given>>>;

/** One setting as it came out: `value` is the valid one; `problem` the sentence where it is not. */
export type ConfigEntry = {
	readonly key: ConfigKey;
	readonly value: unknown;
	readonly origin: Origin;
	readonly place: string;
	readonly problem: string | null;
};

/** Text with what may be secret in a URL hidden: user and password, even with a stray slash in it, and the query. */
const hideCredentials = (text: string): string =>
	text
		.replaceAll(/([a-z][a-z\d+.-]*:\/\/)\S*@/gi, '$1***@')
		.replaceAll(/([a-z][a-z\d+.-]*:\/\/[^\s?#]*[?#])[^\s"]+/gi, '$1***');

function quoted(key: ConfigKey, value: unknown): string {
	if (settings[key].secret) return 'a value that cannot be right';
	const text = typeof value === 'string' ? value : JSON.stringify(value);
	return hideCredentials(JSON.stringify(text.slice(0, 200)));
}

/** Checks one value as written by a person; the fault `invalid-config` names the key, the place and what is allowed. */
export function checkValue(key: ConfigKey, value: unknown, place: string): unknown {
	const checked = settings[key].schema.safeParse(value);
	if (checked.success) return checked.data;
	throw new Fault('invalid-config', problemOf(key, value, place));
}

const problemOf = (key: ConfigKey, value: unknown, place: string): string =>
	`${key} (from ${place}) is ${quoted(key, value)}; allowed: ${settings[key].allowed}.`;

/** The first given value of every key, checked, or its default. Layers in falling precedence. Never throws. */
export function settle(layers: readonly Layer[], dataDir: string): readonly ConfigEntry[] {
	const given = new Map<ConfigKey, ConfigEntry>();
	for (const key of configKeys) {
		const found = layers.find(layer => layer[key] !== undefined)?.[key];
		if (!found) continue;
		const {value, origin, place} = found;
		const checked = settings[key].schema.safeParse(value);
		given.set(key, {
			key,
			value: checked.success ? checked.data : null,
			origin,
			place,
			problem: checked.success ? null : problemOf(key, value, place),
		});
	}

	const known: Known = {
		dataDir,
		coingeckoKey: typeof given.get('coingecko.key')?.value === 'string',
		coingeckoPlan: given.get('coingecko.plan')?.value === 'pro' ? 'pro' : 'demo',
	};
	return configKeys.map(
		key =>
			given.get(key) ?? {
				key,
				value: settings[key].fallback(known),
				origin: 'default',
				place: 'default',
				problem: null,
			},
	);
}

/** Settled entries as one Config; the fault `invalid-config` lists every problem. */
export function configOf(entries: readonly ConfigEntry[]): Config {
	const problems = entries.flatMap(({problem}) => problem ?? []);
	if (problems.length > 0) throw new Fault('invalid-config', problems.join('\n'));
	return Object.fromEntries(entries.map(({key, value}) => [key, value])) as Config;
}

/** Keys nobody knows, as a fault with the nearest ones. */
export function unknownKey(name: string, place: string): Fault {
	const near = nearest(name, configKeys);
	const meant = near.length > 0 ? ` Did you mean ${near.join(' or ')}?` : '';
	return new Fault('invalid-config', `There is no setting "${name}" (from ${place}).${meant}`);
}

/** What is secret inside a secret URL, as written and decoded: password, path and query. */
function secretParts(value: string): readonly string[] {
	if (!/^[a-z]+:\/\//i.test(value) || !URL.canParse(value)) return [];
	const {password, pathname, search} = new URL(value);
	return [password, decoded(password), pathname, search];
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

/** Every secret value of a configuration, whole and in parts: what must never be written anywhere. */
export function secretsOf(config: Config): readonly string[] {
	const secrets = configKeys.flatMap(key => {
		const value = config[key];
		return settings[key].secret && typeof value === 'string' ? [value].concat(secretParts(value)) : [];
	});
	return [...new Set(secrets.filter(secret => secret.length >= 4))];
}

/** What each source allows: requests (or weight) per minute and credits per month; Infinity is no limit. */
export function allowancesOf(
	config: Config,
): Readonly<Record<SourceName, {readonly perMinute: number; readonly perMonth: number}>> {
	const limits = {
		coingecko: {perMinute: config['coingecko.rpm'], perMonth: config['coingecko.monthlyCredits'] ?? Infinity},
		coincap: {perMinute: config['coincap.rpm'], perMonth: config['coincap.monthlyCredits'] ?? Infinity},
		binance: {perMinute: config['binance.weight'], perMonth: Infinity},
	} satisfies Record<SourceName, unknown>;
	return Object.fromEntries(sourceNames.map(source => [source, limits[source]])) as typeof limits;
}
