import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../launcher/postgres.js';
import { isAlive } from '../launcher/processes.mjs';
import { resolveTemporalBinary, startTemporal } from '../launcher/temporal.js';
import { type MailSink, startMailSink } from '../rig/mail-sink.js';
import { type Bank, startBank } from './bank.js';

/** The servers that both sides of every comparison share. */
export interface Servers {
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly mail: MailSink;
  readonly bank: Bank;
  readonly folder: string;
  readonly logs: string;
  stop(): Promise<void>;
}

/**
 * PostgreSQL that really writes (fsync on, so its folder is on a disk and not in memory), and a Temporal dev server
 * in memory: the faster engine is the stricter judge of what the product adds to it.
 */
export async function startServers(): Promise<Servers> {
  const folder = mkdtempSync(join(tmpdir(), 'keepwell-bench-'));
  const logs = join(folder, 'logs');
  mkdirSync(logs);
  const running: { readonly pid: number; stop(): Promise<void> }[] = [];
  // They are detached: a bench that ends in a hurry must not leave them behind.
  const onExit = () => {
    for (const { pid } of running) if (isAlive(pid)) process.kill(pid, 'SIGQUIT');
  };
  process.once('exit', onExit);
  const mail = await startMailSink();
  const bank = await startBank();
  const stop = async () => {
    await Promise.all([mail, bank, ...running].map((server) => server.stop()));
    process.removeListener('exit', onExit);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const postgres = await startPostgres({ dataDir: join(folder, 'postgres'), port: 0 });
    running.push(postgres);
    const binary = await resolveTemporalBinary({ onProgress: (line) => console.error(line) });
    const temporal = await startTemporal({ binary, port: 0, uiPort: 0, logFile: join(logs, 'temporal.log') });
    running.push(temporal);
    return { databaseUrl: postgres.url, temporalAddress: temporal.address, mail, bank, folder, logs, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
