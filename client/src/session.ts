// Who is signed in. The access token lives in memory alone, the refresh token in a cookie that no script can read.
import { signal } from '@preact/signals';
import { answerOf, api, authenticateWith, Refusal, type SessionUser } from './api.js';
import { forgetVisits } from './visits-offline.js';

/** `offline`: the clinic cannot be asked who this is. `guest`: somebody without an account, in one conversation. */
export type Phase = 'starting' | 'out' | 'in' | 'offline' | 'guest';

export const phase = signal<Phase>('starting');
export const user = signal<SessionUser | null>(null);

/** Who has come by a guest's link, for as long as this window is open: there is no cookie, and no second link. */
export interface Guest {
  readonly access: string;
  readonly room_id: string;
  readonly user: string;
}

const GUEST = 'guest';
export const guest = signal<Guest | null>(JSON.parse(sessionStorage.getItem(GUEST) ?? 'null'));

const RENEW_BEFORE_MS = 30_000;
const AT_ONCE_MS = 1_000;
const OURS = { 'x-requested-with': 'keepwell' };
const DEVICE = 'device';

interface Pair {
  readonly access: string;
  readonly expires_in: number;
  readonly user: SessionUser;
  readonly device_token?: string;
}

/** What a sign-in may be asked for instead of letting the person in. */
export interface Asked {
  readonly mfa_token: string;
  readonly mfa_required?: boolean;
  readonly mfa_setup_required?: boolean;
}

/** `until`: from then on it is renewed before it is used. */
let access: { readonly token: string; readonly until: number } | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
let renewing: Promise<string> | null = null;
const renewed = new Set<(token: string) => void>();

/** When somebody last touched this window. */
let usedAt = Date.now();
let takenAt = 0;
/** What is open and wants to stay so, such as a conversation. */
const open = new Set<object>();
const isInUse = () => open.size > 0 || usedAt >= takenAt;

const TOUCHES = ['pointerdown', 'keydown'];
for (const touch of TOUCHES) {
  addEventListener(touch, () => {
    usedAt = Date.now();
  });
}

/** Keeps the session alive while this is open. Returns how to stop that. */
export function stayFor(what: object): () => void {
  open.add(what);
  renewInTime();
  return () => open.delete(what);
}

/** Now, or as soon as somebody is there again: a window that was left does not keep its person signed in. */
export function whenInUse(wake: () => void): void {
  if (isInUse()) wake();
  else for (const touch of TOUCHES) addEventListener(touch, wake, { once: true });
}

/** Tells of each new access token, for connections that outlive one. Returns how to stop that. */
export function onRenewal(hear: (token: string) => void): () => void {
  renewed.add(hear);
  renewInTime();
  return () => renewed.delete(hear);
}

/** The token to send now: renewed when it is about to end. Null when nobody is signed in. */
export async function accessToken(): Promise<string | null> {
  if (phase.value === 'guest') return guest.value?.access ?? null;
  if (access && access.until > Date.now()) return access.token;
  return renew();
}

/** Once for all who ask meanwhile. */
function renew(): Promise<string> {
  renewing ??= swap().finally(() => {
    renewing = null;
  });
  return renewing;
}

async function swap(): Promise<string> {
  try {
    const pair = await answerOf(api.POST('/api/v1/users/token/refresh', { body: {}, headers: OURS }));
    // A role that has come to need a second factor: its holder signs in anew.
    if (!('access' in pair)) throw new Refusal('unauthenticated', 'Please sign in again.');
    take(pair);
    return pair.access;
  } catch (error) {
    if (error instanceof Refusal && !error.isPassing) leave();
    throw error;
  }
}

function take(pair: Pair): void {
  const lives = pair.expires_in * 1000;
  takenAt = Date.now();
  access = { token: pair.access, until: Date.now() + lives - Math.min(RENEW_BEFORE_MS, lives / 3) };
  if (pair.device_token) localStorage.setItem(DEVICE, pair.device_token);
  user.value = pair.user;
  renewInTime();
  for (const hear of renewed) hear(pair.access);
}

