import type { AnswerOnce } from '../../usecases/idempotency/answer-once.js';
import type { authenticate, authenticateCodec } from '../../usecases/identity/authenticate.js';
import type { changePassword } from '../../usecases/identity/change-password.js';
import type { listSessions } from '../../usecases/identity/list-sessions.js';
import type { logIn } from '../../usecases/identity/log-in.js';
import type { logOut } from '../../usecases/identity/log-out.js';
import type { readProfile } from '../../usecases/identity/read-profile.js';
import type { refreshTokens } from '../../usecases/identity/refresh-tokens.js';
import type { registerUser } from '../../usecases/identity/register-user.js';
import type { revokeSession } from '../../usecases/identity/revoke-session.js';
import type { understandRegistration } from '../../usecases/identity/understand-registration.js';
import type { updateProfile } from '../../usecases/identity/update-profile.js';
import type { HealthReport } from '../../usecases/operations/check-health.js';
import type { PayLinkExplanation } from '../../usecases/payments/orders/follow-pay-link.js';
import type { PaymentPageInput } from '../../usecases/payments/orders/payment-page.js';
import type { decodePayloads, encodePayloads } from '../../usecases/support/decode-payloads.js';
import type { signInCodec } from '../../usecases/support/sign-in-codec.js';
import type {
  AppointmentServices,
  ClinicServices,
  OrderServices,
  ReceiptServices,
  ReconciliationServices,
  SlotServices,
  StaffServices,
  TakingsServices,
  WebhookServices,
} from '../appointments/appointment-services.js';

export interface UserServices {
  readonly authenticate: ReturnType<typeof authenticate>;
  readonly register: ReturnType<typeof registerUser>;
  readonly understandRegistration: ReturnType<typeof understandRegistration>;
  readonly logIn: ReturnType<typeof logIn>;
  readonly refresh: ReturnType<typeof refreshTokens>;
  readonly logOut: ReturnType<typeof logOut>;
  readonly readProfile: ReturnType<typeof readProfile>;
  readonly updateProfile: ReturnType<typeof updateProfile>;
  readonly listSessions: ReturnType<typeof listSessions>;
  readonly revokeSession: ReturnType<typeof revokeSession>;
  readonly changePassword: ReturnType<typeof changePassword>;
}

export interface HealthServices {
  /** Whether this API can serve: its database can be reached and written. */
  readonly ready: () => Promise<HealthReport>;
  /** Whether everything works together: database, Temporal, a polling worker. */
  readonly deep: () => Promise<HealthReport>;
  /** The same and everything else: payment provider, mail, documents, pool, clock. */
  readonly check: () => Promise<HealthReport>;
  /** By payment provider: for how many seconds its webhooks have been missing. */
  readonly webhookSilence: () => Promise<ReadonlyMap<string, number>>;
}

/** One figure of the record with its labels, for a scrape. */
export interface BusinessFigure {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface MetricsServices {
  /** Bookings, money, attention and what waits, as the record has them now. */
  readonly figures: () => Promise<readonly BusinessFigure[]>;
  readonly pool: { readonly totalCount: number; readonly idleCount: number; readonly waitingCount: number };
}
export type { HealthReport };

/** Pages for people, as complete HTML. */
export interface MetaServices {
  readonly homePage: () => string | Promise<string>;
  /** Why a link from a message leads to no payment. */
  readonly payPage: (page: PayLinkExplanation) => string;
  /** The API reference, with the demo accounts where there are some. */
  readonly docsPage: () => string;
  /** The page after a payment, or after leaving it. */
  readonly paymentPage: (page: PaymentPageInput) => string | Promise<string>;
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

/** Everything that the controllers can do, by use case. Composed in `cli/compose.ts`, handed to controllers by `ioc.ts`. */
export interface Services {
  readonly users: UserServices;
  readonly idempotency: { readonly answerOnce: AnswerOnce };
  readonly health: HealthServices;
  readonly meta: MetaServices;
  readonly metrics: MetricsServices;
  readonly codec: CodecServices;
  readonly slots: SlotServices;
  readonly clinics: ClinicServices;
  readonly appointments: AppointmentServices;
  readonly orders: OrderServices;
  readonly receipts: ReceiptServices;
  readonly takings: TakingsServices;
  readonly staff: StaffServices;
  readonly reconciliations: ReconciliationServices;
  readonly webhooks: WebhookServices;
}
