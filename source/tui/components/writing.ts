/** Why nothing can be written: the one reason of every command that would. */

import type {Bilingual} from '../i18n/language.js';
import type {Tools} from '../screen.js';

/** Nothing can be asked of the store. */
export const notOpen: Bilingual<string> = {
	en: 'the store is not open yet',
	'pt-BR': 'os dados ainda não abriram',
};
const readOnly: Bilingual<string> = {
	en: 'the store is open read-only',
	'pt-BR': 'os dados estão abertos só para leitura',
};
const asOf: Bilingual<string> = {
	en: 'a version never changes; start without --as-of',
	'pt-BR': 'uma versão nunca muda; abra sem --as-of',
};

/** What keeps everything that writes from working, or null. */
export function noWriting(tools: Pick<Tools, 'shared'>): Bilingual<string> | null {
	const {opening} = tools.shared();
	if (opening === null) return notOpen;
	if (opening.asOf) return asOf;
	return opening.readOnly ? readOnly : null;
}
