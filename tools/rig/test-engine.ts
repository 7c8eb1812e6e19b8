import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';

const SHOWN = defineSearchAttributeKey('AppointmentStatus', SearchAttributeType.KEYWORD);

/** Workflows and Schedules of a scene, on a real engine; nobody works on them. */
export class TestEngine {
  private readonly runs: string[] = [];
  private readonly schedules: string[] = [];

  constructor(private readonly client: Client) {}

  async startRun(id: string, shown: string, type = 'appointment'): Promise<string> {
    const handle = await this.client.workflow.start(type, {
      workflowId: id,
      taskQueue: 'nobody',
      typedSearchAttributes: [{ key: SHOWN, value: shown }],
    });
    this.runs.push(id);
    return handle.firstExecutionRunId;
  }

  async endRun(id: string): Promise<void> {
    // It may have been ended by the test already.
    await this.client.workflow
      .getHandle(id)
      .terminate()
      .catch(() => undefined);
  }

  async strayRun(id = randomUUID(), type?: string): Promise<void> {
    await this.startRun(id, 'pending', type);
    // The list of running workflows lags behind the engine.
    for (let found = false; !found; ) {
      const query = `WorkflowId = '${id}'`;
      for await (const _listed of this.client.workflow.list({ query })) found = true;
    }
  }

  /** One that never comes due. */
  async startSchedule(scheduleId: string): Promise<void> {
    const action = { type: 'startWorkflow', workflowType: 'supplierPull', taskQueue: 'nobody' } as const;
    await this.client.schedule.create({ scheduleId, spec: {}, action });
    this.schedules.push(scheduleId);
  }

  async endSchedules(): Promise<void> {
    for (const id of this.schedules.splice(0)) await this.client.schedule.getHandle(id).delete();
  }

  async clear(): Promise<void> {
    for (const id of this.runs.splice(0)) await this.endRun(id);
    await this.endSchedules();
  }

  close(): Promise<void> {
    return this.client.connection.close();
  }
}
