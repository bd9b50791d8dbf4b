/** Languages, and settings that change the screen the moment they are changed. */

import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeAll, describe, expect, test} from 'vitest';
import {sizes, type Story} from '../../support/stories.js';
import {createWorld, quietStream, type World} from '../../support/stories-world.js';

let world: World;
beforeAll(async () => {
	world = await createWorld(quietStream);
	return async () => world.close();
});

/** Opens the settings on one of them. */
async function openSetting(story: Story, key: string): Promise<void> {
	story.press(',');
	await story.shows(/╭─ (Settings|Configurações)/);
	story.type(`/${key}`);
	await story.shows(`/${key}`);
	story.press('enter');
}

/** Colours of the header, of a row and of the footer. */
const coloursOf = (story: Story) => (): string =>
	JSON.stringify(
		[0, 5, 39].map(y => {
			const {fg, bg} = story.cell(1, y);
			return [fg, bg];
		}),
	);

/** What the config file holds. */
const settingsOf = (story: Story): string =>
	readdirSync(join(story.home.folder, 'config'))
		.map(name => readFileSync(join(story.home.folder, 'config', name), 'utf8'))
		.join('\n');

describe('a setting', () => {
	test('of the theme changes the colours at once, and is kept', async () => {
		const story = world.open();
		await story.opened();
		const colours = coloursOf(story);
		const dark = colours();
		await openSetting(story, 'ui.theme');
		await story.shows('< auto >');
		story.press('right');
		await story.shows('< dark >');
		story.press('right');
		await story.shows('< light >');
		await story.clear();
		await story.until(() => colours() !== dark, 'other colours');
		const light = colours();
		expect(settingsOf(story)).toContain('light');
		expect(await story.leave()).toBe(0);
		const again = world.open({home: story.home});
		await again.opened();
		await again.until(() => coloursOf(again)() === light, 'the light theme');
		expect(await again.leave()).toBe(0);
	});

	test('of the language changes every word at once, and so does its key', async () => {
		const story = world.open();
		await story.opened();
		await openSetting(story, 'language');
		story.press('enter');
		await story.shows(/< auto >|auto/);
		await story.clear();
		story.press('L');
		await story.shows('Mercado', 'Todos os ativos', 'Preço USD', 'Idioma: português');
		await story.clear();
		story.press('?');
		await story.shows('╭─ Ajuda', 'Buscar por símbolo ou nome');
		await story.clear();
		story.press('L');
		await story.shows('Market', 'All assets');
		expect(await story.leave()).toBe(0);
	});

	test('of the currency changes every amount at once', async () => {
		const story = world.open();
		await story.opened();
		await story.shows('Price USD');
		await openSetting(story, 'ui.currency');
		story.press('enter');
		await story.shows('enter save');
		story.press('backspace', 'backspace', 'backspace');
		story.type('BRL');
		story.press('enter');
		await story.hides('enter save');
		await story.clear();
		await story.shows('Price BRL', /R\$/);
		expect(await story.leave()).toBe(0);
	});

	test('of the mouse gives the mouse back to the terminal, and takes it again', async () => {
		const story = world.open();
		await story.opened();
		await story.until(() => story.modes().mouse === 'drag', 'the mouse');
		await openSetting(story, 'ui.mouse');
		await story.shows('< on >');
		story.press('right');
		await story.shows('< off >');
		await story.until(() => story.modes().mouse === 'none', 'no mouse');
		story.press('right');
		await story.until(() => story.modes().mouse === 'drag', 'the mouse again');
		await story.clear();
		expect(await story.leave()).toBe(0);
	});

	test('is kept also by a program that runs from the compiled code of an earlier start', async () => {
		const first = world.open();
		await first.opened();
		const cache = join(first.home.folder, 'cache', 'crypto-tui');
		const kept = (): string => (existsSync(cache) ? readdirSync(cache).join(' ') : '');
		await first.until(() => /\bscreen-/.test(kept()) && /\bworker-/.test(kept()), 'compiled code');
		expect(await first.leave()).toBe(0);
		const story = world.open({home: first.home});
		await story.opened();
		await openSetting(story, 'ui.motion');
		await story.shows('< full >');
		story.press('right');
		await story.shows('< reduced >');
		await story.until(() => settingsOf(story).includes('reduced'), 'the setting in the file');
		await story.clear();
		expect(await story.leave()).toBe(0);
	});

	test('that the environment decides says so', async () => {
		const story = world.open({env: {CRYPTO_TUI_UI_THEME: 'contrast'}});
		await story.opened();
		await openSetting(story, 'ui.theme');
		await story.shows('CRYPTO_TUI_UI_THEME');
		await story.clear();
		expect(await story.leave()).toBe(0);
	});
});

describe('the language of the system', () => {
	test.each(['pt_BR.UTF-8', 'pt_PT.UTF-8'])(
		'%s speaks Portuguese of Brazil and writes its numbers',
		async locale => {
			const story = world.open({env: {LANG: locale, TZ: 'America/Sao_Paulo'}, size: sizes.large});
			await story.shows('Mercado', 'Técnica', 'Carteira', 'Todos os ativos');
			await story.opened();
			// Points between thousands, a comma before decimals.
			await story.shows(/BTC +Bitcoin +\d+\.\d{3},\d\d/);
			for (const tab of ['technical', 'compare', 'pipeline', 'quality', 'portfolio'] as const)
				await story.go(tab);
			await story.shows('Ainda não há nada aqui.');
			story.press('q');
			expect((await story.exit()).code).toBe(0);
		},
	);

	test.each(['en_US.UTF-8', 'C.UTF-8', 'de_DE.UTF-8'])('%s speaks English', async locale => {
		const story = world.open({env: {LANG: locale}});
		await story.shows('Market', 'All assets');
		expect(await story.leave()).toBe(0);
	});
});
