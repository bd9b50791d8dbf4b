#!/usr/bin/env node
/**
 * The floor: the market screen of the same store, drawn by the same functions into cells and written as differences,
 * and nothing between. No Ink, no React, no worker, no store of states; it takes `j`, `k`, `q` and the exchange's stream.
 */
import {WebSocket} from 'ws';
import {openStorage} from '../../../dist/adapters/storage/open.js';
import {systemClock} from '../../../dist/adapters/system-clock.js';
import {Grid} from '../../../dist/tui/cells/grid.js';
import {drawTable} from '../../../dist/tui/components/table.js';
import {drawFooter} from '../../../dist/tui/frame/footer.js';
import {drawHeader} from '../../../dist/tui/frame/header.js';
import {frameLayout} from '../../../dist/tui/frame/layout.js';
import {formatOf, lookOf} from '../../../dist/tui/frame/preferences.js';
import {dollars} from '../../../dist/tui/i18n/format.js';
import {frameDiff} from '../../../dist/tui/paint/frame-diff.js';
import {drawDetail} from '../../../dist/tui/screens/market/detail.js';
import {layoutMarket} from '../../../dist/tui/screens/market/layout.js';
import {shownOf} from '../../../dist/tui/screens/market/shown.js';
import {createState} from '../../../dist/tui/screens/market/state.js';
import {drawStatus} from '../../../dist/tui/screens/market/status.js';
import {createCellTexts, rowOf} from '../../../dist/tui/screens/market/table-columns.js';
import {columnsIn} from '../../../dist/tui/screens/market/table-window.js';
import {drawTotals, totalsOf, totalsParts} from '../../../dist/tui/screens/market/totals.js';
import {screens} from '../../../dist/tui/screens.js';
import {createSharedState, marketOf} from '../../../dist/tui/state/view-state.js';
import {readMarket} from '../../../dist/desk/market-read.js';

const {CRYPTO_TUI_DATA_DIR: dataDir, CRYPTO_TUI_BINANCE_STREAM_URL: streamUrl} = process.env;
const storage = await openStorage({dataDir, busyTimeoutMs: 1000, clock: systemClock, readOnly: true});
const market = marketOf(await readMarket({storage, clock: systemClock}));
const assetOf = new Map(Object.entries(market.pairs).map(([asset, pair]) => [pair, asset]));

const size = {width: process.stdout.columns, height: process.stdout.rows};
const language = 'en';
const preferences = {
	theme: 'dark',
	language,
	timeZone: 'system',
	ascii: false,
	reducedMotion: false,
	swapped: false,
};
const look = lookOf(preferences);
const format = formatOf(preferences, dollars);
const state = createState(null);
const shown = screens.filter(({hidden}) => !hidden);
let shared = {
	...createSharedState(size, Date.now()),
	market,
	opening: {version: '', dataDir, simulated: false, readOnly: true, memory: {}},
};

const frame = frameLayout(size);
const layout = layoutMarket(frame.bodySize, 0);
const visible = layout.table.height - 1;
const part = ({width, height}) => new Grid(width, height);
const parts = {
	header: part(frame.header),
	status: part(layout.status),
	table: part(layout.table),
	totals: part(layout.totals),
	detail: part(layout.detail),
	footer: part(frame.footer),
};
let cursor = 0;
let next = new Grid(size.width, size.height);
let last = null;
let columns = null;
let second = 0;
let drawn = new WeakMap();

/** Draws what `changed` names, and writes the difference. */
function paint(changed) {
	const context = {shared, look, format, language};
	const now = Math.floor(shared.now / 1000) * 1000;
	const all = shownOf(state, context);
	if (columns === null || now !== second) {
		second = now;
		drawn = new WeakMap();
		columns = columnsIn(state, context, layout.table.width, {
			texts: createCellTexts(format, look.glyphs),
			now,
			matches: null,
		});
	}

	for (const name of changed) parts[name].clear();
	if (changed.has('header')) drawHeader(parts.header, shown, context);
	if (changed.has('status'))
		drawStatus(parts.status, {state, shown: all, hiddenColumns: columns.hidden}, context);
	if (changed.has('table')) {
		const rect = {x: 0, y: 0, width: parts.table.width, height: parts.table.height};
		const rows = all.entries.slice(0, visible).map(entry => rowOf(entry, null));
		drawTable(parts.table, rect, {
			layout: columns,
			rows,
			list: {cursor, top: 0},
			look,
			drawn,
			sort: state.sort,
		});
	}

	if (changed.has('totals')) drawTotals(parts.totals, totalsParts(totalsOf(all.entries), context), look);
	if (changed.has('detail')) {
		const entry = all.entries[cursor];
		drawDetail(
			parts.detail,
			{entry, pair: market.pairs[entry.quote.asset] ?? null, isShown: true, now},
			context,
		);
	}

	if (changed.has('footer')) drawFooter(parts.footer, [], '', context);
	next.clear();
	next.blit(parts.header, 0, 0);
	for (const name of ['status', 'table', 'totals', 'detail']) {
		next.blit(parts[name], layout[name].x, layout[name].y + frame.body.y);
	}

	next.blit(parts.footer, 0, frame.footer.y);
	const text = frameDiff(next, last, {depth: 'truecolor', sparesCorner: false});
	[next, last] = [last ?? new Grid(size.width, size.height), next];
	if (text !== '') process.stdout.write(`\u001B[?2026h${text}\u001B[?2026l`);
}

const restMs = 120;
let resting = null;
function select() {
	shared = {...shared, selected: market.rows[cursor].asset};
	paint(new Set(['header', 'table']));
	// As on the screen: the detail follows when the cursor rests.
	clearTimeout(resting);
	resting = setTimeout(() => paint(new Set(['detail'])), restMs);
}

const frameMs = 1000 / 30;
let timer = null;
function soon() {
	timer ??= setTimeout(() => {
		timer = null;
		paint(new Set(['header', 'table', 'totals', 'detail', 'footer']));
	}, frameMs);
}

process.stdout.write('\u001B[?1049h\u001B[?7l\u001B[?25l');
process.stdin.setRawMode(true);
shared = {...shared, selected: market.rows[0].asset};
paint(new Set(Object.keys(parts)));
process.stdin.on('data', data => {
	for (const key of data.toString()) {
		if (key === 'q') {
			process.stdout.write('\u001B[?7h\u001B[?25h\u001B[?1049l');
			process.exit(0);
		}

		cursor = Math.max(0, Math.min(visible - 1, cursor + (key === 'j' ? 1 : -1)));
		select();
	}
});

const stream = new WebSocket(`${streamUrl}/stream?streams=!miniTicker@arr`);
stream.on('message', text => {
	const live = new Map(shared.live);
	for (const {s: symbol, c: price, E: at} of JSON.parse(text).data) {
		const asset = assetOf.get(symbol);
		if (asset) live.set(asset, {asset, price: Number(price), at, source: 'binance', quote: 'USDT'});
	}

	shared = {...shared, live, now: Date.now()};
	soon();
});
