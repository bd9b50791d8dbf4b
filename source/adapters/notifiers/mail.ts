/** Alerts by e-mail: one connection per message, encrypted unless the server is this machine. */

import {connect, isIP, type Socket} from 'node:net';
import type {Config} from '#contracts/config.js';
import {Fault} from '#domain/fault.js';
import type {Notifier} from '#ports/alerts.js';
import {within} from './deadline.js';

/** A mail server and who talks to it. `secure` is encrypted from the first byte on; otherwise STARTTLS follows. */
export type MailServer = {
	readonly host: string;
	readonly port: number;
	readonly secure: boolean;
	readonly user: string | null;
	readonly password: string | null;
};

export type MailOptions = {
	readonly server: MailServer;
	readonly from: string;
	readonly to: readonly string[];
	/** Longest time one message may take, ms. */
	readonly timeoutMs: number;
};

type MailSettings = Pick<
	Config,
	| 'email.to'
	| 'email.from'
	| 'email.user'
	| 'email.password'
	| 'smtp.url'
	| 'smtp.host'
	| 'smtp.port'
	| 'http.timeoutSeconds'
>;

/** Whether a host is this machine, so that nobody can listen in. */
export const isLoopback = (host: string): boolean =>
	host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));

function serverOf(config: MailSettings): MailServer | null {
	const {'email.user': user, 'email.password': password} = config;
	const {'smtp.url': url, 'smtp.host': host, 'smtp.port': port} = config;
	if (url !== null) {
		const parsed = new URL(url);
		const secure = parsed.protocol === 'smtps:';
		return {
			host: parsed.hostname.replaceAll(/^\[|\]$/g, ''),
			port: parsed.port === '' ? (secure ? 465 : 587) : Number(parsed.port),
			secure,
			user: parsed.username === '' ? user : decodeURIComponent(parsed.username),
			password: parsed.password === '' ? password : decodeURIComponent(parsed.password),
		};
	}

	return host === null ? null : {host, port, secure: port === 465, user, password};
}

/** What mail needs, out of the settings; null while no mail is wanted, or a sentence about what is missing. */
export function mailOptions(config: MailSettings): MailOptions | string | null {
	const {'email.to': to, 'email.from': from, 'email.user': user} = config;
	const server = serverOf(config);
	if (to.length === 0 && server === null) return null;
	if (to.length === 0) return 'E-mail needs an address to send to: set EMAIL_TO (email.to).';
	if (server === null) {
		return 'E-mail needs a server: set SMTP_URL (smtp.url), or SMTP_HOST and SMTP_PORT (smtp.host, smtp.port).';
	}

	if (server.user !== null && server.password === null) {
		return 'E-mail needs a password for its user: set EMAIL_PASSWORD (email.password).';
	}

	const sender = from ?? (user?.includes('@') ? user : to[0]!);
	return {server, from: sender, to, timeoutMs: config['http.timeoutSeconds'] * 1000};
}

/** What servers and sockets say, in words of ours: theirs may repeat what was sent to them. */
const reasons: Readonly<Record<string, string>> = {
	EAUTH: 'the server refused the user name or the password',
	ENOAUTH: 'the server wants a user name and a password',
	EENVELOPE: 'the server refused the sender or the recipient',
	EMESSAGE: 'the server refused the message',
	ETLS: 'no encrypted connection could be made',
	ESOCKET: 'the connection broke',
	ECONNECTION: 'the connection broke',
	EPROTOCOL: 'the server does not speak SMTP as expected',
	EDNS: 'the name of the server is not known',
	ENOTFOUND: 'the name of the server is not known',
	ECONNREFUSED: 'the server refused the connection',
	ETIMEDOUT: 'the server did not answer in time',
};

function faultOf(error: unknown, {host, port}: MailServer): Fault {
	if (error instanceof Fault && error.code === 'interrupted') return error;
	const of = (name: string): string => {
		const value: unknown = error instanceof Error && name in error ? Reflect.get(error, name) : undefined;
		return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
	};
	const code = /certificate|self-signed|\bssl\b|\btls\b/i.test(of('message')) ? 'ETLS' : of('code');
	const why = error instanceof Fault ? error.message : (reasons[code] ?? 'the server broke off');
	const status = /^\d{3}$/.test(of('responseCode')) ? ` (${of('responseCode')})` : '';
	return new Fault('not-sent', `${host}:${port}: ${why}${status}.`, {
		hint: 'Check EMAIL_USER, EMAIL_PASSWORD and the mail server ("crypto-tui config list"), then run "crypto-tui alert send-test".',
	});
}

/** A connection that ends with the signal, whatever is being said on it. */
async function open({host, port}: MailServer, signal: AbortSignal): Promise<Socket> {
	const socket = connect({host, port, signal});
	signal.addEventListener('abort', () => socket.destroy(), {once: true});
	await new Promise<void>((resolve, reject) => {
		socket.once('connect', resolve).once('error', reject);
	});
	return socket;
}

/** The channel `mail`. The mail library is loaded with the first message. */
export function createMail({server, from, to, timeoutMs}: MailOptions): Notifier {
	const {host, port, secure, user, password} = server;
	return {
		channel: 'mail',
		async send(_alert, {subject, text, html}, outer) {
			try {
				await within(timeoutMs, outer, async signal => {
					const {createTransport} = await import('nodemailer');
					const socket = await open(server, signal);
					try {
						const transport = createTransport({
							host,
							port,
							secure,
							connection: socket,
							requireTLS: !secure && !isLoopback(host),
							// A relay on this machine often has a certificate of its own making.
							tls: {
								servername: isIP(host) === 0 ? host : '',
								rejectUnauthorized: secure || !isLoopback(host),
							},
							...(user === null ? {} : {auth: {user, pass: password ?? ''}}),
							disableFileAccess: true,
							disableUrlAccess: true,
						});
						await transport.sendMail({from, to: [...to], subject, text, html});
					} finally {
						socket.destroy();
					}
				});
			} catch (error) {
				throw faultOf(error, server);
			}
		},
	};
}
