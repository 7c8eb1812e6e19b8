import type { DocumentMaker } from '../../adapters/document-maker/port.js';
import type { PrescriptionWorkflows } from '../../adapters/temporal/port.js';
import type { UserActor } from '../../domain/actor.js';
import { DomainError, invalid, notFound } from '../../domain/errors.js';
import { hasVisibleText } from '../../domain/text.js';
import { visibleTo } from '../../domain/visibility.js';
import type { StoredSupply } from '../../models/repositories/prescriptions/prescriptions.js';
import type { StoredPrescription } from '../../models/repositories/prescriptions/stored-prescription.js';
import type { ScopeOptions } from '../../models/scope.js';
import { deriveId, type RequestKey } from '../idempotency/derive-id.js';
import { assertFreshFactor, assertPractising } from '../identity/public.js';
import { readingFor } from '../records/public.js';
import type { PrescribingDeps, PrescribingScope } from './prescribing-deps.js';
import type { Download, Found } from './read-prescriptions.js';
import { about, emailOf, readVisible, type ShownPrescription, shownOn } from './shown-prescription.js';
import { hasEnded } from './supersede.js';

interface Deps extends PrescribingDeps {
  readonly engine: PrescriptionWorkflows;
  readonly factorFreshMs: number | null;
}

/** A prescription that was cancelled, and what pharmacies had supplied of it by then. */
export interface Cancelled {
  readonly prescriptions: NonNullable<Found['prescriptions']>;
  readonly suppliedBefore: readonly StoredSupply[];
}

/**
 * Cancels a prescription: its doctor, or another doctor of the clinic who may work there, also one who does not treat the patient: a
 * pharmacist may call when its own doctor cannot be reached. What they cancel they are shown.
 * @throws DomainError not_found, invalid_transition, compliance_violation, reauthentication_required, unavailable
 */
export function requestCancel(deps: Deps) {
  return async (actor: UserActor, id: string, reason: string, requestKey: RequestKey | null): Promise<Cancelled> => {
    if (!hasVisibleText(reason)) throw invalid('reason', 'Please say why.');
    const updateId = `cancel:${deriveId(requestKey, `${id}/cancel`)}`;
    const ending: ScopeOptions = { opens: { ...readingFor(deps.policy).opens, ending: id } };
    const { requestId, isDone } = await deps.unitOfWork.withScope(
      actor,
      async (scope) => {
        const found = await readOfClinic(scope, actor, id);
        const earlier = await scope.prescriptionEvents.findOperation(id, `${found.requestId}/${updateId}`);
        if (!earlier) await assertMayEnd(deps, scope, actor, found);
        return { requestId: found.requestId, isDone: earlier !== null };
      },
      ending,
    );
    if (!isDone) {
      await deps.engine.cancel({ actor, requestId, updateId, command: { prescriptionId: id, reason: reason.trim() } });
    }
    return deps.unitOfWork.withScope(
      actor,
      async (scope) => ({
        prescriptions: await shown(deps, scope, actor, id),
        suppliedBefore: await scope.prescriptions.listSupplies(id),
      }),
      ending,
    );
  };
}

/** One that was written at the clinic in which a doctor acts. @throws DomainError not_found */
async function readOfClinic(scope: PrescribingScope, actor: UserActor, id: string): Promise<StoredPrescription> {
  const found = await scope.prescriptions.find(id);
  if (!found || !visibleTo(actor, 'prescriptions:write')?.clinicIds?.includes(found.clinicId))
    throw notFound('Prescription');
  return found;
}

async function assertMayEnd(deps: Deps, scope: PrescribingScope, actor: UserActor, found: StoredPrescription) {
  const { factorFreshMs, now, prescribing } = deps;
  if (factorFreshMs !== null) await assertFreshFactor(scope, actor, factorFreshMs, now());
  if (found.doctorId !== actor.userId) {
    const practice = { clinicId: found.clinicId, doctorId: actor.userId };
    await assertPractising(scope, practice, now(), { required: prescribing.requireVerifiedDoctors });
  }
  if (found.status !== 'issued') throw hasEnded(found.status);
}

