/** Keeps a bug in one view from taking the rest of the screen with it. */

import {Component, type ReactNode} from 'react';

type BoundaryProps = {readonly onError: (error: unknown) => void; readonly children: ReactNode};

/** Shows nothing once something inside threw; whoever is told shows why. */
export class Boundary extends Component<BoundaryProps, {readonly failed: boolean}> {
	override state = {failed: false};

	static getDerivedStateFromError(): {readonly failed: boolean} {
		return {failed: true};
	}

	override componentDidCatch(error: unknown): void {
		this.props.onError(error);
	}

	override render(): ReactNode {
		return this.state.failed ? null : this.props.children;
	}
}
