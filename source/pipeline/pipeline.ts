/** The one door through which commands enter the pipeline. */

import {backfill, planBackfill} from './backfill.js';
import {collect} from './collect.js';
import type {Pipeline} from './commands.js';
import {examine, planHealing} from './doctor/examine.js';
import {heal} from './doctor/heal.js';
import {replay} from './replay.js';
import {retryQuarantine} from './retry-quarantine.js';
import {pauseAfter, watch} from './watch.js';
import type {World} from './world.js';

export function createPipeline(world: World): Pipeline {
	return {
		collect: (options, signal) => collect(world, options, signal),
		watch: (options, seconds, onReport, signal) => watch(world, options, seconds, onReport, signal),
		pauseAfter: (report, seconds) => pauseAfter(world, report, seconds),
		plan: (options, signal) => planBackfill(world, options, signal),
		backfill: (options, signal) => backfill(world, options, signal),
		replay: (options, signal) => replay(world, options, signal),
		examine: options => examine(world, options),
		planHealing: options => planHealing(world, options),
		heal: (options, signal) => heal(world, options, signal),
		retryQuarantine: ids => retryQuarantine(world, ids),
	};
}