/** Sends the mail about a prescription once more. @throws DomainError not_found, not_ready, invalid_transition, unavailable */
export function requestResend(deps: Omit<Deps, 'factorFreshMs'>) {
  return async (actor: UserActor, id: string, requestKey: RequestKey | null): Promise<void> => {
    const { requestId } = await deps.unitOfWork.withScope(
      actor,
      (scope) => readVisible(scope, actor, id, 'prescriptions:resend'),
      readingFor(deps.policy),
    );
    const updateId = `resend:${deriveId(requestKey, `${id}/resend`)}`;
    await deps.engine.resend({ actor, requestId, updateId, command: { prescriptionId: id } });
  };
}

/**
 * The form that its doctor prints and signs by hand. The first print is the original; a further one needs a reason, says that it is a
 * reprint, and is recorded. A repeat of one request is the same form.
 * @throws DomainError not_found, forbidden for another doctor, invalid_transition, validation_failed on `reason`
 */
export function printPaper(deps: PrescribingDeps & { readonly maker: DocumentMaker; readonly publicUrl: string }) {
  const { unitOfWork, policy, maker, publicUrl, now } = deps;
  return async (
    actor: UserActor,
    id: string,
    { reason, operationId }: { readonly reason: string | null; readonly operationId: string },
  ): Promise<Download> => {
    const { found, kind } = await unitOfWork.withScope(
      actor,
      async (scope) => {
        const prescription = await readVisible(scope, actor, id, 'prescriptions:write');
        if (prescription.doctorId !== actor.userId) {
          throw new DomainError('forbidden', 'Only the doctor who has written it prints the form to be signed.');
        }
        const { shownStatus } = shownOn(prescription, now(), null);
        if (shownStatus !== 'active') throw hasEnded(shownStatus);
        await scope.prescriptions.holdAlone(id);
        const earlier = await scope.prescriptionEvents.findOperation(id, operationId);
        // A repeat whose answer was lost is no second form.
        if (earlier)
          return { found: prescription, kind: earlier.event === 'printed' ? 'original' : 'reprint' } as const;
        const isReprint = await scope.prescriptionEvents.has(id, 'printed');
        if (isReprint && !hasVisibleText(reason ?? '')) {
          throw invalid('reason', 'It was printed before. Please say why it is printed again.');
        }
        const event = isReprint ? 'reprinted' : 'printed';
        const printed = { prescriptionId: id, operationId, event, by: actor.userId } as const;
        await scope.prescriptionEvents.append({ ...printed, ...(isReprint && reason ? { reason } : {}) }, now());
        await scope.audit.record(
          { ...about(prescription), action: 'prescription.printed', details: { isReprint } },
          now(),
        );
        return { found: prescription, kind: isReprint ? ('reprint' as const) : ('original' as const) };
      },
      readingFor(policy),
    );
    const { content, number, code, jws } = found;
    const verifyUrl = `${publicUrl}/verify/${number}?code=${code}`;
    const made = await maker.make({ print: { content, form: kind, verifyUrl, jws }, signature: null });
    return { name: `${number}-${kind}.pdf`, bytes: made.bytes };
  };
}

async function shown(
  { now }: Pick<Deps, 'now'>,
  scope: PrescribingScope,
  actor: UserActor,
  id: string,
): Promise<readonly [ShownPrescription, ...ShownPrescription[]]> {
  const found = await readOfClinic(scope, actor, id);
  const [others, email] = [
    await scope.prescriptions.listOfRequest(found.requestId),
    await emailOf(scope, found.patientId),
  ];
  const rest = others.filter((one) => one.id !== id).map((one) => shownOn(one, now(), email));
  return [shownOn(found, now(), email), ...rest];
}
