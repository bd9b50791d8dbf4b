import {MessageChannel} from 'node:worker_threads';
import {expect, onTestFinished, test} from 'vitest';
import {createRemote} from '#desk/remote.js';
import {serveDesk} from '#desk/serve.js';
import {Fault} from '#domain/fault.js';
import {createFakeDesk, noon} from '../support/fake-desk.js';
import {forecastView} from '../support/forecast-view.js';

function connected() {
	const {port1, port2} = new MessageChannel();
	onTestFinished(() => {
		port1.close();
		port2.close();
	});
	const fake = createFakeDesk({forecasts: {'bitcoin 1h': forecastView(noon)}});
	serveDesk(fake, port2);
	return {fake, ...createRemote(port1, async () => {})};
}

test('a forecast arrives from the other thread as it was, unknown numbers included', async () => {
	const {desk} = connected();
	const view = await desk.forecast({asset: 'bitcoin', interval: '1h'});
	expect(view).toEqual(forecastView(noon));
	expect(view.candles.close).toBeInstanceOf(Float64Array);
	expect(view.models[0]!.meta.evaluation.baselines.persistence.dieboldMariano).toBeNaN();
});

test('a forecast that is refused there is the same fault here', async () => {
	const {desk, fake} = connected();
	fake.world.failing = {
		predict: new Fault('candles-stale', 'Too late.', {asset: 'bitcoin', hint: 'Collect.'}),
	};
	const error = await desk.predict({asset: 'bitcoin', interval: '1h'}).catch((reason: unknown) => reason);
	expect(error).toBeInstanceOf(Fault);
	expect(error).toMatchObject({code: 'candles-stale', asset: 'bitcoin', hint: 'Collect.'});
});
