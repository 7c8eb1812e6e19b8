import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { loadStarterFormulary } from '../../src/usecases/formulary/load-starter-formulary.js';
import { type Person, startClinic, type TestClinic } from '../../tests/support/clinic.js';
import { testFolder } from '../launcher/testing.js';
import { onPath } from '../launcher/tools.js';
import { Client, type Instance } from '../rig/instance.js';
import { unpaid } from './stories.js';
import { prepareTour } from './tour.js';

const HOUR_MS = 3_600_000;

let clinic: TestClinic;
let impatient: TestClinic;
before(async () => {
  // The tour's visit starts 15 seconds after its last reminder is due.
  clinic = await startClinic({ env: { POLICY_REMINDERS: '1s' } });
  impatient = await startClinic({ env: { POLICY_PAYMENT_WINDOW: '10s', POLICY_PAYMENT_WARNING: '5s' } });
  await loadStarterFormulary(clinic.core)();
  const address = { line1: '1 Example Street', suburb: 'Sydney', state: 'NSW', postcode: '2000' };
  const text = 'update clinics set addresses = $1, phone = $2';
  await clinic.core.pool.query(text, [JSON.stringify([address]), '+61291234567']);
});
after(() => Promise.all([clinic.stop(), impatient.stop()]));

/** The clinic as `ready.json` describes a running `npm start`. */
async function instanceOf(of: TestClinic): Promise<Instance> {
  const accounts: Person[] = [];
  for (const role of ['admin', 'receptionist'] as const) accounts.push(await of.person(role));
  await of.slot(await of.person('doctor'), HOUR_MS);
  return {
    api_url: of.apiUrl,
    temporal_ui_url: 'http://127.0.0.1:8233',
    mail_ui_url: of.mailUrl,
    sandbox_url: of.sandboxUrl,
    accounts,
  };
}

/** Runs a command to its end; answers its exit code and all that it printed. */
async function output(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(command, args, { env: { ...process.env, ...env } });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, text };
}

/** Each of the texts is there, behind the one before. */
function inOrder(text: string, expected: readonly string[]): void {
  let from = 0;
  for (const one of expected) {
    const at = text.indexOf(one, from);
    assert.notEqual(at, -1, `"${one}" is not in its place in:\n${text}`);
    from = at + one.length;
  }
}

test('what a newcomer tries first', { concurrency: true }, async (t) => {
  await Promise.all([
    t.test(
      'npm run journey shows a whole appointment, what is prescribed on it, a cancelled one, a hold and a catalogue',
      async () => {
        const folder = testFolder();
        writeFileSync(join(folder, 'ready.json'), JSON.stringify(await instanceOf(clinic)));
        const { code, text } = await output(process.execPath, ['--import', 'tsx', 'tools/journey/main.ts'], {
          KEEPWELL_DATA_DIR: folder,
        });
        assert.equal(code, 0, text);
        inOrder(text, [
          '1. Book, pay, be reminded, consult',
          ': pending, 80.00 AUD, to be paid until',
          'Paid, and confirmed by the provider’s webhook: booked.',
          'Mail: “',
          'Mail: “',
          'The patient checks in at',
          'The doctor starts the consultation.',
          'The doctor completes it; the workflow closes.',
          '2. Prescribe, mail, look up, supply',
          'The doctor chooses Amoxicillin 500 mg capsule, 20 (S4). Checks: allergy clear, interaction clear',
          'Issued and signed: RX',
          '/namespaces/default/workflows/prescription%2F',
          'Mail: “',
          'The patient downloads the signed copy (',
          'The pharmacist looks it up: “Genuine” (http',
          'The pharmacy supplies it, no. 1: 1 repeat left',
          'A second supply on the same day is refused: It is too early for the next supply.',
          '3. Book, pay, cancel: the money comes back',
          'The clinic cancels: the slot is free at once',
          'Refunded.',
          'Mail: “',
          '4. Book and do not pay',
          'The hold ends at',
          '5. Five price lists, one catalogue',
          'botanitech.xlsx is a list of botanitech: ',
          ' rows, 7 in error; 53 new products.',
          '/namespaces/default/workflows/supplier-import%2F',
          'Applied: 53 created',
          'tasmanianBotanics.xlsx is a list of tasmanianBotanics',
          'products are offered by two suppliers or more',
        ]);
      },
    ),
    t.test('its hold ends where the payment window is short', async (context) => {
      const lines: string[] = [];
      context.mock.method(console, 'log', (line: string) => void lines.push(line));
      const instance = await instanceOf(impatient);
      await unpaid(await prepareTour(instance, new Client(instance)));
      inOrder(lines.join('\n'), [
        '4. Book and do not pay',
        'Mail: “',
        'Not paid in time: the slot is free again.',
        'Mail: “',
      ]);
    }),
    t.test('npm run journey says in one line that nothing runs', async () => {
      const { code, text } = await output(process.execPath, ['--import', 'tsx', 'tools/journey/main.ts'], {
        KEEPWELL_DATA_DIR: testFolder(),
      });
      assert.equal(code, 1);
      assert.match(text, /^Nothing runs here \(.+ready\.json is missing\): start it with "npm start" first\.\n$/);
    }),
    t.test(
      'the script of docs/getting-started.md books, however often it is pasted',
      { skip: onPath('curl') && onPath('jq') ? false : 'the script needs curl and jq' },
      async () => {
        const guide = readFileSync(new URL('../../docs/getting-started.md', import.meta.url), 'utf8');
        const script = /```sh\n(API=.+?)```/s.exec(guide)?.[1]?.replace('http://localhost:3000', impatient.apiUrl);
        assert.ok(script);
        const doctor = await impatient.person('doctor');
        await impatient.slot(doctor, HOUR_MS);
        await impatient.slot(doctor, 2 * HOUR_MS);
        const { code, text } = await output('bash', ['-euc', `${script}\n${script}`]);
        assert.equal(code, 0, text);
        assert.equal(text.match(/^http:.+\/pay\/cs_test_/gm)?.length, 2, text);
      },
    ),
  ]);
});
