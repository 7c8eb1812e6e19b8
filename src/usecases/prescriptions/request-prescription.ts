import { createHash } from 'node:crypto';
import type { PrescriptionWorkflows } from '../../adapters/temporal/port.js';
import type { UserActor } from '../../domain/actor.js';
import { DomainError, notFound } from '../../domain/errors.js';
import type { Acknowledgement, Override } from '../../domain/prescriptions/checks/open-alerts.js';
import type { PrescriptionRequest } from '../../domain/prescriptions/request.js';
import type { Draft } from '../../models/repositories/prescriptions/drafts.js';
import { currentContext } from '../../observability/context.js';
import { canonicalJson } from '../idempotency/canonical-json.js';
import { deriveId, type RequestKey } from '../idempotency/derive-id.js';
import { assertFreshFactor } from '../identity/public.js';
import { reachRecord, readingFor } from '../records/public.js';
import type { PrescribingDeps, PrescribingScope } from './prescribing-deps.js';
import { asIssued, clinicOf, emailOf, readVisible, type ShownPrescription, shownOn } from './shown-prescription.js';
import { hasEnded } from './supersede.js';

export interface RequestDeps extends PrescribingDeps {
  readonly engine: PrescriptionWorkflows;
  /** How fresh the proof by a second factor has to be, in ms; null: none is asked for. */
  readonly factorFreshMs: number | null;
}

/** What a client says of the doctor's profile, to be compared with it. */
export interface ClaimedProfile {
  readonly clinicName: string | null;
  readonly prescriberNumber: string | null;
  readonly medicalRegistration: string | null;
}

/** What was issued: all of one request, as the first answer said it. */
export interface Issued {
  readonly prescriptions: readonly ShownPrescription[];
  /** The same request was answered before. */
  readonly replayed: boolean;
}

interface Asked {
  readonly request: PrescriptionRequest;
  readonly claimed: ClaimedProfile;
  /** Instead of an earlier prescription. */
  readonly supersedes: { readonly prescriptionId: string; readonly reason: string } | null;
}

/**
 * Issues a prescription. Its id is derived from caller and Idempotency-Key without a limit of time, so no retry writes one twice: the same request gets the first
 * answer, another body under the same key is refused. What decides is the transaction of its workflow.
 * @throws DomainError compliance_violation, alerts_open, validation_failed, not_found, break_glass_required, reauthentication_required,
 *   rate_limited, idempotency_conflict, invalid_transition, unavailable
 */
export function requestPrescription(deps: RequestDeps) {
  return async (actor: UserActor, asked: Asked, requestKey: RequestKey | null): Promise<Issued> => {
    const requestId = deriveId(requestKey, 'prescription');
    const bodyHash = hashOf(requestId, asked);
    const isStored = await deps.unitOfWork.withScope(
      actor,
      async (scope) => {
        if (await scope.prescriptions.findRequest(requestId)) return true;
        await assertMayPrescribe(deps, scope, actor);
        await assertClaimed(scope, actor, asked.claimed);
        // A prescription of somebody else's patient is superseded by nobody.
        if (asked.supersedes) {
          const old = await readVisible(scope, actor, asked.supersedes.prescriptionId, 'prescriptions:write');
          if (old.patientId !== asked.request.patientId) throw notFound('Prescription');
        }
        return false;
      },
      readingFor(deps.policy),
    );
    if (!isStored) {
      const { request, supersedes } = asked;
      await deps.engine.issue({ actor, requestId, command: { request, bodyHash, draftVersion: null, supersedes } });
    }
    return answer(deps, actor, { requestId, bodyHash });
  };
}

/** Issues a draft as the doctor has read it, judged anew. @throws DomainError as `requestPrescription`, and version_conflict */
export function issueDraft(deps: RequestDeps) {
  return async (
    actor: UserActor,
    { id, version, answers }: { readonly id: string; readonly version: number; readonly answers: Answers },
  ): Promise<Issued> => {
    const found = await deps.unitOfWork.withScope(actor, async (scope) => {
      if (await scope.prescriptions.findRequest(id)) return 'issued' as const;
      await assertMayPrescribe(deps, scope, actor);
      return readDraft(scope, actor, id);
    });
    const bodyHash = hashOf(id, { version });
    if (found !== 'issued') {
      const request: PrescriptionRequest = { ...found.request, ...answers };
      await deps.engine.issue({
        actor,
        requestId: id,
        command: { request, bodyHash, draftVersion: version, supersedes: null },
      });
    }
    return answer(deps, actor, { requestId: id, bodyHash });
  };
}

export interface Answers {
  readonly overrides: readonly Override[];
  readonly acknowledgedChecks: readonly Acknowledgement[];
}

/** Keeps what a doctor may issue later; nobody else sees it. @throws DomainError not_found, break_glass_required, validation_failed */
export function draftPrescription({ unitOfWork, policy, now }: PrescribingDeps) {
  return (actor: UserActor, request: PrescriptionRequest, requestKey: RequestKey | null): Promise<Draft> =>
    unitOfWork.withScope(
      actor,
      async (scope) => {
        const id = deriveId(requestKey, 'prescription');
        const earlier = await scope.prescriptionDrafts.find(id);
        if (earlier) return earlier;
        await reachRecord(scope, actor, request.patientId, 'prescriptions:write');
        const clinicId = clinicOf(actor);
        const { patientId } = request;
        await scope.prescriptionDrafts.insert({ id, clinicId, doctorId: actor.userId, patientId, request }, now());
        const about = { entity: 'prescription', entityId: id, clinicId, patientId } as const;
        await scope.audit.record({ ...about, action: 'prescription.drafted' }, now());
        return readDraft(scope, actor, id);
      },
      readingFor(policy),
    );
}

