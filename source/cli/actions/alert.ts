/** `crypto-tui alert`: rules about prices, what fired, rehearsals, and proof that messages arrive. */

import type {Repetition} from '#domain/alerts/evaluate.js';
import {isConditionWord, readRule, withoutAsset, writtenRule} from '#domain/alerts/rule-text.js';
import {Fault} from '#domain/fault.js';
import {exitCode} from '#domain/run.js';
import {toIso} from '#domain/time.js';
import {noRule, removeRule, standingRules, type StandingRule} from '#pipeline/alerts/rules.js';
import {rehearse, type Rehearsal} from '#pipeline/alerts/watch-rules.js';
import type {AlertRule, NewAlertRule} from '#ports/alerts.js';
import type {alertOptions} from '../alert-options.js';
import {addedText, historyText, rehearsalText, rulesText, type ToldAlert} from '../alert-words.js';
import {exitCodeOfFault} from '../failure.js';
import type {Format} from '../format.js';
import {parseAge} from '../moment.js';
import {namedAssets} from '../named-assets.js';
import type {Typed, Values} from '../option.js';
import {change, look, settingOf, type Session} from '../session.js';
import {put, type Surroundings} from '../surroundings.js';
import {simulatedNotice} from '../words.js';

type AlertValues = Values<typeof alertOptions>;
type Words = readonly string[];

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const usualDays = 90;
const usualLimit = 50;

const misuse = (message: string): Fault =>
	new Fault('usage', message, {hint: 'Run "crypto-tui alert --help" for what is possible.'});

/** Prints a result: one line of JSON with `--json`, else its text, marked where no figure is real. */
async function print(
	values: AlertValues,
	{out}: Surroundings,
	document: unknown,
	text: string,
): Promise<void> {
	await put(out, values.json ? `${JSON.stringify(document)}\n` : (values.demo ? simulatedNotice : '') + text);
}

function repetitionOf({once, 'cool-down': coolDown, hysteresis}: AlertValues): Repetition {
	const coolDownMs = coolDown === undefined ? hourMs : parseAge(coolDown);
	if (coolDownMs === null) {
		throw misuse(`--cool-down is ${JSON.stringify(coolDown)}; it must be a time such as 90m, 24h or 7d.`);
	}

	const percent = hysteresis === undefined ? 0 : Number(hysteresis.replace(/%$/, ''));
	if (!/^\d+(\.\d+)?%?$/.test(hysteresis ?? '0') || percent > 100) {
		throw misuse(
			`--hysteresis is ${JSON.stringify(hysteresis)}; it must be a number of percent from 0 to 100.`,
		);
	}

	return {once, coolDownMs, hysteresisPercent: percent};
}

function textOf(action: string, words: Words): string {
	if (words.length > 0) return words.join(' ');
	throw misuse(`"alert ${action}" needs a rule in quotes, such as "bitcoin > 100000".`);
}

function idOf(action: string, words: Words): number {
	const [word] = words;
	if (word !== undefined && words.length === 1 && /^\d{1,15}$/.test(word)) return Number(word);
	throw misuse(`"alert ${action}" needs the number of one rule; "crypto-tui alert list" shows them.`);
}

/** What a text means for the stored assets. */
async function ruleOf(
	{app}: Session,
	text: string,
	repetition: Repetition,
	{err, now}: Surroundings,
): Promise<NewAlertRule> {
	const {asset: name, condition} = readRule(text);
	const [asset] = await namedAssets(app.storage, [name], err).catch((error: unknown) => {
		throw isConditionWord(name) ? withoutAsset(text, name) : error;
	});
	return {asset: asset!, condition, repetition, createdAt: now()};
}

/** A rule as JSON; times are ISO 8601. */
const ruleDocument = (rule: AlertRule): Readonly<Record<string, unknown>> => ({
	id: rule.id,
	rule: writtenRule(rule),
	asset: rule.asset,
	condition: rule.condition,
	...rule.repetition,
	createdAt: toIso(rule.createdAt),
});

