import type { Express } from 'express';
import { Faults, PAYSTACK_REFUNDS } from '../faults.js';
import type { Store } from '../store.js';
import type { Outlet } from '../webhooks.js';
import { paystackApi } from './api-routes.js';
import { paystackDrive } from './drive-routes.js';
import { paystackOutlet } from './notices.js';
import { paystackPages } from './page-routes.js';

/** The secret key that the Paystack half accepts, and signs with, when none is set. */
export const DEFAULT_PAYSTACK_KEY = 'sk_test_keepwell_paystack_sandbox';

/** How the Paystack half is started. */
export interface PaystackOptions {
  /** Where events go; without it none are sent. */
  readonly webhookUrl?: string | undefined;
  readonly secretKey?: string | undefined;
}

/** The Paystack half: what the process as a whole has to send. */
export interface PaystackHalf {
  readonly faults: Faults;
  /** Undefined when nobody listens. */
  readonly outlet: Outlet | undefined;
}

/** Adds the stand-in for Paystack to the sandbox: its API under `/paystack`, the rest under `/sandbox/paystack`. */
export function addPaystack(
  app: Express,
  store: Store,
  publicUrl: string,
  options: PaystackOptions,
  onError: (error: unknown) => void,
): PaystackHalf {
  const secretKey = options.secretKey ?? DEFAULT_PAYSTACK_KEY;
  const faults = new Faults(PAYSTACK_REFUNDS);
  const context = { store, faults, secretKey, onError };
  app.use(
    '/paystack',
    paystackApi(context, (code) => `${publicUrl}/sandbox/paystack/pay/${code}`),
  );
  app.use('/sandbox/paystack', paystackPages(store), paystackDrive(store, faults));
  const { webhookUrl } = options;
  return {
    faults,
    outlet: webhookUrl ? paystackOutlet(store, faults, webhookUrl, secretKey) : undefined,
  };
}
