import nodemailer from 'nodemailer';
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

/** Permanent or transient, without the server's own words: those quote the recipient. */
export function mapSmtpError(error: unknown): MailRefused | MailUnavailable {
  const { responseCode, code, command } = smtpDetails(error);
  const where = command ? ` at ${command}` : '';
  // The server cannot carry such an address at all (no SMTPUTF8).
  if (responseCode === undefined && code === 'EENVELOPE') return new MailRefused(`mail cannot be addressed${where}`);
  if (responseCode === undefined) return new MailUnavailable(`mail server unreachable (${code ?? 'unknown'})${where}`);
  const message = `mail server answered ${responseCode}${where}`;
  // A refused sign-in is our configuration: the mail is good and must outlive the mistake.
  if (responseCode >= 500 && code !== 'EAUTH' && responseCode !== 530) return new MailRefused(message, responseCode);
  return new MailUnavailable(message, responseCode);
}

function smtpDetails(error: unknown): { responseCode?: number; code?: string; command?: string } {
  if (!(error instanceof Error)) return {};
  const { responseCode, code, command } = error as Error & Record<string, unknown>;
  return {
    ...(typeof responseCode === 'number' && { responseCode }),
    ...(typeof code === 'string' && { code }),
    // Only the verb: the rest of the command is the address.
    ...(typeof command === 'string' && { command: command.split(' ')[0] }),
  };
}

function withoutAddresses(response: string): string {
  return response.replace(/\S+@\S+/g, '<address>').slice(0, 200);
}
