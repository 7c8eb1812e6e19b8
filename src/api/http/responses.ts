import type { RoomStatus } from '../../domain/chat/public.js';
import type { DocumentKind } from '../../domain/document-kinds.js';
import type { ErrorCode, LimitType } from '../../domain/errors.js';
import type { ProofMethod } from '../../domain/proof-methods.js';
import type { RecordStatus } from '../../domain/record-statuses.js';
import type { Count, Day, Instant, Url, Uuid } from './wire-formats.js';

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
  /** `import_running`: the import that has to end first. */
  import_id?: Uuid;
  /** `undo_blocked`: the later imports, which have to be undone first. */
  blocked_by?: BlockingImport[];
  /** `room_closed`: the room's status, and when it opens or opened. */
  room_status?: RoomStatus;
  opens_at?: Instant;
  /** `reauthentication_required`: how the caller can prove who they are. */
  methods?: ProofMethod[];
  /** `consent_required`: what the patient has to read and accept before booking. */
  documents?: ProblemDocument[];
  /** `compliance_violation` of a prescription: every rule that refuses it, at once. */
  rules?: ProblemRule[];
  /** `alerts_open`: how every check ended, by its name, and the alerts that need an answer. */
  checks?: { [check: string]: ProblemCheck };
  alerts?: ProblemAlert[];
  /** `supply_refused`: why, in all and per item. */
  reason?: string;
  items?: ProblemSupplyItem[];
}

/** A rule that refuses a prescription. */
export interface ProblemRule {
  /** Which; new ones may come. */
  rule: string;
  message: string;
  source: string;
  field?: string;
}

/** How a check of a prescription ended. `clear` only when all that it needs was known. */
export interface ProblemCheck {
  state: 'clear' | 'alerts' | 'partial' | 'not_available';
  /** Why it is not clear, or what it could not look at. */
  reasons: CheckReason[];
}

/** What a check did not know, or was told not to look for. */
export type CheckReason =
  | 'allergies_not_recorded'
  | 'allergy_not_coded'
  | 'medicines_not_reviewed'
  | 'medicine_not_coded'
  | 'item_not_classified'
  | 'other_clinics_not_visible'
  | 'age_unknown'
  | 'weight_unknown'
  | 'pregnancy_unknown'
  | 'dose_not_computable'
  | 'rules_inactive';

export type AlertSeverity = 'contraindicated' | 'major' | 'moderate' | 'minor';
export type CheckName = 'allergy' | 'interaction' | 'duplicate' | 'dose' | 'age' | 'pregnancy' | 'directions';

/** Something that a check found. It needs an answer when it is contraindicated or major: an override with its `key` and a reason. */
export interface ProblemAlert {
  /** Stays the same while its cause does. */
  key: string;
  check: CheckName;
  severity: AlertSeverity;
  /** Position of the item in the request. */
  item: Count;
  /** What it does not go with; null where it stands by itself. */
  with: string | null;
  title: string;
  advice: string;
  source: string;
  as_of: Day;
}

/** Why an item of a prescription cannot be supplied now; a null reason: this one could. */
export interface ProblemSupplyItem {
  item: Uuid;
  reason: string | null;
  next_supply_from: Day | null;
}

/** A current document of a clinic that the patient has not accepted. */
export interface ProblemDocument {
  id: Uuid;
  kind: DocumentKind;
  version: string;
}

/** A later import of a list. */
export interface BlockingImport {
  import_id: Uuid;
  applied_at: Instant;
}

export interface ProblemField {
  field: string;
  message: string;
}
