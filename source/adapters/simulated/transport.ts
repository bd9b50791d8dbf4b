/** How an answer reaches the caller: compressed or plain, whole, or broken in one of the ways connections break. */

import type {IncomingMessage, ServerResponse} from 'node:http';
import {promisify} from 'node:util';
import {constants, gzip} from 'node:zlib';
import type {Answer} from './answer.js';
import type {TransportFault} from './faults.js';

const worthCompressing = 2048;
const compress = promisify(gzip);

export type Sending = {
	/** Done to the connection in their order; the first that ends the answer is the last. */
	readonly faults: readonly TransportFault[];
	/** Whether callers that accept it get large bodies compressed. */
	readonly gzip: boolean;
};

/** Writes an answer, or does to the connection what the faults say. Resolves when nothing more will be written. */
export async function sendAnswer(
	request: IncomingMessage,
	response: ServerResponse,
	answer: Answer,
	{faults, gzip: mayCompress}: Sending,
): Promise<void> {
	const {status, headers = {}} = answer;
	const body = Buffer.from(answer.body, 'utf8');
	for (const rule of faults) {
		switch (rule.kind) {
			case 'delay':
				await wait(rule.ms, response);
				break;
			case 'hang':
				return;
			case 'reset':
				if (rule.afterBytes !== undefined) {
					response.writeHead(status, {...headers, 'content-length': String(body.length)});
					await written(response, body.subarray(0, rule.afterBytes));
				}

				request.socket.resetAndDestroy();
				return;
			case 'trickle':
				response.writeHead(status, {...headers, 'content-length': String(body.length)});
				for (let i = 0; i < body.length && !response.destroyed; i++) {
					response.write(body.subarray(i, i + 1));
					await wait(rule.everyMs, response);
				}

				response.end();
				return;
			case 'truncated': {
				const half = body.subarray(0, Math.ceil(body.length / 2));
				if (rule.how === 'json') {
					response.writeHead(status, {...headers, 'content-length': String(half.length)}).end(half);
					return;
				}

				response.writeHead(status, {...headers, 'content-length': String(body.length)});
				await written(response, half);
				request.socket.end();
				return;
			}

			case 'huge':
				await sendHuge(response, headers, rule);
				return;
		}
	}

	const accepted = (request.headers['accept-encoding'] ?? '').includes('gzip');
	if (mayCompress && accepted && faults.length === 0 && body.length >= worthCompressing) {
		const small = await compress(body, {level: constants.Z_BEST_SPEED});
		response.writeHead(status, {
			...headers,
			'content-encoding': 'gzip',
			vary: 'accept-encoding',
			'content-length': String(small.length),
		});
		response.end(small);
		return;
	}

	response.writeHead(status, {...headers, 'content-length': String(body.length)}).end(body);
}

/** A JSON list of zeros of that many bytes, never held in memory as a whole. */
async function sendHuge(
	response: ServerResponse,
	headers: Readonly<Record<string, string>>,
	{bytes, declared}: {readonly bytes: number; readonly declared?: boolean},
): Promise<void> {
	response.writeHead(200, declared === true ? {...headers, 'content-length': String(bytes)} : headers);
	const piece = Buffer.from('0,'.repeat(32 * 1024));
	let left = bytes - 2;
	response.write('[');
	while (left > 0 && !response.destroyed) {
		const part = left >= piece.length ? piece : piece.subarray(0, left);
		left -= part.length;
		await written(response, part);
	}

	if (!response.destroyed) response.end(']');
}

/** Writes and waits until the connection took it, or is gone. */
async function written(response: ServerResponse, part: Buffer): Promise<void> {
	if (response.destroyed) return;
	await new Promise<void>(resolve => {
		response.once('close', resolve);
		response.write(part, () => {
			response.off('close', resolve);
			resolve();
		});
	});
}

/** Waits, but not longer than the connection lives. */
async function wait(ms: number, response: ServerResponse): Promise<void> {
	if (response.destroyed) return;
	await new Promise<void>(resolve => {
		const done = (): void => {
			clearTimeout(timer);
			response.off('close', done);
			resolve();
		};
		const timer = setTimeout(done, ms);
		response.once('close', done);
	});
}
