/** Models and forecasts in words, for people. */

import {percent, priceText, shareText, signed} from '#domain/forecast/figures.js';
import {isOldFormulation, type ModelMeta, type PointScore} from '#domain/forecast/model.js';
import {scoreboardOf} from '#domain/forecast/scoreboard.js';
import {trainCommand} from '#pipeline/forecast/current-model.js';
import type {BrokenModel, ListedModel, StoredForecast} from '#ports/forecasts.js';
import type {Prediction} from '#pipeline/forecast/predict.js';
import type {TrainResult} from '#pipeline/forecast/train.js';
import {faultText} from './failure.js';
import {alignColumns, plural, type Format} from './format.js';

/** Skill against the last price, always with its significance. */
function skillText({skill, dieboldMariano}: PointScore): string {
	const verdict =
		Math.abs(dieboldMariano) > 1.96
			? `significantly ${skill > 0 ? 'better' : 'worse'}, at 5 %`
			: 'not significant';
	return `${signed(skill, 3)} against the last price (${verdict})`;
}

/** What the centre of a forecast is, beside its last close. */
function centreText({forecast, meta, usesCentre, beatsNaive}: Prediction): string {
	if (!usesCentre) return 'no edge over the last price';
	const {predicted, lastClose} = forecast;
	const worth = beatsNaive
		? ''
		: meta.evaluation.model.skill < 0
			? ', worse than the last price'
			: ', not proven better than the last price';
	return `centre ${priceText(predicted)} (${signed(predicted / lastClose - 1, 3)})${worth}`;
}

/** What became of a trained model. */
function fateOf({promoted, known}: Extract<TrainResult, {outcome: 'trained'}>): string {
	if (!promoted) return 'kept, not in use: worse than the one in use';
	return known ? 'in use, known already' : 'now in use';
}

/** What was left out of a model because it was no better; empty when nothing was. */
function leftOut({kind, evaluation: {proven, model}}: ModelMeta): string {
	if (kind !== 'standard') return '';
	const parts = [
		...(proven.centre ? [] : [`the centre (skill ${signed(model.skill, 3)}): the last price stands in`]),
		...(proven.scaleForest ? [] : ['the forest of the range: the linear model does it alone']),
	];
	return parts.map(part => `      left out ${part}\n`).join('');
}

function resultText(result: TrainResult): string {
	const name = `${result.asset} ${result.interval}`;
	if (result.outcome === 'refused') return `  ${name}: ${result.fault.message}\n      ${result.fault.hint}\n`;
	const {meta} = result;
	const {model, intervals} = meta.evaluation;
	const held = intervals.find(({level}) => level === 0.8);
	return (
		`  ${name}: model ${meta.id} (${meta.kind}), ${fateOf(result)}\n` +
		`      skill ${skillText(model)}\n` +
		leftOut(meta) +
		(held ? `      80 % band held ${shareText(held.coverage)}\n` : '')
	);
}

/** What a training came to, series by series. All that were cancelled are one line. */
export function trainText(results: readonly TrainResult[]): string {
	const cancelled = results.filter(
		result => result.outcome === 'refused' && result.fault.code === 'interrupted',
	);
	return (
		results
			.filter(result => !cancelled.includes(result))
			.map(resultText)
			.join('') +
		(cancelled.length === 0 ? '' : `  Cancelled: ${cancelled.length} of ${results.length} series.\n`)
	);
}

