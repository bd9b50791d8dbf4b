/** A real mail server on loopback that keeps what it receives. */

import {SMTPServer, type SMTPServerOptions} from 'smtp-server';
import {onTestFinished} from 'vitest';

export type MailServerStand = {
	readonly port: number;
	/** Received messages, whole, in order. */
	readonly mails: readonly string[];
	/** Envelope recipients of each message. */
	readonly recipients: readonly (readonly string[])[];
};

/** Starts a server; closed when the test ends. Without `user` it wants no password. */
export async function startMailServer(
	options: SMTPServerOptions & {readonly user?: string; readonly password?: string} = {},
): Promise<MailServerStand> {
	const {user, password, ...more} = options;
	const mails: string[] = [];
	const recipients: string[][] = [];
	const server = new SMTPServer({
		authOptional: user === undefined,
		allowInsecureAuth: true,
		disabledCommands: ['STARTTLS'],
		logger: false,
		onAuth(auth, _session, done) {
			if (auth.username === user && auth.password === password) done(null, {user: auth.username!});
			else done(new Error(`wrong: ${auth.username} ${auth.password}`));
		},
		onData(stream, session, done) {
			const parts: Buffer[] = [];
			stream.on('data', (part: Buffer) => parts.push(part));
			stream.on('end', () => {
				mails.push(Buffer.concat(parts).toString());
				recipients.push(session.envelope.rcptTo.map(({address}) => address));
				done();
			});
		},
		...more,
	});
	// Clients that break off are part of the tests.
	server.on('error', () => {});
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', resolve);
	});
	onTestFinished(async () => {
		await new Promise<void>(resolve => {
			server.close(resolve);
		});
	});
	const address = server.server.address();
	if (address === null || typeof address === 'string') throw new Error('The server has no port.');
	return {port: address.port, mails, recipients};
}

/** The text of a part of a message: quoted-printable or base64 undone. */
export function partsOf(mail: string): {readonly head: string; readonly text: string; readonly html: string} {
	const [head = '', ...rest] = mail.split('\r\n\r\n');
	const boundary = /boundary="([^"]+)"/.exec(head)?.[1] ?? 'none';
	const parts = rest
		.join('\r\n\r\n')
		.split(`--${boundary}`)
		.map(part => {
			const [fields = '', ...body] = part.split('\r\n\r\n');
			const text = body.join('\r\n\r\n');
			const bytes = /base64/i.test(fields)
				? Buffer.from(text, 'base64')
				: Buffer.from(
						text
							.replaceAll('=\r\n', '')
							.replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) =>
								String.fromCodePoint(Number.parseInt(hex, 16)),
							),
						/quoted-printable/i.test(fields) ? 'latin1' : 'utf8',
					);
			return {fields, text: bytes.toString('utf8')};
		});
	const of = (type: string): string => parts.find(({fields}) => fields.includes(type))?.text ?? '';
	return {head, text: of('text/plain'), html: of('text/html')};
}
