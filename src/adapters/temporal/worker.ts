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

/** Connects and creates the worker; `run()` it, `shutdown()` to let what runs finish. */
export async function createWorker(options: WorkerOptions): Promise<{ worker: Worker; close: () => Promise<void> }> {
  const { temporal } = options;
  const connection = await NativeConnection.connect(connectionOptions(temporal));
  const worker = await Worker.create({
    connection,
    namespace: temporal.namespace,
    taskQueue: temporal.taskQueue,
    workflowBundle: await workflowBundle(options.bundlePath ?? BUNDLE),
    activities: options.activities,
    dataConverter: dataConverter(options.keys),
    interceptors: { activity: [() => ({ inbound: stepContext })] },
    maxConcurrentWorkflowTaskExecutions: 40,
    maxConcurrentActivityTaskExecutions: 40,
    shutdownGraceTime: '4s',
    shutdownForceTime: '6s',
  });
  return { worker, close: () => connection.close() };
}
