/** Models and forecasts in words, for people. */

import type {Evaluation, PointScore, Share} from '#domain/forecast/model.js';
import type {ListedModel, StoredForecast} from '#ports/forecasts.js';
import type {Prediction} from '#pipeline/forecast/predict.js';
import type {TrainResult} from '#pipeline/forecast/train.js';
import {alignColumns, type Format} from './format.js';

const percent = (share: number, digits = 1): string =>
	Number.isFinite(share) ? `${(share * 100).toFixed(digits)} %` : '—';

const signed = (share: number, digits = 2): string =>
	Number.isFinite(share) ? `${share > 0 ? '+' : ''}${(share * 100).toFixed(digits)} %` : '—';

/** Six significant digits, and never an exponent for a price people pay. */
export function priceText(value: number): string {
	if (!Number.isFinite(value)) return '—';
	const size = Math.abs(value);
	const decimals = size >= 1000 ? 2 : size >= 1 ? 4 : Math.min(12, 5 - Math.floor(Math.log10(size || 1)));
	return value.toFixed(decimals);
}

const shareText = ({value, n, low, high}: Share): string =>
	n === 0 ? 'no outcomes yet' : `${percent(value)} [${percent(low)}, ${percent(high)}], n = ${n}`;

/** Skill against the last price, always with its significance. */
function skillText({skill, dieboldMariano}: PointScore): string {
	const significant = Math.abs(dieboldMariano) > 1.96;
	return `${signed(skill, 3)} against the last price (${significant ? 'significant at 5 %' : 'not significant'})`;
}

/** What a training came to, a line per series. */
export function trainText(results: readonly TrainResult[]): string {
	return results
		.map(result => {
			const name = `${result.asset} ${result.interval}`;
			if (result.outcome === 'refused')
				return `  ${name}: ${result.fault.message}\n      ${result.fault.hint}\n`;
			const {meta, promoted, known} = result;
			const {model, intervals} = meta.evaluation;
			const fate = known
				? 'unchanged'
				: promoted
					? 'now in use'
					: 'kept, not in use: worse than the one before';
			const held = intervals.find(({level}) => level === 0.8);
			return (
				`  ${name}: model ${meta.id} (${meta.kind}), ${fate}\n` +
				`      skill ${skillText(model)}\n` +
				(held ? `      80 % band held ${shareText(held.coverage)}\n` : '')
			);
		})
		.join('');
}

/** Forecasts, the band first. */
export function predictionText(
	{forecast, meta, usesCentre, beatsNaive, held80, ...more}: Prediction,
	format: Format,
): string {
	const {interval80, predicted, lastClose} = forecast;
	const band = interval80
		? `80 %: ${priceText(interval80[0])} .. ${priceText(interval80[1])}`
		: 'no band yet';
	const unit = forecast.interval === '1h' ? 'next hour' : 'next day';
	const centre = !usesCentre
		? 'no edge over the last price'
		: `centre ${priceText(predicted)} (${signed(predicted / lastClose - 1, 3)})${beatsNaive ? '' : ', not proven better than the last price'}`;
	return (
		`${forecast.asset}, ${unit} (candle of ${format.date(forecast.for)}): ${band}\n` +
		`  last close ${priceText(lastClose)}, ${centre}\n` +
		`  expected range ${percent(Math.expm1(more.expectedRange))} (typical ${percent(Math.expm1(more.typicalRange))})\n` +
		`  band held ${shareText(held80)}\n` +
		`  skill ${skillText(meta.evaluation.model)}, model ${meta.id}\n`
	);
}

/** The list of models. */
export function modelsText(models: readonly ListedModel[], format: Format): string {
	if (models.length === 0) return 'No model was trained yet. Run "crypto-tui train".\n';
	const rows = models.map(({meta, current, bytes}) => [
		meta.id,
		meta.asset,
		meta.interval,
		meta.kind,
		format.date(meta.createdAt),
		signed(meta.evaluation.model.skill, 3),
		percent(meta.evaluation.intervals.find(({level}) => level === 0.8)?.coverage.value ?? Number.NaN),
		current ? 'in use' : bytes === null ? 'pruned' : '',
	]);
	return alignColumns([['id', 'asset', 'candle', 'kind', 'trained', 'skill', '80 % held', ''], ...rows]);
}

