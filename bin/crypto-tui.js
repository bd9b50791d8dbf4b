#!/usr/bin/env node
// Guards and hands over; nothing else lives here. This file must load on any Node.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 20)) {
	process.stderr.write(
		`crypto-tui: Node ${process.versions.node} is too old.\n  Install Node 20.20 or newer (https://nodejs.org).\n`,
	);
	process.exitCode = 78;
} else {
	const {launch} = require('./launch.js');
	void (async () => {
		process.exitCode = await launch(process.argv.slice(2));
	})();
}