/** Forecasts, the band first. */
export function predictionText(prediction: Prediction, format: Format): string {
	const {forecast, meta, held80, expectedRange, typicalRange} = prediction;
	const {interval80, lastClose} = forecast;
	const band = interval80
		? `80 %: ${priceText(interval80[0])} .. ${priceText(interval80[1])}`
		: 'no band yet';
	const unit = forecast.interval === '1h' ? 'next hour' : 'next day';
	const old = isOldFormulation(meta.kind) ? ', the old formulation, kept for comparison' : '';
	return (
		`${forecast.asset}, ${unit} (candle of ${format.date(forecast.for)}): ${band}\n` +
		`  last close ${priceText(lastClose)}, ${centreText(prediction)}\n` +
		`  expected range ${percent(Math.expm1(expectedRange))} (typical ${percent(Math.expm1(typicalRange))})\n` +
		`  80 % band held ${shareText(held80)}\n` +
		`  skill ${skillText(meta.evaluation.model)}, model ${meta.id} (${meta.kind}${old})\n`
	);
}

/** The list of models that can be read; there may be only {@link brokenModelText others}. */
export function modelsText(
	models: readonly ListedModel[],
	broken: readonly BrokenModel[],
	format: Format,
): string {
	if (models.length === 0) {
		return broken.length === 0 ? 'No model was trained yet. Run "crypto-tui train".\n' : '';
	}

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

/** A model whose record cannot be read, with what to do. */
export const brokenModelText = (model: BrokenModel): string =>
	faultText({
		message: `The record of model ${model.id} (${model.asset}, ${model.interval}, ${model.kind}) cannot be read.`,
		hint: model.current
			? `It is in use. Train it again: ${trainCommand(model)}.`
			: 'It is not in use: no forecast needs it.',
	});

/** Rows of the ledger that a person reads at once. */
const shownForecasts = 40;

/** Whether the 80 % interval held; empty before the outcome. */
function verdictOf({interval80, outcome}: StoredForecast): string {
	if (!interval80 || outcome === null) return '';
	return outcome >= interval80[0] && outcome <= interval80[1] ? 'held' : 'missed the band';
}

/** Forecasts of one series by one kind of model, with their record. */
function recordLine(forecasts: readonly StoredForecast[]): string {
	const [{asset, interval, kind}] = forecasts as readonly [StoredForecast];
	const settled = forecasts.flatMap(({outcome, ...forecast}) =>
		outcome === null ? [] : [{...forecast, outcome}],
	);
	const versions = new Set(forecasts.map(({model}) => model)).size;
	const name = `${asset} ${interval} ${kind} (${versions} ${plural(versions, 'model')})`;
	const {score, held80} = scoreboardOf(settled);
	if (!score) return `${name}: no outcome yet\n`;
	const {n, rmse, mae} = score;
	return (
		`${name}: ${n} ${plural(n, 'outcome')}, RMSE ${priceText(rmse)}, MAE ${priceText(mae)}\n` +
		`  skill ${skillText(score)}\n` +
		`  80 % band held ${shareText(held80)}\n`
	);
}

/** The newest of the ledger as a table, and the record of all. */
export function forecastsText(forecasts: readonly StoredForecast[], format: Format): string {
	const shown = forecasts.slice(-shownForecasts);
	const rows = shown.map(forecast => {
		const {asset, interval, for: target, lastClose, predicted, interval80, outcome, state} = forecast;
		return [
			asset,
			interval,
			format.shortDate(target),
			priceText(lastClose),
			priceText(predicted),
			interval80 ? `${priceText(interval80[0])} .. ${priceText(interval80[1])}` : '—',
			outcome === null ? state : priceText(outcome),
			verdictOf(forecast),
		];
	});
	const hidden = forecasts.length - shown.length;
	const records = new Map<string, StoredForecast[]>();
	for (const forecast of forecasts) {
		const key = `${forecast.asset} ${forecast.interval} ${forecast.kind}`;
		records.set(key, [...(records.get(key) ?? []), forecast]);
	}

	return (
		(hidden > 0 ? `${format.count(hidden)} older ones are not shown; --format csv writes all.\n` : '') +
		alignColumns(
			[['asset', 'candle', 'for', 'last close', 'predicted', '80 % band', 'outcome', ''], ...rows],
			[3, 4],
		) +
		`\n${[...records.values()].map(recordLine).join('')}`
	);
}