/** The ledger as a table. */
export function forecastsText(forecasts: readonly StoredForecast[], format: Format): string {
	if (forecasts.length === 0) return 'No forecast was made yet. Run "crypto-tui predict".\n';
	const rows = forecasts.map(
		({asset, interval, for: target, lastClose, predicted, interval80, outcome, state}) => [
			asset,
			interval,
			format.shortDate(target),
			priceText(lastClose),
			priceText(predicted),
			interval80 ? `${priceText(interval80[0])} .. ${priceText(interval80[1])}` : '—',
			state === 'settled' ? priceText(outcome ?? Number.NaN) : state,
			state === 'settled' && interval80 && outcome !== null
				? outcome >= interval80[0] && outcome <= interval80[1]
					? 'held'
					: 'missed the band'
				: '',
		],
	);
	return alignColumns(
		[['asset', 'candle', 'for', 'last close', 'predicted', '80 % band', 'outcome', ''], ...rows],
		[3, 4],
	);
}

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

/** The model card: everything a reader needs to judge a model, as Markdown. */
export function modelCard({meta, current, bytes}: ListedModel, format: Format): string {
	const {evaluation, data, features, params} = meta;
	const {scale} = evaluation;
	return `${[
		`# Model ${meta.id}: ${meta.asset}, next ${meta.interval === '1h' ? 'hour' : 'day'}`,
		'',
		`Kind \`${meta.kind}\`, trained ${format.date(meta.createdAt)} by crypto-tui ${meta.program}, seed ${meta.seed}. ${current ? 'In use.' : bytes === null ? 'Pruned: only this record is left.' : 'Not in use.'}`,
		'',
		'## Use',
		'',
		'An interval for the close of the next candle, with measured coverage. The centre is shown as the last price unless it was better out of sample. Not investment advice; it knows prices and volumes of one market, nothing else.',
		'',
		'## Data',
		'',
		`${data.rows} rows of ${data.source} candles in ${data.quote}, ${format.date(data.from)} to ${format.date(data.to)}, ${data.gaps} holes. SHA-256 \`${data.sha256}\`.`,
		'',
		'## Features',
		'',
		...features.map(({set, hash, names}) => `- \`${set}\` (hash \`${hash}\`): ${names.join(', ')}`),
		'',
		'## Parameters',
		'',
		...(Object.keys(params).length === 0
			? ['Fixed by the kind of model.']
			: Object.entries(params).map(([name, value]) => `- ${name}: ${value}`)),
		'',
		'## Evaluation',
		'',
		`Rolling walk-forward with an embargo of one row: ${evaluation.folds} folds, ${evaluation.trainRows} rows each, refitted every ${evaluation.refitEvery}; ${evaluation.model.n} forecasts from ${format.date(evaluation.range.from)} to ${format.date(evaluation.range.to)}. Never in-sample.`,
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
		...(scale
			? [
					`Log range of the next candle: R2 ${scale.r2.toFixed(3)} (linear model alone ${scale.linearR2.toFixed(3)}), ${signed(scale.skill, 1)} squared error against "same range as the last candle".`,
					'',
				]
			: []),
		...(evaluation.lambda === null
			? []
			: [
					`Shrinkage of the centre: ${evaluation.lambda.toFixed(3)} (0 is the last price, 1 the forest as it is).`,
					'',
				]),
		'## Limits',
		'',
		'One market, closed candles only. Coverage is measured on the past and adapts after every candle; it can be off after a break in the market for as long as it takes to learn.',
		'',
		`Artefact SHA-256 \`${meta.modelSha256}\`${meta.parent === null ? '' : `, followed model ${meta.parent}`}.`,
	].join('\n')}\n`;
}