async function add(values: AlertValues, words: Words, surroundings: Surroundings): Promise<number> {
	const repetition = repetitionOf(values);
	const text = textOf('add', words);
	readRule(text);
	// Nothing is created only to find that the asset is not known.
	const meant = await look(
		values,
		surroundings,
		async session => ruleOf(session, text, repetition, surroundings),
		() => {
			throw new Fault('no-assets', 'No asset is stored yet that a rule could be about.');
		},
	);
	const rule = await change(values, surroundings, async ({app}) => app.storage.alerts.addRule(meant));
	await print(values, surroundings, ruleDocument(rule), addedText(rule));
	return exitCode.done;
}

async function list(values: AlertValues, surroundings: Surroundings): Promise<number> {
	const {rules, format} = await look<{rules: readonly StandingRule[]; format: Format}>(
		values,
		surroundings,
		async ({app, format}) => ({rules: await standingRules(app.storage), format}),
		({format}) => ({rules: [], format}),
	);
	const documents = rules.map(rule => {
		const {armed, done, lastToldAt} = rule.state;
		return {...ruleDocument(rule), armed, done, lastAlertAt: lastToldAt === null ? null : toIso(lastToldAt)};
	});
	await print(values, surroundings, documents, rulesText(rules, format));
	return exitCode.done;
}

async function remove(values: AlertValues, words: Words, surroundings: Surroundings): Promise<number> {
	const id = idOf('remove', words);
	// Nothing is created only to find that there is no such rule.
	const isThere = await look(
		values,
		surroundings,
		async ({app}) => (await app.storage.alerts.rules()).some(rule => rule.id === id),
		() => false,
	);
	if (!isThere) throw noRule(id);
	await change(values, surroundings, async ({app}) => removeRule(app.storage, id));
	await print(
		values,
		surroundings,
		{removed: id},
		`Rule ${id} is removed; its alerts stay in the history.\n`,
	);
	return exitCode.done;
}

/** The rule with this number, or the rule that the text describes. */
async function rehearsed(
	session: Session,
	words: Words,
	values: AlertValues,
	surroundings: Surroundings,
): Promise<NewAlertRule> {
	const text = textOf('test', words);
	if (!/^\d+$/.test(text)) return ruleOf(session, text, repetitionOf(values), surroundings);
	const rule = (await session.app.storage.alerts.rules()).find(({id}) => id === Number(text));
	if (!rule) throw noRule(Number(text));
	return rule;
}

async function test(values: AlertValues, words: Words, surroundings: Surroundings): Promise<number> {
	const days = values.days ?? usualDays;
	const text = textOf('test', words);
	if (!/^\d+$/.test(text)) readRule(text);
	repetitionOf(values);
	const found = await look<{rule: NewAlertRule; rehearsal: Rehearsal; format: Format} | null>(
		values,
		surroundings,
		async session => {
			const rule = await rehearsed(session, words, values, surroundings);
			const rehearsal = await rehearse(session.app.storage, rule, surroundings.now(), days * dayMs);
			return {rule, rehearsal, format: session.format};
		},
		() => null,
	);
	if (!found || found.rehearsal.observations === 0) {
		throw new Fault('no-assets', 'Nothing is stored that this rule could be rehearsed on.', {
			hint: 'Fetch the history of the asset first, for example "crypto-tui --headless --historical --assets btc --days 90".',
		});
	}

	const {rule, rehearsal, format} = found;
	const {firings, observations, from, to} = rehearsal;
	await print(
		values,
		surroundings,
		{
			rule: writtenRule(rule),
			...rule.repetition,
			days,
			observations,
			from: toIso(from!),
			to: toIso(to!),
			fired: firings.filter(({folded}) => !folded).length,
			firings: firings.map(({at, value, level, folded}) => ({at: toIso(at), value, level, folded})),
		},
		rehearsalText(writtenRule(rule), days, rehearsal, format),
	);
	return exitCode.done;
}

