import type { AddressInfo } from 'node:net';
import express from 'express';

/** A bank that opens every page it is asked for and never decides: its own speed is somebody else's machine in production. */
export interface Bank {
  readonly url: string;
  stop(): Promise<void>;
}

export async function startBank(): Promise<Bank> {
  const sessions = new Map<string, object>();
  const app = express();
  app.use(express.urlencoded({ extended: true }));
  app.post('/v1/checkout/sessions', (request, response) => {
    const id = `cs_bench_${sessions.size}`;
    const session = {
      id,
      object: 'checkout.session',
      url: `https://bank.invalid/${id}`,
      status: 'complete',
      payment_status: 'unpaid',
      payment_intent: { id: `pi_bench_${sessions.size}`, object: 'payment_intent', status: 'processing' },
      amount_total: 8000,
      currency: 'aud',
      metadata: request.body.metadata,
    };
    sessions.set(id, session);
    response.json({ ...session, status: 'open' });
  });
  app.get('/v1/checkout/sessions/:id', (request, response) => {
    response.json(sessions.get(request.params.id));
  });
  const server = app.listen(0, '127.0.0.1');
  await new Promise<void>((resolve) => server.once('listening', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
