import { fileURLToPath } from 'node:url';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import type { BareActivities } from './hold.js';
import { serveBench } from './messages.js';

/** The bare engine's worker: as many slots as the product's, nothing to do in them. */
export async function runBareWorker(address: string, taskQueue: string): Promise<void> {
  Runtime.install({ logger: new DefaultLogger('WARN') });
  let done = 0;
  const activities: BareActivities = {
    claim: async () => undefined,
    notify: async () => {
      done += 1;
    },
  };
  const worker = await Worker.create({
    connection: await NativeConnection.connect({ address }),
    taskQueue,
    workflowsPath: fileURLToPath(new URL('./hold.ts', import.meta.url)),
    activities,
    maxConcurrentWorkflowTaskExecutions: 40,
    maxConcurrentActivityTaskExecutions: 40,
  });
  serveBench(async () => ({ about: 'activities', done }));
  process.send?.({ about: 'ready' });
  await worker.run();
}
