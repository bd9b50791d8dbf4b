/** A web address that takes what is posted, for tests of the channel `webhook`. */

import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {onTestFinished} from 'vitest';

export type Post = {readonly url: string; readonly type: string; readonly body: string};

/** Answers every post with `status`, `afterMs` later; null never answers. The address holds secrets. It ends with the test. */
export async function openWebhook(
	status: number | null,
	afterMs = 0,
): Promise<{readonly url: string; readonly posts: readonly Post[]}> {
	const posts: Post[] = [];
	const server = createServer((request, response) => {
		let body = '';
		request.setEncoding('utf8').on('data', (text: string) => (body += text));
		request.on('end', () => {
			posts.push({url: request.url!, type: request.headers['content-type']!, body});
			if (status === null) return;
			setTimeout(() => response.writeHead(status, {location: '/elsewhere'}).end('answer'), afterMs);
		});
	});
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', resolve);
	});
	onTestFinished(() => {
		server.closeAllConnections();
		server.close();
	});
	return {url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/t0ken?key=k3y`, posts};
}
