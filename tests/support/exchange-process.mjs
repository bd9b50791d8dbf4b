#!/usr/bin/env node
/**
 * The simulated exchange in a process of its own, from `dist`. Prints one JSON line with its URLs, then serves until
 * SIGTERM, or with --tied until its standard input closes.
 *
 *   --seed n              seed of the market (7)
 *   --port n              port, 0 takes a free one
 *   --now iso             the market's present at start; runs on from there
 *   --freeze              ... or stands still there
 *   --limits json         {"coingeckoPerMinute":30,"coincapPerMinute":600,"binanceWeightPerMinute":6000}
 *   --faults json         list of fault rules
 *   --catalogue file      coins and pairs in place of those of the program
 *   --keys json           {"coingeckoDemo":"k"}, {"coingeckoPro":"k"}, {"coincap":"k"}
 *   --stream json         {"everyMs":20,"rows":5}: pace of the price streams
 *   --stream-faults json  list of stream faults
 *   --control             POST /__control/faults and /__control/stream-faults, GET and DELETE /__control/requests
 *   --no-gzip             never compress
 */
import {readFileSync} from 'node:fs';
import {parseArgs} from 'node:util';
import {startExchange} from '../../dist/adapters/simulated/exchange.js';

const {values} = parseArgs({
	options: {
		seed: {type: 'string', default: '7'},
		port: {type: 'string', default: '0'},
		now: {type: 'string'},
		freeze: {type: 'boolean', default: false},
		limits: {type: 'string', default: '{}'},
		faults: {type: 'string', default: '[]'},
		catalogue: {type: 'string'},
		keys: {type: 'string', default: '{}'},
		stream: {type: 'string', default: '{}'},
		'stream-faults': {type: 'string', default: '[]'},
		control: {type: 'boolean', default: false},
		'no-gzip': {type: 'boolean', default: false},
		tied: {type: 'boolean', default: false},
	},
});

const started = Date.now();
const present = values.now === undefined ? started : Date.parse(values.now);
if (Number.isNaN(present)) throw new Error(`--now is not a date: ${values.now}`);

const exchange = await startExchange({
	seed: Number(values.seed),
	port: Number(values.port),
	clock: values.freeze ? () => present : () => present + Date.now() - started,
	limits: JSON.parse(values.limits),
	faults: JSON.parse(values.faults),
	...(values.catalogue && {catalogue: JSON.parse(readFileSync(values.catalogue, 'utf8'))}),
	keys: JSON.parse(values.keys),
	stream: JSON.parse(values.stream),
	streamFaults: JSON.parse(values['stream-faults']),
	control: values.control,
	gzip: !values['no-gzip'],
});

let stopping = false;
const stop = async () => {
	if (stopping) return;
	stopping = true;
	await exchange.close();
	process.exitCode = 0;
	process.stdin.destroy();
};

process.once('SIGTERM', stop);
process.once('SIGINT', stop);
if (values.tied) process.stdin.once('end', stop).once('close', stop).resume();

console.log(JSON.stringify({origin: exchange.origin, urls: exchange.urls, pid: process.pid}));
