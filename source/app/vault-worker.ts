/** The entry of a vault's thread: runs one operation, tells how it went, and ends. */

import {parentPort, workerData} from 'node:worker_threads';
import {systemClock} from '../adapters/system-clock.js';
import {vaultHere} from './vault-here.js';
import {answer, type VaultOrder} from './vault-messages.js';

const order = workerData as VaultOrder;
parentPort?.postMessage(await answer(vaultHere(order.place, systemClock), order));
