/** The streams Ink gets instead of the terminal's. */

import {EventEmitter} from 'node:events';
import {Readable} from 'node:stream';
import type {Size} from '../cells/grid.js';

/** Standard output as Ink sees it. It never tells of a new size: Ink would paint by itself. */
export class InkOutput extends EventEmitter {
	readonly isTTY = true;
	/** Ink paints a last frame on its way out where it can. */
	readonly writable: boolean;
	columns: number;
	rows: number;
	private readonly sink: ((text: string) => void) | null;

	/** Without `sink` everything written is lost. */
	constructor({width, height}: Size, sink: ((text: string) => void) | null) {
		super();
		this.columns = width;
		this.rows = height;
		this.writable = sink !== null;
		this.sink = sink;
	}

	write(text: string): boolean {
		this.sink?.(text);
		return true;
	}
}

/** Standard input that never says anything: keys are read elsewhere. */
export const silentInput = (): NodeJS.ReadStream => new Readable({read() {}}) as NodeJS.ReadStream;
