import {expect, test} from 'vitest';
import {openDesk} from '../support/desk.js';

const top1 = {choice: {by: 'top', count: 1}, onInvalid: 'block'} as const;
const nowhere = 'http://127.0.0.1:9';
const credits = {'coincap.monthlyCredits': '4000'};

test('who reached nobody tries again soon: what never arrived costs no credits', async () => {
	const {app} = await openDesk({
		coincap: true,
		settings: {
			...credits,
			'coingecko.url': `${nowhere}/api/v3`,
			'coincap.url': `${nowhere}/v3`,
			'binance.url': `${nowhere}/api/v3`,
		},
	});
	const report = await app.pipeline.collect(top1);
	expect(report.status).toBe('failed');
	expect(report.sources.find(({source}) => source === 'coincap')).toMatchObject({state: 'unreachable'});
	expect(await app.pipeline.pauseAfter(report, 60)).toBe(60_000);
});

test('who got answers makes the credits last to the end of the month', async () => {
	const {app, exchange} = await openDesk({coincap: true, settings: credits});
	exchange.setFaults([{kind: 'rate-limited', path: '^/coins/markets', retryAfter: 60}]);
	const report = await app.pipeline.collect(top1);
	expect(report.sources.find(({source}) => source === 'coincap')).toMatchObject({state: 'ok'});
	expect(await app.pipeline.pauseAfter(report, 60)).toBeGreaterThan(5 * 60_000);
});
