import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { DomainError, type ErrorCode } from '../../../src/domain/errors.js';
import { Steps } from '../../support/steps.js';

/** What a booking was asked for in time, and became impossible before the slot was claimed. */
describe('a claim', () => {
  let steps: Steps;
  before(async () => {
    steps = await Steps.open();
  });
  after(() => steps.close());
  const refusedWith = (code: ErrorCode) => (error: unknown) => error instanceof DomainError && error.code === code;
  const held = async (id: string) => (await steps.sql('select 1 from appointments where id = $1', [id])).length;

  it('is refused in a clinic that was suspended since', async () => {
    const [id, slot, patient] = [randomUUID(), await steps.slot(), await steps.person('patient')];
    const suspend = 'update clinics set suspended_at = now(), suspension_reason_sealed = $1';
    await steps.sql(suspend, ['test.x']);
    try {
      await assert.rejects(steps.claim({ id, slot, patient }), refusedWith('slot_unavailable'));
      assert.equal(await held(id), 0);
    } finally {
      await steps.sql('update clinics set suspended_at = null, suspension_reason_sealed = null');
    }
    assert.equal((await steps.claim({ id, slot, patient })).outcome, 'claimed');
  });

  it('is refused of a doctor who may not work any more', async () => {
    const [id, slot, patient] = [randomUUID(), await steps.slot(), await steps.person('patient')];
    const required = { requireVerifiedDoctors: true };
    await assert.rejects(steps.claim({ id, slot, patient }, required), refusedWith('compliance_violation'));
    assert.equal(await held(id), 0);
    assert.equal((await steps.claim({ id, slot, patient })).outcome, 'claimed');
  });
});
