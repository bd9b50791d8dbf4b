/** What `doctor` prints: one document for scripts, one page for people. */

import type {Check, CheckState} from '#domain/doctor/check.js';
import type {Gap, GapAttempt, GapCause, GapObstacle} from '#domain/doctor/gap.js';
import {toIso, toIsoOrNull} from '#domain/time.js';
import type {Examination, Healing} from '#pipeline/commands.js';
import {candlesByCause} from '#pipeline/doctor/examine.js';
import {alignColumns, plural, wrap, type Format} from './format.js';
import {simulatedNotice} from './words.js';

/** Everything the doctor found. */
export type Findings = {
	readonly dataDir: string;
	readonly simulated: boolean;
	readonly checks: readonly Check[];
	/** Null where there is no database, or none that can be read. */
	readonly examination: Omit<Examination, 'checks'> | null;
	/** Null unless healing was asked for and begun. */
	readonly healing: Healing | null;
};

const attemptDocument = ({from, to, at, run, outcome, candles, message, payload, until}: GapAttempt) => ({
	from: toIso(from),
	to: toIso(to),
	at: toIso(at),
	run,
	outcome,
	candles,
	message,
	payload,
	until: toIsoOrNull(until),
});

function gapDocument(gap: Gap) {
	const {asset, source, interval, origin, quote, from, to, candles, cause, obstacle, heldUntil, proof} = gap;
	return {
		asset,
		source,
		interval,
		origin,
		quote,
		from: toIso(from),
		to: toIso(to),
		candles,
		cause,
		why: causes[cause],
		healable: obstacle === null,
		obstacle,
		heldUntil: toIsoOrNull(heldUntil),
		proof: proof && {...proof, answeredAt: toIso(proof.answeredAt)},
		attempts: gap.attempts.map(attemptDocument),
	};
}

const countOf = (checks: readonly Check[], state: CheckState): number =>
	checks.filter(check => check.state === state).length;

/** What `doctor --json` prints. Times are ISO 8601 UTC. */
export function doctorDocument({dataDir, simulated, checks, examination, healing}: Findings): unknown {
	const gaps = examination?.gaps ?? [];
	return {
		dataDir,
		simulated,
		checks,
		gaps: gaps.map(gapDocument),
		healing: healing && {
			report: healing.report,
			attempts: healing.attempts.map(attempt => ({
				asset: attempt.asset,
				source: attempt.source,
				interval: attempt.interval,
				...attemptDocument(attempt),
			})),
			closedRuns: healing.closedRuns,
		},
		summary: {
			ok: countOf(checks, 'ok'),
			warn: countOf(checks, 'warn'),
			fail: countOf(checks, 'fail'),
			series: examination?.series ?? 0,
			gaps: gaps.length,
			missing: gaps.reduce((sum, {candles}) => sum + candles, 0),
			causes: candlesByCause(gaps),
			healable: examination?.plan ?? {gaps: 0, candles: 0, requests: 0, cost: [], ms: 0},
		},
	};
}

const causes: Readonly<Record<GapCause, string>> = {
	'before-listing': 'not yet listed: the source has nothing that early',
	maintenance: 'exchange maintenance: all of it was silent, or it closed the candle before early',
	'no-trades': 'no trades: the source answered, and nothing was traded',
	'our-outage': 'our own outage: never fetched, and nothing ran then',
	'not-fetched': 'never fetched, although something ran then',
	refused: 'the source refused: a fault is on record',
	'plan-limit': 'beyond the history that the plan of the source serves',
};

const obstacles: Readonly<Record<GapObstacle, string>> = {
	settled: 'nothing to fetch',
	'plan-limit': 'out of reach',
	'no-key': 'needs a key',
	'no-pair': 'no proven pair',
	held: 'held back',
};

/** How states are marked and called. */
type Marks = Readonly<Record<CheckState, string>>;
const unicodeMarks: Marks = {ok: '✓ ok  ', warn: '! warn', fail: '✗ fail'};
const asciiMarks: Marks = {ok: '+ ok  ', warn: '! warn', fail: 'x fail'};

const gapsShown = 20;
const checkColumn = 16;

