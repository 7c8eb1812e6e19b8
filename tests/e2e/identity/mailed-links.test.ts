import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { ApiClient, until } from '../../support/client.js';
import { Stage } from '../../support/stage.js';

const U = '/api/v1/users';
const PASSWORD = 'a phrase of its own';
const HOUR = 3_600_000;
/** Counts of callers, and the pulse of the worker. */
const MOVING = ['limit_counters', 'worker_heartbeats'];
/** What preparing a payment page writes. */
const OF_PAYMENT_PAGES = ['orders', 'audit_events', 'ledger_entries'];

describe('links in mails', () => {
  let stage: Stage;
  let nobody: ApiClient;
  before(async () => {
    stage = await Stage.open({ REQUIRE_VERIFIED_EMAIL: 'true', REQUIRE_VERIFIED_DOCTORS: 'false' });
    nobody = ApiClient.anonymous(stage.clinic.apiUrl);
  });
  after(() => stage.close());

  /** One mail of every kind with a link that a person gets without waiting. */
  async function provokeMails(): Promise<void> {
    const admin = await stage.signIn('admin');
    const [patient, forgetful] = [await stage.clinic.person('patient'), await stage.clinic.person('patient')];
    const [email, another, invited] = [randomUUID(), randomUUID(), randomUUID()].map(
      (name) => `${name}@test.keepwell.invalid`,
    );
    const person = { email, password: PASSWORD, first_name: 'Test', last_name: 'Visitor' };
    assert.equal((await nobody.post(`${U}/register/`, person)).status, 201);
    assert.equal((await nobody.post(`${U}/password/forgot/`, { email: forgetful.email })).status, 202);
    const change = await (await stage.as(patient)).post(`${U}/email/change/`, { new_email: another });
    assert.equal(change.status, 202);
    const mail = await mailWith('verify', String(another));
    // The address before gets a link that undoes the change.
    const [, token] = /#token=([\w-]+)/.exec(mail.text) ?? [];
    assert.equal((await nobody.post(`${U}/email/verify/`, { token })).status, 204);
    await mailWith('undo', patient.email);
    const invitation = { email: invited, role: 'nurse' };
    assert.equal((await admin.post(`/api/v1/clinics/${stage.clinic.clinicId}/invitations/`, invitation)).status, 201);
    await stage.booked(48 * HOUR);
    await stage.told(await stage.hold(72 * HOUR), ['booking_held']);
    await mailWith('invitation', String(invited));
    await mailWith('reset', forgetful.email);
    await mailWith('verify', String(email));
  }

  const mailWith = (page: string, to: string) =>
    until(`a link to ${page}`, async () =>
      (await stage.clinic.mails()).find((mail) => mail.to.includes(to) && mail.text.includes(`/account/${page}#`)),
    );

  async function linksOfMails(): Promise<readonly string[]> {
    const found = (await stage.clinic.mails()).flatMap(({ text, html }) => [
      ...(text.match(/https?:\/\/[^\s)>\]]+/g) ?? []),
      ...[...html.replaceAll('&#x3D;', '=').matchAll(/href="(http[^"]+)"/g)].map(([, link = '']) => link),
    ]);
    return [...new Set(found)];
  }

  /** What each table holds, as one hash. */
  async function contents(except: readonly string[]): Promise<Readonly<Record<string, string>>> {
    const tables = await stage.sql<{ name: string }>(
      "select relname::text as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1",
    );
    const hashes: Record<string, string> = {};
    for (const { name } of tables) {
      if (except.some((table) => name.startsWith(table))) continue;
      const [row] = await stage.sql<{ hash: string }>(
        `select coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') as hash from ${name} t`,
      );
      hashes[name] = row?.hash ?? '';
    }
    return hashes;
  }

  const visit = async (method: 'GET' | 'HEAD', link: string) => {
    const answer = await fetch(link, { method, redirect: 'manual' });
    await answer.arrayBuffer();
    assert.ok(answer.status < 500, `${method} ${link}: ${answer.status}`);
  };

  it('change nothing when they are only opened, as mail scanners do, by GET or HEAD', async () => {
    await provokeMails();
    await until('every mail to be recorded as sent', async () => {
      const [row] = await stage.sql(
        `select count(*) filter (where state in ('waiting', 'sending')) as open from
           (select state from account_mails union all select state from notifications) mails`,
      );
      return Number(row?.open) === 0;
    });
    const links = await linksOfMails();
    for (const page of ['account/verify', 'account/reset', 'account/undo', 'account/invitation', 'pay/']) {
      assert.ok(
        links.some((link) => link.includes(`/${page}`)),
        `no link to ${page}: ${links.join(' ')}`,
      );
    }
    const ours = links.filter((link) => link.startsWith(stage.clinic.apiUrl));
    const before = await contents(MOVING);
    for (const link of ours) await visit('HEAD', link);
    assert.deepEqual(await contents(MOVING), before);
    const quiet = [...MOVING, ...OF_PAYMENT_PAGES];
    const payable = ours.filter((link) => link.includes('/pay/'));
    for (const link of ours.filter((one) => !payable.includes(one))) await visit('GET', link);
    assert.deepEqual(await contents(MOVING), before);
    // Whoever opens a link to pay is led to a payment page, which has to be prepared; nothing is paid, booked or sent by it.
    const untouched = await contents(quiet);
    for (const link of payable) await visit('GET', link);
    assert.deepEqual(await contents(quiet), untouched);
  });

  it('still work after they were opened', async () => {
    const open = await stage.sql(
      'select distinct purpose from one_time_tokens where spent_at is null order by purpose',
    );
    assert.deepEqual(
      open.map(({ purpose }) => purpose),
      ['invitation', 'reset', 'undo', 'verify'],
    );
  });
});
