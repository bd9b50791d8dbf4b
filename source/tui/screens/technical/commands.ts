/** Every command of the technical screen: what palette, help, footer and keys are made of. */

import {intervals} from '#domain/interval.js';
import type {Bilingual} from '../../i18n/language.js';
import type {Command} from '../../screen.js';
import {askIndicators, askInterval, askRange, type TechnicalTools} from './dialogs.js';
import {scrollVenues} from './mouse.js';
import {
	liftCrosshair,
	moveCrosshair,
	pan,
	shownScene,
	stepAsset,
	stepRange,
	toggleCrosshair,
	toNow,
	toStart,
	zoom,
} from './movement.js';
import {layoutFor} from './scene.js';
import type {TechnicalAction, TechnicalState} from './state.js';
import {venueWindow} from './venues.js';

type TechnicalCommand = Command<TechnicalState, TechnicalAction>;

const panShare = 0.1;
const pageShare = 0.9;
const zoomStep = 1.5;

const noChart: Bilingual<string> = {
	en: 'There is no chart to do this with yet.',
	'pt-BR': 'Ainda não há um gráfico para isso.',
};
const offWithoutChart = (tools: TechnicalTools): Bilingual<string> | null =>
	shownScene(tools) === null ? noChart : null;

const hasCrosshair = (tools: TechnicalTools): boolean => tools.state().crosshair !== null;
const venuePage = (tools: TechnicalTools): number =>
	venueWindow(layoutFor(tools.state(), tools.size()).venues?.height ?? 0);

const motions: readonly TechnicalCommand[] = [
	{
		id: 'technical.next-asset',
		keys: ['j'],
		label: {en: 'Next asset', 'pt-BR': 'Próximo ativo'},
		motion: true,
		run: stepAsset,
	},
	{
		id: 'technical.previous-asset',
		keys: ['k'],
		label: {en: 'Previous asset', 'pt-BR': 'Ativo anterior'},
		motion: true,
		run: (tools, count) => stepAsset(tools, -count),
	},
	{
		id: 'technical.down',
		keys: ['down'],
		label: {en: 'Next asset, or crosshair down', 'pt-BR': 'Próximo ativo, ou mira para baixo'},
		motion: true,
		run: (tools, count) => (hasCrosshair(tools) ? liftCrosshair : stepAsset)(tools, count),
	},
	{
		id: 'technical.up',
		keys: ['up'],
		label: {en: 'Previous asset, or crosshair up', 'pt-BR': 'Ativo anterior, ou mira para cima'},
		motion: true,
		run: (tools, count) => (hasCrosshair(tools) ? liftCrosshair : stepAsset)(tools, -count),
	},
	{
		id: 'technical.earlier',
		keys: ['h'],
		label: {en: 'Earlier', 'pt-BR': 'Mais cedo'},
		motion: true,
		run: (tools, count) => pan(tools, -count * panShare),
	},
	{
		id: 'technical.later',
		keys: ['l'],
		label: {en: 'Later', 'pt-BR': 'Mais tarde'},
		motion: true,
		run: (tools, count) => pan(tools, count * panShare),
	},
	{
		id: 'technical.left',
		keys: ['left'],
		label: {en: 'Earlier, or crosshair left', 'pt-BR': 'Mais cedo, ou mira para a esquerda'},
		motion: true,
		run: (tools, count) =>
			hasCrosshair(tools) ? moveCrosshair(tools, -count) : pan(tools, -count * panShare),
	},
	{
		id: 'technical.right',
		keys: ['right'],
		label: {en: 'Later, or crosshair right', 'pt-BR': 'Mais tarde, ou mira para a direita'},
		motion: true,
		run: (tools, count) => (hasCrosshair(tools) ? moveCrosshair(tools, count) : pan(tools, count * panShare)),
	},
	{
		id: 'technical.page-earlier',
		keys: ['shift+left'],
		label: {en: 'A page earlier', 'pt-BR': 'Uma página mais cedo'},
		motion: true,
		run: (tools, count) => pan(tools, -count * pageShare),
	},
	{
		id: 'technical.page-later',
		keys: ['shift+right'],
		label: {en: 'A page later', 'pt-BR': 'Uma página mais tarde'},
		motion: true,
		run: (tools, count) => pan(tools, count * pageShare),
	},
	{
		id: 'technical.to-start',
		keys: ['home', 'g g'],
		label: {en: 'To the oldest candle', 'pt-BR': 'Ao candle mais antigo'},
		motion: true,
		run: toStart,
	},
	{
		id: 'technical.to-now',
		keys: ['end', 'G'],
		label: {en: 'Back to now', 'pt-BR': 'De volta ao agora'},
		motion: true,
		run: toNow,
	},
	{
		id: 'technical.exchanges-down',
		keys: ['pagedown', 'ctrl+f', 'ctrl+d'],
		label: {en: 'Exchanges: page down', 'pt-BR': 'Corretoras: página abaixo'},
		motion: true,
		run: (tools, count) => scrollVenues(tools, count * venuePage(tools)),
	},
	{
		id: 'technical.exchanges-up',
		keys: ['pageup', 'ctrl+b', 'ctrl+u'],
		label: {en: 'Exchanges: page up', 'pt-BR': 'Corretoras: página acima'},
		motion: true,
		run: (tools, count) => scrollVenues(tools, -count * venuePage(tools)),
	},
];

