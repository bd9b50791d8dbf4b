import {describe} from 'vitest';
import {createMemoryLots, createMemoryMemory, createMemoryWatchlists} from '../../support/memory-stores.js';
import {userStoreLaws} from '../../support/storage-suite.js';

describe('stores in memory', () => {
	userStoreLaws(async () => {
		const storage = {
			watchlists: createMemoryWatchlists(),
			lots: createMemoryLots(),
			memory: createMemoryMemory(),
		};
		return {storage, another: async () => storage};
	});
});
