import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunInput } from '../chaos/entry.js';
import { quietly } from '../chaos/run.js';
import { Stack } from '../chaos/stack.js';
import type { Document } from '../openapi/document.js';
import type { Options } from './options.js';
import { openFuzzedClinic } from './people.js';
import { figuresOf, type Report, type RunFigures, reportOf } from './report.js';
import { findSchemathesis, fuzz } from './schemathesis.js';

/** The product's own defaults instead of the short waits of chaos: what is fuzzed must not expire meanwhile. */
const SETTINGS = {
  POLICY_PAYMENT_WINDOW: '12h',
  POLICY_PAYMENT_WARNING: '5m',
  POLICY_PROCESSING_LIMIT: '12h',
  POLICY_REMINDERS: '24h,1h',
  POLICY_NO_SHOW_AFTER: '30m',
  POLICY_SLOT_SHORT: '15m',
} as const;

/** One whole run: start, people and appointments, each role in turn; whatever happens, all that was started is ended. */
export async function run({ root, dataDir, options, say, stop }: RunInput<Options>): Promise<Report> {
  const program = await findSchemathesis(say, stop);
  const stack = await Stack.start(root, dataDir, quietly(say), stop, { settings: SETTINGS, engineInMemory: true });
  try {
    const { apiUrl, sandboxUrl, accounts, mailUrl } = stack;
    const instance = {
      api_url: apiUrl,
      sandbox_url: sandboxUrl,
      accounts,
      temporal_ui_url: '',
      mail_ui_url: mailUrl ?? '',
    };
    const people = await openFuzzedClinic(instance);
    const document = JSON.parse(
      readFileSync(join(root, 'src', 'api', 'generated', 'openapi.json'), 'utf8'),
    ) as Document;
    const runs: RunFigures[] = [];
    for (const { role, signIn } of [{ role: 'anonymous', signIn: async () => null }, ...people]) {
      for (const operations of ['others', 'sessions'] as const) {
        stop.throwIfAborted();
        const name = operations === 'others' ? role : `${role}-sessions`;
        const outputFile = join(dataDir, `schemathesis-${name}.txt`);
        const requestsFile = join(dataDir, `schemathesis-${name}.har`);
        const token = await signIn();
        const { seed, examples, seconds } = options;
        const code = await fuzz({
          program,
          apiUrl,
          token,
          operations,
          seed,
          examples,
          seconds,
          outputFile,
          requestsFile,
          stop,
        });
        const figures = { name, ...figuresOf(document, requestsFile), reported: code !== 0, outputFile };
        say(`${name}: ${figures.requests} requests, ${figures.reported ? 'reports' : 'nothing to report'}`);
        runs.push(figures);
      }
    }
    return reportOf(document, options.seed, runs);
  } finally {
    await stack.stop();
  }
}
