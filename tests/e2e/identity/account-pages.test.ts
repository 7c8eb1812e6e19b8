import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { SYSTEM } from '../../../src/domain/actor.js';
import { launchChromium, NO_CHROMIUM, PhonePage } from '../../support/chromium.js';
import { ApiClient, until } from '../../support/client.js';
import { codeAt, setUpFactors } from '../../support/second-factors.js';
import { Stage } from '../../support/stage.js';

const U = '/api/v1/users';
const PASSWORD = 'a phrase of its own';

describe('the pages of accounts, on a phone and by keyboard alone', { skip: NO_CHROMIUM }, () => {
  let stage: Stage;
  let nobody: ApiClient;
  let browser: Browser;
  let phone: PhonePage;
  before(async () => {
    stage = await Stage.open({
      KEEPWELL_EMBEDDED: 'false',
      REQUIRE_VERIFIED_EMAIL: 'true',
      REQUIRE_VERIFIED_DOCTORS: 'false',
      REQUIRE_MFA_ROLES: 'none',
      RATE_LIMIT_MAIL: '50/1h',
    });
    nobody = ApiClient.anonymous(stage.clinic.apiUrl);
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.close();
    await stage?.close();
  });
  beforeEach(async () => {
    phone = await PhonePage.open(browser);
  });
  afterEach(() => phone.close());

  const newEmail = () => `${randomUUID()}@test.keepwell.invalid`;
  const at = (path: string) => `${stage.clinic.apiUrl}${path}`;
  const logIn = (email: string, password: string) => nobody.post(`${U}/login/`, { email, password });
  const linkTo = async (page: string, email: string) => {
    const form = new RegExp(`https?://\\S+/account/${page}#token=[\\w-]+`);
    return until(`a link to ${page}`, async () => {
      const mails = (await stage.clinic.mails()).filter(({ to }) => to.includes(email));
      return mails.map(({ text }) => form.exec(text)?.[0]).find((link) => link !== undefined);
    });
  };
  const invite = async (email: string, role: string) => {
    const admin = await stage.signIn('admin');
    const path = `/api/v1/clinics/${stage.clinic.clinicId}/invitations/`;
    assert.equal((await admin.post(path, { email, role })).status, 201);
    return linkTo('invitation', email);
  };

  async function workElsewhere(userId: string): Promise<void> {
    const id = randomUUID();
    const clinic = { id, name: 'Another Clinic', slug: id, timezone: 'UTC', currency: 'aud', phone: null } as const;
    await stage.clinic.core.unitOfWork.withScope(SYSTEM, (scope) => scope.clinics.create(clinic));
    await stage.sql('update memberships set clinic_id = $2 where user_id = $1', [userId, id]);
  }

  it('confirm a mail address', async () => {
    const email = newEmail();
    await nobody.post(`${U}/register/`, { email, password: PASSWORD, first_name: 'Test', last_name: 'Visitor' });
    await phone.goto(await linkTo('verify', email));
    await phone.assertAccessible();
    assert.equal((await logIn(email, PASSWORD)).status, 401, 'a page that is only opened confirms nothing');
    await phone.press('Confirm this address');
    await phone.untilFocused('Your mail address is confirmed');
    await phone.assertAccessible();
    assert.equal((await logIn(email, PASSWORD)).status, 200);
    assert.ok(!phone.page.url().includes('token'), 'the link does not stay in the address bar');
  });

  it('ask for a link and choose another password, with a reason beside the field that was refused', async () => {
    const { email } = await stage.clinic.person('patient');
    await phone.goto(at('/account/reset'));
    await phone.assertAccessible();
    await phone.fill('Mail address', email);
    await phone.press('Mail me a link');
    await phone.untilFocused('we have mailed it a link');
    await phone.goto(await linkTo('reset', email));
    await phone.assertAccessible();
    await phone.fill('New password', 'password1');
    await phone.page.keyboard.press('Enter');
    await phone.untilAlert('password');
    const { name, description } = await phone.focused();
    assert.equal(name, 'New password');
    assert.match(description, /At least 8 characters.*(known|guess)/s);
    await phone.assertAccessible();
    await phone.page.keyboard.press('Control+A');
    await phone.page.keyboard.type(PASSWORD);
    await phone.page.keyboard.press('Enter');
    await phone.untilFocused('Your password is changed');
    await phone.assertAccessible();
    assert.equal((await logIn(email, PASSWORD)).status, 200);
  });

  it('undo a change of the mail address', async () => {
    const patient = await stage.clinic.person('patient');
    const another = newEmail();
    await (await stage.as(patient)).post(`${U}/email/change/`, { new_email: another });
    await phone.goto(await linkTo('verify', another));
    await phone.press('Confirm this address');
    await phone.untilFocused('confirmed');
    await phone.goto(await linkTo('undo', patient.email));
    await phone.assertAccessible();
    await phone.press('Undo the change');
    await phone.untilFocused('back at this mail address');
  });

  it('accept an invitation with a new account', async () => {
    const email = newEmail();
    await phone.goto(await invite(email, 'nurse'));
    await phone.assertAccessible();
    await phone.fill('First name', 'Test');
    await phone.fill('Last name', 'Nurse');
    await phone.fill('Password', PASSWORD);
    await phone.press('Accept');
    await phone.untilFocused('You have accepted');
    await phone.assertAccessible();
    assert.equal((await logIn(email, PASSWORD)).body.user.role, 'nurse');
  });

  it('accept an invitation with the account that there is, and its second factor', async () => {
    const person = await stage.clinic.person('doctor');
    await workElsewhere(person.id);
    const { body } = await logIn(person.email, person.password);
    const { secret } = await setUpFactors(stage.clinic.apiUrl, body.access);
    await phone.goto(await invite(person.email, 'receptionist'));
    await phone.fill('First name', 'Test');
    await phone.fill('Last name', 'Person');
    await phone.fill('Password', PASSWORD);
    await phone.press('Accept');
    await phone.untilAlert('sign in');
    assert.equal((await phone.focused()).name, 'Mail address');
    await phone.assertAccessible();
    await phone.page.keyboard.type(person.email);
    await phone.fill('Password', person.password);
    await phone.press('Sign in and accept');
    await phone.untilField('code');
    await phone.assertAccessible();
    await phone.page.keyboard.type(codeAt(secret, new Date(), 1));
    await phone.press('Continue and accept');
    await phone.untilFocused('You have accepted');
    const memberships = await stage.sql('select role from memberships where user_id = $1 order by role', [person.id]);
    assert.deepEqual(
      memberships.map(({ role }) => role),
      ['doctor', 'receptionist'],
    );
    await until('the page to end its session', async () => {
      const [row] = await stage.sql(
        'select count(*) filter (where revoked_at is null) as open from sessions where user_id = $1',
        [person.id],
      );
      return Number(row?.open) <= 1;
    });
  });

  it('set a first password, and say of a link that does not work that it does not', async () => {
    await phone.goto(at('/account/setup#token=unknown'));
    await phone.assertAccessible();
    await phone.fill('Password', PASSWORD);
    await phone.press('Set the password');
    await phone.untilAlert('link');
    await phone.assertAccessible();
    assert.equal((await phone.focused()).name, 'Set the password', 'the keyboard goes on from where it was');
    await phone.goto(at('/account/invitation'));
    await phone.untilAlert('This link is incomplete');
    await phone.assertAccessible();
  });

  it('say how a sign-in with Google ended', async () => {
    for (const [fragment, text] of [
      ['code=abc', 'Google has confirmed who you are'],
      ['error=link_required', 'An account has this mail address already'],
    ]) {
      await phone.goto(at(`/account/signed-in#${fragment}`));
      await phone.page.getByText(String(text)).waitFor();
      await phone.assertAccessible();
    }
  });

  it('show what a clinic publishes, and say in words where there is nothing', async () => {
    const admin = await stage.signIn('admin');
    const path = `/api/v1/clinics/${stage.clinic.clinicId}/documents/`;
    const body = `We keep your record.\nIt is yours: ${'and '.repeat(40)}${'x'.repeat(80)}.\n\n<b>Ask us</b> for a copy.`;
    for (const [kind, title] of [
      ['privacy', 'How we handle your data'],
      ['terms', `Terms of ${'a very long name '.repeat(8)}`],
    ]) {
      const text = { kind, title, version: '2026-1', body, effective_from: '2026-01-01' };
      assert.equal((await admin.post(path, text)).status, 201);
    }
    await phone.goto(at('/legal/test/privacy'));
    await phone.page.getByRole('heading', { level: 1, name: 'How we handle your data' }).waitFor();
    await phone.page.getByText('<b>Ask us</b> for a copy.').waitFor();
    await phone.press('Terms');
    await phone.page.waitForURL('**/legal/test/terms');
    await phone.press('Privacy');
    await phone.page.waitForURL('**/legal/test/privacy');
    const missing = ['/legal/test/treatment', '/legal/nobody/privacy', '/legal/test/%00'];
    for (const path of missing) {
      await phone.goto(at(path));
      await phone.page.getByRole('heading', { name: 'There is no such document' }).waitFor();
    }
    const judged = await PhonePage.open(browser, { bypassCSP: true });
    for (const path of ['/legal/test/privacy', '/legal/test/terms', missing[0]]) {
      await judged.goto(at(String(path)));
      await judged.assertAccessible();
    }
    await judged.close();
  });

  it('sign staff in to the Temporal UI with their second factor', async () => {
    const person = await stage.clinic.person('receptionist');
    const { body } = await logIn(person.email, person.password);
    const { secret } = await setUpFactors(stage.clinic.apiUrl, body.access);
    await phone.goto(at('/codec/login'));
    await phone.assertAccessible();
    await phone.fill('Mail address', person.email);
    await phone.fill('Password', 'not this one');
    await phone.press('Sign in');
    await phone.untilAlert('password');
    await phone.untilNamed('Mail address');
    await phone.assertAccessible();
    await phone.page.keyboard.type(person.email);
    await phone.fill('Password', person.password);
    await phone.press('Sign in');
    await phone.untilField('code');
    await phone.assertAccessible();
    await phone.page.keyboard.type('000000');
    await phone.page.keyboard.press('Enter');
    await phone.untilAlert('code');
    await phone.untilField('code');
    assert.match((await phone.focused()).description, /code/);
    await phone.assertAccessible();
    await phone.page.keyboard.type(codeAt(secret, new Date(), 1));
    await phone.page.keyboard.press('Enter');
    await phone.page.getByText('Go back to the Temporal UI').waitFor();
    await phone.assertAccessible();
  });
});
