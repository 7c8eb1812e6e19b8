import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { Mailbox, parseMail } from './messages.js';
import { mailboxApp } from './web.js';

const LARGEST_BYTES = 30 * 1024 * 1024;

/** How the mail catcher is started; port 0 takes a free one. */
export interface MailCatcherOptions {
  readonly smtpPort: number;
  readonly uiPort: number;
  /** Messages are kept in its folder `mail`; without it they live in memory. */
  readonly dataDir?: string;
}

/** A running mail catcher. */
export interface MailCatcher {
  readonly smtpUrl: string;
  readonly uiUrl: string;
  readonly smtpPort: number;
  readonly uiPort: number;
  stop(): Promise<void>;
}

function portOf(server: Pick<Server, 'address'>): number {
  return (server.address() as AddressInfo).port;
}

function smtpServer(mailbox: Mailbox): SMTPServer {
  const smtp = new SMTPServer({
    authOptional: true,
    hideSTARTTLS: true,
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    disableReverseLookup: true,
    size: LARGEST_BYTES,
    logger: false,
    closeTimeout: 1000,
    banner: 'Keepwell mail catcher',
    onAuth: (auth, _session, callback) => callback(null, { user: auth.username ?? 'anybody' }),
    onData: (stream, session, callback) => {
      const { mailFrom, rcptTo } = session.envelope;
      const to = rcptTo.map((entry) => entry.address);
      buffer(stream)
        .then(async (raw) => {
          if (stream.sizeExceeded) throw Object.assign(new Error('message too large'), { responseCode: 552 });
          // Acknowledged only when it is kept: the sender counts on it.
          await mailbox.add(await parseMail(raw, mailFrom ? mailFrom.address : '', to, new Date()));
        })
        .then(
          () => callback(null, 'kept'),
          (error: unknown) => callback(error instanceof Error ? error : new Error(String(error))),
        );
    },
  });
  // A client that goes away in the middle of a message is no reason to end.
  smtp.on('error', () => {});
  return smtp;
}

function listen(
  server: { listen(port: number, host: string): unknown; once: Server['once'] },
  port: number,
): Promise<void> {
  return new Promise((done, failed) => {
    server.once('error', failed);
    server.once('listening', done);
    server.listen(port, '127.0.0.1');
  });
}

/** Starts the inbox for development and tests: SMTP in, a page and JSON out, on the loopback address only. */
export async function startMailCatcher(options: MailCatcherOptions): Promise<MailCatcher> {
  const mailbox = await Mailbox.open(options.dataDir === undefined ? undefined : join(options.dataDir, 'mail'));
  const smtp = smtpServer(mailbox);
  const web = createServer(mailboxApp(mailbox));
  const stopWeb = (): Promise<void> =>
    new Promise((done) => {
      web.close(() => done());
      web.closeAllConnections();
    });
  await listen(web, options.uiPort);
  try {
    await new Promise<void>((done, failed) => {
      smtp.server.once('error', failed);
      smtp.listen(options.smtpPort, '127.0.0.1', done);
    });
  } catch (error) {
    await stopWeb();
    throw error;
  }
  const smtpPort = portOf(smtp.server);
  const uiPort = portOf(web);
  return {
    smtpPort,
    uiPort,
    smtpUrl: `smtp://127.0.0.1:${smtpPort}`,
    uiUrl: `http://127.0.0.1:${uiPort}`,
    stop: async () => {
      await new Promise<void>((done) => smtp.close(() => done()));
      await stopWeb();
    },
  };
}
