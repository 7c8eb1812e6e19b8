import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { emailKey, isEmail } from '../../src/domain/identity/email.js';
import { passwordProblem } from '../../src/domain/identity/passwords.js';
import { toE164 } from '../../src/domain/identity/phone.js';
import { PERMISSIONS, ROLE_PERMISSIONS, ROLES } from '../../src/domain/identity/roles.js';
import { isTimezone } from '../../src/domain/identity/timezones.js';

describe('phone numbers', () => {
  it('turns local forms into E.164', () => {
    assert.equal(toE164('0412 345 678'), '+61412345678');
    assert.equal(toE164('(02) 9157-0006'), '+61291570006');
    assert.equal(toE164('+61 412 345 678'), '+61412345678');
    assert.equal(toE164('0011 44 20 7946 0958'), '+442079460958');
    assert.equal(toE164('0803 123 4567', 'NG'), '+2348031234567');
    assert.equal(toE164('0917 123 4567', 'PH'), '+639171234567');
    assert.equal(toE164('(212) 555-0123', 'US'), '+12125550123');
  });

  it('refuses what no telephone rings at', () => {
    for (const text of ['', '12345', '412345678', '+610491570006', '+0412345678', '04123456789', '04x2345678', '+61'])
      assert.equal(toE164(text), null, text);
    assert.equal(toE164('0412 345 678', null), null);
  });
});

describe('mail addresses', () => {
  it('accepts what mail can be sent to', () => {
    for (const text of ['patient1@demo.keepwell.invalid', "o'neil+tag@example.com", 'a@b-c.example', 'ü@exämple.de'])
      assert.equal(isEmail(text), true, text);
  });

  it('refuses the rest', () => {
    for (const text of [
      '',
      'a',
      'a@b',
      '@example.com',
      'a@@example.com',
      'a b@example.com',
      'a..b@example.com',
      '.a@example.com',
      'a@-example.com',
      `${'x'.repeat(65)}@example.com`,
    ])
      assert.equal(isEmail(text), false, text);
  });

  it('finds one account under every spelling of its case', () => {
    assert.equal(emailKey(' Patient1@Demo.KEEPWELL.invalid'), 'patient1@demo.keepwell.invalid');
  });
});

describe('passwords', () => {
  it('wants length first, a mixture only when short', () => {
    for (const good of ['secure123', 'mypass123', 'correct horse battery', 'pässwort-1'])
      assert.equal(passwordProblem(good, 'a@example.com'), null, good);
    for (const bad of ['', 'short1', 'password', '12345678', 'aaaaaaaa1', 'someone1@example.com', 'a'.repeat(201)])
      assert.notEqual(passwordProblem(bad, 'someone1@example.com'), null, bad);
  });
});

describe('time zones', () => {
  it('knows the names of the tz database only', () => {
    assert.equal(isTimezone('Australia/Brisbane'), true);
    assert.equal(isTimezone('UTC'), true);
    for (const name of ['Mars/Olympus', '', '+10:00', '../etc']) assert.equal(isTimezone(name), false, name);
  });
});

describe('roles', () => {
  it('everyone may see their own profile; nobody holds an unknown permission', () => {
    for (const role of ROLES) {
      assert.ok(ROLE_PERMISSIONS[role].includes('profile:own'), role);
      assert.ok(ROLE_PERMISSIONS[role].every((permission) => PERMISSIONS.includes(permission)));
    }
  });
});
