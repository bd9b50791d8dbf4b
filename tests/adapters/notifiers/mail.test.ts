import {createServer, type AddressInfo} from 'node:net';
import {describe, expect, onTestFinished, test} from 'vitest';
import {createMail, isLoopback, mailOptions, type MailServer} from '#adapters/notifiers/mail.js';
import {configOf, settle, type Config, type Layer} from '#contracts/config.js';
import {Fault} from '#domain/fault.js';
import {describeAlert} from '#pipeline/alerts/message.js';
import type {Alert} from '#ports/alerts.js';
import {partsOf, startMailServer} from '../../support/mail-server.js';

const alert: Alert = {
	id: 7,
	rule: 1,
	kind: 'price',
	asset: 'bitcoin',
	at: Date.UTC(2026, 10, 21, 12),
	facts: {name: 'Bitcoin', symbol: 'BTC', rule: 'price > 100000', value: 101_234.5, level: 100_000},
	count: 1,
};
const message = describeAlert(alert, {language: 'en', timeZone: 'UTC', simulated: false});
const serverAt = (port: number, more: Partial<MailServer> = {}): MailServer => ({
	host: '127.0.0.1',
	port,
	secure: false,
	user: null,
	password: null,
	...more,
});
const mailTo = (server: MailServer, timeoutMs = 5000) =>
	createMail({server, from: 'desk@example.org', to: ['me@example.org', 'you@example.org'], timeoutMs});
const failureOf = async (work: Promise<void>): Promise<Fault> => {
	const error: unknown = await work.then(
		() => null,
		(reason: unknown) => reason,
	);
	if (error instanceof Fault) return error;
	throw new Error(`no fault: ${String(error)}`);
};

/** A server that speaks no SMTP. */
async function listen(talk: (write: (text: string) => void) => void): Promise<number> {
	const sockets = new Set<{destroy(): void}>();
	const server = createServer(socket => {
		sockets.add(socket);
		socket.on('error', () => {});
		talk(text => socket.write(text));
	});
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', resolve);
	});
	onTestFinished(() => {
		for (const socket of sockets) socket.destroy();
		server.close();
	});
	return (server.address() as AddressInfo).port;
}

describe('a mail', () => {
	test('reaches every recipient with a text and an HTML part', async () => {
		const server = await startMailServer({user: 'desk', password: 's3cret!'});
		await mailTo(serverAt(server.port, {user: 'desk', password: 's3cret!'})).send(alert, message);
		expect(server.recipients).toEqual([['me@example.org', 'you@example.org']]);
		const {head, text, html} = partsOf(server.mails[0]!);
		expect(head).toContain('From: desk@example.org');
		expect(head).toContain('Subject: crypto-tui: Bitcoin (BTC): price > 100000');
		expect(text).toContain('Value: 101,234.5');
		expect(text).toContain('What to do: ');
		expect(html).toContain('price &gt; 100000');
	});

	test('takes STARTTLS of a server on this machine, whoever signed its certificate', async () => {
		let secure = false;
		const server = await startMailServer({
			disabledCommands: [],
			onMailFrom(_address, session, done) {
				({secure} = session);
				done();
			},
		});
		await mailTo(serverAt(server.port)).send(alert, message);
		expect(server.mails).toHaveLength(1);
		expect(secure).toBe(true);
	});
});

