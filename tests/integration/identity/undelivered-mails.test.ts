import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { MailRefused } from '../../../src/adapters/email/port.js';
import { createMessageRenderer } from '../../../src/adapters/templates/handlebars.js';
import { SYSTEM } from '../../../src/domain/actor.js';
import type { AccountMailKind } from '../../../src/domain/identity/account-mails.js';
import { deliverAccountMail, giveUpAccountMail } from '../../../src/usecases/identity/deliver-account-mail.js';
import type { ApiClient } from '../../support/client.js';
import type { Person } from '../../support/clinic.js';
import { PatientClinics } from '../../support/patient-clinics.js';

const CODE = 'account_mail_undelivered';

describe('a mail about an account that does not arrive', () => {
  let clinics: PatientClinics;
  let here: string;
  let admin: ApiClient;
  let patient: Person;
  const shown: string[] = [];
  before(async () => {
    clinics = await PatientClinics.start();
    here = await clinics.clinic();
    admin = await clinics.as(await clinics.person(here, 'admin'));
    patient = await clinics.person(here, 'patient');
  });
  after(() => clinics.stop());

  const deps = () => ({
    unitOfWork: clinics.core.unitOfWork,
    renderer: createMessageRenderer(),
    appUrl: 'https://app.keepwell.invalid',
    showEntry: async (entry: string, change: string) => void shown.push(`${change} ${entry}`),
    orderDocument: async () => null,
    now: () => new Date(),
  });
  const refusing = () =>
    deliverAccountMail({
      ...deps(),
      mailer: { send: async () => Promise.reject(new MailRefused('refused', 550, '550 5.1.1 No such user')) },
    });

  async function waiting(
    kind: AccountMailKind,
    of: { readonly userId: string | null; readonly clinicId?: string | null; readonly recipient: string },
  ): Promise<string> {
    const id = randomUUID();
    const link = { purpose: 'reset', token: 'a-token-that-opens-nothing' } as const;
    const person = { firstName: 'Testilda', clinicName: 'Clinic', clinicPhone: null, zone: 'UTC' };
    const content = { ...person, link, notice: null, happenedAt: null, device: null };
    await clinics.core.unitOfWork.withScope(SYSTEM, (scope) =>
      scope.accountMails.add({
        id,
        kind,
        clinicId: here,
        ...of,
        content,
        messageId: `<${id}@test>`,
        createdAt: new Date(),
      }),
    );
    return id;
  }
  const entries = async (by: ApiClient) =>
    (await by.get('/api/v1/admin/attention/?limit=200')).body.filter((one: { code: string }) => one.code === CODE);
  const delivered = async (id: string) =>
    (await admin.get('/api/v1/audit/email-delivery/')).body.find((one: { id: string }) => one.id === id);

  it('is shown to administrators once for each account, with what the server said, until one has looked after it', async () => {
    const mail = { userId: patient.id, recipient: patient.email };
    const [first, second] = [await waiting('password_reset', mail), await waiting('password_reset', mail)];
    assert.equal(await refusing()({ mailId: first }), 'refused');
    assert.equal(await refusing()({ mailId: second }), 'refused');
    assert.equal(await refusing()({ mailId: first }), 'sent_before', 'a repeat of the step');
    const [entry, ...more] = await entries(admin);
    assert.deepEqual(more, []);
    assert.deepEqual(entry.context, { mail: first, kind: 'password_reset' });
    assert.deepEqual(shown, [`opened ${entry.id}`]);
    const { delivery_status, smtp_response, recipient } = await delivered(first);
    assert.deepEqual([delivery_status, smtp_response, recipient], ['refused', '550 5.1.1 No such user', patient.email]);
    const desk = await clinics.as(await clinics.person(here, 'receptionist'));
    assert.deepEqual(await entries(desk), []);
    const stored = await clinics.rows('select 1 from account_mails where content_sealed is not null');
    assert.deepEqual(stored, [], 'no link is kept');
    const done = { subjectId: here, code: CODE, about: `account/${patient.id}` } as const;
    await clinics.core.unitOfWork.withScope(SYSTEM, (scope) =>
      scope.attention.resolveAbout(done, 'admin', 'Called.', new Date()),
    );
    assert.deepEqual(await entries(admin), []);
  });

  it('is shown as well when the mail server could not be reached for a day', async () => {
    const mailId = await waiting('invitation', { userId: null, recipient: 'invited@elsewhere.invalid' });
    await giveUpAccountMail(deps())({ mailId });
    await giveUpAccountMail(deps())({ mailId });
    const open = await entries(admin);
    assert.deepEqual(
      open.map(({ context }: { context: object }) => context),
      [{ mail: mailId, kind: 'invitation' }],
    );
    assert.match((await delivered(mailId)).smtp_response, /could not be reached for a day/);
  });

  it('fills no list for addresses that nobody has an account with', async () => {
    const before = (await entries(admin)).length;
    const mailId = await waiting('email_verification', { userId: null, recipient: 'typed@wrong.invalid' });
    await refusing()({ mailId });
    assert.equal((await entries(admin)).length, before);
    assert.equal((await delivered(mailId)).delivery_status, 'refused');
  });
});
