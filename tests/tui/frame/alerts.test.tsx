import {afterEach, expect, test} from 'vitest';
import type {ToldAlert} from '#desk/views/alerts.js';
import {createFakeDesk, noon} from '../../support/fake-desk.js';
import {mountFrame, type MountedFrame, type MountOptions} from './mount-frame.js';

let mounted: MountedFrame | null = null;
const mount = async (options: MountOptions = {}): Promise<MountedFrame> => {
	mounted = await mountFrame(options);
	return mounted;
};
afterEach(async () => {
	await mounted?.unmount();
	mounted = null;
});

const told = (subject: string): ToldAlert['told'] => ({
	en: {subject, lines: ['Your rule fired.']},
	'pt-BR': {subject: `pt ${subject}`, lines: ['Sua regra disparou.']},
});
const alert = (changes: Partial<ToldAlert> = {}): ToldAlert => ({
	id: 1,
	kind: 'price',
	asset: 'bitcoin',
	at: noon,
	count: 1,
	told: told('Bitcoin (BTC): price > 100000'),
	deliveries: [],
	...changes,
});

test('an alert shows as a message and rings the bell', async () => {
	const {desk, text, asked} = await mount();
	desk.tell({type: 'alert', alert: alert()});
	await expect.poll(text).toContain('Bitcoin (BTC): price > 100000');
	expect(asked).toEqual(expect.arrayContaining(['bell']));
});

test('the end of a backfill only rings: its job tells it already', async () => {
	const {desk, text, asked} = await mount();
	desk.tell({type: 'alert', alert: alert({kind: 'backfill-finished', told: told('Backfill finished')})});
	await expect.poll(() => asked).toContain('bell');
	expect(text()).not.toContain('Backfill finished');
});

test('the alerts so far are a window, newest first', async () => {
	const desk = createFakeDesk();
	desk.world.alerts = [alert({id: 2, kind: 'source-down', told: told('binance is down'), count: 3}), alert()];
	const {press, text} = await mount({desk});
	await press('alt+a');
	await expect.poll(text).toMatch(/binance is down \(3 times\)[^]*Bitcoin \(BTC\)/);
});

test('without alerts the window says how to add a rule, in the language of the user', async () => {
	const {press, text} = await mount({chosen: {language: 'pt-BR'}});
	await press('alt+a');
	await expect.poll(text).toContain('Ainda não houve alertas');
	expect(text()).toContain('A vigia o ativo selecionado');
});

test('an alert is told in the language the screen runs in, whatever the settings say', async () => {
	const {desk, text} = await mount({chosen: {language: 'pt-BR'}});
	desk.tell({type: 'alert', alert: alert()});
	await expect.poll(text).toContain('pt Bitcoin (BTC): price > 100000');
});

test('A asks for an alert on the selected asset, beginning with its price now', async () => {
	const {desk, press, text} = await mount();
	await press('A');
	await expect.poll(text).toContain('New alert');
	expect(text()).toMatch(/Asset +bitcoin/);
	expect(text(), 'it begins where something is to be typed').toMatch(/› Condition +> 61240.1/);
	await press('enter');
	await expect.poll(text).toContain('Watching: BTC price > 61240.1.');
	expect(desk.world.rules).toMatchObject([
		{asset: 'bitcoin', condition: {of: 'quote', measure: 'price', direction: 'above', level: 61_240.1}},
	]);
});

test('a condition that makes no sense says why, also where the row below it is too narrow', async () => {
	const {desk, press, type, text} = await mount();
	await press('A', 'ctrl+u');
	await type('crosses rsi');
	await expect.poll(text).toContain('drawn over it (sma, ema, bollinger, vwap),');
	expect(text()).toContain('│ not rsi.');
	await press('enter');
	expect(desk.world.rules).toEqual([]);
});
