/** How each source is doing, in words with the next step, and what is left of its budget. */

import type {SourceState} from '#desk/views/pipeline.js';
import type {SourceName} from '#domain/market.js';
import type {FaultReport} from '#domain/run.js';
import {cleanText} from '#domain/text.js';
import type {StoredRun} from '#ports/storage.js';
import {toldFault} from '../../i18n/faults.js';
import type {Context} from '../../screen.js';
import type {Role} from '../../theme/roles.js';
import {countdown} from './countdown.js';
import type {Flow} from './flow.js';
import {words} from './words.js';

type SourceHealth = {
	readonly glyph: string;
	readonly role: Role;
	readonly text: string;
	/** What to do; empty when nothing is to be done. */
	readonly hint: string;
};

/** The newest fault of a source: of the run under way, else of the newest run that met one. */
function lastFault(source: SourceName, live: Flow | null, runs: readonly StoredRun[]): FaultReport | null {
	const isIts = (fault: FaultReport): boolean => fault.source === source;
	const running = live?.finishedAt === null ? live.faults.findLast(isIts) : undefined;
	return (
		running ?? runs.find(({report}) => report?.faults.some(isIts))?.report?.faults.findLast(isIts) ?? null
	);
}

/** Worst news first: blocked, month spent, left out, failed; then whether it answered. */
export function healthOf(
	{source, budget, last, missing}: SourceState,
	live: Flow | null,
	runs: readonly StoredRun[],
	now: number,
	{look: {glyphs}, format, language}: Pick<Context, 'look' | 'format' | 'language'>,
): SourceHealth {
	const say = words[language].sources;
	const fault = lastFault(source, live, runs);
	const answer = fault === null ? null : toldFault({...fault, source: null}, language);
	const told = cleanText(answer?.text ?? '', 400);
	const hint = cleanText(answer?.hint ?? '', 400);
	if (budget.blockedUntil !== null && budget.blockedUntil > now) {
		const wait = countdown(budget.blockedUntil - now, format);
		const text = say.blocked(format.clockSeconds(budget.blockedUntil), wait);
		return {glyph: glyphs.fail, role: 'bad', text: told === '' ? text : `${text}: ${told}`, hint};
	}

	if (budget.perMonth !== null && budget.usedThisMonth >= budget.perMonth) {
		return {glyph: glyphs.fail, role: 'bad', text: say.monthSpent, hint: ''};
	}

	if (missing !== null) return {glyph: glyphs.none, role: 'muted', text: say.missing(missing), hint: ''};
	const failing = live?.finishedAt === null && live.faults.some(known => known.source === source);
	if (failing) return {glyph: '!', role: 'warning', text: told, hint};
	if (last === null) return {glyph: glyphs.flat, role: 'muted', text: say.notYet, hint: ''};
	const age = format.age(now - last.at);
	if (last.state === 'unused') return {glyph: glyphs.flat, role: 'muted', text: say.unused(age), hint: ''};
	if (last.state === 'ok') {
		return {glyph: glyphs.check, role: 'good', text: say.fine(format.count(last.requests), age), hint: ''};
	}

	const text = say.failed(last.state, age);
	return {glyph: glyphs.fail, role: 'bad', text: told === '' ? text : `${text}: ${told}`, hint};
}

/** Used and allowed, as text and as share; the share is null where there is no limit. `per` is `min`. */
export function budgetText(
	used: number,
	allowed: number | null,
	per: string,
	{format, language}: Pick<Context, 'format' | 'language'>,
): {readonly text: string; readonly share: number | null} {
	return allowed === null
		? {text: `${format.count(used)}/${per} (${words[language].sources.noLimit})`, share: null}
		: {
				text: `${format.count(used)}/${format.count(allowed)} ${per}`,
				share: allowed === 0 ? 1 : used / allowed,
			};
}

/** Calm, then a warning, then alarm. */
export const budgetRole = (share: number | null): Role =>
	share === null || share < 0.75 ? 'good' : share < 0.95 ? 'warning' : 'bad';
