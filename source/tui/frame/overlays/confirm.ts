/** A window with a question that is answered with yes or no. */

import {widthOf} from '../../cells/cell-text.js';
import type {OverlayKind} from '../../state/overlay.js';
import {deferred} from '../deferred.js';
import type {OverlayStack} from '../overlay-stack.js';
import {wrapped} from '../wrap.js';
import {overlayWords} from './words.js';

const widest = 64;

/** Opens the window; false when the user cancels. */
export function openConfirm(
	stack: OverlayStack,
	title: string,
	lines: readonly string[],
	yes: string,
): Promise<boolean> {
	const {promise, resolve} = deferred<boolean>();
	const width = Math.min(widest, Math.max(40, widthOf(title) + 4, ...lines.map(widthOf)));
	const rows = (columns: number): readonly string[] => lines.flatMap(line => wrapped(line, columns));

	const kind: OverlayKind<null> = {
		title: () => title,
		foot: (_, {language}) => overlayWords[language].confirmFoot(yes.toLowerCase()),
		size: () => ({width, height: rows(width).length + 2}),
		draw(grid, _, {look: {theme}}) {
			for (const [i, row] of rows(grid.width).entries()) {
				grid.text(0, i + 1, row, theme.paint('text', 'overlay'));
			}
		},
		lines: (_, {language}) => [...lines, overlayWords[language].confirmFoot(yes.toLowerCase())],
		key(key, handle) {
			if (key === 'enter' || key === 'y' || key === 's') {
				resolve(true);
				handle.close();
			} else if (key === 'escape' || key === 'n' || key === 'q') {
				handle.close();
			}
		},
		closed: () => resolve(false),
	};
	stack.open(kind, null);
	return promise;
}
