import { randomBytes, randomUUID } from 'node:crypto';
import type { AccountMailWorkflows } from '../../adapters/temporal/port.js';
import {
  type AccountMailContent,
  type AccountMailKind,
  LINK_LIVES_MS,
  type LinkPurpose,
  type OneTimeLink,
} from '../../domain/identity/account-mails.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { IdentityScope } from '../../models/repositories/identity/slice.js';
import type { Logger } from '../../observability/logger.js';

type Scope = ClinicsScope & IdentityScope;

export interface AccountMailDeps {
  readonly accountMails: AccountMailWorkflows;
  /** Domain of Message-IDs. */
  readonly mailDomain: string;
  readonly logger: Pick<Logger, 'warn'>;
}

/** A one-time link that goes along; `details` say what it will do beyond its purpose. */
export interface NewLink {
  readonly purpose: LinkPurpose;
  readonly details: object | null;
}

export interface AccountMail
  extends Pick<AccountMailContent, 'firstName'>,
    Partial<
      Pick<
        AccountMailContent,
        | 'notice'
        | 'device'
        | 'zone'
        | 'expiresOn'
        | 'glass'
        | 'visit'
        | 'invitedAs'
        | 'join'
        | 'chat'
        | 'guest'
        | 'order'
        | 'stock'
        | 'held'
      >
    > {
  readonly kind: AccountMailKind;
  readonly recipient: string;
  /** Null while nobody has the account yet. */
  readonly userId: string | null;
  /** The one that it speaks for; null before an installation has any. */
  readonly clinicId: string | null;
  readonly link: NewLink | null;
}

/**
 * Adds a mail, and the one-time link in it, in the transaction of the change that it tells of. Returns its id: whoever
 * has committed passes it to `sendAccountMail`.
 */
export async function addAccountMail(
  { mailDomain }: AccountMailDeps,
  scope: Scope,
  mail: AccountMail,
  now: Date,
): Promise<string> {
  const clinic = mail.clinicId === null ? null : await scope.clinics.find(mail.clinicId);
  const id = randomUUID();
  await scope.accountMails.add({
    id,
    userId: mail.userId,
    clinicId: mail.clinicId,
    kind: mail.kind,
    recipient: mail.recipient,
    messageId: `<${id}@${mailDomain}>`,
    createdAt: now,
    content: {
      firstName: mail.firstName,
      clinicName: clinic?.name ?? 'Keepwell',
      clinicPhone: clinic?.phone ?? null,
      link: mail.link && (await addLink(scope, mail, mail.link, now)),
      notice: mail.notice ?? null,
      happenedAt: mail.notice || mail.glass ? now.toISOString() : null,
      zone: mail.zone ?? clinic?.timezone ?? 'UTC',
      device: mail.device ?? null,
      ...(mail.expiresOn ? { expiresOn: mail.expiresOn } : {}),
      ...(mail.glass ? { glass: mail.glass } : {}),
      ...(mail.invitedAs ? { invitedAs: mail.invitedAs } : {}),
      ...(mail.guest ? { guest: mail.guest } : {}),
      ...(mail.chat ? { chat: mail.chat } : {}),
      ...(mail.order ? { order: mail.order } : {}),
      ...(mail.stock ? { stock: mail.stock } : {}),
      ...(mail.held ? { held: mail.held } : {}),
      ...(mail.join ? { join: mail.join } : {}),
      ...(mail.visit ? { visit: mail.visit } : {}),
    },
  });
  return id;
}

async function addLink(scope: Scope, mail: AccountMail, link: NewLink, now: Date): Promise<OneTimeLink> {
  const { purpose, details } = link;
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(now.getTime() + LINK_LIVES_MS[purpose]);
  const { userId, recipient: email } = mail;
  await scope.oneTimeTokens.add({ purpose, userId, email, token, details, createdAt: now, expiresAt });
  return { purpose, token };
}

/**
 * Starts the workflow that sends a mail, after the commit. Never rejects: the row is there, and when the engine cannot be
 * reached now, maintenance starts the workflow within a minute or two.
 */
export async function sendAccountMail({ accountMails, logger }: AccountMailDeps, mailId: string): Promise<void> {
  try {
    await accountMails.send(mailId);
  } catch (error) {
    logger.warn('a mail about an account waits for maintenance', { error, mail: mailId });
  }
}
