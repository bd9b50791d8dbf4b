/** The thread of the desk, from its one built file and with compiled code from the cache. */

const path = require('node:path');
const {loadCached} = require('./load-cached.js');

loadCached(path.join(__dirname, '../dist/bundle/worker.cjs'));
