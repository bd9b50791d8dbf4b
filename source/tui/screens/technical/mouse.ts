/** The mouse on the technical screen: drag pans, click sets the crosshair, wheel zooms or scrolls exchanges. */

import type {Rect} from '../../cells/grid.js';
import type {ViewMouse} from '../../screen.js';
import type {TechnicalTools} from './dialogs.js';
import {rangeTabs} from './header.js';
import {setCrosshair, shownScene, zoom} from './movement.js';
import {boundsOf, layoutFor} from './scene.js';
import {endAt, endOf, ranges} from './time-window.js';
import {venueRows, venuesOf, venueWindow} from './venues.js';
import {words as allWords} from './words.js';

const wheelZoom = 1.25;

const inside = ({x, y, width, height}: Rect, at: {readonly x: number; readonly y: number}): boolean =>
	at.x >= x && at.y >= y && at.x < x + width && at.y < y + height;

/** What an event inside the view does. */
export function mouseTechnical(event: ViewMouse, tools: TechnicalTools): void {
	const layout = layoutFor(tools.state(), tools.size());
	if (event.kind === 'drag') {
		drag(event, tools);
		return;
	}

	if (event.kind === 'release') {
		tools.dispatch({type: 'drag', drag: null});
		return;
	}

	if (layout.venues !== null && inside(layout.venues, event)) {
		if (event.kind === 'wheel') scrollVenues(tools, event.wheel * 3);
		return;
	}

	if (event.kind === 'press' && event.button === 'left' && event.y === 0 && layout.header.height >= 3) {
		const tab = rangeTabs(layout.header.width, tools.words(allWords)).find(
			({x, width}) => event.x >= x && event.x < x + width,
		);
		const range = ranges.find(({id}) => id === tab?.id);
		if (range) tools.dispatch({type: 'window', window: {span: range.span, end: null}});
		return;
	}

	const scene = shownScene(tools);
	const at = {x: event.x - layout.chart.x, y: event.y - layout.chart.y};
	if (scene === null || !inside(layout.plot, at)) return;
	if (event.kind === 'wheel') {
		// With ctrl the column under the pointer stays; without, the newest time does.
		zoom(tools, wheelZoom ** event.wheel, event.ctrl ? at.x : null);
	} else if (event.button === 'left') {
		setCrosshair(tools, scene, at.x, at.y);
		const end = endOf(tools.state().window, scene.slots.to);
		tools.dispatch({type: 'drag', drag: {x: event.x, end}});
	}
}

function drag(event: ViewMouse, tools: TechnicalTools): void {
	const {drag: start, window} = tools.state();
	const scene = shownScene(tools);
	if (start === null || scene === null || event.x === start.x) return;
	const {slots, answer, layout} = scene;
	const by = ((event.x - start.x) / slots.spacing) * slots.step;
	const bounds = boundsOf(tools.state(), answer, tools.shared().now, layout.price.width);
	tools.dispatch({type: 'window', window: endAt(window, start.end - by, bounds)});
}

/** Scrolls the table of exchanges by rows. */
export function scrollVenues(tools: TechnicalTools, by: number): void {
	const {venuesTop} = tools.state();
	const venues = venuesOf(tools.state(), tools.shared());
	const rect = layoutFor(tools.state(), tools.size()).venues;
	if (venues === null || rect === null) return;
	const lowest = Math.max(0, venueRows(venues).length - venueWindow(rect.height));
	tools.dispatch({type: 'venues-top', top: Math.max(0, Math.min(lowest, venuesTop + by))});
}
