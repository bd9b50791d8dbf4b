/** Adding, changing, deleting and importing lots: what is asked, what is shown before anything is stored. */

import {toFault} from '#domain/fault.js';
import type {AssetId} from '#domain/market.js';
import {toIso} from '#domain/time.js';
import type {Lot, NewLot} from '#ports/storage.js';
import type {Answers, Field, Tools} from '../../screen.js';
import {symbolOf} from '../../state/named-assets.js';
import {toldProblem} from './csv-problems.js';
import {currenciesOf} from './currencies.js';
import {decimal, localised} from './decimal.js';
import {dayText} from './columns.js';
import {shownCurrency} from './model.js';
import type {PortfolioAction, PortfolioState} from './state.js';
import {checksOf, readLot, typedDecimal} from './typed-lot.js';
import {words as allWords, type Words} from './words.js';

/** The tools of this screen. */
export type PortfolioTools = Tools<PortfolioState, PortfolioAction>;

/** Most lines of an import that are shown before it is stored. */
const mostLines = 12;

/** The symbol, and which asset is meant where several have it. */
function assetText(tools: PortfolioTools, asset: AssetId): string {
	const symbol = symbolOf(tools.shared(), asset);
	const alike = tools.shared().market.rows.filter(row => row.symbol === symbol);
	return alike.length > 1 ? `${symbol} (${asset})` : symbol;
}

/** `Buys 0.5 BTC for 30,000 USD.`, masked while balances are hidden. */
function sentenceOf(lot: NewLot, tools: PortfolioTools, {form}: Words): string {
	const {format, look} = tools.context();
	const {hidden} = tools.state();
	const mask = look.glyphs.bullet.repeat(5);
	const amount = decimal(lot.amount);
	const text = (digits: string): string => (hidden ? mask : localised(digits, format));
	const cost = lot.cost === null ? form.unknownCost : `${text(lot.cost)} ${lot.currency}`;
	const say = amount.lt(0) ? form.sells : form.buys;
	return say(text(amount.abs().toFixed()), assetText(tools, lot.asset), cost);
}

/** What the form makes of what is typed, with what will stay unknown. */
function previewOf(answers: Answers, tools: PortfolioTools, words: Words): readonly string[] {
	const {shared, language, format} = tools.context();
	const lot = readLot(answers, shared.market, language, words);
	if (lot === null) return [];
	const known = currenciesOf(shared, format.currency);
	return [
		sentenceOf(lot, tools, words),
		...(shared.market.byId.has(lot.asset) ? [] : [words.form.notInMarket(lot.asset)]),
		...(lot.cost === null || known.has(lot.currency) ? [] : [words.form.noRate(lot.currency)]),
	];
}

function fieldsOf(values: Answers, tools: PortfolioTools, words: Words): readonly Field[] {
	const {shared, language} = tools.context();
	const checks = checksOf(shared.market, language, words);
	const {form} = words;
	const field = (id: keyof typeof checks, label: string, hint?: string): Field => ({
		id,
		label,
		value: values[id] ?? '',
		check: checks[id],
		...(hint === undefined ? {} : {hint}),
	});
	return [
		field('asset', form.asset, form.assetHint),
		field('amount', form.amount, form.amountHint),
		field('cost', form.cost, form.costHint),
		field('currency', form.currency, form.currencyHint),
		field('date', form.date, form.dateHint),
		field('note', form.note),
	];
}

async function askLot(title: string, values: Answers, tools: PortfolioTools): Promise<NewLot | null> {
	const {shared, language} = tools.context();
	const words = allWords[language];
	const answers = await tools.ask({
		title,
		fields: fieldsOf(values, tools, words),
		submit: words.form.save,
		preview: async typed => previewOf(typed, tools, words),
	});
	return answers === null ? null : readLot(answers, shared.market, language, words);
}

/** Runs what stores something, then has the lots read again; a failure is told. */
async function store(tools: PortfolioTools, work: () => Promise<unknown>, done: string): Promise<void> {
	try {
		await work();
	} catch (error) {
		tools.fail(error);
		return;
	}

	tools.dispatch({type: 'lots-changed'});
	tools.toast('good', done);
}

