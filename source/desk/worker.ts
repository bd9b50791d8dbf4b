/** The thread of the desk: builds it where it was told to, and answers until it is closed. */

import {parentPort, workerData} from 'node:worker_threads';
import {createDesk, type DeskPlace} from './create-desk.js';
import {serveDesk} from './serve.js';

const port = parentPort;
if (!port) throw new Error('The desk worker was started without a thread to answer to.');
serveDesk(createDesk(workerData as DeskPlace), port, () => port.close());
