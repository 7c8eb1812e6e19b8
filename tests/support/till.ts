import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import type { ProviderName } from '../../src/domain/payments/orders.js';
import { type ApiClient, type Reply, until } from './client.js';
import { type Case, type Closable, type Contender, type Lack, runContract } from './contract.js';
import type { BankLine } from './provider-harness.js';
import { Stage, type Visit } from './stage.js';

/**
 * What a clinic's way of being paid may have. `money`: it takes some. `page`: the patient pays on a provider's page, and
 * the provider tells of it. `refunds decided elsewhere`: they may fail, also after they succeeded.
 */
export type TillNature = 'money' | 'page' | 'refunds decided elsewhere' | 'disputes';

/** A visit that is paid for in this clinic's way; order and session are empty where there are none yet. */
export interface DueVisit extends Visit {
  readonly order: string;
  readonly session: string;
  readonly url: string | null;
}

/** A whole clinic that is paid in one way, and the hands to act on its patients and its bank. */
export interface Till extends Closable {
  readonly name: ProviderName;
  readonly stage: Stage;
  readonly currency: string;
  readonly admin: ApiClient;
  /** A held slot, with the page open where there is one. */
  payable(): Promise<DueVisit>;
  /** The money arrives. */
  pay(visit: DueVisit): Promise<void>;
  /** Every refund of the visit that waits for somebody outside is decided. */
  settleRefunds(visit: DueVisit, status?: 'succeeded' | 'failed', webhook?: 'send' | 'lose'): Promise<void>;
  bank(visit: DueVisit): Promise<readonly BankLine[]>;
  /** What the visit has brought the clinic so far, fees and disputes included, in the books of whoever holds it. */
  held(visit: Visit): Promise<{ readonly provider: number; readonly desk: number }>;
  readonly gateway: GatewayTill | null;
}

export interface GatewayTill {
  ask(visit: Visit, more?: object): Promise<Reply<Record<string, string>>>;
  press(visit: Pick<DueVisit, 'session'>, act: object): Promise<void>;
  tryPress(visit: Pick<DueVisit, 'session'>, act: object): Promise<boolean>;
  drive(path: string, body: object): Promise<void>;
  faults(body: object): Promise<void>;
  loseAnswer(): Promise<void>;
  dispute(visit: DueVisit, status: 'open' | 'won' | 'lost'): Promise<void>;
  /** Notices that tell the visit's life so far, in the order in which it was lived. */
  notices(visit: DueVisit): Promise<readonly object[]>;
  /** Posts a notice to the webhook route, signed as the provider does unless told otherwise; answers the status. */
  notify(notice: object, signature?: string): Promise<number>;
  /** How many pages the provider has opened for the visit. */
  pages(visit: Visit): Promise<number>;
}

export type TillCase = Case<Till, TillNature>;

/** One way of being paid, which any clinic can be given. */
export interface TillKind {
  readonly name: ProviderName;
  readonly lacks: Readonly<Partial<Record<TillNature, Lack<Till>>>>;
  open(stage: Stage): Promise<Till>;
}

/** A clinic for all the cases of a file. */
export function sharedStage(env: Readonly<Record<string, string>> = {}): () => Stage {
  let stage: Stage | undefined;
  before(async () => {
    stage = await Stage.open(env);
  });
  after(() => stage?.close());
  return () => {
    assert.ok(stage);
    return stage;
  };
}

/** Runs the cases in a clinic that is paid in each of these ways, one after the other; `faults` hold throughout. */
export function everyTill(
  title: string,
  stage: () => Stage,
  kinds: readonly TillKind[],
  cases: readonly TillCase[],
  { concurrency = true, faults = {} }: { readonly concurrency?: boolean; readonly faults?: object } = {},
): void {
  const contenders = kinds.map((kind): Contender<Till, TillNature> => {
    const open = async () => {
      const till = await kind.open(stage());
      await till.gateway?.faults(faults);
      return till;
    };
    return { ...kind, open };
  });
  runContract(title, contenders, cases, { concurrency });
}

export function gatewayOf({ gateway }: Till): GatewayTill {
  assert.ok(gateway, 'a case about a page needs one');
  return gateway;
}

export async function booked(till: Till): Promise<DueVisit> {
  const visit = await till.payable();
  const isTold = (kind: string) => async () => (await till.stage.kinds(visit)).includes(kind);
  // A message about the hold that the money overtakes is never sent; where nothing is owed there is none.
  if (till.name !== 'waived') await until('the mail about the hold', isTold('booking_held'));
  await till.pay(visit);
  await till.stage.reaches(visit, 'booked');
  // A confirmation that a cancellation overtakes is never sent: the cases that follow count on it.
  await until('the confirmation', isTold('booking_confirmed'));
  return visit;
}

/** Our books say of the visit what whoever holds its money says, to the cent. */
export async function assertMoneyAgrees({ stage, held }: Till, visit: Visit): Promise<void> {
  const text = `select coalesce(sum(amount) filter (where account = 'provider'), 0)::int as provider,
      coalesce(sum(amount) filter (where account = 'desk'), 0)::int as desk
    from ledger_entries where order_id in (select id from orders where subject_id = $1)`;
  const [ours] = await stage.sql(text, [visit.id]);
  assert.deepEqual(ours, await held(visit));
}

export async function cancelByClinic({ admin }: Till, visit: Visit): Promise<void> {
  const reply = await admin.patch(`${visit.path}update/`, { status: 'cancelled_by_clinic', reason: 'ill' });
  assert.equal(reply.status, 200, JSON.stringify(reply.body));
}

export function act({ admin }: Till, visit: Visit, body: object) {
  return admin.post(`/api/v1/admin/appointments/${visit.id}/actions/`, { reason: 'by telephone', ...body });
}

/** The orders of a visit as the API shows them, oldest first. */
export async function ordersOf({ stage, admin }: Till, visit: Visit) {
  const rows = await stage.sql<{ id: string }>('select id from orders where subject_id = $1 order by created_at', [
    visit.id,
  ]);
  const replies = await Promise.all(rows.map(({ id }) => admin.get(`/api/v1/orders/${id}/`)));
  return replies.map(({ body }) => body);
}
