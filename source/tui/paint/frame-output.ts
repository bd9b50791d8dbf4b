/** Where frames go: a terminal, as far as painting needs it. */

export interface FrameOutput {
	write(text: string): void;
	/** Bytes the terminal has not taken yet; while there are any, painting waits. */
	waiting(): number;
	/** Calls `work` once, when the terminal has taken everything. */
	drained(work: () => void): void;
}

/** Frames into a stream, as they are. */
export const outputTo = (stream: NodeJS.WritableStream & {readonly writableLength: number}): FrameOutput => ({
	write: text => void stream.write(text),
	waiting: () => stream.writableLength,
	// The event "drain" comes only after a full buffer; this callback comes after whatever was written before.
	drained: work => void stream.write('', () => work()),
});
