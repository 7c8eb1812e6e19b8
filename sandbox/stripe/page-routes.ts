import { type Response, Router, urlencoded } from 'express';
import type { Move } from '../events.js';
import { DriveRefusal } from '../fault.js';
import { chosenWebhook, type Fields, type LinkOf, sendPage, UNKNOWN_PAGE } from '../pages.js';
import type { Store } from '../store.js';
import { bankView } from './bank-page.js';
import { DISPUTE_STATUSES, type DisputeStatus, moveDispute } from './disputes.js';
import { closeIfOverdue, driveCheckout, type Order } from './drive.js';
import { intentOf, type Session } from './objects.js';
import { isOffered, payPage, returnUrl } from './pay-page.js';
import { settleRefund } from './refunds.js';

/** A button of the payment page: what it orders from the bank, and what the page says afterwards. */
interface Press {
  /** @throws DriveRefusal when the bank can no longer do that: the page stood open while something else happened */
  readonly act: (move: Move, session: Session, fields: Fields) => object;
  /** Null leads back to the clinic. */
  readonly notice: string | null;
  readonly refusedNotice: string;
}

/** What a form holds that cannot be ordered at all; the page says why. */
class PressRefusal extends DriveRefusal {
  constructor(readonly notice: string) {
    super(400, notice);
  }
}

function press(order: Order, notice: string | null, more: (fields: Fields) => Partial<Order> = () => ({})): Press {
  return {
    act(move, session, fields) {
      if (!order.late && !isOffered(session, order.outcome)) throw new PressRefusal('not_offered');
      return driveCheckout(move, { ...order, ...more(fields) }, session.id);
    },
    notice,
    refusedNotice: 'closed',
  };
}

function refundPress(status: 'succeeded' | 'failed'): Press {
  const act: Press['act'] = (move, session, fields) => {
    const refund = move.tx.get('refunds', String(fields.refund));
    const settled = refund?.payment_intent === session.payment_intent && settleRefund(move, refund, status);
    if (!settled) throw new DriveRefusal(409, 'the refund is over');
    return settled;
  };
  return { act, notice: '', refusedNotice: 'refused' };
}

function disputePress(status?: DisputeStatus): Press {
  const act: Press['act'] = (move, { id }) => moveDispute(move, { session: id, status });
  return { act, notice: '', refusedNotice: 'refused' };
}

const PRESSES: Readonly<Record<string, Press>> = {
  paid: press({ outcome: 'paid' }, null),
  paid_other: press({ outcome: 'paid' }, null, ({ amount }) => ({ amount: minorUnits(amount) })),
  paid_late: press({ outcome: 'paid', late: true }, 'settled'),
  processing: press({ outcome: 'processing' }, null),
  declined: press({ outcome: 'declined' }, 'declined'),
  requires_action: press({ outcome: 'requires_action' }, 'challenge'),
  challenge_failed: press({ outcome: 'declined' }, 'challenge_failed'),
  expired: press({ outcome: 'expired' }, 'settled'),
  async_paid: press({ outcome: 'async_paid' }, 'settled'),
  async_failed: press({ outcome: 'async_failed' }, 'settled'),
  refund_succeeded: refundPress('succeeded'),
  refund_failed: refundPress('failed'),
  dispute_open: disputePress(),
  ...Object.fromEntries(DISPUTE_STATUSES.map((status) => [`dispute_${status}`, disputePress(status)])),
};

/** The hosted pages of checkout sessions, under `/sandbox/stripe`. */
export function stripePages(store: Store, linkOf: LinkOf): Router {
  const router = Router();

  router.get('/pay/:id', async (request, response) => {
    const id = String(request.params.id);
    await closeIfOverdue(store, id);
    await store.settled();
    const session = store.get('sessions', id);
    if (!session) {
      sendPage(response, 404, UNKNOWN_PAGE);
      return;
    }
    const page = payPage({
      session,
      intent: intentOf(store, session),
      notice: String(request.query.notice ?? ''),
      file: store.get('session_files', id),
      bank: bankView(store, session),
      appointmentUrl: linkOf(session.metadata),
    });
    sendPage(response, 200, page);
  });

  router.post('/pay/:id', urlencoded({ extended: false }), async (request, response) => {
    const session = store.get('sessions', String(request.params.id));
    const fields = (request.body ?? {}) as Fields;
    const chosen = Object.hasOwn(PRESSES, String(fields.outcome)) ? PRESSES[String(fields.outcome)] : undefined;
    if (session && chosen) await answerPress(store, response, session, fields, chosen);
    else sendPage(response, session ? 400 : 404, UNKNOWN_PAGE);
  });
  return router;
}

async function answerPress(
  store: Store,
  response: Response,
  session: Session,
  fields: Fields,
  { act, notice, refusedNotice }: Press,
): Promise<void> {
  const saying = (text: string) => (text === '' ? session.id : `${session.id}?notice=${text}`);
  try {
    const webhook = chosenWebhook(fields);
    await store.transact((tx) => act({ tx, webhook }, session, fields));
    response.redirect(303, notice === null ? returnUrl(session) : saying(notice));
  } catch (error) {
    if (!(error instanceof DriveRefusal)) throw error;
    response.redirect(303, saying(error instanceof PressRefusal ? error.notice : refusedNotice));
  }
}

/** `10.00` in minor units. */
function minorUnits(text: unknown): number {
  const amount = typeof text === 'string' && /^\d{1,7}(\.\d{2})?$/.test(text.trim()) ? Number(text) * 100 : 0;
  if (amount === 0) throw new PressRefusal('amount');
  return Math.round(amount);
}
