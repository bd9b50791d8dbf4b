/** The commands that work on every screen. */

import {notOpen, noWriting} from '../components/writing.js';
import {screenIds, type ScreenId} from '../state/view-state.js';
import {askRuleOfSelected} from '../components/rule-form.js';
import {inBoth, type Bilingual} from '../i18n/language.js';
import {symbolOf} from '../state/named-assets.js';
import {themeNames} from '../theme/palettes.js';
import type {FrameCommand, FrameTools} from './command-table.js';
import {openAlerts} from './dialogs/alerts.js';
import {askBackfill} from './dialogs/backfill.js';
import {exportView} from './dialogs/export-view.js';
import {openAssets, openHelp, openMessages, openPalette} from './dialogs/lists.js';
import {showOrigin} from './dialogs/origin.js';
import {numberOf} from './header.js';
import {frameWords} from './words.js';

type Reason = keyof (typeof frameWords)['en']['off'];

const off = (reason: Reason): Bilingual<string> => inBoth(frameWords, words => words.off[reason]);

const neighbour = (frame: FrameTools, by: number): ScreenId => {
	const ids = frame.screens.map(({id}) => id);
	const at = ids.indexOf(frame.shared().screen);
	return ids[(at + by + ids.length) % ids.length]!;
};

async function quit(frame: FrameTools): Promise<void> {
	const jobs = frame.shared().jobs.filter(({state}) => state === 'running' || state === 'queued');
	const trainings = frame.shared().trainings.filter(({state}) => state === 'running');
	if (jobs.length + trainings.length === 0) return frame.quit();
	const {quit: words} = frameWords[frame.context().language];
	const lines = [
		...(jobs.length === 0 ? [] : words.lines(jobs.length)),
		...(trainings.length === 0 ? [] : [words.training]),
	];
	if (await frame.confirm(words.title, lines, words.yes)) frame.quit();
}

async function switchDemo(frame: FrameTools): Promise<void> {
	const isDemo = frame.shared().opening?.simulated ?? false;
	const {demo: words} = frameWords[frame.context().language];
	const agreed = isDemo
		? await frame.confirm(words.back, words.backLines, words.backYes)
		: await frame.confirm(words.title, words.lines, words.yes);
	if (!agreed) return;
	await frame.reopen(!isDemo);
	const {demo} = frameWords[frame.context().language];
	if (frame.shared().opening) frame.toast('info', isDemo ? demo.off : demo.on);
}

async function toggleLoop(frame: FrameTools): Promise<void> {
	const words = frameWords[frame.context().language];
	const isPaused = frame.shared().loop.state === 'paused';
	await (isPaused ? frame.desk().resume() : frame.desk().pause());
	frame.toast('info', isPaused ? words.resumed : words.paused);
}

async function toggleFavourite(frame: FrameTools): Promise<void> {
	const {shared, language} = frame.context();
	const words = frameWords[language];
	const {selected} = shared;
	if (selected === null) return frame.toast('info', words.nothingSelected);
	const name = 'favourites';
	const known = shared.watchlists.find(list => list.name === name)?.assets ?? [];
	const isFavourite = known.includes(selected);
	await frame.desk().saveWatchlist({
		name,
		assets: isFavourite ? known.filter(asset => asset !== selected) : [...known, selected],
	});
	const symbol = symbolOf(shared, selected);
	frame.toast('info', isFavourite ? words.noFavourite(symbol) : words.favourite(symbol));
}

function copyValue(frame: FrameTools): void {
	const context = frame.context();
	const words = frameWords[context.language];
	const value = frame.screen().copied?.(frame.state(), context) ?? null;
	if (value === null) return frame.toast('info', words.nothingToCopy);
	frame.copy(value);
}

function nextTheme(frame: FrameTools): void {
	const {look, language} = frame.context();
	const next = themeNames[(themeNames.indexOf(look.theme.name) + 1) % themeNames.length]!;
	frame.setUi('ui.theme', next);
	frame.toast('info', frameWords[language].theme(next));
}

