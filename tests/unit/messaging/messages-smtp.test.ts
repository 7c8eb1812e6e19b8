import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { after, before, describe, it } from 'node:test';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { MailRefused, MailUnavailable, mailboxAddress, type OutgoingMail } from '../../../src/adapters/email/port.js';
import { createSmtpMailer, mapSmtpError } from '../../../src/adapters/email/smtp.js';

const MAIL: OutgoingMail = {
  messageId: '<delivery-1.v0@keepwell.example>',
  kind: 'booking_confirmed',
  to: { name: 'Tessa Exámple', address: 'tessa@example.com' },
  subject: 'Your appointment is confirmed',
  text: 'Hello – text',
  html: '<p>Hello – html</p>',
  calendar: { method: 'REQUEST', content: 'BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n' },
  headers: { 'X-Keepwell-Channel': 'email' },
};

describe('the SMTP mailer', () => {
  const received: string[] = [];
  const recipients: string[] = [];
  let reply: number | undefined;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    onData(stream, session, done) {
      recipients.push(...session.envelope.rcptTo.map(({ address }) => address));
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (reply !== undefined) {
          return done(Object.assign(new Error('no tessa@example.com here'), { responseCode: reply }));
        }
        received.push(Buffer.concat(chunks).toString('utf8'));
        return done();
      });
    },
  });
  let url = '';
  before(async () => {
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    url = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  });
  after(() => new Promise<void>((closed) => server.close(closed)));
  const mailer = () => createSmtpMailer({ url, from: 'Keepwell <no-reply@keepwell.example>' });

  it('sends text, HTML and the invitation under the given Message-ID', async () => {
    const receipt = await mailer().send(MAIL);
    assert.equal(receipt.accepted, true);
    assert.match(receipt.response, /^250 /);
    const source = received.at(-1) ?? '';
    const mail = await PostalMime.parse(source);
    const header = (key: string) => mail.headers.find((h) => h.key === key)?.value;
    assert.equal(mail.messageId, MAIL.messageId);
    assert.equal(header('x-keepwell-kind'), 'booking_confirmed');
    assert.equal(header('x-keepwell-channel'), 'email');
    assert.equal(header('auto-submitted'), 'auto-generated');
    assert.deepEqual(mail.to, [{ name: 'Tessa Exámple', address: 'tessa@example.com' }]);
    assert.equal(mail.text?.trim(), MAIL.text);
    assert.equal(mail.html?.trim(), MAIL.html);
    assert.match(source, /Content-Type: multipart\/alternative/);
    assert.equal(source.match(/Content-Type: text\/calendar; method=REQUEST;\s+charset=UTF-8/gi)?.length, 2);
    assert.deepEqual(
      mail.attachments.map((attachment) => attachment.filename),
      ['invite.ics', 'invite.ics'],
    );
    // The parser normalises line ends, so the CRLF that calendars need is looked for on the wire.
    assert.ok(source.includes(Buffer.from(MAIL.calendar?.content ?? '').toString('base64')));
  });

  it('tells refused from unavailable without quoting the server', async () => {
    reply = 550;
    await assert.rejects(
      mailer().send(MAIL),
      (e) =>
        e instanceof MailRefused &&
        e.code === 550 &&
        !/tessa@/.test(e.message) &&
        e.response === '550 no <address> here',
    );
    reply = 451;
    await assert.rejects(
      mailer().send(MAIL),
      (e) => e instanceof MailUnavailable && e.code === 451 && e.taken === 'no' && /^451 /.test(e.response ?? ''),
    );
    reply = undefined;
    const down = createSmtpMailer({ url: 'smtp://127.0.0.1:1', from: 'a@b.example' });
    await assert.rejects(down.send(MAIL), (e) => e instanceof MailUnavailable && e.taken === 'no');
  });

  it('sends to the mailbox of every spelling of a domain, as an invitation names it', async () => {
    for (const [typed, expected] of [
      ['Tessa@Example.COM', 'Tessa@example.com'],
      ['a@exämple.de', 'a@exämple.de'],
      ['a@XN--exmple-cua.de', 'a@exämple.de'],
      ['müller@EXÄMPLE.de', 'müller@exämple.de'],
      ['+61491570006@sms.keepwell.invalid', '+61491570006@sms.keepwell.invalid'],
    ] as const) {
      assert.equal(mailboxAddress(typed), expected);
      await mailer().send({ ...MAIL, to: { address: typed } });
      assert.equal(recipients.at(-1), expected);
    }
  });

  it('refuses values that would become headers or recipients, and sends nothing', async () => {
    const count = received.length;
    const wrong: Partial<OutgoingMail>[] = [
      { subject: 'a\r\nBcc: x@example.com' },
      { to: { address: 'a@example.com, b@example.com' } },
      { to: { address: 'a@example.com\r\nRCPT TO:<b@example.com>' } },
      { to: { name: 'a\nb', address: 'a@example.com' } },
      { messageId: '<a@b>\r\nX: y' },
      { kind: 'a\r\nb' },
      { headers: { 'X-A': 'a\nb' } },
      { headers: { Bcc: 'x@example.com' } },
    ];
    for (const part of wrong) await assert.rejects(mailer().send({ ...MAIL, ...part }), MailRefused);
    assert.equal(received.length, count);
  });

  it('gives up a server that never answers, and closes the connection', async () => {
    const silent = createServer((socket) => socket.on('error', () => {}).resume());
    await new Promise<void>((ready) => silent.listen(0, '127.0.0.1', ready));
    const port = (silent.address() as AddressInfo).port;
    const slow = createSmtpMailer({ url: `smtp://127.0.0.1:${port}`, from: 'a@b.example', timeoutMs: 200 });
    await assert.rejects(slow.send(MAIL), (e) => e instanceof MailUnavailable && e.taken === 'unknown');
    // Calls back only once every connection is gone.
    await new Promise<void>((done) => silent.close(() => done()));
  });
});

it('keeps a mail whose sign-in was refused', () => {
  const error = (fields: object) => mapSmtpError(Object.assign(new Error('x'), fields));
  assert.ok(error({ code: 'EAUTH', responseCode: 535, command: 'AUTH PLAIN' }) instanceof MailUnavailable);
  assert.ok(error({ code: 'EENVELOPE', responseCode: 550, command: 'RCPT TO' }) instanceof MailRefused);
  assert.ok(error({ code: 'ETIMEDOUT', command: 'CONN' }) instanceof MailUnavailable);
});
