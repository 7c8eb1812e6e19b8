// The one live connection of this window. It outlives its tokens, and comes back by itself when it is lost.
import { signal } from '@preact/signals';
import { io, type Socket } from 'socket.io-client';
import { accessToken, guest, leaveAsGuest, onRenewal, whenInUse } from '../session.js';

export type Answer = { readonly ok: boolean; readonly code?: string; readonly error?: string } & Record<
  string,
  unknown
>;

const ANSWER_MS = 5_000;
const LONGEST_PAUSE_MS = 5_000;

/** Whether the clinic hears us now. */
export const connected = signal(false);

let socket: Socket | null = null;

/** Opens it when somebody needs it first. */
export function connection(): Socket {
  if (socket) return socket;
  // A balancer needs to know nothing about a WebSocket; long polling would want each request at the same process.
  socket = io(`${location.origin}/chat`, {
    transports: ['websocket'],
    // A proxy that takes a connection and lets it hang is left soon.
    timeout: ANSWER_MS,
    reconnectionDelay: 300,
    reconnectionDelayMax: LONGEST_PAUSE_MS,
    auth: (send) => void tokenFor(send),
  });
  const opened = socket;
  opened.on('connect', () => {
    connected.value = true;
  });
  opened.on('disconnect', (reason) => {
    connected.value = false;
    // Cut by the server, for example at a token's end: the library does not come back from that by itself.
    if (reason === 'io server disconnect') setTimeout(() => whenInUse(() => opened.connect()), 300);
  });
  opened.on('connect_error', (error: Error & { data?: { code?: string } }) => {
    connected.value = false;
    if (guest.value && error.data?.code === 'unauthenticated') return leaveAsGuest();
    // Refused by the server: whoever is still signed in has a better token a moment later.
    if (!opened.active) setTimeout(() => opened.connect(), LONGEST_PAUSE_MS);
  });
  onRenewal((token) => {
    if (opened.connected) opened.emit('session:renew', { token }, () => undefined);
  });
  return opened;
}

async function tokenFor(send: (auth: object) => void): Promise<void> {
  const token = await accessToken().catch(() => null);
  send({ token });
}

/** Asks once. Null when there was no answer: nobody knows whether it was done. */
export async function ask(name: string, payload: object): Promise<Answer | null> {
  const one = connection();
  if (!one.connected) return null;
  return one
    .timeout(ANSWER_MS)
    .emitWithAck(name, payload)
    .catch(() => null);
}
