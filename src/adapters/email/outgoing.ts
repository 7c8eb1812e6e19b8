import type { SendMailOptions } from 'nodemailer';
import { MailRefused, mailboxAddress, type OutgoingMail } from './port.js';

const ADDRESS = /^[^\s<>()[\],;:\\"@]+@[^\s<>()[\],;:\\"@]+$/;
const MESSAGE_ID = /^<[^\s<>@]+@[^\s<>@]+>$/;
const RESERVED_HEADERS: ReadonlySet<string> = new Set(
  ['from', 'to', 'cc', 'bcc', 'sender', 'subject', 'date', 'message-id', 'mime-version', 'x-keepwell-kind'].concat([
    'content-type',
    'content-transfer-encoding',
    'return-path',
  ]),
);

/**
 * A mail as nodemailer wants it. The invitation goes twice, as a calendar service sends it: mail programs offer
 * the buttons for the alternative, and people can open the attachment. Both have a name, because some programs list both.
 * @throws MailRefused when a value could become a second header or a second recipient
 */
export function composeMail(mail: OutgoingMail, from: string): SendMailOptions {
  const messageId = mail.messageId.startsWith('<') ? mail.messageId : `<${mail.messageId}>`;
  if (!MESSAGE_ID.test(messageId)) throw new MailRefused('the Message-ID is malformed');
  if (!ADDRESS.test(mail.to.address)) throw new MailRefused('the recipient is not one bare mail address');
  const headers = { ...mail.headers };
  for (const name of Object.keys(headers)) {
    if (!/^[A-Za-z0-9-]+$/.test(name) || RESERVED_HEADERS.has(name.toLowerCase())) {
      throw new MailRefused('a header name is malformed or reserved');
    }
  }
  const files = (mail.attachments ?? []).flatMap(({ filename, contentType }) => [filename, contentType]);
  const lines = [mail.kind, mail.subject, mail.to.name ?? '', ...Object.values(headers), ...files];
  if (lines.some(hasLineBreak)) throw new MailRefused('a header value has a line break or control character');

  const { calendar } = mail;
  const invitation = calendar && {
    contentType: `text/calendar; method=${calendar.method}; charset=UTF-8`,
    content: calendar.content,
    filename: calendar.method === 'CANCEL' ? 'cancel.ics' : 'invite.ics',
  };
  return {
    from,
    to: { name: mail.to.name ?? '', address: mailboxAddress(mail.to.address) },
    messageId,
    subject: mail.subject,
    text: mail.text,
    ...(mail.html === undefined ? {} : { html: mail.html }),
    headers: {
      ...headers,
      'X-Keepwell-Kind': mail.kind,
      // Keeps holiday replies from answering a machine (RFC 3834).
      'Auto-Submitted': 'auto-generated',
    },
    ...(invitation && { alternatives: [invitation] }),
    attachments: [...(invitation ? [invitation] : []), ...(mail.attachments ?? [])],
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function hasLineBreak(value: string): boolean {
  return /[\p{Cc}\u2028\u2029]/u.test(value);
}
