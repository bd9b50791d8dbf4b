import {afterEach, expect, test} from 'vitest';
import type {ToldAlert} from '#desk/desk.js';
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

const alert = (changes: Partial<ToldAlert> = {}): ToldAlert => ({
	id: 1,
	kind: 'price',
	asset: 'bitcoin',
	at: noon,
	count: 1,
	subject: 'Bitcoin (BTC): price > 100000',
	text: 'Your rule fired.',
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
	desk.tell({type: 'alert', alert: alert({kind: 'backfill-finished', subject: 'Backfill finished'})});
	await expect.poll(() => asked).toContain('bell');
	expect(text()).not.toContain('Backfill finished');
});

test('the alerts so far are a window, newest first', async () => {
	const desk = createFakeDesk();
	desk.world.alerts = [alert({id: 2, kind: 'source-down', subject: 'binance is down', count: 3}), alert()];
	const {press, text} = await mount({desk});
	await press('alt+a');
	await expect.poll(text).toMatch(/binance is down \(3 times\)[^]*Bitcoin \(BTC\)/);
});

test('without alerts the window says how to add a rule, in the language of the user', async () => {
	const {press, text} = await mount({chosen: {language: 'pt-BR'}});
	await press('alt+a');
	await expect.poll(text).toContain('Ainda não houve alertas');
	expect(text()).toContain('crypto-tui alert add');
});
