/** Which sections of the pipeline screen are shown where, for drawing and for the mouse. */

import type {Rect, Size} from '../../cells/grid.js';
import type {SectionId} from './state.js';

export type PipelineLayout = {
	readonly sections: Rect;
	readonly panels: readonly {readonly id: SectionId; readonly rect: Rect}[];
};

/** Everything at once needs this much. */
const whole = {width: 100, height: 26};
/** From this height the diagram stays above the active section. */
const tallEnough = 18;
/** Heading, diagram, one line of news. */
const flowHeight = 7;

/** All sections where there is room; else the diagram and the active one; else only the active one. */
export function layoutPipeline({width, height}: Size, active: SectionId): PipelineLayout {
	const sections = {x: 0, y: 0, width, height: Math.min(1, height)};
	const body = {x: 0, y: 1, width, height: Math.max(0, height - 1)};
	if (width >= whole.width && height >= whole.height) return {sections, panels: everything(body)};
	if (height < tallEnough) return {sections, panels: [{id: active, rect: body}]};
	const flow = active === 'flow' ? flowHeight + 3 : flowHeight;
	return {
		sections,
		panels: [
			{id: 'flow', rect: {...body, height: flow}},
			{
				id: active === 'flow' ? 'log' : active,
				rect: {...body, y: body.y + flow, height: body.height - flow},
			},
		],
	};
}

function everything({x, y, width, height}: Rect): PipelineLayout['panels'] {
	const flow = flowHeight + Math.min(4, Math.floor((height - whole.height) / 3) + 1);
	const middle = Math.min(12, Math.max(8, Math.floor((height - flow) * 0.42)));
	const bottom = height - flow - middle;
	const sources = width >> 1;
	const runs = Math.min(58, Math.floor(width * 0.45));
	const beside = (left: number): Pick<Rect, 'x' | 'width'> => ({x: x + left + 1, width: width - left - 1});
	return [
		{id: 'flow', rect: {x, y, width, height: flow}},
		{id: 'sources', rect: {x, y: y + flow, width: sources, height: middle}},
		{id: 'jobs', rect: {...beside(sources), y: y + flow, height: middle}},
		{id: 'runs', rect: {x, y: y + flow + middle, width: runs, height: bottom}},
		{id: 'log', rect: {...beside(runs), y: y + flow + middle, height: bottom}},
	];
}

/** The panel under a place of the view, with the place inside it; null where there is none. */
export function panelAt(
	{panels}: PipelineLayout,
	x: number,
	y: number,
): {readonly id: SectionId; readonly rect: Rect; readonly x: number; readonly y: number} | null {
	const hit = panels.find(
		({rect}) => x >= rect.x && y >= rect.y && x < rect.x + rect.width && y < rect.y + rect.height,
	);
	return hit ? {...hit, x: x - hit.rect.x, y: y - hit.rect.y} : null;
}