function otherLanguage(frame: FrameTools): void {
	const next = frame.context().language === 'en' ? 'pt-BR' : 'en';
	frame.setUi('language', next);
	frame.toast('info', frameWords[next].language);
}

/** Opens a screen by its number. */
const screenCommands = (titles: ReadonlyMap<ScreenId, Bilingual<string>>): readonly FrameCommand[] =>
	screenIds
		.filter(id => titles.has(id))
		.map(id => ({
			id: `frame.screen-${id}`,
			keys: [numberOf(id)],
			label: {en: `Go to ${titles.get(id)!.en}`, 'pt-BR': `Ir para ${titles.get(id)!['pt-BR']}`},
			run: frame => frame.open(id),
		}));

const others: readonly FrameCommand[] = [
	{
		id: 'frame.next-screen',
		keys: ['tab'],
		label: {en: 'Next screen', 'pt-BR': 'Próxima tela'},
		run: frame => frame.open(neighbour(frame, 1)),
	},
	{
		id: 'frame.previous-screen',
		keys: ['shift+tab'],
		label: {en: 'Previous screen', 'pt-BR': 'Tela anterior'},
		run: frame => frame.open(neighbour(frame, -1)),
	},
	{
		id: 'frame.palette',
		keys: [':', 'ctrl+p'],
		label: {en: 'All commands', 'pt-BR': 'Todos os comandos'},
		footer: {en: 'commands', 'pt-BR': 'comandos'},
		run: openPalette,
	},
	{
		id: 'frame.help',
		keys: ['?'],
		label: {en: 'Help: every key', 'pt-BR': 'Ajuda: todas as teclas'},
		footer: {en: 'help', 'pt-BR': 'ajuda'},
		run: openHelp,
	},
	{
		id: 'frame.assets',
		keys: ['a'],
		label: {en: 'Choose the asset', 'pt-BR': 'Escolher o ativo'},
		footer: {en: 'asset', 'pt-BR': 'ativo'},
		off: frame => (frame.shared().market.rows.length === 0 ? off('nothingStored') : null),
		run: openAssets,
	},
	{
		id: 'frame.refresh',
		keys: ['r'],
		label: {en: 'Collect now', 'pt-BR': 'Coletar agora'},
		footer: {en: 'collect', 'pt-BR': 'coletar'},
		off(frame) {
			const {state} = frame.shared().loop;
			if (state === 'elsewhere') return off('elsewhere');
			return noWriting(frame) ?? (state === 'running' ? off('collecting') : null);
		},
		async run(frame) {
			await frame.desk().refresh();
			frame.toast('info', frameWords[frame.context().language].started);
		},
	},
	{
		id: 'frame.backfill',
		keys: ['b'],
		label: {en: 'Fetch history', 'pt-BR': 'Buscar histórico'},
		off: frame => noWriting(frame) ?? (frame.shared().market.rows.length === 0 ? off('nothingStored') : null),
		run: askBackfill,
	},
	{
		id: 'frame.pause',
		keys: ['p'],
		label: {en: 'Pause or go on collecting', 'pt-BR': 'Pausar ou continuar a coleta'},
		off(frame) {
			const {state} = frame.shared().loop;
			if (state === 'elsewhere') return off('elsewhere');
			return noWriting(frame) ?? (state === 'off' ? off('noLoop') : null);
		},
		run: toggleLoop,
	},
	{
		id: 'frame.favourite',
		keys: ['f'],
		label: {en: 'Favourite, yes or no', 'pt-BR': 'Favorito, sim ou não'},
		off: frame => noWriting(frame) ?? (frame.shared().selected === null ? off('nothingStored') : null),
		run: toggleFavourite,
	},
	{
		id: 'frame.origin',
		keys: ['i'],
		label: {en: 'Where this number comes from', 'pt-BR': 'De onde vem este número'},
		off: frame => (frame.shared().opening ? null : notOpen),
		run: showOrigin,
	},
	{
		id: 'frame.export',
		keys: ['e'],
		label: {en: 'Export this view', 'pt-BR': 'Exportar esta tela'},
		off: noWriting,
		run: exportView,
	},
	{
		id: 'frame.copy',
		keys: ['y'],
		label: {en: 'Copy the value', 'pt-BR': 'Copiar o valor'},
		run: copyValue,
	},
	{
		id: 'frame.demo',
		keys: ['D'],
		label: {en: 'Simulated market, on or off', 'pt-BR': 'Mercado simulado, ligar ou desligar'},
		off: frame => (frame.shared().opening?.asOf ? noWriting(frame) : null),
		run: switchDemo,
	},
	{
		id: 'frame.settings',
		keys: [','],
		label: {en: 'Settings', 'pt-BR': 'Configurações'},
		run: frame => frame.openSettings(),
	},
	{
		id: 'frame.theme',
		keys: ['ctrl+t'],
		label: {en: 'Next theme', 'pt-BR': 'Próximo tema'},
		run: nextTheme,
	},
	{
		id: 'frame.language',
		keys: ['L'],
		label: {en: 'Português', 'pt-BR': 'English'},
		run: otherLanguage,
	},
	{
		id: 'frame.messages',
		keys: ['M'],
		label: {en: 'Messages so far', 'pt-BR': 'Mensagens até agora'},
		run: openMessages,
	},
	{
		id: 'frame.alerts',
		keys: ['alt+a'],
		label: {en: 'Alerts so far', 'pt-BR': 'Alertas até agora'},
		run: openAlerts,
	},
	{
		id: 'frame.alert-add',
		keys: ['A'],
		label: {en: 'Alert on this asset', 'pt-BR': 'Criar alerta para este ativo'},
		off: frame => noWriting(frame) ?? (frame.shared().selected === null ? off('nothingStored') : null),
		run: frame => askRuleOfSelected(frame, true),
	},
	{
		id: 'frame.dismiss',
		keys: ['escape'],
		label: {en: 'Put messages away', 'pt-BR': 'Dispensar mensagens'},
		run: frame => frame.dismiss(),
	},
	{
		id: 'frame.restart',
		keys: ['ctrl+r'],
		label: {en: 'Start again what stopped', 'pt-BR': 'Reiniciar o que parou'},
		run: frame => frame.restart(),
	},
	{
		id: 'frame.linear-down',
		keys: ['alt+down'],
		label: {en: 'Linear mode: next lines', 'pt-BR': 'Modo linear: linhas seguintes'},
		motion: true,
		run: (frame, count) => frame.scrollLinear(count),
	},
	{
		id: 'frame.linear-up',
		keys: ['alt+up'],
		label: {en: 'Linear mode: lines before', 'pt-BR': 'Modo linear: linhas anteriores'},
		motion: true,
		run: (frame, count) => frame.scrollLinear(-count),
	},
	{
		id: 'frame.redraw',
		keys: ['ctrl+l'],
		label: {en: 'Draw the screen again', 'pt-BR': 'Redesenhar a tela'},
		run: frame => frame.redraw(),
	},
	{
		id: 'frame.suspend',
		keys: ['ctrl+z'],
		label: {en: 'Back to the shell (fg returns)', 'pt-BR': 'Voltar ao shell (fg retorna)'},
		run: frame => frame.suspend(),
	},
	{
		id: 'frame.quit',
		keys: ['q'],
		label: {en: 'Quit', 'pt-BR': 'Sair'},
		footer: {en: 'quit', 'pt-BR': 'sair'},
		run: quit,
	},
	{
		id: 'frame.quit-now',
		keys: ['ctrl+c'],
		label: {en: 'Quit at once', 'pt-BR': 'Sair já'},
		run: frame => frame.quit(),
	},
];

/** Commands that work even while a window is open or text is typed. */
export const alwaysWorking: ReadonlySet<string> = new Set([
	'frame.quit-now',
	'frame.suspend',
	'frame.redraw',
]);

/** The whole table, for the screens there are. */
export const frameCommands = (titles: ReadonlyMap<ScreenId, Bilingual<string>>): readonly FrameCommand[] => [
	...screenCommands(titles),
	...others,
];
