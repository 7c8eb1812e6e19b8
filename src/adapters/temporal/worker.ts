import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  type BundleOptions,
  bundleWorkflowCode,
  DefaultLogger,
  NativeConnection,
  Runtime,
  Worker,
  type WorkflowBundleOption,
} from '@temporalio/worker';
import type { KeyRing } from '../../config/key-ring.js';
import type { Logger } from '../../observability/logger.js';
import { documentQueue } from '../../workflows/support/document-queue.js';
import { dataConverter } from './codec.js';
import { connectionOptions, type TemporalSettings } from './connection.js';
import { stepContext } from './step-context.js';

const SOURCES = fileURLToPath(new URL('../../workflows/', import.meta.url));
/** Modules of which nothing is used are left out: none does anything when it is loaded. */
const OURS = /[\\/](?:src|dist)[\\/](?:domain|workflows)[\\/]/;
/** Built with the product, so that a production worker starts without a bundler. */
const BUNDLE = fileURLToPath(new URL('../../workflow-bundle.js', import.meta.url));

export interface WorkerOptions {
  readonly temporal: TemporalSettings;
  readonly keys: KeyRing;
  readonly activities: object;
  readonly logger: Logger;
  /** Where the workflows were bundled before; the build beside this file, or a new bundle, when left out. */
  readonly bundlePath?: string | undefined;
}

/** Bundles the workflows from wherever this file runs: sources under a loader, or the build. */
export async function bundleWorkflows(): Promise<{ readonly code: string }> {
  const index = ['index.js', 'index.ts'].map((name) => `${SOURCES}${name}`).find(existsSync);
  if (!index) throw new Error('the workflows are not where they should be');
  return bundleWorkflowCode({
    workflowsPath: index,
    workflowInterceptorModules: [index.replace(/index(\.[jt]s)$/, 'support/request-id$1')],
    failureConverterPath: fileURLToPath(new URL('./failure-converter.cjs', import.meta.url)),
    logger: new DefaultLogger('WARN'),
    webpackConfigHook: asOneModule,
  });
}

/**
 * What workflows use of our code becomes one module, and the rest of it is left out: each run of a workflow evaluates its
 * modules anew.
 */
function asOneModule(config: Bundling): Bundling {
  const { module: { rules = [], ...module } = {}, optimization } = config;
  return {
    ...config,
    module: { ...module, rules: [...rules, { test: OURS, sideEffects: false }] },
    optimization: {
      ...optimization,
      providedExports: true,
      usedExports: true,
      sideEffects: true,
      concatenateModules: true,
      minimize: false,
    },
  };
}

type Bundling = Parameters<NonNullable<BundleOptions['webpackConfigHook']>>[0];

let bundled: Promise<{ readonly code: string }> | undefined;

function workflowBundle(path: string): Promise<WorkflowBundleOption> | WorkflowBundleOption {
  if (existsSync(path)) return { codePath: path };
  // The bundle is a pure function of the sources: one per process is enough for any number of workers.
  bundled ??= bundleWorkflows();
  return bundled;
}

export interface RuntimeOptions {
  /** Address at which the SDK's own metrics are scraped, such as `0.0.0.0:9464`; off when left out. */
  readonly metricsAddress?: string;
}

/**
 * The engine's log lines become ours: those of the SDK, and those of its native core, which are the only early sign of
 * a run that cannot go on. Once per process.
 */
export function installRuntime(logger: Logger, { metricsAddress }: RuntimeOptions = {}): void {
  Runtime.install({
    shutdownSignals: [],
    logger: new DefaultLogger('WARN', ({ level, message, meta }) => {
      const { error, ...ids } = meta ?? {};
      logger.log(level === 'ERROR' ? 'error' : 'warn', message, { ...ids, ...(error ? { error } : {}) });
    }),
    telemetryOptions: {
      logging: { filter: { core: 'WARN', other: 'ERROR' }, forward: {} },
      ...(metricsAddress ? { metrics: { prometheus: { bindAddress: metricsAddress } } } : {}),
    },
  });
}

/** What polls the task queues of this process. */
export interface TaskWorker {
  /** Until it was shut down, and what runs has finished. @throws Error when the engine refuses it for good */
  run(): Promise<void>;
  shutdown(): void;
  readonly isRunning: boolean;
  close(): Promise<void>;
}

/**
 * How many requests have their documents made at once: one is stored, or waits for its time stamp, while another one is drawn. More
 * would take the processor from the bookings of the same machine.
 */
const DOCUMENTS_AT_ONCE = 2;

/**
 * How many runs a worker keeps in memory; one that has been put away is read and replayed when something comes for it, which takes some
 * milliseconds. A run takes half a megabyte, and most wait for days: the SDK would keep as many as a heap of gigabytes holds.
 */
const RUNS_IN_MEMORY = 200;

/** Connects and creates what polls the task queue, and beside it the one of documents. */
export async function createWorker(options: WorkerOptions): Promise<TaskWorker> {
  const { temporal } = options;
  const connection = await NativeConnection.connect(connectionOptions(temporal));
  const shared = {
    connection,
    namespace: temporal.namespace,
    activities: options.activities,
    dataConverter: dataConverter(options.keys),
    interceptors: { activity: [() => ({ inbound: stepContext })] },
    shutdownGraceTime: '4s',
    shutdownForceTime: '6s',
    // How far a long step is, is seen within a second.
    maxHeartbeatThrottleInterval: '1s',
  } satisfies Partial<Parameters<typeof Worker.create>[0]>;
  const workers = [
    await Worker.create({
      ...shared,
      taskQueue: temporal.taskQueue,
      workflowBundle: await workflowBundle(options.bundlePath ?? BUNDLE),
      maxCachedWorkflows: RUNS_IN_MEMORY,
      maxConcurrentWorkflowTaskExecutions: 40,
      maxConcurrentActivityTaskExecutions: 40,
    }),
    await Worker.create({
      ...shared,
      taskQueue: documentQueue(temporal.taskQueue),
      maxConcurrentActivityTaskExecutions: DOCUMENTS_AT_ONCE,
    }),
  ];
  const shutdown = () => {
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  return {
    // One that ends ends the other: half a worker would look alive.
    async run() {
      const ends = await Promise.allSettled(workers.map((worker) => worker.run().finally(shutdown)));
      for (const end of ends) if (end.status === 'rejected') throw end.reason;
    },
    shutdown,
    get isRunning() {
      return workers.every((worker) => worker.getState() === 'RUNNING');
    },
    close: () => connection.close(),
  };
}
