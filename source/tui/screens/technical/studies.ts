/** What is drawn besides prices: indicators and the volume, in the user's order, each shown or not. */

import {
	findIndicator,
	indicators,
	type Indicator,
	type IndicatorId,
	type Settings,
} from '#domain/indicators/catalog.js';

export type StudyId = IndicatorId | 'volume';

export type Study = {
	readonly id: StudyId;
	/** Every parameter of the indicator; empty for the volume. */
	readonly settings: Settings;
	readonly shown: boolean;
};

const shownAtFirst: ReadonlySet<StudyId> = new Set(['sma', 'ema', 'volume', 'macd', 'rsi']);
/** Panes whose place matters to most people; the others follow in the order of the catalog. */
const firstPanes: readonly StudyId[] = ['volume', 'macd', 'rsi', 'atr', 'volatility'];
/** Two averages over the same time would lie on each other. */
const otherDefaults: Partial<Record<StudyId, Settings>> = {ema: {period: 50}};

const defaultsOf = (id: StudyId): Settings =>
	otherDefaults[id] ??
	Object.fromEntries(
		Object.entries(findIndicator(id)?.parameters ?? {}).map(([name, parameter]) => [name, parameter.default]),
	);

const overlayIds: readonly StudyId[] = indicators.filter(({place}) => place === 'overlay').map(({id}) => id);
const paneIds: readonly StudyId[] = [
	...firstPanes,
	...indicators.flatMap(({id, place}) => (place === 'pane' && !firstPanes.includes(id) ? [id] : [])),
];

/** Overlays first, then panes: the order of a first start. */
export const firstStudies: readonly Study[] = [...overlayIds, ...paneIds].map(id => ({
	id,
	settings: defaultsOf(id),
	shown: shownAtFirst.has(id),
}));

/** The catalog's row; undefined for the volume. */
export const indicatorOf = ({id}: Study): Indicator<IndicatorId> | undefined => findIndicator(id);

export const isOverlay = (study: Study): boolean => indicatorOf(study)?.place === 'overlay';

/** Shown overlays, in order. */
export const shownOverlays = (studies: readonly Study[]): readonly Study[] =>
	studies.filter(study => study.shown && isOverlay(study));

/** Shown panes, in order. */
export const shownPanes = (studies: readonly Study[]): readonly Study[] =>
	studies.filter(study => study.shown && !isOverlay(study));

export const toggled = (studies: readonly Study[], id: StudyId): readonly Study[] =>
	studies.map(study => (study.id === id ? {...study, shown: !study.shown} : study));

export const withSettings = (studies: readonly Study[], id: StudyId, settings: Settings): readonly Study[] =>
	studies.map(study => (study.id === id ? {...study, settings} : study));

/** Changes places with the neighbour of the same kind (overlay or pane), up for -1 and down for 1. */
export function moved(studies: readonly Study[], id: StudyId, by: -1 | 1): readonly Study[] {
	const from = studies.findIndex(study => study.id === id);
	const study = studies[from];
	if (!study) return studies;
	let to = from + by;
	while (studies[to] && isOverlay(studies[to]!) !== isOverlay(study)) to += by;
	const other = studies[to];
	if (!other) return studies;
	return studies.map((one, i) => (i === from ? other : i === to ? study : one));
}

/** Why a parameter cannot be this text, or null; `reason` makes it words. */
export function checkParameter(
	indicator: Indicator,
	name: string,
	text: string,
	reason: (min: number, max: number, whole: boolean) => string,
): string | null {
	const {min, max, fraction} = indicator.parameters[name]!;
	const value = parameterFrom(text);
	const isGood = value >= min && value <= max && (fraction === true || Number.isInteger(value));
	return isGood ? null : reason(min, max, fraction !== true);
}

/** A typed number, with a decimal comma or point; NaN when it is none. */
export const parameterFrom = (text: string): number =>
	text.trim() === '' ? Number.NaN : Number(text.trim().replace(',', '.'));

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Remembered studies: what is not understood has its default, what is new since then follows hidden. */
export function studiesFrom(remembered: unknown): readonly Study[] {
	if (!Array.isArray(remembered)) return firstStudies;
	const known: Study[] = [];
	for (const one of remembered as readonly unknown[]) {
		if (!isRecord(one)) continue;
		const first = firstStudies.find(({id}) => id === one['id']);
		if (!first || known.some(({id}) => id === first.id)) continue;
		known.push({...first, shown: one['shown'] === true, settings: settingsFrom(first, one['settings'])});
	}

	for (const first of firstStudies) {
		if (!known.some(({id}) => id === first.id)) known.push({...first, shown: false});
	}

	return known;
}

function settingsFrom(study: Study, remembered: unknown): Settings {
	const indicator = indicatorOf(study);
	if (!indicator || !isRecord(remembered)) return study.settings;
	return Object.fromEntries(
		Object.entries(study.settings).map(([name, value]) => {
			const given = remembered[name];
			const isGood =
				typeof given === 'number' && checkParameter(indicator, name, String(given), () => 'bad') === null;
			return [name, isGood ? given : value];
		}),
	);
}
