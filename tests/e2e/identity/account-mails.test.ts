import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { ApplicationFailure } from '@temporalio/common';
import { SYSTEM } from '../../../src/domain/actor.js';
import { ApiClient, until } from '../../support/client.js';
import { type ClinicOptions, type Mail, startClinic, type TestClinic } from '../../support/clinic.js';

const U = '/api/v1/users';
const PASSWORD = 'a phrase of its own';

/** A worker whose attempts to mail somebody are over, as after a day. */
function withoutServerFor(whom: () => string): NonNullable<ClinicOptions['deps']> {
  return (deps) => {
    const { mailer } = deps.accountMail;
    const send: typeof mailer.send = async (mail) => {
      if (mail.to.address === whom()) throw ApplicationFailure.nonRetryable('The mail server is out of reach.');
      return mailer.send(mail);
    };
    return { ...deps, accountMail: { ...deps.accountMail, mailer: { ...mailer, send } } };
  };
}

describe('mails about accounts', () => {
  let clinic: TestClinic;
  let nobody: ApiClient;
  /** For whom the mail server could not be reached for a day. */
  let unreachable = 'nobody';
  before(async () => {
    clinic = await startClinic({ env: { REQUIRE_VERIFIED_EMAIL: 'true' }, deps: withoutServerFor(() => unreachable) });
    nobody = ApiClient.anonymous(clinic.apiUrl);
  });
  after(() => clinic.stop());

  const newEmail = () => `${randomUUID()}@test.keepwell.invalid`;
  const register = (email: string) =>
    nobody.post(`${U}/register/`, { email, password: PASSWORD, first_name: 'Test', last_name: 'Visitor' });
  const logIn = (email: string) => nobody.post(`${U}/login/`, { email, password: PASSWORD });

  async function mailTo(email: string, kind: string): Promise<Mail> {
    let found: Mail | undefined;
    await until(`the mail ${kind}`, async () => {
      found = (await clinic.mails()).find((mail) => mail.kind === kind && mail.to.some((to) => to.includes(email)));
      return found !== undefined;
    });
    assert.ok(found);
    return found;
  }
  /** The link as a person finds it in both parts of a mail. */
  function tokenIn(mail: Mail, page: string): string {
    const link = new RegExp(`${clinic.apiUrl}/account/${page}#token=([\\w-]{43})`);
    const [, token = ''] = link.exec(mail.text) ?? [];
    assert.equal(link.exec(mail.html.replaceAll('&#x3D;', '='))?.[1], token, 'text and HTML say the same');
    assert.ok(token);
    return token;
  }

  it('bring a person from the registration to the first sign-in', async () => {
    const email = newEmail();
    assert.equal((await register(email)).status, 201);
    const mail = await mailTo(email, 'email_verification');
    assert.equal(mail.subject, 'Please confirm your mail address');
    assert.equal((await logIn(email)).status, 401);
    const token = tokenIn(mail, 'verify');
    // What a mail scanner does: it opens the link, and spends nothing.
    const page = await fetch(`${clinic.apiUrl}/account/verify`);
    assert.deepEqual([page.status, page.headers.get('content-type')], [200, 'text/html; charset=utf-8']);
    assert.equal((await nobody.post(`${U}/email/verify/`, { token })).status, 204);
    assert.equal((await logIn(email)).status, 200);
  });

  it('wait for a worker that is away, and go out once', async () => {
    const email = newEmail();
    await clinic.stopWorker();
    assert.equal((await register(email)).status, 201);
    await clinic.startWorker();
    tokenIn(await mailTo(email, 'email_verification'), 'verify');
    assert.equal((await clinic.mails()).filter(({ to }) => to.some((one) => one.includes(email))).length, 1);
  });

  it('go out by maintenance when their process died before it could start their workflow', async () => {
    const email = newEmail();
    const id = randomUUID();
    await clinic.core.unitOfWork.withScope(SYSTEM, ({ accountMails }) =>
      accountMails.add({
        id,
        userId: null,
        clinicId: clinic.clinicId,
        kind: 'account_exists',
        recipient: email,
        messageId: `<${id}@test.keepwell.invalid>`,
        createdAt: new Date(Date.now() - 60_000),
        content: {
          firstName: 'Test',
          clinicName: 'Test Clinic',
          clinicPhone: null,
          link: null,
          notice: null,
          happenedAt: null,
          zone: 'Australia/Sydney',
          device: null,
        },
      }),
    );
    const { TEMPORAL_TASK_QUEUE: taskQueue } = clinic.core.settings;
    const workflowId = `maintenance-${randomUUID()}`;
    const done = (await clinic.core.client.workflow.execute('maintenance', { workflowId, taskQueue })) as {
      mailed: number;
    };
    assert.equal(done.mailed, 1);
    assert.equal((await mailTo(email, 'account_exists')).message_id, `<${id}@test.keepwell.invalid>`);
  });

  it('are shown to administrators when they could not be sent for a day', async () => {
    const patient = await clinic.person('patient');
    unreachable = patient.email;
    assert.equal((await nobody.post(`${U}/password/forgot/`, { email: patient.email })).status, 202);
    const admin = await ApiClient.signIn(clinic, await clinic.person('admin'));
    const shown = async () =>
      (await admin.get('/api/v1/admin/attention/')).body.find(
        ({ code }: { code: string }) => code === 'account_mail_undelivered',
      );
    const entry = await until('the entry', shown);
    assert.equal(entry.context.kind, 'password_reset');
    const resolved = await admin.post(`/api/v1/admin/attention/${entry.id}/resolve/`, { reason: 'Called the person' });
    assert.equal(resolved.status, 204, JSON.stringify(resolved.body));
    assert.equal(await shown(), undefined);
  });

  it('are limited for each mailbox, and the answer says nothing of it', async () => {
    const email = newEmail();
    await register(email);
    await mailTo(email, 'email_verification');
    const answers = [];
    for (let n = 0; n < 5; n += 1) answers.push(await nobody.post(`${U}/email/verify/resend/`, { email }));
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([202]));
    await until('three more mails', async () => {
      const mails = await clinic.mails();
      return mails.filter(({ to }) => to.some((one) => one.includes(email))).length === 4;
    });
  });
});