/** A live connection ends with its token, which is renewed before while the window is in use. */
function renewInTime(): void {
  clearTimeout(timer);
  if (!access || renewed.size === 0) return;
  const wait = Math.max(access.until - Date.now(), AT_ONCE_MS);
  // A timer may come a moment early: it renews all the same, because no other follows it.
  timer = setTimeout(() => isInUse() && void renew().catch(() => undefined), wait);
}

authenticateWith(async () => (phase.value === 'out' ? null : accessToken()), leave);

/** Finds out whether the browser still has a session. */
export async function resume(): Promise<void> {
  if (location.pathname.startsWith('/app/guest')) {
    phase.value = 'guest';
    return;
  }
  try {
    await accessToken();
    phase.value = 'in';
  } catch (error) {
    phase.value = error instanceof Refusal && error.isPassing ? 'offline' : 'out';
  }
}

/** Lets somebody in, or says what is asked for first. @throws Refusal */
export async function signIn(email: string, password: string, remember: boolean): Promise<Asked | null> {
  const body = { email, password, remember, device_token: localStorage.getItem(DEVICE) };
  return enter(await answerOf(api.POST('/api/v1/users/login', { params: { query: { cookie: true } }, body })));
}

/** The second step, by a code of the authenticator app or one of the recovery codes. @throws Refusal */
export async function giveSecondFactor(mfaToken: string, code: string): Promise<Asked | null> {
  const proof = /^[\d\s]+$/.test(code) ? { code: code.replace(/\s/g, '') } : { recovery_code: code };
  const body = { mfa_token: mfaToken, ...proof };
  return enter(await answerOf(api.POST('/api/v1/users/login/mfa', { params: { query: { cookie: true } }, body })));
}

function enter(answer: Pair | Asked): Asked | null {
  if ('mfa_token' in answer) return answer;
  take(answer);
  phase.value = 'in';
  return null;
}

/** Proves once more who this is, by a code of the authenticator app: for what asks for a fresh second factor. @throws Refusal */
export async function proveAgain(code: string): Promise<void> {
  const how = { params: { query: { cookie: true } }, body: { code: code.replace(/\s/g, '') } };
  take(await answerOf(api.POST('/api/v1/users/reauthenticate', how)));
}

/** Lets a guest in, once by each link. @throws Refusal */
export async function enterAsGuest(token: string): Promise<void> {
  guest.value = await answerOf(api.POST('/api/v1/chat/guest-sessions', { body: { token } }));
  sessionStorage.setItem(GUEST, JSON.stringify(guest.value));
}

/** They have left, were removed, or the room has closed: nothing of theirs stays on the device. */
export function leaveAsGuest(): void {
  const theirs = `words:${guest.value?.user}:`;
  for (const key of Object.keys(localStorage)) if (key.startsWith(theirs)) localStorage.removeItem(key);
  sessionStorage.removeItem(GUEST);
  location.assign('/app/guest');
}

/** Ends the session, and leaves nothing of the person on this device. */
export async function signOut(): Promise<void> {
  if (phase.value === 'guest') return leaveAsGuest();
  await answerOf(api.POST('/api/v1/users/logout', { body: {} })).catch(() => undefined);
  localStorage.clear();
  sessionStorage.clear();
  await forgetVisits();
  // Another document: nothing that a screen or this one remembered survives.
  location.assign('/app/');
}

/** The session is over, wherever it was ended. Unsent words stay on the device for who signs in again. */
function leave(): void {
  if (phase.value === 'guest') {
    leaveAsGuest();
    return;
  }
  access = null;
  user.value = null;
  phase.value = 'out';
}

// Another window has signed out: this one shows nothing any more, either.
window.addEventListener('storage', (event) => {
  if (event.key === null && phase.value === 'in') location.assign('/app/');
});