/** In the order of help and palette. */
export const technicalCommands: readonly TechnicalCommand[] = [
	...motions,
	{
		id: 'technical.range-shorter',
		keys: ['['],
		label: {en: 'Shorter time', 'pt-BR': 'Período mais curto'},
		footer: {en: 'shorter', 'pt-BR': 'mais curto'},
		run: tools => stepRange(tools, -1),
	},
	{
		id: 'technical.range-longer',
		keys: [']'],
		label: {en: 'Longer time', 'pt-BR': 'Período mais longo'},
		footer: {en: 'longer', 'pt-BR': 'mais longo'},
		run: tools => stepRange(tools, 1),
	},
	{
		id: 'technical.range',
		keys: ['R'],
		label: {en: 'Choose the time shown', 'pt-BR': 'Escolher o período mostrado'},
		run: askRange,
	},
	{
		id: 'technical.zoom-in',
		keys: ['+', '='],
		label: {en: 'Zoom in', 'pt-BR': 'Aproximar'},
		footer: {en: 'zoom', 'pt-BR': 'zoom'},
		off: offWithoutChart,
		run: (tools, count) => zoom(tools, zoomStep ** -Math.max(1, count)),
	},
	{
		id: 'technical.zoom-out',
		keys: ['-'],
		label: {en: 'Zoom out', 'pt-BR': 'Afastar'},
		off: offWithoutChart,
		run: (tools, count) => zoom(tools, zoomStep ** Math.max(1, count)),
	},
	{
		id: 'technical.crosshair',
		keys: ['x'],
		label: {en: 'Crosshair on or off', 'pt-BR': 'Ligar ou desligar a mira'},
		footer: {en: 'crosshair', 'pt-BR': 'mira'},
		off: offWithoutChart,
		run: toggleCrosshair,
	},
	{
		id: 'technical.indicators',
		keys: ['n'],
		label: {en: 'Indicators: show, order, parameters', 'pt-BR': 'Indicadores: mostrar, ordenar, parâmetros'},
		footer: {en: 'indicators', 'pt-BR': 'indicadores'},
		run: askIndicators,
	},
	{
		id: 'technical.interval-next',
		keys: ['t'],
		label: {en: 'Next length of a candle', 'pt-BR': 'Próxima duração de candle'},
		footer: {en: 'interval', 'pt-BR': 'intervalo'},
		run: nextInterval,
	},
	{
		id: 'technical.interval',
		keys: ['T'],
		label: {en: 'Choose the length of a candle', 'pt-BR': 'Escolher a duração do candle'},
		run: askInterval,
	},
	{
		id: 'technical.scale',
		keys: ['o'],
		label: {en: 'Linear or logarithmic scale', 'pt-BR': 'Escala linear ou logarítmica'},
		footer: {en: 'log', 'pt-BR': 'log'},
		run: tools => tools.dispatch({type: 'scale', scale: tools.state().scale === 'log' ? 'linear' : 'log'}),
	},
	{
		id: 'technical.mode',
		keys: ['c'],
		label: {en: 'Candles or a line', 'pt-BR': 'Candles ou uma linha'},
		footer: {en: 'line', 'pt-BR': 'linha'},
		run: tools => tools.dispatch({type: 'mode', mode: tools.state().mode === 'line' ? 'candles' : 'line'}),
	},
	{
		id: 'technical.exchanges',
		keys: ['v'],
		label: {en: 'Exchanges that trade the asset', 'pt-BR': 'Corretoras que negociam o ativo'},
		footer: {en: 'exchanges', 'pt-BR': 'corretoras'},
		run: tools => tools.dispatch({type: 'venues-open', open: !tools.state().venuesOpen}),
	},
];

function nextInterval(tools: TechnicalTools): void {
	const choices = ['auto', ...intervals] as const;
	const at = choices.indexOf(tools.state().interval);
	tools.dispatch({type: 'interval', interval: choices[(at + 1) % choices.length]!});
}
