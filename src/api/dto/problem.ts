/** A refusal, as `application/problem+json` (RFC 9457). */
export interface Problem {
  /** `urn:keepwell:problem:<code>`. */
  type: string;
  title: string;
  /** The HTTP status. */
  status: number;
  /** One of a closed list. */
  code: string;
  /** A sentence that a client may show. */
  error: string;
  request_id: string | null;
  /** The first bad field of a validation error, as a dotted path. */
  field?: string;
  /** Every bad field of a validation error. */
  fields?: ProblemField[];
  validation_failed?: boolean;
  /** Seconds. */
  retry_after?: number;
  limit_type?: string;
  /** `slot_taken`: the caller's own hold of this slot. */
  appointment_id?: string;
  /** `order_exists`: the order, and where it can still be paid. */
  existing_order?: string;
  payment_url?: string | null;
  /** `invalid_transition`: the record's status, and those that it can go to. */
  current_status?: string;
  allowed?: string[];
  compliance_violation?: boolean;
}

export interface ProblemField {
  field: string;
  message: string;
}
