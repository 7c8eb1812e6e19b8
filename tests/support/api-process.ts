import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { until } from './client.js';
import type { TestClinic } from './clinic.js';
import { answers, freePort } from './started-program.js';

/** An API in a process of its own, beside the one that the test itself runs. */
export interface ApiProcess {
  readonly url: string;
  /** SIGKILL, as by a machine that is out of memory: nothing is finished or written down. */
  kill(): Promise<void>;
}

/** The secrets that a clinic and the further processes of its API share: they go into both environments. */
export type SharedSecrets = Readonly<Record<'TOKEN_KEYS' | 'ENCRYPTION_KEYS', string>>;

/** Starts the built product's API on the database and engine of a clinic. @throws Error when it does not come up */
export async function startApiProcess(
  clinic: TestClinic,
  secrets: SharedSecrets,
  env: Readonly<Record<string, string>> = {},
): Promise<ApiProcess> {
  const { settings, temporal } = clinic.core;
  const port = await freePort();
  const child = spawn(process.execPath, ['dist/cli/main.js', 'api'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'test',
      KEEPWELL_EMBEDDED: '1',
      LOG_LEVEL: 'error',
      PORT: `${port}`,
      PUBLIC_URL: clinic.apiUrl,
      DATABASE_URL: settings.DATABASE_URL,
      DATABASE_URL_API: settings.DATABASE_URL_API,
      TEMPORAL_ADDRESS: settings.TEMPORAL_ADDRESS,
      TEMPORAL_TASK_QUEUE: temporal.taskQueue,
      SMTP_URL: settings.SMTP_URL,
      PAYMENTS_ENABLED: 'false',
      ...secrets,
      ...env,
    },
  });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => said.push(String(part)));
  const ended = once(child, 'close');
  try {
    await answers(child, port);
    const url = `http://127.0.0.1:${port}`;
    await until('the API to be ready', async () => (await fetch(`${url}/health/ready`)).ok);
    return {
      url,
      async kill() {
        child.kill('SIGKILL');
        await ended;
      },
    };
  } catch (error) {
    child.kill('SIGKILL');
    throw new Error(`the API did not start: ${said.join('')}`, { cause: error });
  }
}