describe('a mail that cannot be sent is a fault without secrets', () => {
	test('for a wrong password', async () => {
		const server = await startMailServer({user: 'desk', password: 'right'});
		const fault = await failureOf(
			mailTo(serverAt(server.port, {user: 'desk', password: 'wr0ng-secret'})).send(alert, message),
		);
		expect(fault.code).toBe('not-sent');
		expect(fault.message).toContain('refused the user name or the password');
		expect(`${fault.message} ${fault.hint}`).not.toContain('wr0ng-secret');
		expect(server.mails).toEqual([]);
	});

	test('for a refused connection', async () => {
		const fault = await failureOf(mailTo(serverAt(1)).send(alert, message));
		expect(fault.message).toBe('127.0.0.1:1: the server refused the connection.');
	});

	test('for a refused recipient', async () => {
		const server = await startMailServer({onRcptTo: (_address, _session, done) => done(new Error('no'))});
		expect((await failureOf(mailTo(serverAt(server.port)).send(alert, message))).message).toContain(
			'refused the sender or the recipient',
		);
	});

	test.each([
		['that says nothing', () => {}],
		[
			'that trickles',
			(write: (text: string) => void) => {
				const timer = setInterval(() => write('220-wait\r\n'), 20);
				onTestFinished(() => clearInterval(timer));
			},
		],
	])('for a server %s, when its time is up', async (_, talk) => {
		const fault = await failureOf(mailTo(serverAt(await listen(talk)), 300).send(alert, message));
		expect(fault.message).toContain('no end within 0.3 s');
	});

	test('for a server without TLS where TLS is asked for', async () => {
		const server = await startMailServer();
		const fault = await failureOf(mailTo(serverAt(server.port, {secure: true})).send(alert, message));
		expect(fault.code).toBe('not-sent');
		expect(server.mails).toEqual([]);
	});

	test('for a server elsewhere that offers no TLS: nothing is said in the clear', async () => {
		const server = await startMailServer();
		// On Linux this address leads here as well, and is not one of this machine's own.
		const elsewhere = serverAt(server.port, {host: '0.0.0.0', user: 'u', password: 'p'});
		const fault = await failureOf(mailTo(elsewhere).send(alert, message));
		expect(fault.message).toContain('no encrypted connection');
		expect(server.mails).toEqual([]);
	});

	test('for a certificate that nobody vouches for', async () => {
		const server = await startMailServer({secure: true});
		const fault = await failureOf(mailTo(serverAt(server.port, {secure: true})).send(alert, message));
		expect(fault.message).toContain('no encrypted connection');
		expect(server.mails).toEqual([]);
	});
});

const config = (values: Partial<Record<keyof Config, string>>): Config => {
	const layer: Layer = Object.fromEntries(
		Object.entries(values).map(([key, value]) => [key, {value, origin: 'environment' as const, place: key}]),
	);
	return configOf(settle([layer], '/data'));
};

describe('the settings of mail', () => {
	test('want nothing by default', () => {
		expect(mailOptions(config({}))).toBeNull();
	});

	test('are one address, with user and password in it', () => {
		expect(
			mailOptions(
				config({'smtp.url': 'smtps://desk%40example.org:p%3Aw@mail.example.org', 'email.to': 'me@x.org'}),
			),
		).toMatchObject({
			server: {host: 'mail.example.org', port: 465, secure: true, user: 'desk@example.org', password: 'p:w'},
			to: ['me@x.org'],
		});
	});

	test('are host and port, where 465 is encrypted from the beginning', () => {
		const given = {'smtp.host': 'mail.example.org', 'smtp.port': '465', 'email.to': 'me@x.org'} as const;
		expect(mailOptions(config({...given, 'email.user': 'd@x.org', 'email.password': 'p'}))).toMatchObject({
			server: {host: 'mail.example.org', port: 465, secure: true},
			from: 'd@x.org',
		});
	});

	test.each([
		[{'email.to': 'me@x.org'}, 'SMTP_URL'],
		[{'smtp.host': 'h'}, 'EMAIL_TO'],
		[{'smtp.host': 'h', 'email.to': 'me@x.org', 'email.user': 'u'}, 'EMAIL_PASSWORD'],
	])('%j lacks %s', (values, missing) => {
		expect(mailOptions(config(values))).toContain(missing);
	});

	test.each(['a@b\r\nBcc: c@d', 'a@b, ,c', 'Name <a@b>', 'a'])('refuse the address %j', address => {
		expect(() => config({'email.to': address})).toThrow(Fault);
	});
});

test('this machine is known by name and number', () => {
	expect(['localhost', '127.0.0.1', '127.9.9.9', '::1'].every(isLoopback)).toBe(true);
	expect(['127.example.org', '10.0.0.1', 'localhost.example.org', '::'].some(isLoopback)).toBe(false);
});
