/** The window behind `i`: where a number comes from. */

import type {Origin, OriginQuestion} from '#desk/views/origin.js';
import {sourceLabel} from '../../i18n/sources.js';
import type {Context} from '../../screen.js';
import {symbolOf} from '../../state/named-assets.js';
import {priceOf} from '../../state/view-state.js';
import type {FrameTools} from '../command-table.js';
import type {ReaderLine} from '../overlays/reader.js';
import {openReader} from '../overlays/reader.js';
import {frameWords} from '../words.js';
import {dialogWords} from './words.js';

type ForecastQuestion = Extract<OriginQuestion, {of: 'forecast'}>;

/** An origin as rows of a window. */
function originLines(origin: Origin, {shared, format, language}: Context): readonly ReaderLine[] {
	const words = dialogWords[language].origin;
	const {filled} = origin;
	const moment = (at: number | null): string =>
		at === null ? words.unknown : words.ago(format.dateTime(at), format.age(shared.now - at));
	return [
		{keys: words.source, text: sourceLabel(origin.source)},
		{keys: words.endpoint, text: origin.endpoint},
		{keys: words.url, text: origin.url ?? words.unknown},
		{keys: words.fetched, text: moment(origin.fetchedAt)},
		{keys: words.updated, text: moment(origin.updatedAt)},
		{keys: words.run, text: origin.run ?? words.unknown},
		{keys: words.payload, text: origin.payload ?? words.gone},
		{keys: words.contract, text: origin.contract ?? words.unknown},
		{keys: words.derived, text: origin.derived ?? words.asIs},
		...(filled
			? [
					{text: ''},
					{text: words.filled(sourceLabel(filled.source), moment(filled.updatedAt))},
					{keys: '', text: filled.fields.map(field => words.fields[field]).join(', ')},
				]
			: []),
	];
}

/** What stands above the stored origin when the price on the screen is a newer one, from the stream. */
function liveLines(question: OriginQuestion, {shared, format, language}: Context): readonly ReaderLine[] {
	const live = question.of === 'quote' ? priceOf(shared, question.asset)?.live : null;
	if (!live) return [];
	const words = dialogWords[language].origin;
	const {source, quote, at, price} = live;
	const text = `${format.money(price)}, ${words.streamed(sourceLabel(source), quote, format.age(shared.now - at))}`;
	return [{keys: words.live, text}, {text: ''}, {text: words.stored}];
}

/** What a forecast is made of, and the heading of the close it began with. */
function forecastLines(
	{model, madeAt, for: target, lastTs, lastClose, data}: ForecastQuestion['forecast'],
	{shared, format, language}: Context,
): readonly ReaderLine[] {
	const words = dialogWords[language].origin;
	const {ago, forecast} = words;
	return [
		{keys: forecast.model, text: model},
		{keys: forecast.madeAt, text: ago(format.dateTime(madeAt), format.age(shared.now - madeAt))},
		{keys: forecast.candle, text: format.dateTime(target)},
		{keys: forecast.lastClose, text: `${format.number(lastClose)}, ${format.dateTime(lastTs)}`},
		{keys: forecast.data, text: data},
	];
}

/** What the question is about: the asset, and of a candle which one. */
function subjectOf(question: OriginQuestion, {shared, format}: Context): string {
	switch (question.of) {
		case 'quote':
			return symbolOf(shared, question.asset);
		case 'candle': {
			const {asset, interval} = question.series;
			return `${symbolOf(shared, asset)} ${question.shownAs ?? interval} ${format.dateTime(question.ts)}`;
		}

		case 'forecast':
			return `${symbolOf(shared, question.forecast.asset)} ${question.forecast.interval}`;
	}
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
			const context = frame.context();
			const {title, forecast} = dialogWords[context.language].origin;
			const made = question.of === 'forecast' ? forecastLines(question.forecast, context) : [];
			if (!origin && made.length === 0) return frame.toast('info', words.noOriginStored);
			const heading =
				made.length > 0 ? [{text: ''}, {text: origin ? forecast.close : words.noOriginStored}] : [];
			const stored = origin ? originLines(origin, context) : [];
			openReader(frame.stack, {
				title: `${title}: ${subjectOf(question, context)}`,
				lines: [...liveLines(question, context), ...made, ...heading, ...stored],
			});
		},
	);
}
