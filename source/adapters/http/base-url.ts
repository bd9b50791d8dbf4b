/** The root of a source's API as the user may set it. */

import {Fault} from '#domain/fault.js';

/** Where requests go: origin, and the path before every endpoint (no trailing slash). */
export type Root = {readonly origin: string; readonly path: string};

/**
 * Reads a root such as `http://127.0.0.1:9000/coingecko/api/v3/`. Throws `invalid-config` naming `key` when it is not
 * an http(s) URL, or when it carries a password, a query or a fragment.
 */
export function readRoot(text: string, key: string): Root {
	const bad = (why: string): Fault =>
		new Fault('invalid-config', `${key} ${why}.`, {
			hint: `Set ${key} to a URL such as https://host/path, or leave it out for the default.`,
		});
	let url: URL;
	try {
		url = new URL(text.trim());
	} catch {
		throw bad('is not a URL');
	}

	if (url.protocol !== 'http:' && url.protocol !== 'https:') throw bad('is not an http or https URL');
	if (url.username !== '' || url.password !== '') throw bad('must not contain a user name or password');
	if (url.search !== '' || url.hash !== '') throw bad('must not contain a query or a fragment');
	return {origin: url.origin, path: url.pathname.replace(/\/+$/, '')};
}

/** Values of a query; undefined ones are left out. */
export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** Path and query as sent. Commas of lists stay readable. */
export function pathOf(root: Root, path: string, query: Query = {}): string {
	const pairs = Object.entries(query)
		.filter(([, value]) => value !== undefined)
		.map(([name, value]) => `${name}=${encodeURIComponent(String(value)).replaceAll('%2C', ',')}`);
	return root.path + path + (pairs.length === 0 ? '' : `?${pairs.join('&')}`);
}
