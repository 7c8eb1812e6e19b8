import { type ErrorRequestHandler, json, Router } from 'express';
import { z } from 'zod';
import { type Move, parseWebhookChoice, SEND } from './events.js';
import { DriveRefusal } from './fault.js';
import type { Faults } from './faults.js';
import { readOrder } from './order.js';
import type { Store } from './store.js';

/** What the bank credits instead of what was asked for. */
export const CREDIT = {
  amount: z.int('amount is a whole number of minor units, 1 or more').min(1, 'amount is 1 or more').optional(),
  currency: z
    .string('currency is a lower-case ISO 4217 code')
    .regex(/^[a-z]{3}$/, 'currency is a lower-case ISO 4217 code')
    .optional(),
};

/** Whose charge or refund it is; empty and other values count as left out. */
export const NAME = z.string().min(1).optional().catch(undefined);

const WEBHOOK_FORM = 'webhook is send, duplicate, delay:<duration> or lose';
const WEBHOOK = z
  .string(WEBHOOK_FORM)
  .default('send')
  .transform((text, context) => {
    const choice = parseWebhookChoice(text);
    if (!choice) context.addIssue({ code: 'custom', message: WEBHOOK_FORM });
    return choice ?? SEND;
  });

/** Adds an order to the bank: its address, what its body may hold beside `webhook`, and what comes of it. */
type AddOrder = <Shape extends z.core.$ZodShape>(
  path: string,
  shape: Shape,
  act: (move: Move, order: z.output<z.ZodObject<Shape>>, id: string) => object,
) => void;

/** One provider's half: its state, its faults, and what can be seen of it, each view at its name. */
interface Half {
  readonly store: Store;
  readonly faults: Faults;
  readonly views: Readonly<Record<string, (store: Store) => unknown>>;
}

const driveErrors: ErrorRequestHandler = (error, _request, response, next) => {
  if (error instanceof DriveRefusal) response.status(error.status).json({ error: error.message });
  else if (error instanceof SyntaxError) response.status(400).json({ error: 'the body is not JSON' });
  else next(error);
};

/** The endpoints with which checks and people make things happen, under `/sandbox/<provider>`. */
export function driveRoutes({ store, faults, views }: Half, addOrders: (add: AddOrder) => void): Router {
  const router = Router();
  // Whatever the content type says: these are called from shells, too.
  router.use(json({ type: () => true }));
  addOrders((path, shape, act) => {
    const envelope = z.object({ webhook: WEBHOOK });
    const schema = z.object(shape);
    router.post(path, async (request, response) => {
      const order = readOrder(schema, request.body);
      const { webhook } = readOrder(envelope, request.body);
      const id = String(request.params.id ?? '');
      response.json(await store.transact((tx) => act({ tx, webhook }, order, id)));
    });
  });
  router.post('/faults', (request, response) => {
    response.json(faults.set(request.body));
  });
  router.get('/faults', (_request, response) => {
    response.json(faults.report());
  });
  for (const [name, view] of Object.entries(views)) {
    router.get(`/${name}`, async (_request, response) => {
      await store.settled();
      response.json(view(store));
    });
  }
  router.use(driveErrors);
  return router;
}
