import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { SYSTEM } from '../../../src/domain/actor.js';
import { slugOf } from '../../../src/domain/clinics/slugs.js';
import { type CreateClinicDeps, createClinic } from '../../../src/usecases/clinics/create-clinic.js';
import { Steps } from '../../support/steps.js';

let steps: Steps;
before(async () => {
  steps = await Steps.open();
});
after(() => steps.close());

const create = (
  change: Partial<Parameters<ReturnType<typeof createClinic>>[1]> = {},
  policy: CreateClinicDeps['policy'] = { feeNew: 8000, feeReturning: 5000 },
  gateways: CreateClinicDeps['payments']['gateways'] = ['stripe'],
) =>
  createClinic({
    unitOfWork: steps.unitOfWork,
    now: steps.now,
    policy,
    payments: { gateways },
    characters: { missing: (text) => text.match(/\p{Extended_Pictographic}/gu) ?? [] },
  })(SYSTEM, { name: 'Harbour Clinic', timezone: 'Australia/Sydney', currency: 'aud', ...change });

const clinics = async () =>
  (await steps.sql('select slug from clinics order by created_at, id')).map(({ slug }) => slug);

describe('a new clinic', () => {
  it('has its name, zone and currency in their canonical spelling, and an audit row', async () => {
    const clinic = await create({ name: ' Żółta Klinika No. 1 ', timezone: 'europe/warsaw', currency: 'EUR' });
    const [row] = await steps.sql('select name, slug, timezone, currency from clinics where id = $1', [clinic.id]);
    assert.deepEqual(row, {
      name: 'Żółta Klinika No. 1',
      slug: 'zolta-klinika-no-1',
      timezone: 'Europe/Warsaw',
      currency: 'eur',
    });
    const audit = "select 1 from audit_events where action = 'clinic.created' and entity_id = $1";
    assert.equal((await steps.sql(audit, [clinic.id])).length, 1);
  });

  it('is made once, however often and however concurrently the command is repeated', async () => {
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => create()));
    assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1);
    for (const result of results) {
      if (result.status === 'rejected') assert.match(result.reason.message, /exists already/);
    }
  });

  it('with a name in another script, or of another clinic’s letters, has a slug of its own', async () => {
    const names = ['عيادة', '诊所', 'Harbour-Clinic'];
    const slugs = [];
    for (const name of names) slugs.push((await create({ name })).slug);
    assert.deepEqual(slugs, ['clinic', 'clinic-2', 'harbour-clinic-2']);
    assert.equal(slugOf('x'.repeat(200)).length, 60);
  });

  it('is refused with a name, zone or currency that cannot be', async () => {
    const before = await clinics();
    for (const [field, change] of [
      ['name', { name: ' ' }],
      ['name', { name: 'Clinic 😀' }],
      ['timezone', { timezone: 'Sydney' }],
      ['currency', { currency: 'jpy' }],
    ] as const) {
      await assert.rejects(create(change), (error: { details?: { field?: string } }) =>
        JSON.stringify(error).includes(field),
      );
    }
    assert.deepEqual(await clinics(), before);
  });

  it('is refused in a currency in which the installation’s fees are less than any provider charges', async () => {
    const before = await clinics();
    const pounds = { name: 'Thames Clinic', currency: 'gbp' };
    for (const policy of [
      { feeNew: 29, feeReturning: 5000 },
      { feeNew: 8000, feeReturning: 29 },
    ]) {
      await assert.rejects(create(pounds, policy), {
        code: 'validation_failed',
        message: /^POLICY_FEE_\w+ is 0\.29, and must be 0\.00 or at least 0\.30 GBP/,
      });
    }
    await assert.rejects(
      create({ name: 'Lagos Clinic', currency: 'ngn' }, undefined, ['paystack']).then(() =>
        create({ name: 'Abuja Clinic', currency: 'ngn' }, { feeNew: 4999, feeReturning: 0 }, ['paystack']),
      ),
      /at least 50\.00 NGN/,
    );
    assert.deepEqual(await clinics(), [...before, 'lagos-clinic']);
    // 0.30 is too little in dollars and enough in pounds; 0.00 is booked without a payment; no provider, no least charge.
    await create(pounds, { feeNew: 30, feeReturning: 0 });
    await create({ name: 'Free Clinic' }, { feeNew: 0, feeReturning: 0 });
    await create({ name: 'Cash Clinic' }, { feeNew: 20, feeReturning: 20 }, []);
  });
});
