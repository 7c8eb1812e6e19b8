import { createHash, randomBytes } from 'node:crypto';
import type { PrintableCharacters } from '../../adapters/pdf/port.js';
import type { ContentSigner, SigningKey } from '../../adapters/signing/port.js';
import type { Actor, UserActor } from '../../domain/actor.js';
import { clinicPolicy } from '../../domain/clinics/public.js';
import { assertValid, DomainError, notFound } from '../../domain/errors.js';
import type { IssueCommand, PrescriptionStep, RequestSnapshot } from '../../domain/prescriptions/commands.js';
import { type ContentFacts, contentOf, strictest } from '../../domain/prescriptions/compose-content.js';
import { canonicalContent, medicineOf, type PrescriptionContent } from '../../domain/prescriptions/content.js';
import { itemFields } from '../../domain/prescriptions/item.js';
import type { SplitPrescription } from '../../domain/prescriptions/law/facts.js';
import { CODE_BYTES, codeOfBytes, prescriptionNumber } from '../../domain/prescriptions/numbers.js';
import { type ItemFields, unprintable } from '../../domain/prescriptions/printable.js';
import type { PrescriptionRequest } from '../../domain/prescriptions/request.js';
import type { AppointmentRow } from '../../models/repositories/appointments/public.js';
import type { NewItem, NewPrescription } from '../../models/repositories/prescriptions/prescriptions.js';
import type { UnitOfWork } from '../../models/scope.js';
import { currentContext } from '../../observability/context.js';
import { failPoint } from '../../observability/fail-points.js';
import { derivedUuid } from '../idempotency/derived-uuid.js';
import { writingFor } from '../records/public.js';
import { enterMedicines } from './enter-medicines.js';
import type { FoundItem } from './found-items.js';
import { assertIssuable, detailsOf, type Judged, judge } from './judge.js';
import type { PrescribingDeps, PrescribingScope } from './prescribing-deps.js';
import { type PrescribingCase, readCase } from './read-case.js';
import { snapshotOf } from './request-snapshot.js';
import { type SigningKeyDeps, signingKeyFor } from './signing-key.js';
import { supersede } from './supersede.js';

export interface IssueDeps extends PrescribingDeps {
  readonly unitOfWork: UnitOfWork<PrescribingScope>;
  readonly signing: SigningKeyDeps;
  readonly contents: ContentSigner;
  readonly characters: PrintableCharacters;
  /** How many requests a doctor may issue within a time. */
  readonly prescribingLimit: { readonly points: number; readonly perMs: number } | null;
}

/** A step of issuing, whose actor is known. */
export type IssueInput = Omit<PrescriptionStep<IssueCommand>, 'actor'> & {
  readonly actor: Actor;
  readonly runId: string;
  /** Delivered after its caller had given up, by the engine's clock. */
  readonly late: boolean;
};

/**
 * Issues what a doctor asks for, in one transaction that holds the patient's record alone, so that two doctors at one moment see each other: judged anew, numbered,
 * signed, recorded with what enters the list of medicines, or nothing at all. What this request has issued already is answered as it stands. `late`: nothing
 * was issued, because nobody waits for the answer any more.
 * @throws DomainError compliance_violation, alerts_open, validation_failed, version_conflict, not_found, break_glass_required, rate_limited
 */
export function issuePrescription(deps: IssueDeps) {
  return async (input: IssueInput): Promise<RequestSnapshot | 'late'> => {
    const { actor } = input;
    if (actor.kind !== 'user') throw new DomainError('forbidden', 'Only a doctor prescribes.');
    failPoint('prescription.before');
    const options = writingFor(deps.policy, actor, input.command.request.patientId);
    const result = await deps.unitOfWork.withScope(actor, (scope) => issue(deps, scope, actor, input), {
      ...options,
      statementTimeoutMs: 2_000,
    });
    failPoint('prescription.issued');
    return result;
  };
}

async function issue(
  deps: IssueDeps,
  scope: PrescribingScope,
  actor: UserActor,
  input: IssueInput,
): Promise<RequestSnapshot | 'late'> {
  const { requestId, runId, command } = input;
  const [, present, isGivenUp] = await Promise.all([
    // Whoever settles whether this run has issued waits for the end of this transaction. Sent first: what is read is read under it.
    scope.prescriptions.holdAlone(requestId),
    scope.prescriptions.findRequest(requestId),
    scope.prescriptions.isGivenUp(requestId, runId),
  ]);
  if (present) {
    await scope.prescriptions.takeOver(requestId, runId);
    return snapshotOf(scope, requestId);
  }
  if (isGivenUp) {
    throw new DomainError('unavailable', 'The request was given up. Please try again.', { retryAfter: 1 });
  }
  if (input.late) return 'late';
  const now = deps.now();
  await takeDraft(scope, actor, requestId, command.draftVersion);
  const [found, lately] = await Promise.all([
    readCase({ scope, mappings: deps.mappings }, actor, command.request, now),
    issuedLately(deps, scope, actor.userId, now),
  ]);
  const judged = judge(deps, found, command.request);
  const visit = assertIssuable(found, judged);
  assertLimit(deps, lately, now);
  return insert(deps, scope, { actor, input, found, judged, visit });
}

