import { randomUUID } from 'node:crypto';
import { Client, Connection, WithStartWorkflowOperation, WorkflowIdConflictPolicy } from '@temporalio/client';
import { measure } from '../measure.js';
import { BARE_WORKFLOW, type bareHold, takeUpdate } from './hold.js';
import { serveBench } from './messages.js';

/** Calls the bare engine as directly as a client can: no HTTP, no login, no encryption. */
export async function runBareCaller(address: string, taskQueue: string): Promise<void> {
  const client = new Client({ connection: await Connection.connect({ address }) });
  const take = async (workflowId: string) => {
    const startWorkflowOperation = new WithStartWorkflowOperation<typeof bareHold>(BARE_WORKFLOW, {
      workflowId,
      taskQueue,
      args: [],
      workflowTaskTimeout: '5s',
      workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    });
    await client.workflow.executeUpdateWithStart(takeUpdate, { updateId: 'take', startWorkflowOperation });
  };
  serveBench(async (request) => {
    if (request.ask !== 'run') return { about: 'failed', reason: `cannot answer ${request.ask}` };
    let lastId = '';
    const measured = await measure(request.count, request.width, async () => {
      lastId = `bare-${randomUUID()}`;
      await take(lastId);
    });
    return { about: 'run', measured, lastId };
  });
  process.send?.({ about: 'ready' });
}
