import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { PrintableCharacters } from '../../adapters/pdf/port.js';
import type { ContentSigner } from '../../adapters/signing/port.js';
import type { Actor, UserActor } from '../../domain/actor.js';
import { clinicPolicy } from '../../domain/clinics/public.js';
import { assertValid, DomainError, notFound } from '../../domain/errors.js';
import type { IssueCommand, PrescriptionStep, RequestSnapshot } from '../../domain/prescriptions/commands.js';
import { type ContentFacts, contentOf, strictest } from '../../domain/prescriptions/compose-content.js';
import { canonicalContent, type PrescriptionContent } from '../../domain/prescriptions/content.js';
import { CODE_BYTES, codeOfBytes, prescriptionNumber } from '../../domain/prescriptions/numbers.js';
import { unprintable } from '../../domain/prescriptions/printable.js';
import type { PrescriptionRequest } from '../../domain/prescriptions/request.js';
import { codingOf } from '../../domain/records/public.js';
import type { AppointmentRow } from '../../models/repositories/appointments/public.js';
import type { NewItem } from '../../models/repositories/prescriptions/prescriptions.js';
import type { UnitOfWork } from '../../models/scope.js';
import { currentContext } from '../../observability/context.js';
import { failPoint } from '../../observability/fail-points.js';
import { derivedUuid } from '../idempotency/derived-uuid.js';
import { noteEntry, writingFor } from '../records/public.js';
import { assertIssuable, detailsOf, type Judged, judge } from './judge.js';
import type { PrescribingDeps, PrescribingScope } from './prescribing-deps.js';
import { type FoundItem, type PrescribingCase, readCase } from './read-case.js';
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
  // Whoever settles whether this run has issued waits for the end of this transaction.
  await scope.prescriptions.holdAlone(requestId);
  const present = await scope.prescriptions.findRequest(requestId);
  if (present) {
    await scope.prescriptions.takeOver(requestId, runId);
    return snapshotOf(scope, requestId);
  }
  if (await scope.prescriptions.isGivenUp(requestId, runId)) {
    throw new DomainError('unavailable', 'The request was given up. Please try again.', { retryAfter: 1 });
  }
  if (input.late) return 'late';
  const now = deps.now();
  await takeDraft(scope, actor, requestId, command.draftVersion);
  const found = await readCase(scope, actor, command.request, now);
  const judged = judge(deps, found, command.request);
  const visit = assertIssuable(found, judged);
  await assertLimit(deps, scope, actor.userId, now);
  await insert(deps, scope, { actor, input, found, judged, visit });
  return snapshotOf(scope, requestId);
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

