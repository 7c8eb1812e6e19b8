import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decideDispute, type KnownDispute, type ReportedDispute } from '../../../src/domain/payments/disputes.js';

const known = (state: KnownDispute['state'], movements: number, writtenOff = 0): KnownDispute => ({
  state,
  movements,
  writtenOff: writtenOff,
});
const told = (state: ReportedDispute['state'], ...amounts: number[]): ReportedDispute => ({
  state,
  movements: amounts.map((amount) => ({ amount })),
});

describe('how a dispute stands', () => {
  it('is new at its first event, whatever it says', () => {
    assert.deepEqual(decideDispute(null, told('open', -8000)), { state: 'open', isNew: true, lost: 0 });
    assert.deepEqual(decideDispute(null, told('won')), { state: 'won', isNew: true, lost: 0 });
    assert.deepEqual(decideDispute(null, told('lost', -8000)), { state: 'lost', isNew: true, lost: 8000 });
  });

  it('is nothing of an answer with less money moved than we know of', () => {
    for (const state of ['open', 'won', 'lost'] as const) {
      assert.equal(decideDispute(known('lost', 2), told(state, -8000)), null);
    }
  });

  it('is that it is decided, until its money moves again', () => {
    assert.deepEqual(decideDispute(known('lost', 1, 8000), told('open', -8000)), {
      state: 'lost',
      isNew: false,
      lost: 8000,
    });
    assert.deepEqual(decideDispute(known('won', 2), told('open', -8000, 8000, -8000)), {
      state: 'open',
      isNew: true,
      lost: 0,
    });
  });

  it('is the later of two decisions', () => {
    assert.deepEqual(decideDispute(known('lost', 1, 8000), told('won', -8000, 8000)), {
      state: 'won',
      isNew: true,
      lost: 0,
    });
    assert.deepEqual(decideDispute(known('won', 2), told('lost', -8000, 8000, -8000)), {
      state: 'lost',
      isNew: true,
      lost: 8000,
    });
  });

  it('is a loss of what stays away, which may be less than was disputed or nothing', () => {
    assert.equal(decideDispute(known('open', 1), told('lost', -8000, 3000))?.lost, 5000);
    assert.equal(decideDispute(known('open', 1), told('lost', -8000, 9000))?.lost, 0);
    assert.deepEqual(decideDispute(known('lost', 0), told('lost', -8000)), { state: 'lost', isNew: false, lost: 8000 });
  });
});
