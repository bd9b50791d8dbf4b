import {describe, expect, test} from 'vitest';
import {withRemoteFaults, writingInto} from '#adapters/snapshots/disk.js';
import {Fault} from '#domain/fault.js';

describe('a full disk', () => {
	const full = Object.assign(new Error('ENOSPC: no space left on device, write'), {code: 'ENOSPC'});

	test.each([
		['a file', full],
		['the database', new Fault('storage-full', 'The disk of the database is full.')],
	])('met by %s is that of the folder written to', async (_, error) => {
		const work = () => writingInto('/mnt/remote', () => Promise.reject(error));
		await expect(withRemoteFaults('/elsewhere', work)).rejects.toMatchObject({
			code: 'storage-full',
			message: 'The disk of /mnt/remote is full.',
		});
	});

	test('is told apart from everything else', async () => {
		const error = new Fault('storage-damaged', 'An object is damaged.');
		await expect(writingInto('/mnt/remote', () => Promise.reject(error))).rejects.toBe(error);
	});
});
