// How every screen asks the API: types from its own document, one place for the token and one for refusals.
import createClient, { type Middleware } from 'openapi-fetch';
import type { components, paths } from '../generated/api.js';

export type Schemas = components['schemas'];
export type Appointment = Schemas['AppointmentAnswer'];
export type ChatRoom = Schemas['ChatRoomView'];
export type ChatMessage = Schemas['ChatMessageView'];
export type Attachment = Schemas['AttachmentView'];
export type Consultation = Schemas['ConsultationView'];
export type Notification = Schemas['NotificationView'];
export type Slot = Schemas['SlotView'];
export type OwnSlot = Schemas['OwnSlotView'];
export type SessionUser = Schemas['SessionUser'];
export type AttentionEntry = Schemas['AttentionAnswer'];
export type TimelineItem = Schemas['TimelineItem'];
export type Patient = Schemas['ListedPatientView'];
export type Questionnaire = Schemas['QuestionnaireView'];
export type QuestionnaireItem = Schemas['ItemView'];
export type ClinicDocument = Schemas['DocumentAnswer'];
export type Drug = Schemas['DrugView'];
export type ClinicalSummary = Schemas['ClinicalSummary'];
export type PrescriptionBody = Schemas['PrescriptionBody'];
export type Prescription = Schemas['PrescriptionView'];
export type Draft = Schemas['DraftView'];
export type CheckFindings = Schemas['ChecksAnswer'];
export type CheckName = Schemas['CheckName'];
export type ProblemAlert = Schemas['ProblemAlert'];

/** What the parts of a visit's screen are given. */
export interface VisitProps {
  readonly visit: Appointment;
  /** Fetches it anew. */
  readonly again: () => Promise<void>;
}

/** What the API refused, or that it could not be asked. `message` is a sentence to show. */
export class Refusal extends Error {
  constructor(
    readonly code: string,
    message: string,
    /** What is wrong with which field. */
    readonly fields: Readonly<Record<string, string>> = {},
    /** Every other member of the problem. */
    readonly more: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }

  /** Nobody knows whether it was done: asking again, with the same key, is right. */
  get isPassing(): boolean {
    return ['unreachable', 'unavailable', 'provider_unavailable', 'rate_limited', 'internal'].includes(this.code);
  }
}

/** Gives the access token that holds now, or null for nobody. Set by session.ts, which in turn asks the API. */
let tokenSource: () => Promise<string | null> = async () => null;
let onUnauthenticated: () => void = () => undefined;

export function authenticateWith(source: typeof tokenSource, refused: typeof onUnauthenticated): void {
  tokenSource = source;
  onUnauthenticated = refused;
}

const authentication: Middleware = {
  async onRequest({ request }) {
    if (request.headers.has('authorization') || PUBLIC.test(new URL(request.url).pathname)) return undefined;
    const token = await tokenSource();
    if (token !== null) request.headers.set('authorization', `Bearer ${token}`);
    return request;
  },
};

/** Asked without being anybody. */
const PUBLIC = /^\/api\/v1\/(users\/(login|register|token)|chat\/guest-sessions)/;

export const api = createClient<paths>({ baseUrl: location.origin });
api.use(authentication);

/** What openapi-fetch gives. */
export interface Answered<T> {
  readonly data?: T;
  readonly error?: unknown;
  readonly response: Response;
}

/** The body of an answer. @throws Refusal */
export async function answerOf<T>(asked: Promise<Answered<T>>): Promise<T> {
  const answer = await asked.catch((error: unknown): never => {
    // That there is no token any more, for example.
    if (error instanceof Refusal) throw error;
    throw new Refusal('unreachable', 'The clinic cannot be reached. Check your connection and try again.');
  });
  if (answer.response.ok) return answer.data as T;
  throw refusalOf(answer.error, new URL(answer.response.url).pathname);
}

/** What an answer that is none says, in the API's words where there are some. */
export function refusalOf(error: unknown, path: string): Refusal {
  const problem = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>;
  const { code, error: sentence, fields, field, ...more } = problem;
  const listed = Array.isArray(fields) ? (fields as { field: string; message: string }[]) : [];
  const named = Object.fromEntries(listed.map((one) => [one.field, one.message]));
  if (typeof field === 'string') named[field] ??= String(sentence);
  if (code === 'unauthenticated' && !PUBLIC.test(path)) onUnauthenticated();
  const words = typeof sentence === 'string' ? sentence : 'This did not work. Please try again in a moment.';
  return new Refusal(typeof code === 'string' ? code : 'internal', words, named, more);
}

/** A key under which a request may be repeated; also where the page is not on https, which lacks `randomUUID`. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** For what openapi-fetch does not send. @throws Refusal */
export async function authorized(): Promise<Headers> {
  const token = await tokenSource();
  return new Headers(token === null ? [] : [['authorization', `Bearer ${token}`]]);
}

/** Saves what is there under this name. */
export function save(href: string, name: string): void {
  const link = document.createElement('a');
  link.href = href;
  link.download = name;
  link.click();
}

/**
 * Saves a file that needs the caller's token, under this name. `sent`: posted under a key, for what is made by asking.
 * @throws Refusal
 */
export async function download(path: string, name: string, sent?: { body: object; key: string }): Promise<void> {
  const headers = await authorized();
  if (sent) headers.set('idempotency-key', sent.key);
  if (sent) headers.set('content-type', 'application/json');
  const how = sent ? { method: 'POST', body: JSON.stringify(sent.body), headers } : { headers };
  const response = await fetch(path, how).catch(() => null);
  if (!response) throw new Refusal('unreachable', 'The file could not be fetched. Please try again in a moment.');
  if (!response.ok) throw refusalOf(await response.json().catch(() => null), path);
  const href = URL.createObjectURL(await response.blob());
  save(href, name);
  URL.revokeObjectURL(href);
}
