import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { AppointmentWorkflows } from '../../../src/adapters/temporal/port.js';
import type { Logger } from '../../../src/observability/logger.js';
import { resumeLost } from '../../../src/usecases/operations/resume-lost.js';
import { Steps } from '../../support/steps.js';

let steps: Steps;
before(async () => {
  steps = await Steps.open();
});
after(() => steps.close());

const booked = () => steps.hold({ paymentsEnabled: false });

describe('maintenance', () => {
  it('begins a run anew that can never go on, and says so; one whose trouble is not known yet is signalled', async () => {
    const [stuck, unclear, healthy] = [await booked(), await booked(), await booked()] as const;
    const shown = { status: 'booked', paymentStatus: 'waived', attention: [] };
    const calls: string[] = [];
    const engine = {
      findRunning: async (id: string) => {
        const { startsAt } = await steps.row(id);
        const progress = id === stuck.id ? 'stuck' : id === unclear.id ? 'unclear' : 'healthy';
        return { ...shown, startsAt, progress };
      },
      restart: async (id: string) => void calls.push(`restart ${id}`),
      refresh: async (id: string) => void calls.push(`refresh ${id}`),
      resume: async () => false,
    };
    const lines: unknown[] = [];
    const logger = { warn: (...line: unknown[]) => lines.push(line) } as unknown as Logger;
    const deps = {
      ...steps.deps,
      engine: engine as unknown as AppointmentWorkflows,
      logger,
      heartbeat: () => undefined,
    };
    assert.equal(await resumeLost(deps)(), 1);
    const own = (line: string) => [stuck, unclear, healthy].some(({ id }) => line.includes(id));
    assert.deepEqual(calls.filter(own).sort(), [`refresh ${unclear.id}`, `restart ${stuck.id}`]);
    assert.deepEqual(lines, [
      ['a run whose history cannot be replayed was terminated and resumed from its row', { appointmentId: stuck.id }],
    ]);
  });
});
