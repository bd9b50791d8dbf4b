/** What in the user's own keys cannot be followed, in words. */

import type {Language} from '../i18n/language.js';
import type {KeyProblem} from './key-settings.js';
import {frameWords} from './words.js';

export function keyProblemText(problem: KeyProblem, language: Language): string {
	const words = frameWords[language].keys;
	switch (problem.kind) {
		case 'unreadable':
			return words.unreadable;
		case 'unknown':
			return words.unknown(problem.id, problem.near);
		case 'no-list':
			return words.noList(problem.id);
		case 'no-key':
			return words.noKey(problem.id, problem.key);
		case 'taken':
			return words.taken(problem.id, problem.key, problem.by);
	}
}
