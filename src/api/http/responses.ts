import type { RoomStatus } from '../../domain/chat/public.js';
import type { DocumentKind } from '../../domain/document-kinds.js';
import type { ErrorCode, LimitType } from '../../domain/errors.js';
import type { ProofMethod } from '../../domain/proof-methods.js';
import type { RecordStatus } from '../../domain/record-statuses.js';
import type { Count, Instant, Url, Uuid } from './wire-formats.js';

/** A refusal, as `application/problem+json` (RFC 9457). */
export interface Problem {
  /** `urn:keepwell:problem:<code>`. */
  type: string;
  title: string;
  /** The HTTP status. */
  status: Count;
  /** What to decide by; new ones may come, as with every list. */
  code: ErrorCode;
  /** A sentence that a client may show. */
  error: string;
  request_id: string | null;
  /** The first bad field of a validation error, as a dotted path. */
  field?: string;
  /** Every bad field of a validation error. */
  fields?: ProblemField[];
  validation_failed?: boolean;
  /** Seconds. */
  retry_after?: Count;
  limit_type?: LimitType;
  /** `slot_taken`: the caller's own hold of this slot. */
  appointment_id?: Uuid;
  /** `order_exists`: the order, and where it can still be paid. */
  existing_order?: Uuid;
  payment_url?: Url | null;
  /** `invalid_transition`: the record's status, and those that it can go to. */
  current_status?: RecordStatus;
  allowed?: RecordStatus[];
  compliance_violation?: boolean;
  /** `version_conflict`: the version that the record has now. */
  version?: Count;
  /** `room_closed`: the room's status, and when it opens or opened. */
  room_status?: RoomStatus;
  opens_at?: Instant;
  /** `reauthentication_required`: how the caller can prove who they are. */
  methods?: ProofMethod[];
  /** `consent_required`: what the patient has to read and accept before booking. */
  documents?: ProblemDocument[];
}

/** A current document of a clinic that the patient has not accepted. */
export interface ProblemDocument {
  id: Uuid;
  kind: DocumentKind;
  version: string;
}

export interface ProblemField {
  field: string;
  message: string;
}
