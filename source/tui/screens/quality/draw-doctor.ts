/** The findings of the doctor: one line per check and per hole, the most urgent first. */

import type {Gap} from '#domain/doctor/gap.js';
import {cleanText} from '#domain/text.js';
import type {Grid} from '../../cells/grid.js';
import type {TableColumn} from '../../components/table.js';
import {sourceLabel} from '../../i18n/sources.js';
import type {Format} from '../../i18n/format.js';
import type {ListState} from '../../state/list.js';
import type {Market} from '../../state/view-state.js';
import type {Glyphs} from '../../theme/glyphs.js';
import type {Role} from '../../theme/roles.js';
import {symbolOf} from '../../state/named-assets.js';
import {checkName, toldCheck} from './checks-told.js';
import {adviceOf, stateOf, type DoctorRow} from './doctor.js';
import {words, type RowState} from './doctor-words.js';
import type {Drawing} from './draw-coverage.js';
import {drawList} from './draw-lists.js';
import {countText} from './gaps.js';
import {words as qualityWords} from './words.js';

/** Symbols of the assets. */
type Symbols = Pick<Market, 'byId'>;

type DoctorDrawing = {
	/** Without any, they are still looked for. */
	readonly rows: readonly DoctorRow[];
	readonly list: ListState;
	readonly totals: string;
	readonly market: Symbols;
	/** ms UTC. */
	readonly now: number;
};

const marks = (glyphs: Glyphs): Readonly<Record<RowState, readonly [glyph: string, role: Role]>> => ({
	fail: [glyphs.fail, 'bad'],
	warn: ['!', 'warning'],
	heal: ['+', 'info'],
	ok: [glyphs.check, 'good'],
	held: [glyphs.none, 'muted'],
	stays: [glyphs.flat, 'muted'],
});

/** The series of a hole: `BTC 1h`. */
export const seriesOf = ({asset, interval}: Gap, market: Symbols): string =>
	`${cleanText(symbolOf({market}, asset), 40)} ${interval}`;

/** Days this old need their year. */
const oldMs = 300 * 86_400_000;

/** Begin and end as short as they can be understood: the second day only where it is another one. */
function shortSpan({from, to}: Gap, now: number, {date, day, clock}: Format): string {
	const dayOf = (at: number): string => (now - at > oldMs ? date(at) : day(at));
	const end = dayOf(from) === dayOf(to) ? clock(to) : `${dayOf(to)} ${clock(to)}`;
	return `${dayOf(from)} ${clock(from)} - ${end}`;
}

function doctorColumns({market, now}: DoctorDrawing, drawing: Drawing): readonly TableColumn<DoctorRow>[] {
	const {look, language, format} = drawing;
	const {titles, states} = words[language];
	const mark = marks(look.glyphs);
	return [
		{
			id: 'state',
			title: titles.state,
			width: 8,
			cell(row) {
				const [glyph, role] = mark[stateOf(row)];
				return {text: `${glyph} ${states[stateOf(row)]}`, role};
			},
		},
		{
			id: 'what',
			title: titles.what,
			width: 14,
			most: 18,
			cell: row =>
				row.of === 'check'
					? {text: checkName(row.check, language), role: 'strong'}
					: {text: seriesOf(row.gap, market), role: 'strong', tail: ` ${sourceLabel(row.gap.source)}`},
		},
		{
			id: 'finding',
			title: titles.finding,
			width: 30,
			most: 400,
			cell(row) {
				if (row.of === 'hole') {
					const {gap} = row;
					const {brief} = qualityWords[language].gaps.causes[gap.cause];
					const found = [brief, countText(gap, drawing), shortSpan(gap, now, format)].join(', ');
					return {text: `${found};`, tail: ` ${adviceOf(gap, drawing)}`};
				}

				const {text, fix} = toldCheck(row.check, language);
				return {text, tail: fix === null ? '' : ` ${fix}`};
			},
		},
	];
}

/** Draws the findings. */
export function drawDoctor(grid: Grid, data: DoctorDrawing, drawing: Drawing): void {
	const look = {
		title: qualityWords[drawing.language].sections.doctor,
		detail: data.totals,
		empty: qualityWords[drawing.language].loading,
		columns: doctorColumns(data, drawing),
	};
	drawList(grid, data, look, drawing);
}
