import type { BreakGlassRole } from '../patients/public.js';
import type { ChatRole } from './rooms.js';

/** What the product says in a room; `cause` names the event, which is told once. */
export interface SystemMessage {
  readonly cause: string;
  readonly text: string;
}

const READERS: Readonly<Record<BreakGlassRole, string>> = {
  admin: 'An administrator',
  doctor: 'Another doctor',
  nurse: 'A nurse',
};

/** Somebody reads the room who is no member of it. */
export function openedByBreakGlass(grantId: string, role: BreakGlassRole): SystemMessage {
  const text = `${READERS[role]} of the clinic has opened this conversation by emergency access. The clinic checks each such access.`;
  return { cause: `break-glass/${grantId}`, text };
}

/** Somebody whom the doctor has brought into the room. */
interface Brought {
  readonly userId: string;
  readonly name: string;
  readonly role: ChatRole;
}

const named = ({ name, role }: Pick<Brought, 'name' | 'role'>) => `${name} (${role.replaceAll('_', ' ')})`;

/** `cause` names the request by which they came, or the guest, who comes once. */
export function memberJoined(cause: string, member: Pick<Brought, 'name' | 'role'>): SystemMessage {
  return { cause: `added/${cause}`, text: `${named(member)} has joined the chat.` };
}

export function invitedGuest(by: string, guest: Brought): SystemMessage {
  return { cause: `invited/${guest.userId}`, text: `${by} has invited ${named(guest)} to this chat.` };
}

export function memberRemoved(member: Brought, at: Date): SystemMessage {
  return { cause: `removed/${member.userId}/${at.getTime()}`, text: `${named(member)} is no longer in the chat.` };
}

/** The doctor has opened the room again, by this request. */
export function reopened(requestId: string, by: string): SystemMessage {
  return { cause: `reopened/${requestId}`, text: `${by} has opened this chat again.` };
}

/** The visit was moved to another doctor; `version` is that of the moved appointment. */
export function doctorChanged(from: string, to: string, version: number): readonly [SystemMessage, SystemMessage] {
  return [
    { cause: `left/${version}`, text: `${from} has left the chat.` },
    { cause: `joined/${version}`, text: `${to} has joined the chat. The visit was moved to this doctor.` },
  ];
}
