/** Backfills and healings as all screens see them. */

import type {Job} from '#desk/views/pipeline.js';

/** Whether a job waits or runs, and can still be cancelled. */
export const isOpen = ({state}: Pick<Job, 'state'>): boolean => state === 'queued' || state === 'running';
