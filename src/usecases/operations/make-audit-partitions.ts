import { SYSTEM } from '../../domain/actor.js';
import type { IdentityScope } from '../../models/repositories/identity/public.js';
import type { UnitOfWork } from '../../models/scope.js';

/** A worker that is away for less than a year leaves no month without its partition. */
const MONTHS_AHEAD = 12;

/** Makes the partitions of the audit's coming months; returns how many were lacking. */
export function makeAuditPartitions({ unitOfWork }: { readonly unitOfWork: UnitOfWork<IdentityScope> }) {
  return (): Promise<number> => unitOfWork.withScope(SYSTEM, ({ auditLog }) => auditLog.makePartitions(MONTHS_AHEAD));
}
