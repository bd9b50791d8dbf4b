/** Alerts: told when they come, on whatever screen the user is, and listed in a window. */

import type {ToldAlert} from '#desk/views/alerts.js';
import type {Tools} from '../../screen.js';
import type {FrameTools} from '../command-table.js';
import {openReader, type ReaderLine} from '../overlays/reader.js';
import {dialogWords} from './words.js';

const mostListed = 100;

/** What is no bad news. */
const isCalm = ({kind}: ToldAlert): boolean => kind === 'price' || kind === 'backfill-finished';

/** The ends of backfills are told by their jobs already. */
export function tellAlert(tools: Tools, alert: ToldAlert): void {
	if (alert.kind.startsWith('backfill-')) return;
	const {language} = tools.context();
	const {hint} = dialogWords[language].alerts;
	tools.toast(isCalm(alert) ? 'info' : 'warning', alert.told[language].subject, hint);
}

/** A window with the newest alerts. */
export function openAlerts(frame: FrameTools): void {
	frame.load(
		'frame.alerts',
		async desk => desk.alerts(mostListed),
		alerts => {
			const {format, language} = frame.context();
			const {title, none, how, times} = dialogWords[language].alerts;
			const lines = alerts.map((alert): ReaderLine => ({
				keys: format.dateTime(alert.at),
				text: alert.told[language].subject + (alert.count > 1 ? times(alert.count) : ''),
				role: isCalm(alert) ? 'text' : 'warning',
			}));
			const empty: readonly ReaderLine[] = [
				{text: none, role: 'muted'},
				{text: how, role: 'muted'},
			];
			openReader(frame.stack, {title, lines: lines.length > 0 ? lines : empty});
		},
	);
}
