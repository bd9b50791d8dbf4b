#!/usr/bin/env node
/**
 * Forecasts against what was promised of them, and forests against scikit-learn in the same run. Lines of JSON:
 * `parity` (errors and CPU of one forest, mean of five seeds), `coins` (fifty coins in two threads against n_jobs=2),
 * `series` (walk-forward over the recorded histories: naive rows, coverage, interval score, range), `pool` (the training
 * pool of the program: delay of the main loop, bytes by number of threads) and `predict` (one row).
 * Skipped with a message: scikit-learn where python3 has none, real series where there are no recordings.
 */
import {coins} from './forecast/coins.mjs';
import {oneRow, sameBytes} from './forecast/models.mjs';
import {parity} from './forecast/parity.mjs';
import {realSeries} from './forecast/series.mjs';

const note = text => process.stderr.write(`forecast: ${text}\n`);

note('one forest against one of scikit-learn');
parity();
note('fifty coins');
coins();
note('recorded series, walking forward');
await realSeries();
note('bytes by number of threads, and one row');
await sameBytes();
oneRow();
