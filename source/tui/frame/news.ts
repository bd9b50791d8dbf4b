/** What the frame itself does on news of the desk, after the shared state and the screens heard them. */

import type {Desk, DeskNews} from '#desk/desk.js';
import type {Job} from '#desk/views/pipeline.js';
import type {Tools} from '../screen.js';
import type {Store} from '../state/store.js';
import {dropSettledChoices} from './choices.js';
import {tellAlert} from './dialogs/alerts.js';
import {tellJobEnd} from './dialogs/job-end.js';
import {tellTrainingEnd} from './dialogs/training.js';
import {frameWords} from './words.js';

type Options = {
	readonly store: Store;
	readonly desk: () => Desk;
	/** Of any screen: for telling. */
	readonly tools: Tools;
	readonly onSettings: () => void;
	/** Makes the terminal ask for attention. */
	readonly bell: () => void;
};

/** Reads the market once more; while an answer is awaited, many wishes are one. */
function createMarketReader({store, desk, tools}: Options): () => void {
	let isReading = false;
	let isWished = false;
	const read = async (): Promise<void> => {
		if (isReading) {
			isWished = true;
			return;
		}

		isReading = true;
		const asked = desk();
		try {
			const market = await asked.market();
			if (desk() === asked) store.change({type: 'market-read', market});
		} catch (error) {
			if (desk() === asked) tools.fail(error);
		}

		isReading = false;
		if (!isWished) return;
		isWished = false;
		await read();
	};
	return () => void read();
}

/** Makes the listener. */
export function createNewsListener(options: Options): (news: DeskNews) => void {
	const {store, tools, onSettings, bell} = options;
	const readMarket = createMarketReader(options);
	/** By job and its start: another desk counts its jobs anew. */
	const states = new Map<string, Job['state']>();

	return news => {
		switch (news.type) {
			case 'market-stored':
				return readMarket();
			case 'job': {
				const {id, startedAt, state} = news.job;
				const key = `${id} ${startedAt}`;
				const isNew = states.get(key) !== state;
				states.set(key, state);
				return isNew ? tellJobEnd(tools, news.job) : undefined;
			}

			case 'training':
				return tellTrainingEnd(tools, news.training);
			case 'alert':
				bell();
				return tellAlert(tools, news.alert);
			case 'settings':
				dropSettledChoices(store);
				return onSettings();
			case 'lost':
				return tools.toast('bad', frameWords[tools.context().language].lost);
			case 'event':
			case 'candles-stored':
			case 'prices':
			case 'candle':
			case 'stream':
			case 'loop':
			case 'log':
			case 'watchlists':
			case 'forecasts-stored':
			case 'alert-rules-stored':
			case 'lots-stored':
			case 'versions-stored':
			case 'reopened':
		}
	};
}
