/** The training worker, except that it dies of jobs with the seed 666. */

import {parentPort} from 'node:worker_threads';

const on = parentPort.on.bind(parentPort);
parentPort.on = (event, listener) =>
	on(event, order => {
		if (order.seed === 666) process.exit(1);
		listener(order);
	});
await import('../../dist/adapters/training/training-worker.js');
