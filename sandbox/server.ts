import { createServer } from 'node:http';
import express, { type ErrorRequestHandler } from 'express';
import { Alarms } from './alarms.js';
import { brandFiles } from './brand.js';
import { StripeFault } from './fault.js';
import { Faults } from './faults.js';
import { overviewRoutes } from './overview-page.js';
import type { LinkOf } from './pages.js';
import { addPaystack, type PaystackOptions } from './paystack/server.js';
import { Store } from './store.js';
import { ApiCalls } from './stripe/api-call.js';
import { apiRoutes } from './stripe/api-routes.js';
import { stripeDrive } from './stripe/drive-routes.js';
import { stripeOutlet } from './stripe/outlet.js';
import { stripePages } from './stripe/page-routes.js';
import { WebhookSender } from './webhooks.js';

/** The secret key that the sandbox accepts when none is set. */
export const DEFAULT_SECRET_KEY = 'sk_test_keepwell_sandbox';

/** How a sandbox is started. */
export interface SandboxOptions {
  /** 0 takes a free port. */
  readonly port: number;
  /** Holds the journal; made when it is missing. One process at a time. */
  readonly stateDir: string;
  /** Where events go; without it none are sent. */
  readonly webhookUrl?: string;
  readonly webhookSecret?: string;
  /** The address under which people reach `/sandbox`; the sandbox's own by default. */
  readonly publicUrl?: string;
  readonly secretKey?: string;
  /** The Temporal UI's page of an appointment's workflow, with `{id}` in it. */
  readonly appointmentUrl?: string;
  /** The stand-in for Paystack runs in any case; its events need a receiver. */
  readonly paystack?: PaystackOptions;
  /** Called with each error inside the sandbox; `fatal` means that the state can no longer be kept. */
  readonly onError?: (error: unknown, fatal: boolean) => void;
}

/** A running sandbox. */
export interface Sandbox {
  readonly url: string;
  readonly port: number;
  /** Stops answering and sending; what is owed stays in the journal. */
  stop(): Promise<void>;
}

function lastResort(onError: (error: unknown) => void): ErrorRequestHandler {
  return (error, _request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const status = typeof error?.status === 'number' && error.status < 500 ? error.status : 500;
    if (status === 500) onError(error);
    const message = status === 500 ? 'An unknown error occurred in the sandbox.' : String(error.message);
    const kind = status === 500 ? 'api_error' : 'invalid_request_error';
    response.status(status).json(new StripeFault(status, kind, message).body());
  };
}

/** Starts the stand-in for Stripe and Paystack on the loopback address. Rejects when the port is taken or the journal damaged. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  if (process.env.NODE_ENV === 'production') {
    throw new Error('the payment sandbox does not run with NODE_ENV=production');
  }
  const report = options.onError ?? ((error: unknown) => console.error('sandbox:', error));
  const onError = (error: unknown): void => report(error, false);
  const faults = new Faults();
  const app = express().disable('x-powered-by');
  let opened: () => void = () => {};
  const ready = new Promise<void>((done) => {
    opened = done;
  });
  // A call that arrives while the journal is read waits for it: "no such session" would be a lie.
  app.use((_request, _response, next) => {
    void ready.then(() => next());
  });
  const server = createServer(app);
  // The port first: a second sandbox on the same port must not touch the journal of the first.
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(options.port, '127.0.0.1', listening);
  });
  let store: Store;
  try {
    store = await Store.open(options.stateDir, (error) => report(error, true));
  } catch (error) {
    server.close();
    server.closeAllConnections();
    throw error;
  }
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : options.port;
  const url = `http://127.0.0.1:${port}`;
  const publicUrl = (options.publicUrl ?? url).replace(/\/+$/, '');

  const calls = new ApiCalls({ store, faults, secretKey: options.secretKey ?? DEFAULT_SECRET_KEY, onError });
  app.use(
    '/v1',
    apiRoutes(calls, faults, (id) => `${publicUrl}/sandbox/stripe/pay/${id}`),
  );
  app.use('/sandbox/brand', brandFiles());
  const linkOf: LinkOf = ({ appointment_id: id }) =>
    options.appointmentUrl && id ? options.appointmentUrl.replace('{id}', encodeURIComponent(id)) : null;
  app.use('/sandbox', overviewRoutes(store, faults, linkOf));
  app.use('/sandbox/stripe', stripePages(store, linkOf), stripeDrive(store, faults));
  const paystack = addPaystack(app, store, publicUrl, options.paystack ?? {}, onError);
  app.use(lastResort(onError));

  const alarms = new Alarms(store, onError);
  alarms.start();
  const { webhookUrl, webhookSecret } = options;
  const sender = new WebhookSender(
    store,
    {
      ...(webhookUrl && webhookSecret ? { stripe: stripeOutlet(store, faults, webhookUrl, webhookSecret) } : {}),
      ...(paystack.outlet ? { paystack: paystack.outlet } : {}),
    },
    onError,
  );
  for (const one of [faults, paystack.faults]) one.onOutageChange = () => sender.resume();
  sender.start();
  opened();

  return {
    url,
    port,
    stop: async () => {
      alarms.stop();
      await sender.stop();
      const closed = new Promise<void>((done) => server.close(() => done()));
      server.closeAllConnections();
      await closed;
      await store.close();
    },
  };
}
