import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, it } from 'node:test';
import { openPool } from '../../../src/models/connection.js';
import { storeScopeKeys } from '../../../src/models/signed-scope.js';
import { createLogger } from '../../../src/observability/logger.js';
import { call, RING, startApi } from '../../support/api-skeleton.js';
import { type TestDatabase, testDatabase } from '../../support/database.js';
import { setUpFactors } from '../../support/second-factors.js';

let database: TestDatabase;
before(async () => {
  database = await testDatabase();
});
after(() => database.stop());

const EMAIL = 'platform@test.keepwell.invalid';
// Of the skeleton: what one seals the other must open.
const KEYS = `test:${Buffer.alloc(32, 7).toString('base64')}`;

interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command as an operator runs it: the build, in a process of its own. The API of this process goes on meanwhile, and its connections with it. */
function adminCreate(email: string, command = 'admin:create'): Promise<Ended> {
  const env = {
    ...process.env,
    DATABASE_URL: database.url,
    PUBLIC_URL: 'https://clinic.invalid',
    TOKEN_KEYS: `t1:${Buffer.alloc(32, 1).toString('base64')}`,
    ENCRYPTION_KEYS: KEYS,
    TEMPORAL_ADDRESS: '127.0.0.1:1',
    SMTP_URL: 'smtp://127.0.0.1:1',
    STRIPE_SECRET_KEY: '',
    PAYSTACK_SECRET_KEY: 'sk_test_x',
  };
  return new Promise((resolve) => {
    const args = ['dist/cli/main.js', command, '--email', email];
    execFile(process.execPath, args, { env }, (error, stdout, stderr) => {
      resolve({ status: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

it('admin:create and admin:mfa-reset print a link and no password; by it the administrator chooses one, once', async () => {
  const linkOf = ({ stdout, stderr }: Ended) => {
    const [, token] = /^https:\/\/clinic\.invalid\/account\/setup#token=([\w-]{43})$/m.exec(stdout) ?? [];
    assert.ok(token, stderr);
    assert.doesNotMatch(stdout, /password:/i);
    return token;
  };
  const [first, second] = [linkOf(await adminCreate(EMAIL)), linkOf(await adminCreate(EMAIL))];
  const open = (url: string) =>
    openPool({ url, max: 4, statementTimeoutMs: 10_000, applicationName: 'test' }, createLogger('error', 'test'));
  const [owner, pool] = [open(database.url), open(database.apiUrl)];
  await storeScopeKeys(owner, RING);
  const api = await startApi(pool, {}, undefined, { requireVerifiedEmail: true });
  try {
    const choose = (token: string) =>
      call(api, 'POST', '/api/v1/users/password/reset/', { body: { token, new_password: 'chosen by one person' } });
    assert.equal((await choose(first)).body.code, 'token_invalid', 'a new link makes the one before void');
    assert.equal((await choose(second)).status, 204);
    const { status, body } = await call(api, 'POST', '/api/v1/users/login/', {
      body: { email: EMAIL, password: 'chosen by one person' },
    });
    assert.deepEqual([status, body.user?.role, body.user?.clinic_id], [200, 'platform_admin', null]);
    const factors = await setUpFactors(api.url, body.access, new Date());
    const asked = await call(api, 'POST', '/api/v1/users/login/', {
      body: { email: EMAIL, password: 'chosen by one person' },
    });
    assert.equal(asked.body.mfa_required, true);
    const offered = linkOf(await adminCreate(EMAIL, 'admin:mfa-reset'));
    const { recoveryCodes } = factors;
    const kept = await call(api, 'POST', '/api/v1/users/login/mfa/', {
      body: { mfa_token: asked.body.mfa_token, recovery_code: recoveryCodes[0] },
    });
    assert.equal(kept.status, 200, 'until the link is used, nothing has changed');
    const anew = { token: offered, new_password: 'chosen by one person again' };
    assert.equal((await call(api, 'POST', '/api/v1/users/password/reset/', { body: anew })).status, 204);
    const entered = await call(api, 'POST', '/api/v1/users/login/', {
      body: { email: EMAIL, password: 'chosen by one person again' },
    });
    assert.ok(entered.body.access, 'the second factors are gone');
    const stranger = await adminCreate('patient@test.keepwell.invalid', 'admin:mfa-reset');
    assert.deepEqual([stranger.status, stranger.stdout], [1, '']);
    assert.match(stranger.stderr, /No administrator/);
    const again = await adminCreate(EMAIL);
    assert.deepEqual([again.status, again.stdout], [1, '']);
    assert.match(again.stderr, /exists already/);
  } finally {
    await api.close();
    await Promise.all([pool.end(), owner.end()]);
  }
});
