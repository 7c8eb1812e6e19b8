import { loadSettings, SettingsError } from '../config/load.js';
import { Unfit } from './unfit.js';

/** Each command loads its own code only: the packages of all of them take a second. */
const COMMANDS = {
  api: async (args: readonly string[], stop: AbortSignal) =>
    (await import('./api.js')).runApi(loadSettings(), args, stop),
  worker: async (args: readonly string[], stop: AbortSignal) =>
    (await import('./worker.js')).runWorker(loadSettings(), args, stop),
  migrate: async (args: readonly string[]) => (await import('./migrate.js')).migrate(loadSettings(), args),
  'seed:demo': async () => (await import('./seed-demo.js')).seedDemo(loadSettings()),
  'clinic:create': async (args: readonly string[]) =>
    (await import('./create-clinic.js')).createClinic(loadSettings(), args),
  'admin:create': async (args: readonly string[]) =>
    (await import('./create-admin.js')).createAdmin(loadSettings(), args),
  'admin:mfa-reset': async (args: readonly string[]) =>
    (await import('./reset-admin-factors.js')).resetAdminFactors(loadSettings(), args),
  resume: async (args: readonly string[]) => (await import('./resume.js')).resumeAppointment(loadSettings(), args),
  reconcile: async (args: readonly string[]) => (await import('./reconcile.js')).reconcileByHand(loadSettings(), args),
  import: async (args: readonly string[], stop: AbortSignal) =>
    (await import('./import-price-list.js')).importPriceList(loadSettings(), args, stop),
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
    // A setting or a schema that a person must correct: one line; anything else needs its stack.
    const plain = error instanceof SettingsError || error instanceof Unfit;
    console.error(plain ? (error as Error).message : error);
    return 1;
  }
}

process.exit(await main());
