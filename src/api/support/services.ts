import type { authenticateCodec } from '../../usecases/identity/public.js';
import type { decodePayloads, encodePayloads } from '../../usecases/support/decode-payloads.js';
import type { listAttention } from '../../usecases/support/list-attention.js';
import type { readTimeline } from '../../usecases/support/read-timeline.js';
import type { requestEntryResolution } from '../../usecases/support/resolve-entry.js';
import type { runStaffAction } from '../../usecases/support/run-staff-action.js';
import type { signInCodec } from '../../usecases/support/sign-in-codec.js';

declare module '../http/services.js' {
  interface Services {
    readonly staff: StaffServices;
    readonly codec: CodecServices;
  }
}

export interface StaffServices {
  readonly attention: ReturnType<typeof listAttention>;
  readonly act: ReturnType<typeof runStaffAction>;
  readonly resolveEntry: ReturnType<typeof requestEntryResolution>;
  readonly timeline: ReturnType<typeof readTimeline>;
}

/** The Temporal UI's remote codec. */
export interface CodecServices {
  readonly authenticate: ReturnType<typeof authenticateCodec>;
  readonly signIn: ReturnType<typeof signInCodec>;
  /** The form for a browser, as complete HTML; `reason` says why it is shown again. */
  readonly loginPage: (page: {
    readonly state: 'asking' | 'refused' | 'signed_in';
    readonly reason?: string;
  }) => string;
  readonly decode: ReturnType<typeof decodePayloads>;
  readonly encode: ReturnType<typeof encodePayloads>;
}