async function history(values: AlertValues, surroundings: Surroundings): Promise<number> {
	const {alerts, format} = await look<{alerts: readonly ToldAlert[]; format: Format}>(
		values,
		surroundings,
		async ({app, format}) => ({
			alerts: (await app.storage.alerts.history(values.limit ?? usualLimit)).map(alert =>
				Object.assign({subject: app.describeAlert(alert).subject}, alert),
			),
			format,
		}),
		({format}) => ({alerts: [], format}),
	);
	const documents = alerts.map(({deliveries, ...alert}) => ({
		...alert,
		at: toIso(alert.at),
		deliveries: deliveries.map(({channel, state, attempts, nextAt, error}) => ({
			channel,
			state,
			attempts,
			nextAt: nextAt === null ? null : toIso(nextAt),
			error,
		})),
	}));
	await print(values, surroundings, documents, historyText(alerts, format, values.demo));
	return exitCode.done;
}

/** Sends a message through every channel at once; no store is needed for it. */
async function sendTest(values: AlertValues, surroundings: Surroundings): Promise<number> {
	const {config} = settingOf(values, surroundings);
	const {testChannels} = await import('#app/alerting.js');
	const {results, problems} = await testChannels(
		config,
		values.demo,
		surroundings.now(),
		surroundings.signal,
	);
	if (results.length === 0) {
		throw new Fault(
			'invalid-config',
			problems.length > 0 ? problems.join('\n') : 'No channel for alerts is set up.',
			{
				hint: 'For e-mail set SMTP_URL (or SMTP_HOST and SMTP_PORT), EMAIL_TO, and where the server asks for them EMAIL_USER and EMAIL_PASSWORD; for a webhook set CRYPTO_TUI_ALERTS_WEBHOOK_URL. "crypto-tui config set" keeps them.',
			},
		);
	}

	await print(
		values,
		surroundings,
		results.map(({channel, fault}) => ({channel, sent: fault === null, error: fault?.message ?? null})),
		results
			.map(({channel, fault}) => `${channel}: ${fault ? `not sent. ${fault.message}` : 'sent.'}\n`)
			.join(''),
	);
	for (const problem of problems) surroundings.err.write(`crypto-tui: ${problem}\n`);
	const failed = results.find(({fault}) => fault)?.fault;
	if (!failed) return problems.length > 0 ? exitCode.config : exitCode.done;
	surroundings.err.write(`${failed.hint}\n`);
	return exitCodeOfFault(failed);
}

/** Which options belong to which actions. */
const belongs: Readonly<Partial<Record<keyof AlertValues, readonly string[]>>> = {
	once: ['add', 'test'],
	'cool-down': ['add', 'test'],
	hysteresis: ['add', 'test'],
	days: ['test'],
	limit: ['history'],
};

/** Adds, lists, removes or rehearses rules, shows what fired, or sends a test message. */
export async function run(
	{values, words}: Typed<typeof alertOptions>,
	surroundings: Surroundings,
): Promise<number> {
	const [action, ...rest] = words;
	for (const [name, actions] of Object.entries(belongs)) {
		const value = values[name as keyof AlertValues];
		if (value !== undefined && value !== false && !actions.includes(action!)) {
			throw misuse(`--${name} belongs to "alert ${actions.join('" and "alert ')}".`);
		}
	}

	if (action === 'add') return add(values, rest, surroundings);
	if (action === 'remove') return remove(values, rest, surroundings);
	if (action === 'test') return test(values, rest, surroundings);
	if (rest.length > 0) throw misuse(`"alert ${action}" takes no more words.`);
	if (action === 'history') return history(values, surroundings);
	return action === 'send-test' ? sendTest(values, surroundings) : list(values, surroundings);
}
