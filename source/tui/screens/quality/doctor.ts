/** What the doctor found, as rows in the order of their urgency, and its totals. */

import {passed, type Check} from '#domain/doctor/check.js';
import type {Gap} from '#domain/doctor/gap.js';
import type {Examination} from '#pipeline/commands.js';
import type {Context} from '../../screen.js';
import {words, type RowState} from './doctor-words.js';
import {nextOf} from './gaps.js';
import type {Answers, QualityState} from './state.js';

export type DoctorRow =
	| {readonly of: 'check'; readonly check: Check}
	| {readonly of: 'hole'; readonly gap: Gap};

/** The most urgent first. */
const rowStates = ['fail', 'warn', 'heal', 'ok', 'held', 'stays'] as const satisfies readonly RowState[];

/** How a row stands. */
export function stateOf(row: DoctorRow): RowState {
	if (row.of === 'check') return row.check.state;
	const {obstacle} = row.gap;
	return obstacle === null ? 'heal' : obstacle === 'held' ? 'held' : 'stays';
}

type Found = Pick<Partial<Answers>, 'examination' | 'machine'>;

const checksOf = ({examination, machine}: Found): readonly Check[] => [
	...(examination?.checks ?? []),
	...(machine ?? []),
];

/** Every check and every hole. */
export function doctorRows(found: Found): readonly DoctorRow[] {
	const rows: readonly DoctorRow[] = [
		...checksOf(found).map(check => ({of: 'check', check}) as const),
		...(found.examination?.gaps ?? []).map(gap => ({of: 'hole', gap}) as const),
	];
	return rowStates.flatMap(state => rows.filter(row => stateOf(row) === state));
}

/** Names one examination: another one is asked for anew. */
export const examinationQuestion = ({examined}: Pick<QualityState, 'examined'>): string =>
	`examination ${examined}`;

/** Whether an examination was asked for that is not all there. */
export function isExamining(state: Pick<QualityState, 'examined' | 'read'>): boolean {
	const wanted = examinationQuestion(state);
	return state.read.examination?.question !== wanted || state.read.machine?.question !== wanted;
}

/** The screen's own terminal. */
export function checkTerminal({shared: {size}, look}: Pick<Context, 'shared' | 'look'>): Check {
	const characters = look.glyphs.ascii ? 'ASCII only' : 'UTF-8';
	return passed(
		'terminal',
		`Terminal ${size.width}x${size.height}, theme ${look.theme.name}, characters: ${characters}.`,
	);
}

/** Whether healing would do anything: fetch candles, or write down how runs ended. */
export const isHealable = ({plan, checks}: Pick<Examination, 'plan' | 'checks'>): boolean =>
	plan.gaps > 0 || checks.some(({id, state}) => id === 'runs' && state !== 'ok');

/** What to do about a hole. */
export function adviceOf(gap: Gap, {format, language}: Pick<Context, 'format' | 'language'>): string {
	const {obstacle, heldUntil, source} = gap;
	const {advice} = words[language];
	switch (obstacle) {
		case null:
			return advice.heal;
		case 'settled':
			return nextOf(gap, {format, language});
		case 'held':
			return advice.held(format.dateTime(heldUntil));
		case 'plan-limit':
			return advice.planLimit;
		case 'no-key':
			return advice.noKey(source);
		case 'no-pair':
			return advice.noPair;
	}
}

/** While something is still looked for, that; then what can be healed, and everything that was found. */
export function totalsText(
	state: Pick<QualityState, 'examined' | 'read' | 'answers'>,
	{format, language}: Pick<Context, 'format' | 'language'>,
): string {
	const {totals} = words[language];
	const {examination} = state.answers;
	const running = isExamining(state) ? [totals.running] : [];
	if (examination === undefined) return running.join('');
	const {gaps, plan, series, at} = examination;
	const {count} = format;
	const missing = gaps.reduce((sum, {candles}) => sum + candles, 0);
	const wanting = checksOf(state.answers).filter(check => check.state !== 'ok').length;
	return [
		...running,
		...(plan.gaps > 0
			? [totals.healable(plan.gaps, count(plan.gaps), plan.requests, count(plan.requests))]
			: []),
		...(wanting === 0 ? [] : [totals.wanting(wanting, count(wanting))]),
		gaps.length === 0
			? totals.noHoles(count(series))
			: totals.holes(gaps.length, count(gaps.length), count(missing), count(series)),
		totals.at(format.clock(at)),
	].join(', ');
}
