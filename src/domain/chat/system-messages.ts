import type { BreakGlassRole } from '../patients/public.js';

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
