import {expect, test} from 'vitest';
import {compose, type Call, type Layer, type Reply} from '#adapters/http/send.js';

const call: Call = {
	endpoint: '/x',
	path: '/x',
	weight: 1,
	credits: () => 0,
	question: {},
	ttlMs: 0,
	revalidate: true,
	headers: {},
	attempt: 1,
	signal: undefined,
};
const reply: Reply = {
	status: 200,
	headers: {},
	body: new Uint8Array(),
	receivedAt: 0,
	serverNow: 0,
	json: null,
	payload: null,
	fresh: true,
};

test('the first layer of the list is the outermost', async () => {
	const order: string[] = [];
	const named =
		(name: string): Layer =>
		next =>
		async inner => {
			order.push(`${name} in`);
			const answer = await next(inner);
			order.push(`${name} out`);
			return answer;
		};
	const send = compose([named('a'), named('b')], async () => {
		order.push('sent');
		return reply;
	});
	expect(await send(call)).toBe(reply);
	expect(order).toEqual(['a in', 'b in', 'sent', 'b out', 'a out']);
});
