import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  coverLeft,
  decideDispute,
  givenBack,
  isHeldBack,
  type KnownDispute,
  paidOrderStatus,
  roomLeft,
  standingOf,
  type ToldDispute,
} from '../../../src/domain/payments/disputes.js';

const known = (state: KnownDispute['state'], movements: number, writtenOff = 0): KnownDispute => ({
  state,
  movements,
  writtenOff: writtenOff,
});
const told = (state: ToldDispute['state'], ...amounts: number[]): ToldDispute => ({
  state,
  movements: amounts.map((amount) => ({ amount })),
});

describe('what is believed of a dispute', () => {
  it('is its first news, whatever it is', () => {
    assert.deepEqual(decideDispute(null, told('open', -8000)), { state: 'open', news: true, lost: 0 });
    assert.deepEqual(decideDispute(null, told('won')), { state: 'won', news: true, lost: 0 });
    assert.deepEqual(decideDispute(null, told('lost', -8000)), { state: 'lost', news: true, lost: 8000 });
  });

  it('is nothing of an answer with less money moved than we know of', () => {
    for (const state of ['open', 'won', 'lost'] as const) {
      assert.equal(decideDispute(known('lost', 2), told(state, -8000)), null);
    }
  });

  it('is that it is decided, until its money moves again', () => {
    assert.deepEqual(decideDispute(known('lost', 1, 8000), told('open', -8000)), {
      state: 'lost',
      news: false,
      lost: 8000,
    });
    assert.deepEqual(decideDispute(known('won', 2), told('open', -8000, 8000, -8000)), {
      state: 'open',
      news: true,
      lost: 0,
    });
  });

  it('is the later of two decisions', () => {
    assert.deepEqual(decideDispute(known('lost', 1, 8000), told('won', -8000, 8000)), {
      state: 'won',
      news: true,
      lost: 0,
    });
    assert.deepEqual(decideDispute(known('won', 2), told('lost', -8000, 8000, -8000)), {
      state: 'lost',
      news: true,
      lost: 8000,
    });
  });

  it('is a loss of what stays away, which may be less than was disputed or nothing', () => {
    assert.equal(decideDispute(known('open', 1), told('lost', -8000, 3000))?.lost, 5000);
    assert.equal(decideDispute(known('open', 1), told('lost', -8000, 9000))?.lost, 0);
    assert.deepEqual(decideDispute(known('lost', 0), told('lost', -8000)), { state: 'lost', news: false, lost: 8000 });
  });
});

describe('a payment in dispute', () => {
  it('stands as the worst of its disputes, and of no other payment', () => {
    const of = (paymentId: string, state: 'open' | 'won' | 'lost') => ({ paymentId, state });
    assert.equal(standingOf([], 'p'), null);
    assert.equal(standingOf([of('p', 'won'), of('q', 'open')], 'p'), null);
    assert.equal(standingOf([of('p', 'lost'), of('p', 'won')], 'p'), 'lost');
    assert.equal(standingOf([of('p', 'lost'), of('p', 'open')], 'p'), 'open');
  });

  it('counts what went back by us, what is under way, and what the bank has covered, each where it belongs', () => {
    const refund = (
      status: 'requested' | 'succeeded' | 'failed' | 'settled_by_hand',
      failureReason: string | null = null,
    ) => ({
      amount: 1000,
      status,
      failureReason,
    });
    const refunds = [
      refund('succeeded'),
      refund('settled_by_hand'),
      refund('settled_by_hand', 'dispute_lost'),
      refund('requested'),
      refund('failed', 'in_dispute'),
    ];
    assert.equal(givenBack(refunds), 2000);
    assert.equal(roomLeft(8000, refunds), 4000);
    assert.equal(coverLeft(3000, refunds), 2000);
    assert.deepEqual(refunds.map(isHeldBack), [false, false, true, false, true]);
    assert.equal(isHeldBack(refund('failed', 'declined')), false);
  });

  it('decides where its order stands', () => {
    const order = { captured: 8000, given: 0, inDispute: false, completed: false };
    assert.equal(paidOrderStatus(order), 'paid');
    assert.equal(paidOrderStatus({ ...order, completed: true }), 'completed');
    assert.equal(paidOrderStatus({ ...order, given: 1, completed: true }), 'partially_refunded');
    assert.equal(paidOrderStatus({ ...order, given: 1, inDispute: true }), 'disputed');
    assert.equal(paidOrderStatus({ ...order, given: 8000, inDispute: true }), 'refunded');
  });
});
