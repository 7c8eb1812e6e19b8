import type { Permission } from './permissions.js';
import type { Role } from './roles.js';

/**
 * A signed-in person, who acts in one membership: role, permissions and clinic are that membership's alone. `clinicIds`
 * bounds everything they can see: exactly the membership's clinic for staff, none for a `platform_admin`. Only a patient
 * sees the own records of all clinics: the membership's first, then those of the person's other patient memberships.
 */
export interface UserActor {
  readonly kind: 'user';
  readonly userId: string;
  /** Null where a link that was sent to a patient's mailbox stands for the patient. */
  readonly membershipId: string | null;
  readonly role: Role;
  readonly permissions: readonly Permission[];
  readonly clinicIds: readonly string[];
  readonly sessionId: string;
}

/**
 * Rows of the database that a scope opens by what names them, beside those of the person who acts. Each is a grant that the
 * policies of the tables read: a query that forgets its condition still sees no other row.
 */
export interface Grants {
  /** The account of this mail address; only to be read. */
  readonly mailbox?: string;
  /** The one-time link that somebody holds, by its token. */
  readonly link?: string;
  /** Who somebody is at the identity provider: the account that is linked to them. */
  readonly identity?: string;
  /** An account that is being opened, or whose link was used: to be written, with its sessions and links. */
  readonly account?: string;
  /** Accounts, memberships and profiles of people; only to be read. */
  readonly person?: string | readonly string[];
  /** Patients' profiles; only to be read. */
  readonly profile?: string | readonly string[];
  /** An invitation whose link somebody holds. */
  readonly invitation?: string;
  readonly session?: string;
  readonly clinic?: string;
  /** The names of all clinics. */
  readonly clinics?: 'all';
  /** An appointment with its doctor, patient and money. */
  readonly appointment?: string;
  /** The record of a consultation, for what is said at the check-in. */
  readonly consultation?: string;
  readonly order?: string;
  /** A provider's event. */
  readonly event?: string | readonly string[];
  /** Attention entries about this: an object of a provider, a person, a clinic. */
  readonly entry?: string | readonly string[];
  /** Entries about providers that send no webhooks. */
  readonly silences?: 'all';
  /** Keys of repeated requests. */
  readonly caller?: string;
  /** The patient whose record is about to be opened by break-glass; only to be written. */
  readonly glass?: string;
  /** For a doctor's scope: how long patients are theirs after the last visit, in ms, where the clinic does not say. */
  readonly treating?: string;
  /** Chat rooms, for who is a member of them or has broken the glass for their patient. */
  readonly room?: string | readonly string[];
  /** The API key that somebody sends. */
  readonly apikey?: string;
  /** A prescription whose number and code somebody holds, with its items, supplies and history. */
  readonly prescription?: string;
  /** For a doctor's scope: a prescription of the clinic that is to be cancelled, whoever treats the patient. */
  readonly ending?: string;
  /** Looks at the payloads of this workflow. */
  readonly payload?: string;
}

/** The product itself: timers, webhooks, maintenance. In the API it sees what it opens; the worker sees everything. */
export interface SystemActor {
  readonly kind: 'system';
  readonly label: string;
  readonly opens?: Grants;
}

/**
 * An integration, by a key that an admin of the clinic has made: exactly the permissions that the key names, in its clinic,
 * and of no person. It reads no field of a record that the matrix guards.
 */
export interface ApiKeyActor {
  readonly kind: 'api_key';
  readonly keyId: string;
  readonly role: 'api_key';
  readonly permissions: readonly Permission[];
  /** The key's clinic alone. */
  readonly clinicIds: readonly [string];
}

/**
 * A guest of one chat room, by the link that was mailed to them: an interpreter or support person. They reach nothing but this
 * room, from the moment they came until they are removed or it closes.
 */
export interface GuestActor {
  readonly kind: 'guest';
  readonly userId: string;
  readonly role: 'guest';
  readonly roomId: string;
  /** The visit that the room is for. */
  readonly appointmentId: string;
  readonly permissions: readonly Permission[];
  readonly clinicIds: readonly [];
  readonly sessionId: '';
}

/** Whoever may be in a chat room. */
export type ChatActor = UserActor | GuestActor;

/** Whoever may call a route that API keys reach, too. */
export type Caller = UserActor | ApiKeyActor;

/** Somebody in the Temporal UI, who can only claim a name. */
export interface StaffUiActor {
  readonly kind: 'temporal_ui';
  readonly claims: string;
}

export type Actor = UserActor | GuestActor | ApiKeyActor | SystemActor | StaffUiActor;

/**
 * Whoever the API said asks for an update, sealed for that one update of that one appointment with those arguments.
 * Workflow code cannot open it; the activity that carries the update out does.
 */
export interface SealedActor {
  readonly kind: 'sealed';
  readonly seal: string;
  readonly update: string;
  readonly updateId: string;
}

/** Who acts, as a workflow knows it: a person only ever sealed. */
export type StepActor = SystemActor | StaffUiActor | SealedActor;

export const SYSTEM: SystemActor = { kind: 'system', label: 'keepwell' };

