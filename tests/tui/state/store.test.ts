import {describe, expect, test} from 'vitest';
import type {DeskNews} from '#desk/desk.js';
import type {Screen} from '#tui/screen.js';
import {createStore, type Store} from '#tui/state/store.js';
import {createSharedState} from '#tui/state/view-state.js';
import {marketView, noon, quote} from '../../support/fake-desk.js';

const counting = (id: Screen['id'], news?: Screen['news']): Screen => ({
	id,
	title: {en: id, 'pt-BR': id},
	create: remembered => remembered ?? 0,
	reduce: (state, action) => (state as number) + (action as number),
	...(news && {news}),
	commands: [],
	View: () => null,
	lines: () => [],
});

const countStored = (state: unknown, news: DeskNews): unknown =>
	news.type === 'market-stored' ? (state as number) + 1 : state;

/** A store on a clock of its own. */
function makeStore(screens: readonly Screen[] = [counting('market')]) {
	const time = {now: 1000};
	const later: {work: () => void; at: number}[] = [];
	const broken: unknown[] = [];
	const store: Store = createStore({
		screens,
		shared: createSharedState({width: 80, height: 24}, noon),
		remembered: {},
		later: (work, ms) => void later.push({work, at: time.now + ms}),
		monotonic: () => time.now,
		onBroken: (id, error) => void broken.push([id, error]),
	});
	let told = 0;
	store.subscribe(() => void told++);
	return {
		store,
		broken,
		told: () => told,
		pass: (ms: number): void => {
			time.now += ms;
			for (const {work} of later.splice(0)) work();
		},
	};
}

describe('the store', () => {
	test('tells at once, then thirty times a second at most', () => {
		const {store, told, pass} = makeStore();
		store.dispatch('market', 1);
		expect(told()).toBe(1);
		for (let i = 0; i < 50; i++) store.dispatch('market', 1);
		expect(told()).toBe(1);
		pass(34);
		expect(told()).toBe(2);
		expect(store.get().screens.market).toBe(51);
	});

	test('tells what is urgent before it returns, once', () => {
		const {store, told} = makeStore();
		store.dispatch('market', 1);
		store.urgently(() => {
			store.dispatch('market', 1);
			store.urgently(() => store.dispatch('market', 1));
			expect(told()).toBe(1);
		});
		expect(told()).toBe(2);
	});

	test('tells nothing when nothing changed', () => {
		const {store, told} = makeStore();
		store.dispatch('market', 0);
		store.change({type: 'focused', focused: true});
		store.frame(frame => frame);
		store.urgently(() => {});
		expect(told()).toBe(0);
	});

	test('keeps the state of a screen that throws on news, and tells the others', () => {
		const {store, broken} = makeStore([
			counting('market', () => {
				throw new Error('bad fold');
			}),
			counting('quality', countStored),
		]);
		store.hear([{type: 'market-stored'}], noon + 5);
		expect(store.get().screens).toMatchObject({market: 0, quality: 1});
		expect(store.get().shared.now).toBe(noon + 5);
		expect(broken).toEqual([['market', new Error('bad fold')]]);
	});

	test('begins all screens with what they remember, and one of them anew', () => {
		const {store} = makeStore([counting('market'), counting('quality')]);
		store.recall({market: 7, quality: 8}, store.get().screens);
		expect(store.get().screens).toMatchObject({market: 7, quality: 8});
		store.restart('quality');
		expect(store.get().screens).toMatchObject({market: 7, quality: 0});
	});
});

/** A store that has read a market. */
function opened(): Store {
	const {store} = makeStore();
	store.change({type: 'market-read', market: marketView()});
	return store;
}

describe('shared state', () => {
	test('selects the largest asset first, and keeps a selection that still exists', () => {
		const store = opened();
		expect(store.get().shared.selected).toBe('bitcoin');
		store.change({type: 'select', asset: 'solana'});
		store.change({type: 'market-read', market: marketView()});
		expect(store.get().shared.selected).toBe('solana');
		store.change({type: 'market-read', market: marketView([quote({asset: 'ripple'})])});
		expect(store.get().shared.selected).toBe('ripple');
	});

	test('forgets live prices that a new snapshot has overtaken', () => {
		const store = opened();
		const live = {asset: 'bitcoin', price: 1, source: 'binance', quote: 'USDT'} as const;
		store.hear([{type: 'prices', prices: [{...live, at: noon}]}], noon);
		expect(store.get().shared.live.get('bitcoin')!.price).toBe(1);
		const newer = marketView().rows.map(row => Object.assign({}, row, {updatedAt: noon + 1}));
		store.change({type: 'market-read', market: marketView(newer)});
		expect(store.get().shared.live.size).toBe(0);
	});

	test('shows the last few messages and keeps two hundred', () => {
		const {store} = makeStore();
		for (let id = 1; id <= 250; id++) {
			store.change({type: 'toast', toast: {id, kind: 'info', text: `${id}`, hint: null, at: noon}});
		}

		const {toasts, messages} = store.get().shared;
		expect(toasts.map(({id}) => id)).toEqual([247, 248, 249, 250]);
		expect(messages).toHaveLength(200);
		store.change({type: 'toast-gone', id: 250});
		expect(store.get().shared.toasts.map(({id}) => id)).toEqual([247, 248, 249]);
		expect(store.get().shared.messages).toHaveLength(200);
	});

	test('keeps size, screen and messages when the desk is closed, and nothing of its data', () => {
		const store = opened();
		store.change({type: 'screen', screen: 'quality'});
		store.change({type: 'toast', toast: {id: 1, kind: 'info', text: 'hello', hint: null, at: noon}});
		store.change({type: 'closed'});
		const {shared} = store.get();
		expect(shared).toMatchObject({
			screen: 'quality',
			size: {width: 80, height: 24},
			opening: null,
			selected: null,
		});
		expect(shared.market.rows).toEqual([]);
		expect(shared.messages).toHaveLength(1);
	});
});