/** A draft becomes what is issued from it: it has to be as the doctor saw it. */
async function takeDraft(scope: PrescribingScope, actor: UserActor, id: string, version: number | null): Promise<void> {
  if (version === null) return;
  const draft = await scope.prescriptionDrafts.find(id);
  if (draft?.doctorId !== actor.userId) throw notFound('Prescription');
  if (draft.version !== version || !(await scope.prescriptionDrafts.delete({ id, version }))) {
    const sentence = 'This draft was changed meanwhile: read it again, and issue the version that you have read.';
    throw new DomainError('version_conflict', sentence, { version: draft.version });
  }
}

/** What a doctor has issued within the time of the limit; none where there is no limit. */
async function issuedLately({ prescribingLimit: limit }: IssueDeps, scope: PrescribingScope, id: string, now: Date) {
  if (!limit) return { count: 0, first: null };
  return scope.prescriptions.issuedSince(id, new Date(now.getTime() - limit.perMs));
}

function assertLimit(
  { prescribingLimit: limit }: IssueDeps,
  { count, first }: Awaited<ReturnType<typeof issuedLately>>,
  now: Date,
): void {
  if (!limit || count < limit.points) return;
  const freeAt = (first?.getTime() ?? now.getTime()) + limit.perMs;
  throw new DomainError('rate_limited', 'Rate limit exceeded', {
    limitType: 'prescription_creation',
    limit: limit.points,
    retryAfter: Math.max(1, Math.ceil((freeAt - now.getTime()) / 1000)),
  });
}

/** What is about to be issued, and everything that decided it. */
interface Issue {
  readonly actor: UserActor;
  readonly input: IssueInput;
  readonly found: PrescribingCase;
  readonly judged: Judged;
  readonly visit: AppointmentRow;
}

async function insert(deps: IssueDeps, scope: PrescribingScope, issued: Issue): Promise<RequestSnapshot> {
  const { actor, input, found, judged, visit } = issued;
  const { requestId, operationId, command } = input;
  const { clinic, doctor, patient, now, today } = found;
  const of = { clinicId: clinic.id, doctorId: doctor.id, patientId: patient.id, appointmentId: visit.id };
  const [key, replaced] = await Promise.all([
    signingKeyFor(deps.signing)(scope, { id: doctor.id, name: fullName(doctor) }),
    supersede(scope, actor, command.supersedes, { ...of, requestId, today, operationId }),
    scope.prescriptions.insertRequest(requestRow(deps, issued, of)),
    enterMedicines(scope, { actor, found, requestId }),
    recordMode(scope, issued),
  ]);
  const year = Number(today.slice(0, 4));
  // When all else is done that may wait for somebody: whoever issues at the same time waits for the number.
  const first = await scope.prescriptions.takeNumbers(year, judged.split.length);
  const numbered = { ...issued, of, key, replaced, year, first };
  const rows = await Promise.all(judged.split.map((_, position) => compose(deps, numbered, position)));
  // Sent together, in this order: what ends the replaced one refers to what stands in its place, and what is answered is read last.
  const written = [...rows.map((row) => record(scope, issued, row)), replaced?.end(now)];
  const [snapshot] = await Promise.all([snapshotOf(scope, requestId), ...written]);
  return snapshot;
}

type Of = Pick<AppointmentRow, 'clinicId' | 'doctorId' | 'patientId'> & { readonly appointmentId: string };

function requestRow(deps: IssueDeps, { input, found }: Issue, of: Of) {
  const { requestId: id, operationId, runId, command } = input;
  const { clinic, now } = found;
  const reminderMs = clinicPolicy(deps.policy, clinic.policy).documentReminderMs;
  const remindAt = reminderMs === 0 ? null : new Date(now.getTime() + reminderMs);
  const apiRequestId = currentContext().requestId ?? null;
  return { ...of, id, bodyHash: command.bodyHash, operationId, issuedAt: now, remindAt, apiRequestId, runId };
}

/** What is about to be issued, with its numbers and the key that signs it. */
interface NumberedIssue extends Issue {
  readonly of: Of;
  readonly key: SigningKey;
  /** In whose place it stands. */
  readonly replaced: { readonly id: string; readonly number: string } | null;
  readonly year: number;
  /** The first of the numbers. */
  readonly first: number;
}

interface ComposedPrescription {
  readonly prescription: NewPrescription;
  readonly items: readonly NewItem[];
}