/** As it stands in history and audit. */
export function actorLabel(actor: Actor): string {
  switch (actor.kind) {
    case 'user':
    case 'guest':
    case 'api_key':
      return actor.role;
    case 'system':
      return actor.label;
    case 'temporal_ui':
      return `temporal-ui (claims ${actor.claims})`;
  }
}

export function actorUserId(actor: Actor): string | null {
  return actor.kind === 'user' || actor.kind === 'guest' ? actor.userId : null;
}

/** Whether a person acts for themselves, as a patient. */
export function actsAsPatient(actor: Actor): boolean {
  return actor.kind === 'user' && actor.role === 'patient';
}

/** The session that a person acts by; null for a link from a mail. */
export function actorSessionId(actor: Actor): string | null {
  // Who acts by a link that was mailed has no membership, and no session either.
  return actor.kind === 'user' && actor.membershipId !== null && actor.sessionId !== '' ? actor.sessionId : null;
}

/** The key that an integration acts by. */
export function actorApiKeyId(actor: Actor): string | null {
  return actor.kind === 'api_key' ? actor.keyId : null;
}

export function actorMembershipId(actor: Actor): string | null {
  return actor.kind === 'user' ? actor.membershipId : null;
}

/** Somebody without a login: registration and refused logins. */
export const ANONYMOUS: SystemActor = { kind: 'system', label: 'anonymous' };

/** Whoever signs in with this mail address. */
export function signingIn(mailbox: string): SystemActor {
  return { ...ANONYMOUS, opens: { mailbox } };
}

/** Whoever holds a one-time link; `opens` is what that link is for. */
export function holderOfLink(link: string, opens: Grants = {}): SystemActor {
  return { ...ANONYMOUS, opens: { ...opens, link } };
}

/** Whoever asks for a link to be mailed to this address. */
export function mailing(mailbox: string, person?: string): SystemActor {
  return { ...ANONYMOUS, opens: { mailbox, clinics: 'all', ...(person ? { person } : {}) } };
}

/** Whoever sends this API key, before it is known whether it works. */
export function sendingKey(apikey: string): SystemActor {
  return { ...ANONYMOUS, opens: { apikey, clinics: 'all' } };
}

/** Whoever holds a token of this session. */
export function holderOf(session: string, person: string): SystemActor {
  return { ...ANONYMOUS, opens: { session, person } };
}

/** Whoever has proved to be this person, and is about to choose a membership to act in. */
export function entering(person: string): SystemActor {
  return { ...ANONYMOUS, opens: { person } };
}

/** Whoever gives the first proof of a sign-in, and may be asked for the second. */
export function proving(person: string): SystemActor {
  return { ...ANONYMOUS, opens: { person, account: person } };
}

/** Whoever holds a prescription: its number and its code. */
export function holderOfPrescription(prescription: string, opens: Grants = {}): SystemActor {
  return { ...ANONYMOUS, opens: { ...opens, prescription } };
}

/** A process that looks whether anything is new in the rooms that its connections follow. */
export function following(room: readonly string[]): SystemActor {
  return { ...ANONYMOUS, opens: { room } };
}

/** Whoever the identity provider says somebody is, with the mail address that it has confirmed. */
export function identified(identity: string, mailbox: string | null, opens: Grants = {}): SystemActor {
  return { ...ANONYMOUS, opens: { ...opens, identity, clinics: 'all', ...(mailbox === null ? {} : { mailbox }) } };
}

/** Somebody who asks what is said to everybody: how the first clinic is paid, and where it is. */
export const VISITOR: SystemActor = { ...ANONYMOUS, opens: { clinics: 'all' } };
/** The same for somebody who is signed in. */
export const VISITED = { opens: { clinics: 'all' } } as const;

/** Whoever holds a link to one appointment: to pay for it, or to put it into a calendar. */
export function linkTo(appointment: string): SystemActor {
  return { ...SYSTEM, opens: { appointment } };
}

/** A provider's webhook, for the one event that it has signed. */
export function webhookOf(provider: string, opens: Grants & Required<Pick<Grants, 'event'>>): SystemActor {
  return { kind: 'system', label: `${provider}_webhook`, opens };
}

/** Issues the documents of one order. */
export function receiptsOf(opens: Required<Pick<Grants, 'order' | 'appointment' | 'person' | 'clinic'>>): SystemActor {
  return { ...SYSTEM, opens: { ...opens, entry: [`patient/${opens.person}`, `clinic/${opens.clinic}`] } };
}

/** Asks since when providers have sent no webhooks, for the figures. */
export const WATCHING: SystemActor = { ...SYSTEM, opens: { silences: 'all' } };

/** Whoever sends a request again, by its Idempotency-Key. */
export function repeating(caller: string): SystemActor {
  return { ...SYSTEM, opens: { caller } };
}

export function may(actor: Actor | null, permission: Permission): boolean {
  return (
    (actor?.kind === 'user' || actor?.kind === 'guest' || actor?.kind === 'api_key') &&
    actor.permissions.includes(permission)
  );
}
