import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime from 'postal-mime';

/** Text messages travel as mail to `<number>@` this name. */
const SMS_DOMAIN = '@sms.keepwell.invalid';

/** A message as the list shows it. */
export interface MailMessage {
  readonly id: string;
  readonly message_id: string | null;
  /** From the header `X-Keepwell-Kind`. */
  readonly kind: string | null;
  readonly channel: 'email' | 'sms';
  readonly from: string;
  /** Everybody the envelope named: addresses, or the number of a text message. */
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** ISO 8601, UTC. */
  readonly received_at: string;
  readonly attachments: readonly { readonly filename: string; readonly content_type: string }[];
}

/** An attachment with its content. */
interface Attachment {
  readonly filename: string;
  readonly content_type: string;
  /** With angle brackets, as the HTML part refers to it; null when it does not. */
  readonly content_id: string | null;
  readonly base64: string;
}

/** A message with the contents of its attachments; the form of the files. */
export interface StoredMail {
  readonly message: MailMessage;
  readonly files: readonly Attachment[];
}

function recipient(address: string): string {
  if (!address.toLowerCase().endsWith(SMS_DOMAIN)) return address;
  const number = address.slice(0, -SMS_DOMAIN.length);
  return /^\d+$/.test(number) ? `+${number}` : number;
}

/** Reads a raw message; `to` is the envelope's, because blind copies stand nowhere else. */
export async function parseMail(raw: Buffer, from: string, to: readonly string[], at: Date): Promise<StoredMail> {
  const mail = await PostalMime.parse(raw, { attachmentEncoding: 'base64' });
  const header = (name: string): string | null =>
    mail.headers.find((entry) => entry.key === name)?.value.trim() || null;
  const files = mail.attachments.map((file, index) => ({
    filename: file.filename ?? `attachment-${index + 1}`,
    content_type: file.mimeType,
    content_id: file.contentId ?? null,
    base64: typeof file.content === 'string' ? file.content : '',
  }));
  const sms = header('x-keepwell-channel')?.toLowerCase() === 'sms' || to.some((entry) => recipient(entry) !== entry);
  return {
    message: {
      id: randomUUID(),
      message_id: mail.messageId ?? null,
      kind: header('x-keepwell-kind'),
      channel: sms ? 'sms' : 'email',
      from: mail.from?.address ?? from,
      to: to.map(recipient),
      subject: mail.subject ?? '',
      text: mail.text ?? '',
      html: mail.html ?? '',
      received_at: at.toISOString(),
      attachments: files.map(({ filename, content_type }) => ({ filename, content_type })),
    },
    files,
  };
}

/** Every message caught so far, in memory and, with a directory, in one file each. */
export class Mailbox {
  private readonly mails = new Map<string, StoredMail>();
  private sequence = 0;

  private constructor(private readonly directory: string | undefined) {}

  /** Opens the mailbox with what an earlier run left in `directory`. */
  static async open(directory: string | undefined): Promise<Mailbox> {
    const box = new Mailbox(directory);
    if (directory === undefined) return box;
    await mkdir(directory, { recursive: true });
    const names = (await readdir(directory)).filter((name) => /^\d+-.*\.json$/.test(name)).sort();
    for (const name of names) {
      const mail = JSON.parse(await readFile(join(directory, name), 'utf8')) as StoredMail;
      box.mails.set(mail.message.id, mail);
      box.sequence = Number.parseInt(name, 10);
    }
    return box;
  }

  /**
   * Keeps a message; the file is whole before this returns. It is not synced: the mail has to outlive a killed
   * process, not a power cut.
   */
  async add(mail: StoredMail): Promise<void> {
    this.sequence += 1;
    if (this.directory !== undefined) {
      const name = `${String(this.sequence).padStart(9, '0')}-${mail.message.id}.json`;
      const path = join(this.directory, name);
      await writeFile(`${path}.new`, JSON.stringify(mail));
      await rename(`${path}.new`, path);
    }
    this.mails.set(mail.message.id, mail);
  }

  /** All messages, newest first. */
  list(): MailMessage[] {
    return [...this.mails.values()].reverse().map((mail) => mail.message);
  }

  get(id: string): StoredMail | undefined {
    return this.mails.get(id);
  }

  /** Throws every message away. */
  async clear(): Promise<void> {
    this.mails.clear();
    if (this.directory === undefined) return;
    for (const name of await readdir(this.directory)) {
      if (/^\d+-.*\.json$/.test(name)) await rm(join(this.directory, name), { force: true });
    }
  }
}