function checkLine({id, state, message, fix}: Check, marks: Marks): string {
	const head = `  ${marks[state]}  ${id.padEnd(checkColumn)}  `;
	const text = wrap(message.replaceAll('\n', ' '), head.length, head.length);
	const next = fix === null ? '' : `${' '.repeat(head.length)}${wrap(fix, head.length, head.length)}\n`;
	return `${head}${text}\n${next}`;
}

function gapTable(gaps: readonly Gap[], format: Format): string {
	// What can be done comes first, then what matters most.
	const sorted = gaps.toSorted(
		(a, b) => Number(a.obstacle !== null) - Number(b.obstacle !== null) || b.candles - a.candles,
	);
	const rows = sorted
		.slice(0, gapsShown)
		.map(({asset, source, interval, from, candles, cause, obstacle, heldUntil}) => [
			asset.slice(0, 14),
			source,
			interval,
			toIso(from).slice(0, 16),
			format.count(candles),
			cause,
			obstacle === null
				? 'can be healed'
				: obstacle === 'held' && heldUntil !== null
					? `held to ${toIso(heldUntil).slice(5, 10)}`
					: obstacles[obstacle],
		]);
	const rest = gaps.length - rows.length;
	return [
		alignColumns([['asset', 'source', 'int.', 'from (UTC)', 'missing', 'cause', ''], ...rows], [4]),
		rest > 0 ? `  and ${format.count(rest)} more (doctor --json lists all)\n` : '',
	].join('');
}

function gapText({gaps, series, plan}: Omit<Examination, 'checks'>, format: Format): string {
	const n = format.count;
	if (gaps.length === 0) return `Gaps\n  None in ${n(series)} series.\n`;
	const missing = gaps.reduce((sum, {candles}) => sum + candles, 0);
	const byCause = candlesByCause(gaps).map(
		({cause, gaps: holes, candles}) =>
			`  ${wrap(`${cause}: ${n(candles)} in ${n(holes)} ${plural(holes, 'hole')} - ${causes[cause]}`, 2, 4)}\n`,
	);
	const cost = plan.cost.map(
		({source, requests, credits}) =>
			`${n(requests)} ${plural(requests, 'request')} to ${source}${credits === null ? '' : ` (${n(credits)} ${plural(credits, 'credit')})`}`,
	);
	return [
		`Gaps\n  ${n(missing)} ${plural(missing, 'candle')} missing; ${n(series)} series looked at.\n`,
		...byCause,
		gapTable(gaps, format),
		plan.gaps === 0
			? '  None of them can be healed.\n'
			: `  ${wrap(`Can be healed with ${cost.join(', ')}: "crypto-tui doctor --heal".`, 2, 4)}\n`,
	].join('');
}

function healingText({report, attempts, closedRuns}: Healing, format: Format): string {
	const n = format.count;
	const healed = attempts.filter(({outcome}) => outcome === 'healed');
	const silent = attempts.filter(({outcome}) => outcome === 'silent');
	const failed = attempts.filter(({outcome}) => outcome !== 'healed' && outcome !== 'silent');
	const reasons = [...new Set(failed.map(({message}) => message))];
	const candles = attempts.reduce((sum, attempt) => sum + attempt.candles, 0);
	return [
		'Healing\n',
		report === null
			? '  Nothing had to be fetched.\n'
			: `  ${wrap(`Asked for ${n(attempts.length)} ${plural(attempts.length, 'hole')}: ${n(healed.length)} healed, ${n(silent.length)} without further candles at the source, ${n(failed.length)} failed; ${n(candles)} ${plural(candles, 'candle')} came.`, 2, 4)}\n  Run ${report.run}\n`,
		...reasons.map(reason => `  ${wrap(reason, 2, 4)}\n`),
		closedRuns.length === 0 ? '' : `  Wrote down the end of ${closedRuns.join(', ')}.\n`,
	].join('');
}

/** The page for people, at most 80 columns wide. */
export function doctorText(findings: Findings, format: Format, unicode: boolean): string {
	const {dataDir, simulated, checks, examination, healing} = findings;
	const marks = unicode ? unicodeMarks : asciiMarks;
	return [
		simulated ? simulatedNotice : '',
		`Data folder  ${dataDir}\n`,
		'Checks\n',
		...checks.map(check => checkLine(check, marks)),
		healing ? healingText(healing, format) : '',
		examination ? gapText(examination, format) : '',
	].join('');
}
