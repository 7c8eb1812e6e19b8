import { isUuid } from '../../domain/ids.js';
import { PAYABLE_KINDS, type PayableKind, type Subject } from '../../domain/subjects.js';
import { membersOf } from './signed-body.js';

/** The ids that a provider keeps with everything we create there: opaque, and `appointment_id` for an appointment. */
export function ourMetadata({
  orderId,
  subjectId,
  subjectKind,
}: Subject<PayableKind> & { readonly orderId: string }): Readonly<Record<string, string>> {
  return { order_id: orderId, [memberOf(subjectKind)]: subjectId };
}

/**
 * Our order in the metadata of something at a provider; null when it is not one of ours. Both ids have to be there:
 * another shop on the same provider account may well use `order_id`, too.
 */
export function orderIn(metadata: unknown): string | null {
  const members = membersOf(metadata) ?? {};
  const { order_id: orderId } = members;
  return isUuid(orderId) && PAYABLE_KINDS.some((kind) => isUuid(members[memberOf(kind)]))
    ? orderId.toLowerCase()
    : null;
}

const memberOf = (kind: PayableKind) => `${kind}_id`;
