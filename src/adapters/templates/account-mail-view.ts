import { longDay } from '../../domain/days.js';
import type {
  AccountMailContent,
  AccountMailKind,
  MailedShortage,
  SecurityNotice,
} from '../../domain/identity/account-mails.js';
import { deviceName } from '../../domain/identity/device-names.js';
import { MessageDataError } from './port.js';
import { oneLine, webLink } from './view-text.js';
import { zonedTime } from './zoned-time.js';

/** What happened, as the heading and the first sentence of a notice say it. */
const NOTICES: Readonly<Record<SecurityNotice, readonly [heading: string, sentence: string]>> = {
  new_device: ['New sign-in to your account', 'Somebody signed in to your account from a device that it did not know.'],
  password_changed: ['Your password was changed', 'The password of your account was changed.'],
  password_reset: [
    'Your password was reset',
    'The password of your account was reset by a link that we had mailed to you.',
  ],
  mfa_enabled: [
    'Two-step sign-in was set up',
    'From now on a code of an authenticator app is needed to sign in to your account.',
  ],
  mfa_disabled: [
    'Two-step sign-in was switched off',
    'Your account can be signed in to with its password alone from now on.',
  ],
  mfa_reset: [
    'Two-step sign-in was reset',
    'An administrator took the authenticator app and the recovery codes from your account, and everybody was signed out.',
  ],
  recovery_codes_renewed: [
    'New recovery codes were made',
    'Your account has ten new recovery codes; those before no longer work.',
  ],
  recovery_code_used: [
    'A recovery code was used',
    'Somebody signed in to your account with one of its recovery codes.',
  ],
  google_linked: [
    'Google can sign you in',
    'A Google account was linked to your account, which can be signed in to by it from now on.',
  ],
  google_unlinked: ['Google no longer signs you in', 'The Google account was unlinked from your account.'],
  email_changed: ['Your mail address was changed', 'Your account now belongs to another mail address.'],
};

const NEEDS_LINK: readonly AccountMailKind[] = ['email_verification', 'password_reset', 'invitation', 'guest_invited'];

/**
 * The words of a mail about an account, as its template sees them: every name exists, null for nothing.
 * @throws MessageDataError when the kind needs a link or a notice that is missing
 */
export function accountMailView(kind: AccountMailKind, content: AccountMailContent, linkUrl: string | null) {
  if (NEEDS_LINK.includes(kind) && linkUrl === null) throw new MessageDataError(`${kind} needs a link`);
  if (kind === 'security_notice' && content.notice === null) throw new MessageDataError(`${kind} needs a notice`);
  if (kind === 'verification_expiring' && !content.expiresOn) throw new MessageDataError(`${kind} needs a day`);
  if (kind === 'break_glass' && !content.glass) throw new MessageDataError(`${kind} needs to know by whom`);
  if (kind === 'questionnaire_due' && !content.visit) throw new MessageDataError(`${kind} needs a visit`);
  if (kind === 'join_request' && !content.join) throw new MessageDataError(`${kind} needs a request`);
  if (kind === 'chat_reopened' && !content.chat) throw new MessageDataError(`${kind} needs to know by whom`);
  if (kind === 'purchase_order' && !content.order) throw new MessageDataError(`${kind} needs an order`);
  if (kind === 'guest_invited' && !content.guest) throw new MessageDataError(`${kind} needs to know by whom`);
  if (kind === 'stock_alert' && !content.stock) throw new MessageDataError(`${kind} needs products`);
  if (kind === 'import_attention' && !content.held) throw new MessageDataError(`${kind} needs a hold`);
  const [heading, sentence] = content.notice ? NOTICES[content.notice] : [null, null];
  const clinicName = oneLine(content.clinicName);
  return {
    reference: null,
    because: `You get this message because ${reasonOf(content, clinicName)}. It is sent automatically.`,
    clinicName,
    clinicPhone: content.clinicPhone ? oneLine(content.clinicPhone) : null,
    // Who is invited has no name here yet.
    firstName: oneLine(content.firstName) ?? 'there',
    linkUrl: linkUrl === null ? null : webLink(linkUrl),
    noticeHeading: heading,
    noticeSentence: sentence,
    happened: content.happenedAt ? zonedTime(new Date(content.happenedAt), content.zone).absolute : null,
    glassBy: content.glass ? `${oneLine(content.glass.by)} (${content.glass.role})` : null,
    glassUntil: content.glass ? zonedTime(new Date(content.glass.until), content.zone).absolute : null,
    device: content.device ? (deviceName(content.device) ?? oneLine(content.device)) : null,
    starts: content.visit ? zonedTime(new Date(content.visit.startsAt), content.zone).absolute : null,
    due: content.visit ? zonedTime(new Date(content.visit.dueAt), content.zone).absolute : null,
    invitedAs: content.invitedAs ?? null,
    joinBy: content.join?.by ? oneLine(content.join.by) : null,
    joinApproved: content.join?.approved === true,
    joinReason: content.join?.reason ? oneLine(content.join.reason) : null,
    orderNumber: content.order?.number ?? null,
    guestBy: content.guest ? oneLine(content.guest.by) : null,
    guestRole: content.guest ? content.guest.role.replaceAll('_', ' ') : null,
    chatBy: content.chat ? oneLine(content.chat.by) : null,
    chatUntil: content.chat ? zonedTime(new Date(content.chat.until), content.zone).absolute : null,
    shortages: content.stock?.shortages.map(shortageLine) ?? [],
    shortCount: countOf((content.stock?.shortages.length ?? 0) + (content.stock?.more ?? 0)),
    moreShortages: content.stock && content.stock.more > 0 ? countOf(content.stock.more) : null,
    heldSupplier: content.held ? oneLine(content.held.supplierName) : null,
    heldReasons: content.held ? content.held.reasons.map(oneLine) : null,
    expires: content.expiresOn ? longDay(content.expiresOn) : null,
  };
}

function reasonOf({ guest, order }: AccountMailContent, clinicName: string | null): string {
  if (order) return `${clinicName} orders from you`;
  if (guest) return `somebody at ${clinicName} gave your mail address`;
  return `your mail address was given for an account at ${clinicName}`;
}

function countOf(products: number): string {
  return products === 1 ? '1 product' : `${products} products`;
}

/** `Saltbush (Alma): 3 left of the clinic's own stock; it is reordered at 12`. */
function shortageLine({ product, supplierName, alert, stock, basis, reorderLevel }: MailedShortage): string {
  const where = basis === 'clinic' ? "of the clinic's own stock" : 'at the supplier';
  const left = alert === 'out' ? `nothing left ${where}` : `${stock} left ${where}`;
  const level = reorderLevel === null ? '' : `; it is reordered at ${reorderLevel}`;
  return `${oneLine(product)} (${oneLine(supplierName)}): ${left}${level}`;
}
