import {expect, onTestFinished, test} from 'vitest';
import type {Training, TrainingResult} from '#desk/views/forecast.js';
import {wilson} from '#domain/forecast/metrics.js';
import {pointScore, training} from '../../support/forecast-view.js';
import {mountFrame} from './mount-frame.js';

const trained: TrainingResult = {
	asset: 'bitcoin',
	model: 'abc123def456',
	promoted: true,
	known: false,
	score: pointScore(),
	held80: wilson(796, 1000),
};
const refused: TrainingResult = {
	asset: 'ethereum',
	fault: {
		code: 'too-few-candles',
		source: null,
		asset: 'ethereum',
		message: 'Ethereum is still collecting.',
		hint: 'Fetch its history first.',
	},
};

/** The frame on the market, and what it told of a training. */
async function told(
	changes: Partial<Training>,
): Promise<{readonly text: string; readonly hint: string | null}> {
	const {desk, frame, settle, unmount} = await mountFrame();
	onTestFinished(unmount);
	desk.tell({type: 'training', training: training({}, changes)});
	await settle();
	return frame.store.get().shared.messages.at(-1)!;
}

test('the end of a training is told on every screen, with what the model is worth', async () => {
	expect((await told({state: 'done', results: [trained]})).text).toBe(
		'BTC: model abc123def456 is in use now. Skill against the last price +0.030%; the 80% band held 79.6%.',
	);
});

test('a model that did not take over is told as such', async () => {
	const {text} = await told({state: 'done', results: [{...trained, promoted: false}]});
	expect(text).toContain('is kept but not used: worse than the one before');
});

test('where some failed, the first reason is told with what to do', async () => {
	expect(await told({state: 'partial', series: 2, results: [trained, refused]})).toMatchObject({
		text: '1 of 2 models are trained.',
		hint: 'Ethereum is still collecting. Fetch its history first.',
	});
});

test('where all failed, the reason is the message', async () => {
	expect(await told({state: 'failed', results: [refused]})).toMatchObject({
		text: 'Ethereum is still collecting.',
		hint: 'Fetch its history first.',
	});
});

test('leaving while a training runs is asked about', async () => {
	const {desk, press, asked, text, settle, unmount} = await mountFrame();
	onTestFinished(unmount);
	desk.tell({type: 'training', training: training()});
	await settle();
	await press('q');
	expect(text()).toContain('A training is running');
	expect(asked).not.toContain('quit');
	await press('enter');
	expect(asked).toContain('quit');
});
