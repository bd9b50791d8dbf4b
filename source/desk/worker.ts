/** The thread of the desk: is told first where it works, builds the desk there, and answers until it is closed. */

import {parentPort} from 'node:worker_threads';
import {createDesk} from './create-desk.js';
import type {DeskPlace} from './place.js';
import {serveDesk} from './serve.js';

const port = parentPort;
if (!port) throw new Error('The desk worker was started without a thread to answer to.');
port.once('message', (place: DeskPlace) => serveDesk(createDesk(place), port, () => port.close()));
