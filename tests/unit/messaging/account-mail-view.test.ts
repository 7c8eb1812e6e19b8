import assert from 'node:assert/strict';
import { it } from 'node:test';
import { accountMailView } from '../../../src/adapters/templates/account-mail-view.js';
import type { AccountMailContent } from '../../../src/domain/identity/account-mails.js';

const NOTICE: AccountMailContent = {
  firstName: 'Test',
  clinicName: 'Test Clinic',
  clinicPhone: null,
  link: null,
  notice: 'new_device',
  happenedAt: '2026-11-28T09:00:00.000Z',
  zone: 'Australia/Sydney',
  device: null,
};
const deviceOf = (device: string | null) => accountMailView('security_notice', { ...NOTICE, device }, null).device;

it('tells of a new sign-in by the words that a person has for the device', () => {
  assert.equal(deviceOf('Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0'), 'Firefox on Linux');
  assert.equal(deviceOf('the box\nin the hall'), 'the box in the hall', 'as it named itself, on one line');
  assert.equal(deviceOf(null), null);
});
