import { notFound } from '../../domain/errors.js';
import type { RequestSnapshot } from '../../domain/prescriptions/commands.js';
import type { PrescriptionsScope } from '../../models/repositories/prescriptions/slice.js';

/** How a request and its prescriptions stand, without anything that they say. @throws DomainError not_found */
export async function snapshotOf(scope: PrescriptionsScope, requestId: string): Promise<RequestSnapshot> {
  const [request, prescriptions, supersedes] = await Promise.all([
    scope.prescriptions.findRequest(requestId),
    scope.prescriptions.states(requestId),
    scope.prescriptions.supersedesAny(requestId),
  ]);
  if (!request) throw notFound('Prescription');
  const { bodyHash, clinicId, doctorId, patientId, appointmentId, issuedAt, remindAt, delivery } = request;
  return {
    ...{ requestId, bodyHash, clinicId, doctorId, patientId, appointmentId, delivery, prescriptions },
    issuedAt: issuedAt.toISOString(),
    remindAt: remindAt?.toISOString() ?? null,
    supersedes,
  };
}