/** One of the prescriptions of a request, signed. @throws DomainError validation_failed for what no document could print */
async function compose(deps: IssueDeps, issue: NumberedIssue, position: number): Promise<ComposedPrescription> {
  const { input, found, judged, of, key, replaced, year } = issue;
  const { requestId, command } = input;
  const { clinic, now } = found;
  const split = judged.split[position];
  if (!split) throw new Error('a prescription that nobody asked for');
  const id = position === 0 ? requestId : derivedUuid(`${requestId}/prescription/${position}`);
  const ordinal = issue.first + position;
  const number = prescriptionNumber(year, ordinal);
  const itemIds = split.items.map((at) => derivedUuid(`${requestId}/item/${at}`));
  const facts = contentFacts(found, judged, command.request);
  const content = contentOf(facts, { id, number, split, itemIds, supersedes: replaced?.number ?? null });
  // What no document could print is never signed.
  assertValid(unprintable(content, (text) => deps.characters.missing(text), fieldsOf(found, split)));
  const contentText = canonicalContent(content);
  const { legalForm, scheme, issuedOn, validUntil } = content;
  const prescription = {
    ...{ ...of, id, requestId, position, year, ordinal, number, legalForm, scheme, issuedOn, validUntil, contentText },
    schedule: strictest(content.items.map((item) => medicineOf(item).schedule)),
    issuedAt: now,
    timezone: clinic.timezone,
    contentSha256: createHash('sha256').update(contentText).digest('hex'),
    jws: await deps.contents.sign(contentText, key),
    certificateId: key.certificate.id,
    code: codeOfBytes(randomBytes(CODE_BYTES)),
    details: detailsOf(found, judged, { request: command.request, split }),
    supersedes: replaced?.id ?? null,
  };
  return { prescription, items: split.items.map((at, place) => itemRow(content, place, found.items[at])) };
}

/** Writes one of the prescriptions of a request, with its first event and its audit row. */
async function record(
  scope: PrescribingScope,
  { actor, input, found, judged }: Issue,
  { prescription, items }: ComposedPrescription,
): Promise<void> {
  const { id, number, clinicId, patientId } = prescription;
  const { operationId } = input;
  const event = { prescriptionId: id, operationId, event: 'issued', by: actor.userId } as const;
  const about = { entity: 'prescription', entityId: id, clinicId, patientId } as const;
  const details = { number, overridden: judged.overridden.length };
  await Promise.all([
    scope.prescriptions.insert(prescription, items),
    scope.prescriptionEvents.append(event, found.now),
    scope.audit.record({ ...about, action: 'prescription.issued', details }, found.now),
  ]);
}

/** What the request calls the items of one of its prescriptions. */
function fieldsOf({ items }: PrescribingCase, split: SplitPrescription): readonly ItemFields[] {
  const all = itemFields(items);
  return split.items.flatMap((at) => all[at] ?? []);
}

function contentFacts(found: PrescribingCase, { approvals }: Judged, request: PrescriptionRequest): ContentFacts {
  const { clinic, doctor, patient, patientDocument, now, today } = found;
  return {
    issuedAt: now,
    issuedOn: today,
    timeZone: clinic.timezone,
    clinic: { name: clinic.name, address: found.clinicAddress, phone: clinic.phone },
    prescriber: { id: doctor.id, name: fullName(doctor) },
    patient: {
      id: patient.id,
      name: patientDocument.latinName ?? fullName(patient),
      birthDate: patientDocument.dateOfBirth,
      address: found.patientAddress,
    },
    scheme: request.scheme,
    noteToPharmacist: request.noteToPharmacist,
    items: found.items,
    approvals,
  };
}

function itemRow(content: PrescriptionContent, position: number, item: FoundItem | undefined): NewItem {
  const printed = content.items[position];
  if (!printed || !item) throw new Error('an item that nobody asked for');
  return {
    id: printed.id,
    prescriptionId: content.id,
    position,
    drugId: item.rowId,
    drugVersion: item.drug.version,
    productId: item.product?.id ?? null,
    schedule: strictest([medicineOf(printed).schedule]),
    quantity: printed.quantity,
    repeats: printed.repeats,
    intervalDays: printed.repeatIntervalDays ?? 1,
    issuedOn: content.issuedOn,
    validUntil: content.validUntil,
  };
}

/** The visit's record says by which means doctor and patient met, where it did not yet. */
async function recordMode(scope: PrescribingScope, { found, visit }: Issue): Promise<void> {
  const { hasRecordedMode, mode } = found;
  if (hasRecordedMode || mode === null) return;
  const record = await scope.consultations.find(visit.id);
  if (record.mode !== null) return;
  await scope.consultations.save(visit.id, visit.clinicId, { ...record, mode }, found.now);
}

function fullName({ firstName, lastName }: { readonly firstName: string; readonly lastName: string }): string {
  return `${firstName} ${lastName}`;
}
