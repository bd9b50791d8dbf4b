/** `crypto-tui models`: what was trained, how good it is, and room on the disk. */

import {resolve} from 'node:path';
import {writeToFile} from '#adapters/exporters/export-table.js';
import {Fault} from '#domain/fault.js';
import {modelCard} from '#domain/forecast/model-card.js';
import {exitCode} from '#domain/run.js';
import {keptModels} from '#pipeline/forecast/train.js';
import type {BrokenModel, ListedModel, StoredExperiment} from '#ports/forecasts.js';
import {withPlacedFaults} from '../demo-hints.js';
import type {modelsOptions} from '../forecast-options.js';
import {brokenModelText, modelsText} from '../forecast-words.js';
import type {Format} from '../format.js';
import {namedAssets} from '../named-assets.js';
import type {Typed, Values} from '../option.js';
import {change, look, type Session} from '../session.js';
import {put, type Surroundings} from '../surroundings.js';
import {simulatedNotice} from '../words.js';

type ModelsValues = Values<typeof modelsOptions>;

const misuse = (message: string): Fault =>
	new Fault('usage', message, {hint: 'Run "crypto-tui models --help" for what is possible.'});

const noModel = (): Fault => new Fault('model-missing', 'No model was trained yet.');

type Listed = {readonly models: readonly ListedModel[]; readonly broken: readonly BrokenModel[]};

async function listed(
	{app: {storage}}: Session,
	{asset, interval}: ModelsValues,
	err: Surroundings['err'],
): Promise<Listed> {
	const filter = interval ? {interval} : {};
	const [models, broken] = await Promise.all([storage.models.list(filter), storage.models.broken(filter)]);
	if (!asset) return {models, broken};
	const ids = await namedAssets(storage, asset, err);
	return {
		models: models.filter(({meta}) => ids.includes(meta.asset)),
		broken: broken.filter(model => ids.includes(model.asset)),
	};
}

const documentOf = ({meta, current, bytes}: ListedModel) => ({...meta, current, bytes});

async function list(values: ModelsValues, surroundings: Surroundings): Promise<number> {
	const {models, broken, format} = await look<Listed & {readonly format: Format}>(
		values,
		surroundings,
		async session => ({...(await listed(session, values, surroundings.err)), format: session.format}),
		({format}) => ({models: [], broken: [], format}),
	);
	await put(
		surroundings.out,
		values.json
			? `${JSON.stringify(models.map(documentOf))}\n`
			: (values.demo ? simulatedNotice : '') + modelsText(models, broken, format),
	);
	for (const model of broken) surroundings.err.write(brokenModelText(model));
	return exitCode.done;
}

async function one(
	values: ModelsValues,
	words: readonly string[],
	surroundings: Surroundings,
	write: (model: ListedModel, experiments: readonly StoredExperiment[], format: Format) => Promise<void>,
): Promise<number> {
	const [prefix] = words;
	if (prefix === undefined || words.length > 1)
		throw misuse('Name one model by its id, or the beginning of it.');
	await withPlacedFaults(values.demo, () =>
		look(
			values,
			surroundings,
			async ({app, format}) => {
				const [found, another] = await app.storage.models.find(prefix);
				if (!found) {
					if ((await app.storage.models.list({}, 1)).length === 0) throw noModel();
					throw new Fault('model-missing', `There is no model ${prefix}.`, {
						hint: 'Run "crypto-tui models list" for the ids.',
					});
				}

				if (another) throw misuse(`Several ids begin with ${prefix}.`);
				await write(found, await app.storage.models.experiments(found.meta.id), format);
			},
			() => {
				throw noModel();
			},
		),
	);
	return exitCode.done;
}

async function prune(values: ModelsValues, surroundings: Surroundings): Promise<number> {
	const ids = await change(values, surroundings, ({app}) =>
		app.storage.models.prune(values.keep ?? keptModels),
	);
	await put(
		surroundings.out,
		values.json
			? `${JSON.stringify({pruned: ids})}\n`
			: ids.length === 0
				? 'Nothing to prune.\n'
				: `Pruned ${ids.length}: ${ids.join(', ')}. Their records and metrics are kept.\n`,
	);
	return exitCode.done;
}

/** Lists, shows, writes the card of, or prunes models. */
export async function run(
	{values, words}: Typed<typeof modelsOptions>,
	surroundings: Surroundings,
): Promise<number> {
	const [action, ...rest] = words;
	if (action !== 'prune' && values.keep !== undefined) throw misuse('--keep belongs to "models prune".');
	if (action !== 'card' && values.out !== undefined) throw misuse('--out belongs to "models card".');
	switch (action ?? 'list') {
		case 'show':
			return one(values, rest, surroundings, (model, experiments, format) =>
				put(
					surroundings.out,
					values.json
						? `${JSON.stringify({...documentOf(model), experiments})}\n`
						: modelCard(model, format.date, experiments),
				),
			);
		case 'card':
			return one(values, rest, surroundings, async (model, experiments, format) => {
				const card = modelCard(model, format.date, experiments);
				if (values.out === undefined || values.out === '-') await put(surroundings.out, card);
				else await writeToFile([card], resolve(surroundings.folder, values.out), surroundings.signal);
			});
		case 'prune':
			return prune(values, surroundings);
		default:
			if (rest.length > 0) throw misuse('"models list" takes no id.');
			return list(values, surroundings);
	}
}
