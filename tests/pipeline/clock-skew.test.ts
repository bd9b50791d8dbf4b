import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {describe, expect, onTestFinished, test} from 'vitest';
import {deskNow, hour, openDesk, type Desk} from '../support/desk.js';

const top3 = {choice: {by: 'top', count: 3}, onInvalid: 'block'} as const;

/** The clock of every source is `ahead` of ours. */
async function skewed(ahead: number): Promise<Desk> {
	let ours: Desk['clock'] | null = null;
	const desk = await openDesk({exchange: {clock: () => (ours?.now() ?? deskNow) + ahead}});
	ours = desk.clock;
	return desk;
}

/** Stands before a source and takes from its answers the time at which they were given. */
async function timeless(url: string): Promise<string> {
	const {origin, pathname} = new URL(url);
	const server = createServer(async (request, response) => {
		const answer = await fetch(origin + request.url);
		response.sendDate = false;
		response.writeHead(answer.status, {'content-type': 'application/json'});
		response.end(await answer.text());
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => void server.close());
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}${pathname}`;
}

describe('a clock that is hours off', () => {
	test.each([
		[5 * hour, 'The clock of this machine is 5 h behind coingecko.'],
		[-5 * hour, 'The clock of this machine is 5 h ahead of coingecko.'],
	])('blocks nothing as long as sources tell theirs, and is told: %i ms', async (ahead, message) => {
		const {app, clock, events} = await skewed(ahead);
		expect(await app.pipeline.collect(top3)).toMatchObject({status: 'done', faults: []});
		await clock.advance(hour);
		expect(await app.pipeline.collect(top3)).toMatchObject({status: 'done', faults: []});
		expect(events.filter(event => event.type === 'notice')).toContainEqual(
			expect.objectContaining({code: 'clock-off', message: expect.stringContaining(message) as string}),
		);
	});

	test('is named as the cause where sources do not tell theirs', async () => {
		const {exchange, another} = await skewed(5 * hour);
		const app = await another({'coingecko.url': await timeless(exchange.urls.coingecko)});
		const report = await app.pipeline.collect(top3);
		expect(report.faults).toContainEqual(
			expect.objectContaining({
				code: 'clock-off',
				source: 'coingecko',
				message: expect.stringMatching(/^The clock of this machine is 5 h behind coingecko\./) as string,
				hint: expect.stringContaining('Set the clock of this machine') as string,
			}),
		);
	});

	test('is not blamed for times that are in the future of the source itself', async () => {
		const {app, exchange, events} = await openDesk();
		exchange.setFaults([{kind: 'future-timestamp', path: '^/coins/markets'}]);
		const report = await app.pipeline.collect(top3);
		expect(report.faults.map(({code}) => code)).toContain('contract-violated');
		expect(events.filter(event => event.type === 'notice' && event.code === 'clock-off')).toEqual([]);
	});
});
