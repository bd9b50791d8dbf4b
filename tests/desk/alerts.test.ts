import {expect, onTestFinished, test} from 'vitest';
import {createDesk} from '#desk/create-desk.js';
import {openApp} from '#app.js';
import {findSettings} from '#adapters/settings.js';
import {readRule} from '#domain/alerts/rule-text.js';
import {openExchange} from '../support/exchange.js';
import {emptyFolder, newsOf, placeAt} from '../support/desk-place.js';

test(
	'an alert of the loop, and one of another process, reach the screen once',
	{timeout: 60_000},
	async () => {
		const exchange = await openExchange({clock: () => Date.now()});
		const place = placeAt(emptyFolder(), exchange);
		const other = await openApp({config: findSettings(place).config(), mode: 'headless'});
		onTestFinished(() => other.close());
		await other.storage.alerts.addRule({
			...readRule('bitcoin > 0'),
			repetition: {once: false, coolDownMs: 0, hysteresisPercent: 0},
			createdAt: Date.now() - 1000,
		});
		const raised = {rule: null, kind: 'disk-nearly-full', asset: null, facts: {freeMb: 3}} as const;
		await other.storage.alerts.add({...raised, key: 'before', at: Date.now() - 1000}, 0, []);
		const desk = createDesk(place);
		onTestFinished(() => desk.close());
		const news = newsOf(desk);
		await desk.open();
		const subjects = () => news.of('alert').map(({alert}) => alert.told.en.subject);
		await expect.poll(subjects, {timeout: 30_000}).toEqual(['Bitcoin (BTC): price > 0']);
		await other.storage.alerts.add({...raised, key: 'after', at: Date.now()}, 0, []);
		await expect
			.poll(subjects, {timeout: 30_000})
			.toEqual(['Bitcoin (BTC): price > 0', 'The disk is nearly full']);
		expect((await desk.alerts(10)).map(({told}) => told['pt-BR'].subject)).toHaveLength(3);
	},
);
