/** The card of a model: what it is, what it was made of, and how good it is, as Markdown. */

import {percent, priceText, shareText, signed} from './figures.js';
import type {ForestParams} from './forest.js';
import type {Evaluation, ModelKind, ModelMeta, ModelParams, PointScore} from './model.js';
import type {Experiment} from './search.js';

const scoreRow = (
	name: string,
	{rmse, mae, mape, r2, returnR2, skill, dieboldMariano, direction}: PointScore,
): string =>
	`| ${[
		name,
		priceText(rmse),
		priceText(mae),
		`${mape.toFixed(3)} %`,
		r2.toFixed(5),
		returnR2.toFixed(5),
		signed(skill, 3),
		Number.isFinite(dieboldMariano) ? dieboldMariano.toFixed(2) : '—',
		direction ? shareText(direction) : '—',
	].join(' | ')} |`;

function scoresOf({model, baselines}: Evaluation): readonly string[] {
	return [
		'| rule | RMSE | MAE | MAPE | R2 price | R2 return | skill | DM | direction |',
		'|---|---|---|---|---|---|---|---|---|',
		scoreRow('this model', model),
		...Object.entries(baselines).map(([name, score]) => scoreRow(name, score)),
	];
}

/** A model, whether it is in use, and its size on disk; null when only its record is left. */
type CardSubject = {readonly meta: ModelMeta; readonly current: boolean; readonly bytes: number | null};

/** How a moment (ms UTC or ISO) reads. */
type DateText = (moment: number | string) => string;

const kept = (isKept: boolean): string => (isKept ? 'yes' : 'no');

const forestLine = (name: string, params: ForestParams): string =>
	`- ${name}: ${Object.entries(params)
		.map(([key, value]) => `${key} ${value}`)
		.join(', ')}`;

const paramLines = (params: ModelParams): readonly string[] =>
	params === null
		? ['Fixed by the kind of model.']
		: [forestLine('centre', params.centre), forestLine('scale', params.scale)];

/** What a search tried; `untouched` is the score of the one chosen on rows no fold has seen. */
type TriedParams = Experiment & {readonly untouched: number | null};

const triedRow = ({params, folds, mean, error, untouched}: TriedParams): string =>
	`| ${[
		params.minLeaf,
		params.maxFeatures.toFixed(2),
		params.maxDepth,
		params.extra ? 'yes' : 'no',
		folds.map(score => score.toFixed(3)).join(' / '),
		`${mean.toFixed(3)} ± ${error.toFixed(3)}`,
		untouched === null ? '' : `chosen: ${untouched.toFixed(3)}`,
	].join(' | ')} |`;

const searchLines = (tried: readonly TriedParams[]): readonly string[] =>
	tried.length === 0
		? []
		: [
				'## Search',
				'',
				`Parameters of the scale forest, ${tried.length} tried. R2 of the next log range per fold; the simplest one within a standard error of the best is chosen, and scored once on rows that no fold has seen.`,
				'',
				'| minLeaf | maxFeatures | maxDepth | extra | folds | mean | untouched rows |',
				'|---|---|---|---|---|---|---|',
				...tried.map(triedRow),
				'',
			];

const oldCentre =
	'The centre is the old formulation, a forest on price levels: it cannot name a price outside of those it was trained on, and is kept, however it did, for comparison with the last price.';

/** What stands in the middle of the interval. */
const aboutCentre: Readonly<Record<ModelKind, string>> = {
	standard: 'The centre is shown as the last price unless it was better out of sample.',
	linear: 'The centre is the last price.',
	'seed-price': oldCentre,
	'seed-price-short': oldCentre,
};

/** The model card: everything a reader needs to judge a model, as Markdown; with what its search `tried`, if it had one. */
export function modelCard(
	{meta, current, bytes}: CardSubject,
	date: DateText,
	tried: readonly TriedParams[] = [],
): string {
	const {kind, evaluation, data, features, params} = meta;
	const {scale, proven} = evaluation;
	return `${[
		`# Model ${meta.id}: ${meta.asset}, next ${meta.interval === '1h' ? 'hour' : 'day'}`,
		'',
		`Kind \`${kind}\`, trained ${date(meta.createdAt)} by crypto-tui ${meta.program}, seed ${meta.seed}. ${current ? 'In use.' : bytes === null ? 'Pruned: only this record is left.' : 'Not in use.'}`,
		'',
		'## Use',
		'',
		`An interval for the close of the next candle, with measured coverage. ${aboutCentre[kind]} Not investment advice; it knows prices and volumes of one market, nothing else.`,
		'',
		'## Data',
		'',
		`${data.rows} rows of ${data.source} candles in ${data.quote}, ${date(data.from)} to ${date(data.to)}, ${data.gaps} holes. SHA-256 \`${data.sha256}\`.`,
		'',
		'## Features',
		'',
		...features.map(({set, hash, names}) => `- \`${set}\` (hash \`${hash}\`): ${names.join(', ')}`),
		'',
		'## Parameters',
		'',
		...paramLines(params),
		'',
		...searchLines(tried),
		'## Evaluation',
		'',
		`Rolling walk-forward with an embargo of one row: ${evaluation.folds} folds, ${evaluation.trainRows} rows each, refitted every ${evaluation.refitEvery}; ${evaluation.model.n} forecasts from ${date(evaluation.range.from)} to ${date(evaluation.range.to)}. Never in-sample.`,
		'',
		...scoresOf(evaluation),
		'',
		'R2 of price levels says nothing by itself: compare it with that of persistence. A hit rate has to beat that of reversal, not 50 %.',
		'',
		'| interval | coverage | width | Winkler | calm / middle / wild | worst window |',
		'|---|---|---|---|---|---|',
		...evaluation.intervals.map(
			({level, coverage, widthBp, winklerBp, byVolatility, worstWindow}) =>
				`| ${percent(level, 0)} | ${shareText(coverage)} | ${widthBp.toFixed(1)} bp | ${winklerBp.toFixed(1)} bp | ${byVolatility.map(value => percent(value)).join(' / ')} | ${percent(worstWindow)} |`,
		),
		'',
		`Log range of the next candle: R2 ${scale.r2.toFixed(3)} (linear model alone ${scale.linearR2.toFixed(3)}), ${signed(scale.skill, 1)} squared error against "same range as the last candle".`,
		'',
		...(evaluation.lambda === null
			? []
			: [
					`Shrinkage of the centre: ${evaluation.lambda.toFixed(3)} (0 is the last price, 1 the forest as it is).`,
					'',
				]),
		...(kind === 'standard'
			? [
					`Kept: centre ${kept(proven.centre)}, forest of the range ${kept(proven.scaleForest)}; a part is left out where it was no better out of sample.`,
					'',
				]
			: []),
		'## Limits',
		'',
		'One market, closed candles only. Coverage is measured on the past and adapts after every candle; it can be off after a break in the market for as long as it takes to learn.',
		'',
		`Artefact SHA-256 \`${meta.modelSha256}\`${meta.parent === null ? '' : `, followed model ${meta.parent}`}.`,
	].join('\n')}\n`;
}
