/** The screen as components: header, the active view, footer, messages and windows. Everything is drawn by pure functions. */

import {Box} from 'ink';
import {createElement, useSyncExternalStore, type ReactElement} from 'react';
import type {Size} from '../cells/grid.js';
import {AsciiContext, GroundContext, Panel} from '../components/panel.js';
import type {Context, Screen} from '../screen.js';
import type {RootState} from '../state/store.js';
import {Boundary} from './boundary.js';
import {drawFooter, statusTexts} from './footer.js';
import type {Frame} from './frame.js';
import {drawHeader, headerTexts} from './header.js';
import {frameLayout} from './layout.js';
import {drawLinear, needsMarket} from './linear.js';
import {drawBroken, drawOpening, drawTooSmall, drawWelcome} from './notices.js';
import {drawToasts, toastsRect} from './toasts.js';
import {drawOverlay, overlayRect} from './window.js';

type BodyProps = {
	readonly frame: Frame;
	readonly screen: Screen;
	readonly root: RootState;
	readonly context: Context;
	readonly size: Size;
};

/** The active screen, or why it cannot be shown. */
function Body({frame, screen, root, context, size}: BodyProps): ReactElement {
	const rect = {x: 0, y: 0, ...size};
	const broken = root.frame.broken[screen.id];
	if (broken !== undefined) {
		return (
			<Panel
				rect={rect}
				inputs={['broken', screen, broken, context]}
				draw={grid => drawBroken(grid, screen, broken, context)}
			/>
		);
	}

	if (!context.shared.opening) {
		return <Panel rect={rect} inputs={['opening', context]} draw={grid => drawOpening(grid, context)} />;
	}

	if (needsMarket(screen, context)) {
		return <Panel rect={rect} inputs={['welcome', context]} draw={grid => drawWelcome(grid, context)} />;
	}

	return (
		<Boundary key={screen.id} onError={error => frame.broke(screen.id, error)}>
			{createElement(screen.View, {
				...context,
				state: root.screens[screen.id],
				size,
				tools: frame.toolsOf(screen.id),
			})}
		</Boundary>
	);
}

type PartProps = {readonly frame: Frame; readonly root: RootState; readonly context: Context};

function Messages({context}: {readonly context: Context}): ReactElement {
	const {toasts, size} = context.shared;
	return (
		<Panel
			rect={toastsRect(toasts, size)}
			inputs={[toasts, size, context.look]}
			draw={grid => drawToasts(grid, toasts, context)}
		/>
	);
}

function Windows({root, context}: Omit<PartProps, 'frame'>): ReactElement {
	return (
		<>
			{root.frame.overlays.map(overlay => (
				<Panel
					key={overlay.id}
					rect={overlayRect(overlay, context)}
					inputs={[overlay.state, context]}
					draw={grid => drawOverlay(grid, overlay, context)}
				/>
			))}
		</>
	);
}

function Linear({frame, root, context}: PartProps): ReactElement {
	const {size, screen: active} = context.shared;
	const screen = frame.screens.find(({id}) => id === active) ?? frame.screens[0]!;
	const keys = frame.footerKeys(size.width);
	return (
		<Panel
			rect={{x: 0, y: 0, ...size}}
			inputs={[root, context]}
			draw={grid =>
				drawLinear(
					grid,
					{screens: frame.screens, screen, state: root.screens[active], frame: root.frame, keys},
					context,
				)
			}
		/>
	);
}

/** Everything on the terminal. */
export function App({frame}: {readonly frame: Frame}): ReactElement {
	const root = useSyncExternalStore(frame.store.subscribe, frame.store.get);
	const context = frame.context();
	return (
		<AsciiContext.Provider value={context.look.glyphs.ascii}>
			<Everything frame={frame} root={root} context={context} />
		</AsciiContext.Provider>
	);
}

function Everything({frame, root, context}: PartProps): ReactElement {
	const {size, screen: active} = context.shared;
	const whole = {x: 0, y: 0, ...size};
	const layout = frameLayout(size);
	if (!layout) {
		return <Panel rect={whole} inputs={['small', context]} draw={grid => drawTooSmall(grid, context)} />;
	}

	const screen = frame.screens.find(({id}) => id === active) ?? frame.screens[0]!;
	const {header, body, bodySize, footer} = layout;
	if (frame.preferences().linear) {
		return (
			<Boundary key={active} onError={error => frame.broke(active, error)}>
				<Linear frame={frame} root={root} context={context} />
				{/* Nobody sees it, but it asks the desk for what the lines say. */}
				<Box display="none">
					<Body frame={frame} screen={screen} root={root} context={context} size={bodySize} />
				</Box>
			</Boundary>
		);
	}

	const keys = frame.footerKeys(footer.width);
	const ground = context.look.theme.paint('text');
	return (
		<GroundContext.Provider value={ground}>
			<Panel rect={whole} inputs={['ground', ground]} draw={() => {}} />
			<Panel
				rect={header}
				inputs={[frame, active, context.look, context.language, ...headerTexts(context)]}
				draw={grid => drawHeader(grid, frame.screens, context)}
			/>
			<Box
				position="absolute"
				marginTop={body.y}
				width={body.width}
				height={body.height}
				overflow="hidden"
				flexShrink={0}
			>
				<Body frame={frame} screen={screen} root={root} context={context} size={bodySize} />
			</Box>
			<Panel
				rect={footer}
				inputs={[
					context.look,
					root.frame.pending,
					keys.map(({id, key, word}) => `${id} ${key} ${word}`).join(),
					...statusTexts(context),
				]}
				draw={grid => drawFooter(grid, keys, root.frame.pending, context)}
			/>
			<Messages context={context} />
			<Windows root={root} context={context} />
		</GroundContext.Provider>
	);
}
