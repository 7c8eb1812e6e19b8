import type { PayLinkExplanation } from '../../usecases/appointments/follow-pay-link.js';
import type { PaymentPageInput } from '../../usecases/appointments/payment-page.js';
import type { AnswerOnce } from '../../usecases/idempotency/answer-once.js';
import type { AppointmentServices } from '../appointments/services.js';
import type { ClinicServices } from '../clinics/services.js';
import type { UserServices } from '../identity/services.js';
import type { HealthServices, MetricsServices } from '../operations/services.js';
import type {
  OrderServices,
  ReceiptServices,
  ReconciliationServices,
  TakingsServices,
  WebhookServices,
} from '../payments/services.js';
import type { SlotServices } from '../scheduling/services.js';
import type { CodecServices, StaffServices } from '../support/services.js';

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

/**
 * Everything that the HTTP surface can do, one slice for each controller. Composed in `src/composition`; `ioc.ts` gives
 * a controller the one slice that it needs.
 */
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
