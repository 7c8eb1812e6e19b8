import type { authenticateCodec } from '../../usecases/identity/public.js';
import type { decodePayloads, encodePayloads } from '../../usecases/support/decode-payloads.js';
import type { listAttention } from '../../usecases/support/list-attention.js';
import type { listDeletedAppointments } from '../../usecases/support/list-deleted-appointments.js';
import type { listEmailDelivery, listUserActions, readAccountActivity } from '../../usecases/support/read-audit.js';
import type { readTimeline } from '../../usecases/support/read-timeline.js';
import type { requestEntryResolution } from '../../usecases/support/resolve-entry.js';
import type { runStaffAction } from '../../usecases/support/run-staff-action.js';
import type { signInCodec } from '../../usecases/support/sign-in-codec.js';

declare module '../http/services.js' {
  interface Services {
    readonly staff: StaffServices;
    readonly codec: CodecServices;
    readonly audit: AuditServices;
  }
}

export interface StaffServices {
  readonly attention: ReturnType<typeof listAttention>;
  readonly act: ReturnType<typeof runStaffAction>;
  readonly resolveEntry: ReturnType<typeof requestEntryResolution>;
  readonly timeline: ReturnType<typeof readTimeline>;
  /** Where the Temporal UI shows this appointment's workflow; null where the installation names no UI. */
  readonly historyUrl: (appointmentId: string) => string | null;
}

/** What an admin reads of the audit. */
export interface AuditServices {
  readonly userActions: ReturnType<typeof listUserActions>;
  readonly emailDelivery: ReturnType<typeof listEmailDelivery>;
  readonly activity: ReturnType<typeof readAccountActivity>;
  readonly deletedAppointments: ReturnType<typeof listDeletedAppointments>;
}

/** The Temporal UI's remote codec. */
export interface CodecServices {
  readonly authenticate: ReturnType<typeof authenticateCodec>;
  readonly signIn: ReturnType<typeof signInCodec>;
  /** Whose sign-in waits for a code. */
  readonly readMfaToken: (mfaToken: string) => Promise<{ readonly userId: string }>;
  /** The form for a browser, as complete HTML; `reason` says why it is shown again. */
  readonly loginPage: (page: {
    readonly state: 'asking' | 'refused' | 'signed_in' | 'second_factor';
    readonly reason?: string;
    /** On `second_factor`: the sign-in that waits for a code. */
    readonly mfaToken?: string;
  }) => string;
  readonly decode: ReturnType<typeof decodePayloads>;
  readonly encode: ReturnType<typeof encodePayloads>;
}