/** Puts another request in a draft's place. @throws DomainError not_found, break_glass_required, version_conflict, invalid_transition */
export function changeDraft({ unitOfWork, policy, now }: PrescribingDeps) {
  return (actor: UserActor, id: string, change: { readonly version: number; readonly request: PrescriptionRequest }) =>
    unitOfWork.withScope(
      actor,
      async (scope): Promise<Draft> => {
        const { version, request } = change;
        const draft = await readOpenDraft(scope, actor, { id, now: now() });
        await reachRecord(scope, actor, request.patientId, 'prescriptions:write');
        if (!(await scope.prescriptionDrafts.change({ id, version }, request, now()))) throw changedMeanwhile(draft);
        const { clinicId } = draft;
        const about = { entity: 'prescription', entityId: id, clinicId, patientId: request.patientId } as const;
        await scope.audit.record({ ...about, action: 'prescription.draft_changed' }, now());
        return readDraft(scope, actor, id);
      },
      readingFor(policy),
    );
}

/** Throws a draft away. @throws DomainError not_found, version_conflict, invalid_transition */
export function deleteDraft({ unitOfWork, now }: PrescribingDeps) {
  return (actor: UserActor, id: string, version: number): Promise<void> =>
    unitOfWork.withScope(actor, async (scope) => {
      const draft = await readOpenDraft(scope, actor, { id, now: now() });
      if (!(await scope.prescriptionDrafts.delete({ id, version }))) throw changedMeanwhile(draft);
      const { clinicId, patientId } = draft;
      const about = { entity: 'prescription', entityId: id, clinicId, patientId } as const;
      await scope.audit.record({ ...about, action: 'prescription.draft_deleted' }, now());
    });
}

/** A doctor's own draft, at the clinic in which they act. @throws DomainError not_found */
export async function readDraft(scope: PrescribingScope, actor: UserActor, id: string): Promise<Draft> {
  const draft = await scope.prescriptionDrafts.find(id);
  if (!draft || !isOwn(actor, draft)) throw notFound('Prescription');
  return draft;
}

/** The same for a change: what was issued is never changed. @throws DomainError not_found, invalid_transition */
async function readOpenDraft(
  scope: PrescribingScope,
  actor: UserActor,
  { id, now }: { readonly id: string; readonly now: Date },
): Promise<Draft> {
  const draft = await scope.prescriptionDrafts.find(id);
  if (draft && isOwn(actor, draft)) return draft;
  const issued = await scope.prescriptions.find(id);
  if (issued && isOwn(actor, issued)) throw hasEnded(shownOn(issued, now, null).shownStatus);
  throw notFound('Prescription');
}

function isOwn(actor: UserActor, { doctorId, clinicId }: { readonly doctorId: string; readonly clinicId: string }) {
  return doctorId === actor.userId && actor.clinicIds.includes(clinicId);
}

function changedMeanwhile({ version }: Draft): DomainError {
  const sentence = 'This draft was changed meanwhile: read it again, and send your change with its version.';
  return new DomainError('version_conflict', sentence, { version });
}

async function assertMayPrescribe({ factorFreshMs, now }: RequestDeps, scope: PrescribingScope, actor: UserActor) {
  if (factorFreshMs !== null) await assertFreshFactor(scope, actor, factorFreshMs, now());
}

/** @throws DomainError compliance_violation when a client names another clinic or other numbers than the doctor's profile */
async function assertClaimed(scope: PrescribingScope, actor: UserActor, claimed: ClaimedProfile): Promise<void> {
  const { clinicName, prescriberNumber, medicalRegistration } = claimed;
  if (clinicName === null && prescriberNumber === null && medicalRegistration === null) return;
  const [document, clinic] = [
    await scope.users.doctorDocument(actor.userId),
    await scope.clinics.find(clinicOf(actor)),
  ];
  const isOther = (said: string | null, known: string | null | undefined) => said !== null && said !== known;
  if (
    isOther(prescriberNumber, document.prescriberNumber) ||
    isOther(medicalRegistration, document.medicalRegistrationNumber) ||
    isOther(clinicName, clinic?.name)
  ) {
    const sentence = 'Invalid prescriber number. Unable to verify medical registration.';
    throw new DomainError('compliance_violation', sentence, { complianceViolation: true });
  }
}

async function answer(
  { unitOfWork, policy }: RequestDeps,
  actor: UserActor,
  { requestId, bodyHash }: { readonly requestId: string; readonly bodyHash: string },
): Promise<Issued> {
  return unitOfWork.withScope(
    actor,
    async (scope) => {
      const [request, all] = await Promise.all([
        scope.prescriptions.findRequest(requestId),
        scope.prescriptions.listOfRequest(requestId),
      ]);
      if (request?.doctorId !== actor.userId) throw notFound('Prescription');
      if (request.bodyHash !== bodyHash) {
        throw new DomainError(
          'idempotency_conflict',
          'This Idempotency-Key was already used for another prescription.',
        );
      }
      const email = await emailOf(scope, request.patientId);
      // Of two that are sent at one moment, one has issued it; the other one only reads it.
      const replayed = request.apiRequestId !== (currentContext().requestId ?? null);
      return { prescriptions: all.map((one) => asIssued(one, email)), replayed };
    },
    readingFor(policy),
  );
}

/** Salted with the id: a bare hash of a short text could be guessed. */
function hashOf(id: string, asked: unknown): string {
  return createHash('sha256')
    .update(canonicalJson([id, asked]))
    .digest('hex');
}
