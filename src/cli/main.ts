import { loadSettings, SettingsError } from '../config/load.js';
import { runApi } from './api.js';
import { createAdmin } from './create-admin.js';
import { createClinic } from './create-clinic.js';
import { migrate } from './migrate.js';
import { Unfit } from './preflight.js';
import { reconcileByHand } from './reconcile.js';
import { resumeAppointment } from './resume.js';
import { seedDemo } from './seed-demo.js';
import { runWorker } from './worker.js';

const COMMANDS = {
  api: (_args: readonly string[], stop: AbortSignal) => runApi(loadSettings(), stop),
  worker: (_args: readonly string[], stop: AbortSignal) => runWorker(loadSettings(), stop),
  migrate: (args: readonly string[]) => migrate(loadSettings(), args),
  'seed:demo': () => seedDemo(loadSettings()),
  'clinic:create': (args: readonly string[]) => createClinic(loadSettings(), args),
  'admin:create': (args: readonly string[]) => createAdmin(loadSettings(), args),
  resume: (args: readonly string[]) => resumeAppointment(loadSettings(), args),
  reconcile: (args: readonly string[]) => reconcileByHand(loadSettings(), args),
} as const;

/** Waits for SIGINT or SIGTERM; a parent that ends is a signal too, through its launcher's own watch. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => controller.abort());
  return controller.signal;
}

async function main(): Promise<number> {
  const [name = '', ...args] = process.argv.slice(2);
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name as keyof typeof COMMANDS] : undefined;
  if (!command) {
    console.error(`Unknown command "${name}". Known: ${Object.keys(COMMANDS).join(', ')}.`);
    return 64;
  }
  try {
    return (await command(args, stopSignal())) ?? 0;
  } catch (error) {
    // A setting or a schema that must be mended by a person: one line; anything else needs its stack.
    const plain = error instanceof SettingsError || error instanceof Unfit;
    console.error(plain ? (error as Error).message : error);
    return 1;
  }
}

process.exit(await main());
