import {expect, onTestFinished, test, vi} from 'vitest';
import type {ForecastView} from '#desk/views/forecast.js';
import {stepOf} from '#domain/interval.js';
import {technicalScreen} from '#tui/screens/technical/screen.js';
import {createFakeDesk, noon, waveOf} from '../../../support/fake-desk.js';
import {emptyForecast, forecastView, storedForecast} from '../../../support/forecast-view.js';
import {mountScreen} from '../../../support/mount-screen.js';

const hour = stepOf['1h'];

const mount = async (view: ForecastView) => {
	const desk = createFakeDesk({
		candles: {bitcoin: {'1h': waveOf('1h', 336, 61_000)}},
		forecasts: {'bitcoin 1h': view},
	});
	const screen = await mountScreen(technicalScreen, {desk, remembered: {span: 24 * hour}});
	onTestFinished(() => screen.unmount());
	await screen.until('1h candles');
	await screen.settle();
	return screen;
};

/** A forecast of the candle that opens at a time, around where the wave is then. */
const forecastOf = (at: number): ForecastView => {
	const view = forecastView(at);
	const forecast = storedForecast(at, {
		predicted: 61_000,
		interval50: [60_000, 62_000],
		interval80: [59_000, 63_000],
	});
	return {...view, now: {...view.now!, forecast}};
};

test('the forecast of the newest candle is a band around it', async () => {
	const screen = await mount(forecastOf(noon));
	const banded = screen.rows().filter(row => /[▒░]/.test(row));
	expect(banded.length).toBeGreaterThan(4);
	// In the last slot, before the axis.
	for (const row of banded) expect(row.search(/[▒░]/)).toBeGreaterThan(100);
	expect(technicalScreen.lines(screen.state(), screen.context())).toContain(
		'Forecast of the candle of Nov 21, 2026, 12:00: 80% that it closes from 59,000.00 to 63,000.00.',
	);
});

test('a forecast of a candle that is over is not drawn', async () => {
	const screen = await mount(forecastOf(noon - hour));
	expect(screen.text()).not.toMatch(/[▒░]/);
});

test('a forecast in another currency is not drawn', async () => {
	const screen = await mount({...forecastOf(noon), quote: 'USD'});
	expect(screen.text()).not.toMatch(/[▒░]/);
});

test('a forecast that was made meanwhile appears', async () => {
	const screen = await mount(emptyForecast({asset: 'bitcoin', interval: '1h'}, 900));
	expect(screen.text()).not.toMatch(/[▒░]/);
	screen.desk.world.forecasts = {'bitcoin 1h': forecastOf(noon)};
	screen.desk.tell({type: 'forecasts-stored'});
	await vi.waitFor(() => expect(screen.text()).toMatch(/[▒░]/), {timeout: 5000});
});

test('of candles that are not forecast nothing is asked', async () => {
	const screen = await mount(forecastOf(noon));
	await screen.press('t');
	const before = screen.desk.calls.filter(([method]) => method === 'forecast').length;
	await screen.press('t', 't');
	expect(screen.desk.calls.filter(([method]) => method === 'forecast')).toHaveLength(before);
});
