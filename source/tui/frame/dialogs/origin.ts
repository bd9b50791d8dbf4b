/** The window behind `i`: where a number comes from. */

import type {Origin, OriginQuestion} from '#desk/desk.js';
import type {Context} from '../../screen.js';
import {priceOf} from '../../state/view-state.js';
import type {FrameTools} from '../command-table.js';
import type {ReaderLine} from '../overlays/reader.js';
import {openReader} from '../overlays/reader.js';
import {frameWords} from '../words.js';
import {dialogWords} from './words.js';

/** An origin as rows of a window. */
function originLines(origin: Origin, {shared, format, language}: Context): readonly ReaderLine[] {
	const words = dialogWords[language].origin;
	const moment = (at: number | null): string =>
		at === null ? words.unknown : words.ago(format.dateTime(at), format.age(shared.now - at));
	return [
		{keys: words.source, text: origin.source},
		{keys: words.endpoint, text: origin.endpoint},
		{keys: words.url, text: origin.url ?? words.unknown},
		{keys: words.fetched, text: moment(origin.fetchedAt)},
		{keys: words.updated, text: moment(origin.updatedAt)},
		{keys: words.run, text: origin.run ?? words.unknown},
		{keys: words.payload, text: origin.payload ?? words.gone},
		{keys: words.contract, text: origin.contract ?? words.unknown},
		{keys: words.derived, text: origin.derived ?? words.asIs},
	];
}

/** What stands above the stored origin when the price on the screen is a newer one, from the stream. */
function liveLines(question: OriginQuestion, {shared, format, language}: Context): readonly ReaderLine[] {
	const live = question.of === 'quote' ? priceOf(shared, question.asset)?.live : null;
	if (!live) return [];
	const words = dialogWords[language].origin;
	const {source, quote, at, price} = live;
	const text = `${format.money(price)}, ${words.streamed(source, quote, format.age(shared.now - at))}`;
	return [{keys: words.live, text}, {text: ''}, {text: words.stored}];
}

/** Asks for the number under the cursor of the screen; without one, for the price of the selected asset. */
export function showOrigin(frame: FrameTools): void {
	const screen = frame.screen();
	const selected = frame.shared().selected;
	const words = frameWords[frame.context().language];
	const question =
		screen.origin?.(frame.state(), frame.shared()) ??
		(screen.origin === undefined && selected !== null ? ({of: 'quote', asset: selected} as const) : null);
	if (!question) return frame.toast('info', words.noOrigin);
	frame.load(
		'frame.origin',
		desk => desk.origin(question),
		origin => {
			if (!origin) return frame.toast('info', words.noOriginStored);
			const context = frame.context();
			openReader(frame.stack, {
				title: dialogWords[context.language].origin.title,
				lines: [...liveLines(question, context), ...originLines(origin, context)],
			});
		},
	);
}