/** Asks for a new lot of the selected asset and stores it. */
export async function addLot(tools: PortfolioTools): Promise<void> {
	const {shared, format} = tools.context();
	const words = tools.words(allWords);
	const asset = shared.selected === null ? '' : shared.selected;
	const {code} = shownCurrency(tools.state(), currenciesOf(shared, format.currency), {format});
	const today = toIso(shared.now).slice(0, 10);
	const lot = await askLot(words.form.add, {asset, currency: code, date: today}, tools);
	if (lot === null) return;
	await store(
		tools,
		async () => tools.desk().addLots([lot]),
		words.added(symbolOf(tools.shared(), lot.asset)),
	);
}

/** Asks for the fields of a lot and stores what changed. */
export async function changeLot(tools: PortfolioTools, lot: Lot): Promise<void> {
	const words = tools.words(allWords);
	const {language} = tools.context();
	const date = lot.at === null ? '' : dayText(lot.at, words);
	const changed = await askLot(
		words.form.change,
		{
			asset: lot.asset,
			amount: typedDecimal(lot.amount, language),
			cost: lot.cost === null ? '' : typedDecimal(lot.cost, language),
			currency: lot.currency,
			date,
			note: lot.note,
		},
		tools,
	);
	if (changed === null) return;
	// A day that was not touched keeps its time of day.
	const at =
		changed.at !== null && lot.at !== null && dayText(changed.at, words) === date ? lot.at : changed.at;
	await store(
		tools,
		async () => tools.desk().changeLot({...changed, at, id: lot.id}),
		words.changed(symbolOf(tools.shared(), changed.asset)),
	);
}

/** Deletes a lot once the user confirmed it. */
export async function removeLot(tools: PortfolioTools, lot: Lot): Promise<void> {
	const words = tools.words(allWords);
	const lines = [
		sentenceOf(lot, tools, words),
		dayText(lot.at, words),
		...(lot.note === '' ? [] : [lot.note]),
	];
	if (!(await tools.confirm(words.remove.title, lines, words.remove.yes))) return;
	await store(
		tools,
		async () => tools.desk().removeLot(lot.id),
		words.removed(symbolOf(tools.shared(), lot.asset)),
	);
}

function cut(
	lines: readonly string[],
	words: Words,
	format: {count: (value: number) => string},
): readonly string[] {
	const more = lines.length - mostLines;
	return more <= 0 ? lines : [...lines.slice(0, mostLines), words.import.more(format.count(more))];
}

/** Asks for the path of a file; empty when the user gives up. */
async function askPath(tools: PortfolioTools, value: string, {import: text}: Words): Promise<string> {
	const answers = await tools.ask({
		title: text.title,
		intro: text.intro,
		fields: [
			{
				id: 'path',
				label: text.path,
				value,
				check: typed => (typed.trim() === '' ? text.noPath : null),
			},
		],
		submit: text.read,
	});
	return answers?.['path']?.trim() ?? '';
}

/**
 * Asks for a file, shows what is in it, and stores its lots when the user agrees. A path that cannot be read is asked for
 * again, as `suggestion`.
 */
export async function importLots(tools: PortfolioTools, suggestion = ''): Promise<void> {
	const {format, language} = tools.context();
	const words = tools.words(allWords);
	const text = words.import;
	const path = await askPath(tools, suggestion, words);
	if (path === '') return;
	try {
		const {lots, problems} = await tools.desk().readLots(path);
		const wrong = problems.map(({line, message}) =>
			text.problem(format.count(line), toldProblem(message, language)),
		);
		const left = wrong.length === 0 ? [] : [text.problems(wrong.length), ...cut(wrong, words, format)];
		if (lots.length === 0) {
			tools.show(text.nothing, left.length === 0 ? [path] : left);
			return;
		}

		const lines = lots.map(lot => `${dayText(lot.at, words)}  ${sentenceOf(lot, tools, words)}`);
		const agreed = await tools.confirm(
			text.confirm(lots.length),
			[...cut(lines, words, format), ...left],
			text.yes(lots.length),
		);
		if (agreed) await store(tools, async () => tools.desk().addLots(lots), text.done(lots.length));
	} catch (error) {
		const {code, message, hint} = toFault(error);
		if (code === 'usage') {
			tools.toast('bad', toldProblem(message, language), toldProblem(hint, language));
		} else {
			tools.fail(error);
		}

		await importLots(tools, path);
	}
}
