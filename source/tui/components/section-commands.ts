/** The keys that lead from one section of a screen to the next, the same on every screen that has some. */

import type {Command, Tools} from '../screen.js';

/** The commands `screen.next-section` and `screen.previous-section`; `goTo` is told how many, back when negative. */
export const sectionCommands = <State, Action>(
	screen: string,
	goTo: (tools: Tools<State, Action>, by: number) => void,
	off?: Command<State, Action>['off'],
): readonly Command<State, Action>[] => [
	{
		id: `${screen}.next-section`,
		keys: ['s', 'right'],
		label: {en: 'Next section', 'pt-BR': 'Próxima seção'},
		footer: {en: 'section', 'pt-BR': 'seção'},
		...(off && {off}),
		run: (tools, count) => goTo(tools, Math.max(1, count)),
	},
	{
		id: `${screen}.previous-section`,
		keys: ['S', 'left'],
		label: {en: 'Previous section', 'pt-BR': 'Seção anterior'},
		...(off && {off}),
		run: (tools, count) => goTo(tools, -Math.max(1, count)),
	},
];
