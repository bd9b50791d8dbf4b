/** The training worker, except that it dies in the middle of jobs with the seed 666. */

import {parentPort} from 'node:worker_threads';

parentPort.on('message', ({seed}) => {
	if (seed === 666) process.exit(1);
});
await import('../../dist/adapters/training/training-worker.js');
