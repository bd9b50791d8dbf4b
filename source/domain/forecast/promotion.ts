/** When a newly trained model takes the place of the one in use. */

import type {Evaluation, ModelMeta} from './model.js';

/** What decides how a model comes out, the candles aside. */
type Judged = Pick<ModelMeta, 'seed' | 'params' | 'evaluation'>;

/** Two seeds of one recipe differ by less in the R2 of the range. */
const sameR2 = 0.005;

/** Standard error of the skill, from the statistic that compares it with zero. */
const errorOfSkill = ({model: {skill, dieboldMariano}}: Evaluation): number =>
	Number.isFinite(dieboldMariano) && dieboldMariano !== 0 ? Math.abs(skill / dieboldMariano) : 0;

/** Seed and parameters as text. The leaves of the centre grow with the rows: they are no choice. */
const recipeOf = ({seed, params}: Judged): string =>
	JSON.stringify([seed, params && {...params, centre: {...params.centre, minLeaf: null}}]);

/** The R2 of the range as the model ships. */
const rangeR2 = ({scale, proven}: Evaluation): number => (proven.scaleForest ? scale.r2 : scale.linearR2);

/**
 * Whether the challenger replaces the holder, both of one series and kind.
 *
 * A model of the same recipe on newer candles always does: its verdict is the newer measurement of the same thing, and
 * if that turned negative it has to count. Another recipe (seed, searched parameters) must not be worse: in skill by no
 * more than the holder's standard error, in the R2 of the range by no more than what a seed changes.
 */
export function takesOver(challenger: Judged, holder: Judged): boolean {
	if (recipeOf(challenger) === recipeOf(holder)) return true;
	const {evaluation: ours} = challenger;
	const {evaluation: theirs} = holder;
	const worseCentre = ours.model.skill < theirs.model.skill - errorOfSkill(theirs);
	const worseRange = rangeR2(ours) < rangeR2(theirs) - sameR2;
	return !worseCentre && !worseRange;
}
