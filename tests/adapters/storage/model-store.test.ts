import {existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import Database from 'better-sqlite3';
import {describe, expect, onTestFinished, test} from 'vitest';
import {createConformal} from '#domain/forecast/conformal.js';
import type {ModelMeta} from '#domain/forecast/model.js';
import type {SavedModel} from '#ports/forecasts.js';
import type {Storage} from '#ports/storage.js';
import {savedModel} from '../../support/trained-model.js';
import {openSqlite, temporaryFolder} from './temporary-storage.js';

const line = ['bitcoin', '1h', 'linear'] as const;

async function opened() {
	const folder = temporaryFolder();
	const {storage, another} = await openSqlite(folder);
	const fileOf = (id: string): string => join(folder, 'models', 'binance', 'bitcoin', '1h', id, 'model.bin');
	return {folder, storage, another, models: storage.models, fileOf};
}

const idsOf = async (models: Storage['models']): Promise<readonly string[]> =>
	(await models.list()).map(({meta, current, bytes}) => `${meta.id}${current ? '*' : ''}${bytes ? '' : '-'}`);

describe('the registry', () => {
	test('gives a model back as it was saved, to another process too', async () => {
		const {models, another, fileOf} = await opened();
		const model = savedModel();
		expect(await models.save(model, true)).toEqual({known: false});
		expect(Buffer.compare(readFileSync(fileOf('aaaaaaaaaaaa')), model.bytes)).toBe(0);
		const read = await (await another()).models.current(...line);
		expect(read!.meta).toEqual(model.meta);
		expect(Buffer.compare(read!.bytes, model.bytes)).toBe(0);
		expect(read!.conformal).toEqual(model.conformal);
		expect(read!.through).toBe(model.through);
		expect(await models.current('bitcoin', '1d', 'linear')).toBeNull();
	});

	test('keeps numbers that could not be computed as such, and what is missing as missing', async () => {
		const {models} = await opened();
		const {meta} = savedModel();
		const {evaluation} = meta;
		const flat: ModelMeta = {
			...meta,
			evaluation: {
				...evaluation,
				model: {...evaluation.model, skill: NaN, r2: NaN, dieboldMariano: NaN, direction: null},
				lambda: null,
			},
		};
		await models.save({...savedModel(), meta: flat}, true);
		const [listed] = await models.list();
		expect(listed!.meta).toEqual(flat);
	});

	test('saving the same model again changes nothing, and its intervals go on from where they were', async () => {
		const {models} = await opened();
		const model = savedModel();
		await models.save(model, true);
		const conformal = createConformal(model.conformal, 1000);
		conformal.learn(0.5);
		await models.saveConformal('aaaaaaaaaaaa', conformal.state(), model.through + 1);
		const later = savedModel({createdAt: '2026-11-21T10:00:00.000Z', parent: 'bbbbbbbbbbbb'});
		expect(await models.save(later, true)).toEqual({known: true});
		expect((await models.list()).map(({meta}) => meta)).toEqual([model.meta]);
		const current = await models.current(...line);
		expect(current!.through).toBe(model.through + 1);
		expect(current!.conformal).toEqual(conformal.state());
	});

	test('has one model in use for each line, whatever is saved', async () => {
		const {models} = await opened();
		await models.save(savedModel(), true);
		await models.save(savedModel({id: 'bbbbbbbbbbbb', createdAt: '2026-11-21T10:00:00.000Z'}), false);
		expect(await idsOf(models)).toEqual(['bbbbbbbbbbbb', 'aaaaaaaaaaaa*']);
		await models.save(savedModel({id: 'bbbbbbbbbbbb', createdAt: '2026-11-21T10:00:00.000Z'}), true);
		await models.save(savedModel({id: 'cccccccccccc', interval: '1d'}), true);
		expect(await idsOf(models)).toEqual(['bbbbbbbbbbbb*', 'aaaaaaaaaaaa', 'cccccccccccc*']);
		expect((await models.list({current: true})).map(({meta}) => meta.id)).toHaveLength(2);
		expect((await models.list({current: false})).map(({meta}) => meta.id)).toEqual(['aaaaaaaaaaaa']);
		expect((await models.list({interval: '1h'}, 1)).map(({meta}) => meta.id)).toEqual(['bbbbbbbbbbbb']);
		expect((await models.list({kind: 'standard'})).length).toBe(0);
	});

	test('the database itself refuses a second model in use', async () => {
		const {models, folder} = await opened();
		await models.save(savedModel(), true);
		await models.save(savedModel({id: 'bbbbbbbbbbbb'}), false);
		const db = new Database(join(folder, 'crypto-tui.db'));
		onTestFinished(() => void db.close());
		expect(() => db.exec('update model set current = 1')).toThrow('UNIQUE');
	});

	test('moves the intervals only forward in time', async () => {
		const {models} = await opened();
		const model = savedModel();
		await models.save(model, true);
		const conformal = createConformal(model.conformal, 1000);
		conformal.learn(9);
		await models.saveConformal('aaaaaaaaaaaa', conformal.state(), model.through - 1);
		await models.saveConformal('aaaaaaaaaaaa', conformal.state(), model.through);
		expect((await models.current(...line))!.conformal).toEqual(model.conformal);
	});

	test('finds models by the beginning of their id', async () => {
		const {models} = await opened();
		for (const id of ['ab1111111111', 'ab2222222222', 'ab3333333333', 'ac4444444444']) {
			await models.save(savedModel({id}), false);
		}

		const found = async (prefix: string): Promise<readonly string[]> =>
			(await models.find(prefix)).map(({meta}) => meta.id);
		expect(await found('ab')).toEqual(['ab1111111111', 'ab2222222222']);
		expect(await found('ac')).toEqual(['ac4444444444']);
		expect(await found('ac4444444444')).toEqual(['ac4444444444']);
		expect(await found('zz')).toEqual([]);
	});
});

describe('a model that cannot be trusted', () => {
	test.each<[string, (file: string) => void, string]>([
		['whose file is gone', file => rmSync(file), 'has lost its file'],
		['whose file is another one', file => writeFileSync(file, 'CTUI'), 'does not match its hash'],
		[
			'of which one byte has changed',
			file => {
				const bytes = readFileSync(file);
				bytes[bytes.length - 1]! ^= 1;
				writeFileSync(file, bytes);
			},
			'does not match its hash',
		],
		[
			'whose file is a folder',
			file => {
				rmSync(file);
				mkdirSync(file);
			},
			'cannot be read',
		],
	])('%s is refused, with what to do', async (_, damage, message) => {
		const {models, fileOf} = await opened();
		await models.save(savedModel(), true);
		damage(fileOf('aaaaaaaaaaaa'));
		await expect(models.current(...line)).rejects.toMatchObject({
			code: 'model-unusable',
			asset: 'bitcoin',
			message: `Model aaaaaaaaaaaa of bitcoin (1h) ${message}.`,
			hint: expect.stringContaining('crypto-tui train') as string,
		});
	});

	test.each(['null', '5', '"text"', '[]', '{}', '{"id": "aaaaaaaaaaaa", "evaluation": {}}'])(
		'whose record is %s is named beside the others, refused where it is used, and whole after a training',
		async record => {
			const {models, folder} = await opened();
			await models.save(savedModel(), true);
			await models.save(savedModel({id: 'bbbbbbbbbbbb'}), false);
			const db = new Database(join(folder, 'crypto-tui.db'));
			onTestFinished(() => void db.close());
			db.prepare('update model set meta = ? where current = 1').run(record);
			expect(await idsOf(models)).toEqual(['bbbbbbbbbbbb']);
			expect(await models.broken()).toEqual([
				{id: 'aaaaaaaaaaaa', asset: 'bitcoin', interval: '1h', kind: 'linear', current: true},
			]);
			expect(await models.broken({interval: '1d'})).toEqual([]);
			const refusal = {
				code: 'model-unusable',
				message: 'Model aaaaaaaaaaaa of bitcoin (1h) has a record that cannot be read.',
			};
			await expect(models.current(...line)).rejects.toMatchObject(refusal);
			await expect(models.find('aaa')).rejects.toMatchObject(refusal);
			await models.save(savedModel(), true);
			expect(await models.broken()).toEqual([]);
			expect((await models.current(...line))!.meta.id).toBe('aaaaaaaaaaaa');
		},
	);

	test('is whole again when it is trained again', async () => {
		const {models, fileOf} = await opened();
		await models.save(savedModel(), true);
		rmSync(fileOf('aaaaaaaaaaaa'));
		await models.save(savedModel(), true);
		expect((await models.current(...line))!.meta.id).toBe('aaaaaaaaaaaa');
	});

	test('whose file cannot be written is not recorded, and the one in use stays', async () => {
		const {models, fileOf} = await opened();
		await models.save(savedModel(), true);
		writeFileSync(dirname(fileOf('bbbbbbbbbbbb')), 'in the way');
		await expect(models.save(savedModel({id: 'bbbbbbbbbbbb'}), true)).rejects.toMatchObject({
			code: 'storage-unavailable',
		});
		expect(await idsOf(models)).toEqual(['aaaaaaaaaaaa*']);
		expect((await models.current(...line))!.meta.id).toBe('aaaaaaaaaaaa');
		expect(readdirSync(dirname(fileOf('aaaaaaaaaaaa')))).toEqual(['model.bin']);
	});
});

/** A model of a day in November. */
const old = (id: string, day: number, more: Partial<ModelMeta> = {}): SavedModel =>
	savedModel({id, createdAt: `2026-11-${10 + day}T10:00:00.000Z`, ...more});

describe('pruning', () => {
	test('keeps the newest of every line, the one in use, and all records', async () => {
		const {models, fileOf} = await opened();
		await models.save(old('aaaaaaaaaaaa', 1), true);
		await models.save(old('bbbbbbbbbbbb', 2), false);
		await models.save(old('cccccccccccc', 3), false);
		await models.save(old('dddddddddddd', 4), false);
		await models.save(old('eeeeeeeeeeee', 0, {interval: '1d'}), false);
		expect(await models.prune(1)).toEqual(['bbbbbbbbbbbb', 'cccccccccccc']);
		expect(await idsOf(models)).toEqual([
			'dddddddddddd',
			'cccccccccccc-',
			'bbbbbbbbbbbb-',
			'aaaaaaaaaaaa*',
			'eeeeeeeeeeee',
		]);
		expect(existsSync(fileOf('bbbbbbbbbbbb'))).toBe(false);
		expect(existsSync(fileOf('aaaaaaaaaaaa'))).toBe(true);
		expect((await models.current(...line))!.meta.id).toBe('aaaaaaaaaaaa');
		expect((await models.find('bb'))[0]!.meta.evaluation.model.n).toBeGreaterThan(0);
		expect(await models.prune(1)).toEqual([]);
	});

	test('of a model does not hinder training it again', async () => {
		const {models} = await opened();
		await models.save(old('aaaaaaaaaaaa', 1), false);
		await models.prune(0);
		await models.save(old('aaaaaaaaaaaa', 1), true);
		expect(await idsOf(models)).toEqual(['aaaaaaaaaaaa*']);
		expect((await models.current(...line))!.meta.id).toBe('aaaaaaaaaaaa');
	});
});

test('experiments of a model are kept once, with their folds; only the chosen one has seen the untouched rows', async () => {
	const {storage} = await opened();
	const params = {minLeaf: 20, maxFeatures: 0.5, maxDepth: 6, extra: false};
	const chosen = {params, folds: [0.4, 0.5, 0.6], mean: 0.5, error: 0.06};
	const other = {...chosen, params: {...params, minLeaf: 5}, mean: 0.45};
	const more = {...chosen, params: {...params, minLeaf: 10}, mean: 0.4};
	const searched = {
		model: 'aaaaaaaaaaaa',
		asset: 'bitcoin',
		interval: '1h',
		at: 5,
		seed: 1,
		experiments: [other, chosen],
		chosen,
		untouched: 0.52,
	} as const;
	const kept = [
		{...other, untouched: null},
		{...chosen, untouched: 0.52},
	];
	await storage.models.save(savedModel(), true);
	await storage.models.save(savedModel({id: 'bbbbbbbbbbbb'}), true);
	await storage.models.saveExperiments(searched);
	await storage.models.saveExperiments({...searched, at: 6});
	expect(await storage.models.experiments('aaaaaaaaaaaa')).toEqual(kept);
	await storage.models.saveExperiments({...searched, experiments: [other, chosen, more]});
	expect(await storage.models.experiments('aaaaaaaaaaaa')).toEqual([...kept, {...more, untouched: null}]);
	expect(await storage.models.experiments('bbbbbbbbbbbb')).toEqual([]);
});
