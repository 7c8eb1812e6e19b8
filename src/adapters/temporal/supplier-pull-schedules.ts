import {
  type Client,
  ScheduleAlreadyRunning,
  type ScheduleDescription,
  ScheduleNotFoundError,
  ScheduleOverlapPolicy,
} from '@temporalio/client';
import { DomainError } from '../../domain/errors.js';
import { supplierPullScheduleId } from '../../domain/ids.js';
import { SUPPLIER_PULL_WORKFLOW, type SupplierPullInput } from '../../workflows/supplier-pull/contract.js';
import type { PulledSupplier, SupplierPulls, Timetable } from './port.js';

const CALL_MS = 8_000;
/** What stands at a Schedule that we have paused; an operator who pauses one writes something else. */
const DISABLED = 'Its clinic does not have it fetched by itself.';

/** Sources of price lists on Temporal. */
export class TemporalSupplierPulls implements SupplierPulls {
  constructor(
    private readonly client: Client,
    private readonly taskQueue: string,
  ) {}

  /** Whether an operator has paused it, and its record of what ran, stay. */
  async keep(of: PulledSupplier, timetable: Timetable | null): Promise<void> {
    const scheduleId = supplierPullScheduleId(of.clinicId, of.supplier);
    const handle = this.client.schedule.getHandle(scheduleId);
    if (timetable === null) {
      await this.call(() => ignoringMissing(handle.delete()));
      return;
    }
    const { isEnabled } = timetable;
    const wanted = this.wanted(of, scheduleId, timetable);
    const state = isEnabled ? {} : { state: { paused: true, note: DISABLED } };
    await this.call(async () => {
      try {
        await this.client.schedule.create({ scheduleId, ...wanted, ...state });
      } catch (error) {
        if (!(error instanceof ScheduleAlreadyRunning)) throw error;
        await handle.update((before) => ({ ...wanted, state: stateOf(before, isEnabled) }));
      }
    });
  }

  run({ clinicId, supplier }: PulledSupplier): Promise<boolean> {
    const handle = this.client.schedule.getHandle(supplierPullScheduleId(clinicId, supplier));
    // Whoever asks may know that the list has just changed: one run more, behind the one that is at work.
    return this.call(() => ignoringMissing(handle.trigger(ScheduleOverlapPolicy.BUFFER_ONE)));
  }

  private wanted({ clinicId, supplier }: PulledSupplier, id: string, { everyMs, offsetMs }: Timetable) {
    const input: SupplierPullInput = { clinicId, supplier };
    return {
      spec: { intervals: [{ every: everyMs, offset: offsetMs }] },
      // A day on which the engine was down does not go without its list.
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '12 hours' as const },
      action: {
        type: 'startWorkflow' as const,
        workflowType: SUPPLIER_PULL_WORKFLOW,
        workflowId: id,
        taskQueue: this.taskQueue,
        args: [input],
        staticSummary: 'A price list that is fetched from its supplier',
      },
    };
  }

  private async call<Value>(work: () => Promise<Value>): Promise<Value> {
    try {
      return await this.client.withDeadline(Date.now() + CALL_MS, work);
    } catch (cause) {
      const unavailable = new DomainError('unavailable', 'The workflow engine does not answer. Please try again.', {
        retryAfter: 2,
      });
      unavailable.cause = cause;
      throw unavailable;
    }
  }
}

function stateOf({ state }: ScheduleDescription, isEnabled: boolean) {
  if (!isEnabled) return { ...state, paused: true, note: DISABLED };
  return state.note === DISABLED ? { ...state, paused: false, note: '' } : state;
}

/** False where there is no such Schedule. */
async function ignoringMissing(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if (error instanceof ScheduleNotFoundError) return false;
    throw error;
  }
}
