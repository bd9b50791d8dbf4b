/** What colours mean. Screens name a role and a surface, never a colour. */

/** Colours for the series of a chart, in order. */
export const seriesRoles = [
	'series1',
	'series2',
	'series3',
	'series4',
	'series5',
	'series6',
	'series7',
	'series8',
] as const;

/** From nothing to all. */
export const heatRoles = ['heat0', 'heat1', 'heat2', 'heat3', 'heat4'] as const;

export const roles = [
	'text',
	'muted',
	'faint',
	'strong',
	'title',
	'accent',
	'key',
	'border',
	'borderFocus',
	'up',
	'down',
	'flat',
	'good',
	'warning',
	'bad',
	'info',
	'stale',
	'simulated',
	'hole',
	'axis',
	'gridLine',
	'crosshair',
	'candleUp',
	'candleDown',
	'volume',
	'background',
	...seriesRoles,
	...heatRoles,
] as const;
export type Role = (typeof roles)[number];

/** What lies behind the text. `base` is the terminal's own background. */
export const surfaces = [
	'base',
	'bar',
	'selected',
	'overlay',
	'overlaySelected',
	'input',
	'cursor',
	'flashUp',
	'flashDown',
	'badge',
] as const;
export type Surface = (typeof surfaces)[number];
