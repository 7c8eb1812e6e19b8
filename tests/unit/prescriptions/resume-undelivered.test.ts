import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { PrescriptionWorkflows } from '../../../src/adapters/temporal/port.js';
import type { PrescriptionsScope } from '../../../src/models/repositories/prescriptions/slice.js';
import type { UnitOfWork } from '../../../src/models/scope.js';
import { resumeUndelivered } from '../../../src/usecases/prescriptions/resume-undelivered.js';

const idsOf = (kind: string, count: number) =>
  Array.from({ length: count }, (_, at) => `${kind}-${String(at).padStart(4, '0')}`);

/** Prescriptions of which each kind waits for a run; whoever is resumed waits no more. `running`: those that have a run. */
function world(waiting: { readonly undelivered: number; readonly unreminded: number; readonly running?: number }) {
  const undelivered = idsOf('undelivered', waiting.undelivered);
  const unreminded = idsOf('unreminded', waiting.unreminded);
  const running = new Set(undelivered.slice(0, waiting.running ?? 0));
  const resumed = new Set<string>();
  const left = (ids: readonly string[]) => ids.filter((id) => !resumed.has(id)).map((id) => ({ id }));
  const scope = {
    prescriptionEvents: {
      listUnnotified: async () => [],
      listUnreminded: async (_until: Date, most: number) => left(unreminded).slice(0, most),
    },
    prescriptions: {
      listUndelivered: async (most: number, after: string | null) =>
        left(undelivered)
          .filter(({ id }) => after === null || id > after)
          .slice(0, most),
    },
  };
  const deps = {
    unitOfWork: {
      withScope: async (_actor: unknown, work: (given: unknown) => unknown) => work(scope),
    } as unknown as UnitOfWork<PrescriptionsScope>,
    prescriptionWorkflows: {
      resume: async (id: string) => !running.has(id) && resumed.add(id) !== undefined,
    } as unknown as PrescriptionWorkflows,
    now: () => new Date(),
    heartbeat: () => undefined,
  };
  return { resumed, pass: resumeUndelivered(deps, 0) };
}

it('a pass resumes 200 lost prescriptions at most, and the next one goes on', async () => {
  const { resumed, pass } = world({ undelivered: 450, unreminded: 0 });
  assert.deepEqual([await pass(), await pass(), await pass(), await pass()], [200, 200, 50, 0]);
  assert.equal(resumed.size, 450);
});

it('what waits for a reminder counts with the rest of a pass', async () => {
  const { pass } = world({ undelivered: 150, unreminded: 120 });
  assert.deepEqual([await pass(), await pass()], [200, 70]);
});

it('what has its run counts nothing, also where it is a whole page', async () => {
  const { resumed, pass } = world({ undelivered: 210, unreminded: 0, running: 205 });
  assert.equal(await pass(), 5);
  assert.equal(resumed.size, 5);
});
