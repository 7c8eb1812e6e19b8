import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SYSTEM } from '../../../src/domain/actor.js';
import { VISIT_OBSTACLES } from '../../../src/domain/identity/visit-obstacles.js';
import type { UnitOfWork, WholeScope } from '../../../src/models/scope.js';
import { flagVisits } from '../../../src/usecases/identity/flag-visits.js';

const visit = { appointmentId: 'visit', clinicId: 'clinic', patientId: 'patient' };

describe('visits that cannot take place as they were booked', () => {
  /** What is done about one visit with this obstacle and one entry that has settled, each in a transaction of its own. */
  async function run(obstacle: string, about: string, isOpen = false) {
    const done: unknown[] = [];
    let transactions = 0;
    const scope = {
      visitObstacles: {
        listNew: async (code: string) => (code === obstacle ? [{ ...visit, about }] : []),
        listSettled: async (code: string) => (code === obstacle ? [{ subjectId: 'settled', about }] : []),
      },
      attention: {
        open: async ({ code, context }: { readonly code: string; readonly context: object }) => {
          done.push(['opened', code, context]);
          return isOpen ? null : 'entry';
        },
        resolveAbout: async (entry: { readonly subjectId: string; readonly code: string }, by: string) => {
          done.push(['resolved', entry.subjectId, entry.code, by]);
          return [];
        },
      },
      audit: {
        record: async ({ action, patientId }: { readonly action: string; readonly patientId: string }) =>
          done.push([action, patientId]),
      },
    };
    const unitOfWork: UnitOfWork<WholeScope> = {
      withScope: (_actor, fn) => {
        transactions += 1;
        return fn(scope as unknown as WholeScope);
      },
    };
    const opened = await flagVisits({ unitOfWork, requireVerifiedDoctors: true, now: () => new Date() })(SYSTEM);
    return { done, opened, transactions };
  }

  for (const [code, about, context] of [
    ['verification_expired', 'verification/v', { verification: 'v' }],
    ['doctor_left', 'doctor/d', { doctor: 'd' }],
    ['patient_left', 'patient/p', { patient: 'p' }],
  ] as const) {
    it(`are shown as ${code}, and no more when that has passed`, async () => {
      const { done, opened, transactions } = await run(code, about);
      assert.deepEqual(done, [
        ['resolved', 'settled', code, 'keepwell'],
        ['opened', code, context],
        ['attention.opened', 'patient'],
      ]);
      assert.deepEqual([opened, transactions], [1, VISIT_OBSTACLES.length + 2]);
    });
  }

  it('are counted and recorded once, though two look at the same time', async () => {
    const { done, opened } = await run('doctor_left', 'doctor/d', true);
    assert.equal(opened, 0);
    assert.ok(!JSON.stringify(done).includes('attention.opened'));
  });
});
