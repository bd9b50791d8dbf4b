import {expect, test} from 'vitest';
import {createWebhook} from '#adapters/notifiers/webhook.js';
import {describeAlert} from '#pipeline/alerts/message.js';
import type {Alert} from '#ports/alerts.js';
import {openWebhook} from '../../support/web-hook.js';

const alert: Alert = {
	id: 7,
	rule: null,
	kind: 'source-down',
	asset: null,
	at: Date.UTC(2026, 10, 21, 12),
	facts: {source: 'binance', cycles: 3, message: '<!channel> @everyone <b>x</b>'},
	count: 2,
};
const message = describeAlert(alert, {language: 'en', timeZone: 'UTC', simulated: false});

test('a webhook gets JSON that Slack, Discord and programs read', async () => {
	const {url, posts} = await openWebhook(204);
	await createWebhook({url, timeoutMs: 5000}).send(alert, message);
	expect(posts).toMatchObject([{url: '/hooks/t0ken?key=k3y', type: 'application/json'}]);
	const body = JSON.parse(posts[0]!.body) as Record<string, unknown>;
	expect(body).toMatchObject({
		text: expect.stringContaining('binance failed in 3 cycles') as string,
		content: expect.stringContaining('crypto-tui: binance is down') as string,
		allowed_mentions: {parse: []},
		alert: {id: 7, kind: 'source-down', at: '2026-11-21T12:00:00.000Z', count: 2},
	});
	expect(body['text'], 'Slack calls nobody').not.toContain('<');
});

test.each([
	[404, 'answer 404'],
	[302, 'answer 302'],
	[500, 'answer 500'],
])('an answer %i is a failure that keeps the address to itself', async (status, words) => {
	const {url, posts} = await openWebhook(status);
	const sending = createWebhook({url, timeoutMs: 5000}).send(alert, message);
	await expect(sending).rejects.toMatchObject({
		code: 'not-sent',
		message: expect.stringContaining(words) as string,
	});
	await expect(sending).rejects.not.toMatchObject({message: expect.stringContaining('t0ken') as string});
	expect(posts).toHaveLength(1);
});

test('a webhook that never answers, or is not there, is given up', async () => {
	const {url} = await openWebhook(null);
	await expect(createWebhook({url, timeoutMs: 200}).send(alert, message)).rejects.toMatchObject({
		code: 'not-sent',
		message: 'The webhook did not take it: no answer in time.',
	});
	await expect(
		createWebhook({url: 'http://127.0.0.1:1/t0ken', timeoutMs: 2000}).send(alert, message),
	).rejects.toMatchObject({message: 'The webhook did not take it: no connection (ECONNREFUSED).'});
});