async function assertLimit(
  { prescribingLimit: limit }: IssueDeps,
  scope: PrescribingScope,
  doctorId: string,
  now: Date,
): Promise<void> {
  if (!limit) return;
  const { count, first } = await scope.prescriptions.issuedSince(doctorId, new Date(now.getTime() - limit.perMs));
  if (count < limit.points) return;
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

async function insert(deps: IssueDeps, scope: PrescribingScope, issued: Issue): Promise<void> {
  const { actor, input, found, judged, visit } = issued;
  const { requestId, operationId, runId, command } = input;
  const { clinic, doctor, patient, now, today } = found;
  const of = { clinicId: clinic.id, doctorId: doctor.id, patientId: patient.id, appointmentId: visit.id };
  const { bodyHash } = command;
  const apiRequestId = currentContext().requestId ?? null;
  const reminderMs = clinicPolicy(deps.policy, clinic.policy).documentReminderMs;
  const remindAt = reminderMs === 0 ? null : new Date(now.getTime() + reminderMs);
  const request = { ...of, id: requestId, bodyHash, operationId, issuedAt: now, remindAt, apiRequestId, runId };
  await scope.prescriptions.insertRequest(request);
  const key = await signingKeyFor(deps.signing)(scope, { id: doctor.id, name: fullName(doctor) });
  const replaced = await supersede(scope, actor, command.supersedes, { ...of, requestId, today, operationId });
  const facts = contentFacts(found, command.request);
  const year = Number(today.slice(0, 4));
  const first = await scope.prescriptions.takeNumbers(year, judged.split.length);
  for (const [position, split] of judged.split.entries()) {
    const id = position === 0 ? requestId : derivedUuid(`${requestId}/prescription/${position}`);
    const ordinal = first + position;
    const number = prescriptionNumber(year, ordinal);
    const itemIds = split.items.map((at) => derivedUuid(`${requestId}/item/${at}`));
    const content = contentOf(facts, { id, number, split, itemIds, supersedes: replaced?.number ?? null });
    // What no document could print is never signed.
    assertValid(unprintable(content, (text) => deps.characters.missing(text)));
    const contentText = canonicalContent(content);
    const { legalForm, scheme, issuedOn, validUntil } = content;
    await scope.prescriptions.insert(
      {
        ...{
          ...of,
          id,
          requestId,
          position,
          year,
          ordinal,
          number,
          legalForm,
          scheme,
          issuedOn,
          validUntil,
          contentText,
        },
        schedule: strictest(content.items.map((item) => item.drug.schedule)),
        issuedAt: now,
        timezone: clinic.timezone,
        contentSha256: createHash('sha256').update(contentText).digest('hex'),
        jws: await deps.contents.sign(contentText, key),
        certificateId: key.certificate.id,
        code: codeOfBytes(randomBytes(CODE_BYTES)),
        details: detailsOf(found, judged, { request: command.request, split }),
        supersedes: replaced?.id ?? null,
      },
      split.items.map((at, place) => itemRow(content, place, found.items[at])),
    );
    await scope.prescriptionEvents.append({ prescriptionId: id, operationId, event: 'issued', by: actor.userId }, now);
    const about = { entity: 'prescription', entityId: id, clinicId: clinic.id, patientId: patient.id } as const;
    const details = { number, overridden: judged.overridden.length };
    await scope.audit.record({ ...about, action: 'prescription.issued', details }, now);
  }
  await replaced?.end(now);
  await enterMedicines(scope, issued);
  await recordMode(scope, issued);
}

function contentFacts(found: PrescribingCase, request: PrescriptionRequest): ContentFacts {
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
  };
}

function itemRow(content: PrescriptionContent, position: number, item: FoundItem | undefined): NewItem {
  const printed = content.items[position];
  if (!printed || !item) throw new Error('an item that nobody asked for');
  return {
    id: printed.id,
    prescriptionId: content.id,
    position,
    drugId: item.drug.rowId,
    drugVersion: item.drug.version,
    schedule: strictest([printed.drug.schedule]),
    quantity: printed.quantity,
    repeats: printed.repeats,
    intervalDays: printed.repeatIntervalDays ?? 1,
    issuedOn: content.issuedOn,
    validUntil: content.validUntil,
  };
}

/** What was prescribed enters the patient's list of medicines; one that stands there from this item already stays as it is. */
async function enterMedicines(scope: PrescribingScope, { actor, input, found }: Issue): Promise<void> {
  const { now, today, record, clinic, patient } = found;
  const listed = new Set(record.medicines.map(({ content }) => content.drug));
  for (const [at, { drug, directions }] of found.items.entries()) {
    if (listed.has(drug.id)) continue;
    listed.add(drug.id);
    const coding = codingOf(null, { names: [], substances: drug.ingredients.map(({ substance }) => substance) });
    const content = {
      ...{ name: drug.name, drug: drug.id, dose: directions, startedOn: today, stoppedOn: null, coding },
      source: 'prescribed_here',
    } as const;
    const entryId = derivedUuid(`${input.requestId}/medicine/${at}`);
    const of = { entryId, version: 1, clinicId: clinic.id, patientId: patient.id, recordedBy: actor.userId };
    await scope.recordEntries.recordMedicine({ ...of, id: randomUUID(), status: 'active', content, reason: null }, now);
    await noteEntry(scope, 'record.medicine_added', { record: of, entryId, version: 1, status: 'active' }, now);
  }
}

/** The visit's record says by which means doctor and patient met, where it did not yet. */
async function recordMode(scope: PrescribingScope, { found, visit }: Issue): Promise<void> {
  const record = await scope.consultations.find(visit.id);
  if (record.mode !== null || found.mode === null) return;
  await scope.consultations.save(visit.id, visit.clinicId, { ...record, mode: found.mode }, found.now);
}

function fullName({ firstName, lastName }: { readonly firstName: string; readonly lastName: string }): string {
  return `${firstName} ${lastName}`;
}
