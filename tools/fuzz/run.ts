import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Stripe from 'stripe';
import { API_KEY_SCOPES } from '../../src/domain/identity/api-keys.js';
import { webhookSecret } from '../launcher/product.js';
import type { Document } from '../openapi/document.js';
import type { RunInput } from '../rig/entry.js';
import { Client, JourneyError } from '../rig/instance.js';
import { quietly } from '../rig/limits.js';
import { Stack } from '../rig/stack.js';
import { FuzzedClinic, type Installation } from './clinic.js';
import { type Examples, inAMonth, makeExamples } from './examples.js';
import { type Foreign, makeForeign } from './foreign.js';
import { narrow } from './narrow.js';
import type { Options } from './options.js';
import { type Part, partsOf } from './parts.js';
import type { Person } from './people.js';
import { figuresOf, type Report, type RunFigures, reportOf } from './report.js';
import { findSchemathesis, fuzz } from './schemathesis.js';
import { readSentRequests } from './sent-requests.js';
import { withExamples } from './with-examples.js';

/** The product's own defaults instead of the short waits of chaos: what is fuzzed must not expire meanwhile. */
const SETTINGS = {
  POLICY_PAYMENT_WINDOW: '12h',
  POLICY_PAYMENT_WARNING: '5m',
  POLICY_PROCESSING_LIMIT: '12h',
  POLICY_REMINDERS: '24h,1h',
  POLICY_NO_SHOW_AFTER: '30m',
  POLICY_SLOT_SHORT: '15m',
  // The appointments of a run are days away: their patients can be checked in all the same, and write in their rooms.
  POLICY_CHAT_OPENS: '300d',
  POLICY_CHAT_EDIT_WINDOW: '30d',
  POLICY_CHECK_IN_OPENS: '30d',
  // Longer than any run: what needs a proof of a moment ago is reached as well.
  REAUTH_FRESHNESS: '12h',
} as const;

/** One whole run: start, people and appointments, each part in turn; whatever happens, all that was started is ended. */
export async function run(input: RunInput<Options>): Promise<Report> {
  const { root, dataDir, options, say, stop } = input;
  const program = await findSchemathesis(say, stop);
  const stack = await Stack.start({
    ...{ root, dataDir, say: quietly(say), stop },
    settings: SETTINGS,
    engineInMemory: true,
  });
  try {
    const clinic = await FuzzedClinic.open(installationOf(stack));
    const file = join(root, 'src', 'api', 'generated', 'openapi.json');
    const document = JSON.parse(readFileSync(file, 'utf8')) as Document;
    const foreign = await makeForeign(clinic.installation, document);
    const runs: RunFigures[] = [];
    for (const part of partsOf(document)) {
      stop.throwIfAborted();
      const figures = await fuzzPart(part, { clinic, foreign, document, program, input });
      say(`${part.name}: ${figures.requests} requests, ${figures.reported ? 'reports' : 'nothing to report'}`);
      runs.push(figures);
    }
    return reportOf(document, options.seed, runs);
  } finally {
    await stack.stop();
  }
}

interface Fuzzing {
  readonly clinic: FuzzedClinic;
  readonly foreign: Foreign;
  readonly document: Document;
  readonly program: string;
  readonly input: RunInput<Options>;
}

async function fuzzPart(part: Part, { clinic, foreign, document, program, input }: Fuzzing): Promise<RunFigures> {
  const { dataDir, options, stop } = input;
  const { name, operations, phases } = part;
  const by = await part.personOf(clinic);
  const login = await loginOf(part, clinic, by);
  const prepared = phases.includes('examples') ? await makeExamples(clinic, by, part.permitted) : {};
  const examples: Readonly<Record<string, Examples>> = phases.includes('examples')
    ? { prepared, foreign: foreign.examples }
    : {};
  const kept = (kind: string) => join(dataDir, `schemathesis-${name}.${kind}`);
  const documentFile = kept('json');
  writeFileSync(documentFile, JSON.stringify(withExamples(narrow(document, new Date()), examples)));
  const [outputFile, requestsFile] = [kept('txt'), kept('har')];
  const code = await fuzz({
    program,
    documentFile,
    apiUrl: clinic.installation.instance.api_url,
    login,
    operations,
    // It leaves out the header of a login, and the key stands in for that: who is known and may not is a 403.
    withoutChecks: part.caller === 'api_key' ? ['missing_required_header'] : [],
    phases,
    seed: options.seed,
    examples: options.examples,
    seconds: Math.min(options.seconds, part.mostSeconds),
    outputFile,
    requestsFile,
    stop,
  });
  return {
    name,
    ...figuresOf(document, part, foreign, readSentRequests(document, requestsFile)),
    reported: code !== 0,
    outputFile,
  };
}

/** The header by which the part's requests are signed in; null sends none. */
async function loginOf({ caller }: Part, { id, installation }: FuzzedClinic, by: Person): Promise<string | null> {
  if (caller === 'anonymous') return null;
  const { access } = await by.openSession();
  if (caller !== 'api_key') return `Authorization: Bearer ${access}`;
  const wanted = { name: 'Fuzz', scopes: API_KEY_SCOPES, expires_on: inAMonth() };
  const { key } = await new Client(installation.instance, access).call('POST', `clinics/${id}/api-keys/`, wanted);
  return `X-API-Key: ${key}`;
}

function installationOf(stack: Stack): Installation {
  const { apiUrl, sandboxUrl, accounts, mailUrl } = stack;
  return {
    instance: { api_url: apiUrl, sandbox_url: sandboxUrl, accounts, temporal_ui_url: '', mail_ui_url: mailUrl ?? '' },
    notify: async (event) => {
      const payload = JSON.stringify(event);
      const secret = webhookSecret(stack.data);
      const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret });
      const headers = { 'content-type': 'application/json', 'stripe-signature': signature };
      return (await fetch(`${apiUrl}/webhook/stripe/`, { method: 'POST', headers, body: payload })).status;
    },
    reconcile: async () => {
      const { code, output } = await stack.command(['reconcile', '--json']);
      // 2: something waits for a person.
      if (code !== 0 && code !== 2) throw new JourneyError(`the reconciliation ended with ${code}: ${output}`);
      return (JSON.parse(output) as { readonly id: string }).id;
    },
  };
}
