/** Number columns as BLOBs, little-endian on every machine. */

import {endianness} from 'node:os';

const swapped = endianness() === 'BE';

/** Float64 values as bytes; the memory is shared where the byte order allows. */
export function blobOfFloats(values: Float64Array): Buffer {
	const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
	return swapped ? Buffer.from(bytes).swap64() : bytes;
}

/** The Float64 values of a BLOB, copied. */
export function floatsOfBlob(blob: Uint8Array): Float64Array {
	const bytes = Buffer.alloc(blob.byteLength - (blob.byteLength % 8));
	bytes.set(blob.subarray(0, bytes.byteLength));
	return new Float64Array((swapped ? bytes.swap64() : bytes).buffer, bytes.byteOffset, bytes.byteLength / 8);
}

/** Unsigned 32-bit ids as bytes. */
export function blobOfIds(ids: readonly number[]): Buffer {
	const bytes = Buffer.alloc(ids.length * 4);
	for (const [i, id] of ids.entries()) bytes.writeUInt32LE(id, i * 4);
	return bytes;
}

/** The ids of a BLOB. */
export function idsOfBlob(blob: Uint8Array): number[] {
	const bytes = Buffer.from(blob.buffer, blob.byteOffset, blob.byteLength);
	return Array.from({length: Math.floor(blob.byteLength / 4)}, (_, i) => bytes.readUInt32LE(i * 4));
}
