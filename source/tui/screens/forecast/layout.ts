/** Where the parts of the forecast screen are: the band stays, the other parts leave by their weight. */

import type {Rect, Size} from '../../cells/grid.js';
import {sectionIds, type SectionId, type TableId} from './state.js';

export type Layout = {
	readonly header: Rect;
	readonly facts: Rect;
	/** Facts as cards of three rows; otherwise each is one line. */
	readonly cards: boolean;
	/** Facts beside each other. */
	readonly columns: number;
	readonly sections: Rect;
	readonly chart: Rect | null;
	readonly table: (Rect & {readonly id: TableId}) | null;
	readonly training: Rect;
};

/** Rows of a card. */
export const cardHeight = 3;
const leastCard = 28;
const leastLine = 56;
/** Chart and table side by side in height: below this, one of them. */
const leastBoth = 15;
const leastTable = 6;
const mostTable = 11;

/** The rectangles for a size, the active section, how many facts there are and whether a training runs. */
export function layoutOf(
	{width, height}: Size,
	section: SectionId,
	{facts, training}: {readonly facts: number; readonly training: boolean},
): Layout {
	let y = 0;
	const take = (rows: number): Rect => {
		const rect = {x: 0, y, width, height: Math.max(0, Math.min(rows, height - y))};
		y += rect.height;
		return rect;
	};

	const header = take(height >= 8 ? 2 : 1);
	const trainingRows = training && height >= 4 ? 1 : 0;
	const cards = height >= 30 && width >= 2 * leastCard;
	const columns = Math.max(1, Math.floor(width / (cards ? leastCard : leastLine)));
	const factRows = Math.ceil(facts / columns) * (cards ? cardHeight : 1);
	// A chart or table of five rows is worth more than the last facts.
	const room = height - header.height - trainingRows;
	const factsRect = take(Math.min(factRows, Math.max(Math.min(room, 3), room - leastTable)));
	const body = take(height - y - trainingRows);
	return {
		header,
		facts: factsRect,
		cards,
		columns,
		...splitBody(body, section),
		training: take(trainingRows),
	};
}

/** The first row and the rest. */
const topped = ({x, y, width, height}: Rect): readonly [Rect, Rect] => {
	const top = Math.min(1, height);
	return [
		{x, y, width, height: top},
		{x, y: y + top, width, height: height - top},
	];
};

/** One section under its titles, or the chart above the titles and a table below them. */
function splitBody(body: Rect, section: SectionId): Pick<Layout, 'chart' | 'sections' | 'table'> {
	if (body.height < leastBoth) {
		const [sections, rest] = topped(body);
		return section === 'chart'
			? {sections, chart: rest, table: null}
			: {sections, chart: null, table: {...rest, id: section}};
	}

	const height = Math.min(mostTable, Math.max(leastTable, Math.floor(body.height * 0.4)));
	const [sections, table] = topped({...body, y: body.y + body.height - height, height});
	return {
		chart: {...body, height: body.height - height},
		sections,
		table: {...table, id: section === 'chart' ? 'rivals' : section},
	};
}

/** The sections to choose from: with chart and table both in sight, the chart is none of its own. */
export const sectionsIn = ({chart, table}: Layout): readonly SectionId[] =>
	chart !== null && table !== null ? sectionIds.slice(1) : sectionIds;
