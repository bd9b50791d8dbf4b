/** What a desk does by itself while it is open: collects, listens to prices, tells new alerts, makes versions, watches others. */

import type {App} from '#app.js';
import type {AlertNews} from './alerts.js';
import type {Borrow} from './held-app.js';
import type {Live} from './live.js';
import type {Loop} from './loop.js';
import {watchOthers} from './others.js';
import type {Versions} from './versions.js';

export type OwnWork = {
	/** Begins with an app, unless it has begun. */
	start(app: App): void;
	/** Ends it, and waits until it needs the app no more. It may begin again with another app. */
	stop(): Promise<void>;
	/** Aborted when it stops. */
	readonly signal: () => AbortSignal;
};

export type OwnWorkParts = {
	readonly borrow: Borrow;
	readonly loop: Loop;
	readonly live: Live;
	readonly alerts: AlertNews;
	readonly versions: Versions;
	/** Another process stored something. */
	readonly onOthers: () => void;
};

export function createOwnWork({borrow, loop, live, alerts, versions, onOthers}: OwnWorkParts): OwnWork {
	let isWorking = false;
	let stopping = new AbortController();
	let others: Promise<void> = Promise.resolve();

	const hearOthers = (): void => {
		loop.look();
		alerts.look();
		onOthers();
	};

	return {
		start(app) {
			if (isWorking) return;
			isWorking = true;
			stopping = new AbortController();
			loop.start();
			void live.start(app);
			alerts.start();
			versions.start(app, stopping.signal);
			others = watchOthers(borrow, hearOthers, stopping.signal);
		},
		async stop() {
			stopping.abort();
			isWorking = false;
			await Promise.all([loop.stop(), live.stop(), versions.rest(), others]);
		},
		signal: () => stopping.signal,
	};
}
