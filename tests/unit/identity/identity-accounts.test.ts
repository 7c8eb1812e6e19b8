import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { passwordProblem } from '../../../src/domain/identity/passwords.js';
import { PERMISSIONS, ROLE_PERMISSIONS } from '../../../src/domain/permissions.js';
import { ROLES } from '../../../src/domain/roles.js';

describe('passwords', () => {
  const owner = { email: 'someone1@example.com', firstName: 'Adaeze', lastName: 'Okafor-Lee' };
  const rules = { passwordMinLength: 8, passwordClasses: 0, passwordHistory: 5, passwordMaxAgeDays: null };

  it('are judged by length and by what a guesser would begin with, not by kinds of characters', () => {
    for (const good of [
      'secure123',
      'justletters',
      '73950284',
      'pässwort',
      'correct horse battery',
      'my keepwell account',
      'a1'.repeat(60),
      'x'.repeat(200),
    ])
      assert.equal(passwordProblem(good, owner, rules), null, good);
    for (const bad of [
      '',
      'short1',
      'aaaaaaaa1',
      'ab1'.repeat(6),
      'abcd'.repeat(51),
      'someone1@example.com',
      'Adaeze2026',
      'okafor lee 1',
      'OkaforLeeAdaeze',
      'Keepwell!!',
      'someone99',
    ])
      assert.notEqual(passwordProblem(bad, owner, rules), null, bad);
    assert.notEqual(
      passwordProblem('only nine', owner, { ...rules, passwordMinLength: 12 }),
      null,
      'an installation asks for more',
    );
    const three = { ...rules, passwordClasses: 3 };
    assert.match(passwordProblem('only letters', owner, three) ?? '', /needs 3 of these/);
    assert.equal(passwordProblem('Only letters', owner, three), null, 'a clinic asks for kinds, and a space is one');
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
