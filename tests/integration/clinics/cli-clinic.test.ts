import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, it } from 'node:test';
import { type TestDatabase, testDatabase } from '../../support/database.js';

let database: TestDatabase;
before(async () => {
  database = await testDatabase();
});
after(() => database.stop());

/** The command as an operator runs it: the build, in a process of its own. */
function clinicCreate(...args: readonly string[]) {
  const env = {
    ...process.env,
    DATABASE_URL: database.url,
    PUBLIC_URL: 'https://clinic.invalid',
    JWT_SECRET: 'x'.repeat(32),
    ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 1).toString('base64')}`,
    TEMPORAL_ADDRESS: '127.0.0.1:1',
    SMTP_URL: 'smtp://127.0.0.1:1',
    STRIPE_SECRET_KEY: '',
    PAYSTACK_SECRET_KEY: 'sk_test_x',
  };
  const command = ['dist/cli/main.js', 'clinic:create', ...args];
  return spawnSync(process.execPath, command, { env, encoding: 'utf8' });
}

it('clinic:create makes a clinic, says what it is called, and refuses in one line what it cannot make', () => {
  const wanted = ['--name', 'Klinika Łódź', '--timezone', 'europe/warsaw', '--currency', 'aud'];
  const made = clinicCreate(...wanted);
  assert.equal(made.status, 0, made.stderr);
  assert.match(
    made.stdout,
    /^Clinic created: Klinika Łódź\nid: [0-9a-f-]{36}\nslug: klinika-lodz\ntimezone: Europe\/Warsaw\n/,
  );
  assert.match(made.stdout, /No payment provider of this installation takes aud/);
  for (const [args, sentence] of [
    [wanted, /^clinic:create: A clinic of this name exists already: [0-9a-f-]{36}\.\n$/],
    [['--name', 'X', '--timezone', 'Mars', '--currency', 'aud'], /^clinic:create: .*zone.*\n$/i],
    [['--name', 'X', '--timezone', 'UTC', '--currency', 'btc'], /^clinic:create: The currency is one of .*\n$/],
    [['--name', 'X'], /^clinic:create takes --name <name> .*\n$/],
    [[...wanted, '--slug', 'x'], /^clinic:create takes --name <name> .*\n$/],
  ] as const) {
    const refused = clinicCreate(...args);
    assert.deepEqual([refused.status, refused.stdout], [1, ''], refused.stderr);
    assert.match(refused.stderr, sentence);
  }
});
