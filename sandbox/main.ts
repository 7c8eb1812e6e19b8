import { startSandbox } from './server.js';

function setting(name: string): string | undefined {
  const value = process.env[name]?.trim();
  return value === '' ? undefined : value;
}

function fail(message: string): never {
  console.error(`sandbox: ${message}`);
  process.exit(1);
}

function portFrom(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) fail(`SANDBOX_PORT is not a port: ${text}`);
  return port;
}

/** Runs the sandbox as a process of its own until SIGTERM or SIGINT. */
async function main(): Promise<void> {
  const stateDir = setting('SANDBOX_STATE_DIR') ?? fail('SANDBOX_STATE_DIR is not set');
  const sandbox = await startSandbox({
    port: portFrom(setting('SANDBOX_PORT') ?? '0'),
    stateDir,
    webhookUrl: setting('SANDBOX_WEBHOOK_URL'),
    webhookSecret: setting('SANDBOX_WEBHOOK_SECRET'),
    publicUrl: setting('SANDBOX_PUBLIC_URL'),
    secretKey: setting('SANDBOX_SECRET_KEY'),
    appointmentUrl: setting('SANDBOX_APPOINTMENT_URL'),
    paystack: {
      webhookUrl: setting('SANDBOX_PAYSTACK_WEBHOOK_URL'),
      secretKey: setting('SANDBOX_PAYSTACK_SECRET_KEY'),
    },
    onError: (error, fatal) => {
      console.error('sandbox:', error);
      if (fatal) process.exit(1);
    },
  });
  console.log(`sandbox ready ${sandbox.url}`);
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      sandbox.stop().then(
        () => process.exit(0),
        (error: unknown) => fail(String(error)),
      );
    });
  }
}

main().catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)));
