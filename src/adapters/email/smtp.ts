import nodemailer from 'nodemailer';
import { cutText } from '../../domain/text.js';
import { composeMail } from './outgoing.js';
import { type Mailer, MailRefused, MailUnavailable } from './port.js';

/** Settings of the SMTP mailer. */
export interface SmtpSettings {
  /** `smtp://user:password@host:587` or `smtps://...` (setting `SMTP_URL`). */
  readonly url: string;
  /** `Keepwell <no-reply@clinic.example>` (setting `MAIL_FROM`). */
  readonly from: string;
  /** For the whole exchange, in milliseconds; 8000 when absent, below the activity's start-to-close. */
  readonly timeoutMs?: number;
}

/**
 * Mailer over SMTP, one connection per mail: a pooled one that the server dropped while idle would fail the next
 * mail, and a clinic sends too few for it to matter. The connection is destroyed at the time limit, so an attempt
 * that was given up cannot be accepted afterwards beside its retry.
 */
export function createSmtpMailer({ url, from, timeoutMs = 8000 }: SmtpSettings): Mailer {
  const transport = nodemailer.createTransport({
    url,
    dnsTimeout: timeoutMs,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
  });
  return {
    async send(mail) {
      const composed = composeMail(mail, from);
      try {
        // `signal` is newer than the published types.
        const options = { ...composed, signal: AbortSignal.timeout(timeoutMs) };
        const info = await transport.sendMail(options);
        return { accepted: info.accepted.length > 0, response: withoutAddresses(info.response) };
      } catch (error) {
        throw mapSmtpError(error);
      }
    },
  };
}

/** Permanent or transient. The message has none of the server's own words, because those quote the recipient. */
export function mapSmtpError(error: unknown): MailRefused | MailUnavailable {
  const { responseCode, code, command, response, connecting } = smtpDetails(error);
  const where = command ? ` at ${command}` : '';
  // The server cannot carry such an address at all (no SMTPUTF8).
  if (responseCode === undefined && code === 'EENVELOPE') return new MailRefused(`mail cannot be addressed${where}`);
  if (responseCode === undefined) {
    const taken = connecting || code === 'EDNS' ? 'no' : 'unknown';
    return new MailUnavailable(`mail server unreachable (${code ?? 'unknown'})${where}`, taken);
  }
  const message = `mail server answered ${responseCode}${where}`;
  // A refused sign-in is our configuration: the mail is good and must outlive the mistake.
  if (responseCode >= 500 && code !== 'EAUTH' && responseCode !== 530) {
    return new MailRefused(message, responseCode, response);
  }
  return new MailUnavailable(message, 'no', responseCode, response);
}

interface SmtpDetails {
  readonly responseCode?: number;
  readonly code?: string;
  readonly command?: string;
  /** The server's reply, addresses left out. */
  readonly response?: string;
  /** There never was a connection. */
  readonly connecting?: boolean;
}

function smtpDetails(error: unknown): SmtpDetails {
  if (!(error instanceof Error)) return {};
  const { responseCode, code, command, response, syscall } = error as Error & Record<string, unknown>;
  return {
    ...(typeof responseCode === 'number' && { responseCode }),
    ...(typeof code === 'string' && { code }),
    // Only the verb: the rest of the command is the address.
    ...(typeof command === 'string' && { command: command.split(' ')[0] ?? '' }),
    ...(typeof response === 'string' && { response: withoutAddresses(response) }),
    connecting: syscall === 'connect',
  };
}

function withoutAddresses(response: string): string {
  return cutText(response.replace(/\S+@\S+/g, '<address>'), 200);
}
