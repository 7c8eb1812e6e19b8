import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import Stripe from 'stripe';
import type { GatewayName } from '../../src/domain/payments/orders.js';
import type { BankLine } from './provider-harness.js';
import type { Stage } from './stage.js';
import type { DueVisit, GatewayTill, Till, TillKind } from './till.js';

interface BalanceLine {
  readonly source: string | null;
  readonly amount: number;
  readonly fee: number;
}

/** What differs between the two. */
interface Gateway {
  readonly name: GatewayName;
  readonly currency: string;
  /** Drops that the client bears by itself, and one more. */
  readonly lost: number;
  readonly pages: string;
  readonly header: string;
  readonly disputeOrder: (visit: DueVisit, status: 'open' | 'won' | 'lost') => object;
  readonly notices: (visit: DueVisit, lines: readonly BankLine[]) => readonly object[];
  readonly sign: (stage: Stage, payload: string) => string;
}

const STRIPE: Gateway = {
  name: 'stripe',
  currency: 'aud',
  // The client library repeats a call at once when a kept connection breaks.
  lost: 2,
  pages: 'sessions',
  header: 'stripe-signature',
  disputeOrder: ({ session }, status) => ({
    session_id: session,
    status: status === 'open' ? 'needs_response' : status,
  }),
  notices: (visit, lines) => {
    const metadata = { order_id: visit.order, appointment_id: visit.id };
    const event = (type: string, object: object, id: string) => ({
      id: `evt_${type}_${id}`,
      object: 'event',
      api_version: '2025-01-01',
      type,
      data: { object: { metadata, ...object } },
    });
    const session = { id: visit.session, object: 'checkout.session' };
    const refunds = lines.filter(({ type }) => type === 'refund').map(({ id }) => ({ id, object: 'refund' }));
    return [
      event('checkout.session.completed', session, visit.session),
      event('checkout.session.async_payment_succeeded', session, visit.session),
      ...['refund.created', 'refund.updated'].flatMap((type) =>
        refunds.map((refund) => event(type, refund, refund.id)),
      ),
    ];
  },
  sign: (stage, payload) =>
    Stripe.webhooks.generateTestHeaderString({
      payload,
      secret: String(stage.clinic.core.settings.STRIPE_WEBHOOK_SECRET),
    }),
};

const PAYSTACK: Gateway = {
  name: 'paystack',
  currency: 'ngn',
  lost: 1,
  pages: 'transactions',
  header: 'x-paystack-signature',
  disputeOrder: ({ session }, status) => ({ reference: session, status }),
  notices: (visit, lines) => {
    const metadata = { order_id: visit.order, appointment_id: visit.id };
    const refunds = lines.filter(({ type }) => type === 'refund');
    return [
      { event: 'charge.success', data: { id: visit.order, status: 'success', reference: visit.session, metadata } },
      ...['pending', 'processed'].flatMap((status) =>
        refunds.map(({ amount }) => ({
          event: `refund.${status}`,
          data: { status, transaction_reference: visit.session, refund_reference: null, amount: String(amount) },
        })),
      ),
    ];
  },
  sign: (stage, payload) =>
    createHmac('sha512', String(stage.clinic.core.settings.PAYSTACK_SECRET_KEY)).update(payload).digest('hex'),
};

function tillOf(stage: Stage, kind: Gateway, admin: Till['admin']): Till {
  const { name, currency } = kind;
  const base = `${stage.clinic.sandboxUrl}/sandbox/${name}`;
  const send = (path: string, body: object) =>
    fetch(`${base}/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const drive = async (path: string, body: object) => {
    const answer = await send(path, body);
    assert.equal(answer.status, 200, `${path} ${JSON.stringify(body)}: ${await answer.text()}`);
  };
  const read = async <T>(path: string) => (await (await fetch(`${base}/${path}`)).json()) as T;
  const sessionsOf = async (id: string) => {
    const text = `select provider_session_id as session from orders
      where subject_id = $1 and provider = $2 and provider_session_id is not null`;
    return (await stage.sql<{ session: string }>(text, [id, name])).map(({ session }) => session);
  };
  const linesOf = async (sessions: readonly string[]) =>
    (await read<BankLine[]>('ledger')).filter(({ session_id }) => sessions.includes(session_id));

  const gateway: GatewayTill = {
    ask: (visit, more = {}) => visit.api.post('/api/v1/orders/', { appointmentId: visit.id, ...more }),
    press: ({ session }, act) => drive(`checkout/${session}`, act),
    async tryPress({ session }, act) {
      const answer = await send(`checkout/${session}`, act);
      await answer.body?.cancel();
      return answer.status === 200;
    },
    drive,
    faults: (body) => drive('faults', body),
    loseAnswer: () => drive('faults', { lose_response: kind.lost }),
    dispute: (visit, status) => drive('dispute', kind.disputeOrder(visit, status)),
    notices: async (visit) => kind.notices(visit, await linesOf([visit.session])),
    async notify(notice, signature) {
      const payload = JSON.stringify(notice);
      const answer = await fetch(`${stage.clinic.apiUrl}/webhook/${name}/`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', [kind.header]: signature ?? kind.sign(stage, payload) },
        body: payload,
      });
      await answer.body?.cancel();
      return answer.status;
    },
    async pages({ id }) {
      const pages = await read<{ metadata: Record<string, string> }[]>(kind.pages);
      return pages.filter(({ metadata }) => metadata.appointment_id === id).length;
    },
  };

  return {
    name,
    stage,
    currency,
    admin,
    gateway,
    async payable() {
      const visit = await stage.hold(48 * 3_600_000);
      const { status, body } = await gateway.ask(visit);
      assert.equal(status, 201, JSON.stringify(body));
      assert.deepEqual([body.provider, body.currency], [name, currency]);
      const [session = ''] = await sessionsOf(visit.id);
      return { ...visit, order: String(body.order_id), session, url: String(body.checkout_url) };
    },
    pay: (visit) => gateway.press(visit, { outcome: 'paid' }),
    async settleRefunds(visit, status = 'succeeded', webhook = 'send') {
      const lines = await linesOf([visit.session]);
      const waiting = lines.filter((line) => line.type === 'refund' && line.status === 'pending');
      for (const { id } of waiting) await drive(`refunds/${id}`, { status, webhook });
    },
    bank: (visit) => linesOf([visit.session]),
    async held({ id }) {
      const disputes = await stage.sql<{ id: string }>(
        'select provider_dispute_id as id from disputes where order_id in (select id from orders where subject_id = $1)',
        [id],
      );
      const lines = await linesOf(await sessionsOf(id));
      const sources = [...lines, ...disputes].map((one) => one.id);
      const own = (await read<BalanceLine[]>('balance')).filter(({ source }) => sources.includes(source ?? ''));
      return { provider: own.reduce((sum, { amount, fee }) => sum + amount - fee, 0), desk: 0 };
    },
    calm: () => drive('faults', { clear: true }),
    close: () => drive('faults', { clear: true }),
  };
}

const kindOf = (gateway: Gateway): TillKind => ({
  name: gateway.name,
  lacks: {},
  async open(stage) {
    await stage.sql('update clinics set currency = $1, payment_providers = $2', [gateway.currency, [gateway.name]]);
    return tillOf(stage, gateway, await stage.signIn('admin'));
  },
});

export const STRIPE_TILL = kindOf(STRIPE);
export const PAYSTACK_TILL = kindOf(PAYSTACK);
