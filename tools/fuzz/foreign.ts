import type { Role } from '../../src/domain/roles.js';
import { type Document, routesOf } from '../openapi/document.js';
import type { FuzzCaller } from './callers.js';
import { FuzzedClinic, type Installation } from './clinic.js';
import { type Examples, makeExamples } from './examples.js';
import { demoPerson, register } from './people.js';
import type { SentRequest } from './sent-requests.js';

/** Records of a clinic in which no caller of the run has a membership. */
export interface Foreign {
  readonly clinicId: string;
  /** Requests that succeed in that clinic, by operation: each caller sends them, and is answered nothing. */
  readonly examples: Examples;
  /** The ids of the records. */
  readonly ids: readonly string[];
}

/** What was answered of another clinic, and how often it was asked for. */
export interface ForeignAnswers {
  readonly asked: number;
  /** One line for each operation and kind. */
  readonly answered: readonly string[];
}

/** What is said of a clinic to everybody, and what is said of the installation to each clinic in its own part. */
const OPEN = [
  'listClinics',
  'readClinic',
  'listLocations',
  'listDepartments',
  'listDocuments',
  'readPaymentsStatus',
  'joinClinic',
  'giveConsent',
  'listReconciliations',
  'readReconciliation',
];
/** Of what everybody has of their own, only these name a record. */
const OWN = ['activateMembership', 'revokeSession', 'withdrawConsent'];
/** Money that nobody can be found for is no clinic's: the entry that this operation uses stands in the installation's list. */
const NO_CLINICS = ['resolveAttention'];
const MAIL_ADDRESS = /[\w.+-]+@[\w.-]+/g;
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** Adds a second clinic with an admin, a doctor and a patient, and makes one record for each operation. */
export async function makeForeign(installation: Installation, document: Document): Promise<Foreign> {
  const { instance } = installation;
  const { client: platform } = await demoPerson(instance, 'platform_admin');
  const wanted = { name: 'Foreign Clinic', slug: 'foreign', timezone: 'UTC', currency: 'aud' };
  const { id: clinicId } = await platform.call('POST', 'clinics/', wanted);
  const clinic = await FuzzedClinic.of(installation, await register(instance, platform, 'admin', clinicId));
  let examples: Examples = {};
  for (const by of [clinic.admin, clinic.doctor, clinic.patient]) {
    const operations = recordOperations(document, by.role).filter((one) => !(one in examples));
    examples = { ...examples, ...(await makeExamples(clinic, by, operations)) };
  }
  const { admin, doctor, patient } = clinic;
  const ids = idsIn(JSON.stringify([examples, clinicId, admin.id, doctor.id, patient.id]));
  return { clinicId, examples, ids };
}

/** A mail address names nobody's record: whoever sends the request that names it may make a person with it in their own clinic. */
export function idsIn(text: string): readonly string[] {
  return [...new Set(text.replaceAll(MAIL_ADDRESS, '').match(UUID))];
}

function recordOperations(document: Document, role: Role): readonly string[] {
  return routesOf(document).flatMap(({ operation }) => {
    const { operationId, 'x-permissions': permissions = [], 'x-roles': roles = [] } = operation;
    const isOfRecord = permissions.some((one) => one !== 'profile:own') || OWN.includes(operationId);
    return isOfRecord && roles.includes(role) && ![...OPEN, ...NO_CLINICS].includes(operationId) ? [operationId] : [];
  });
}

/**
 * A request that names a record of the other clinic must be refused, not for the state that the record is in (409), or find
 * an empty list; no other answer may name such a record. Clinics themselves are what a platform_admin looks after.
 */
export function foreignAnswers(
  caller: FuzzCaller,
  { clinicId, ids }: Foreign,
  sent: readonly SentRequest[],
): ForeignAnswers {
  const hidden = caller === 'platform_admin' ? ids.filter((id) => id !== clinicId) : ids;
  const answered = new Map<string, number>();
  let asked = 0;
  for (const { operationId, method, path, text, answer, status } of sent) {
    if (operationId !== null && OPEN.includes(operationId)) continue;
    const named = hidden.filter((id) => text.includes(id));
    if (named.length > 0) asked += 1;
    const isTold = (status >= 200 && status < 300) || status === 409;
    const isAnswer = named.length > 0 && isTold && answer.trim() !== '[]';
    const shown = hidden.some((id) => !named.includes(id) && answer.includes(id));
    if (!isAnswer && !shown) continue;
    const line = `${operationId ?? `${method} ${path}`} ${shown ? 'showed a record of' : `answered ${status} in`} another clinic`;
    answered.set(line, (answered.get(line) ?? 0) + 1);
  }
  return { asked, answered: [...answered].map(([line, times]) => `${line}, ${times} times`) };
}
