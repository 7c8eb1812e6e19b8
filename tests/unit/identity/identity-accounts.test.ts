import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { passwordProblem } from '../../../src/domain/identity/passwords.js';
import { PERMISSIONS, ROLE_PERMISSIONS } from '../../../src/domain/permissions.js';
import { ROLES } from '../../../src/domain/roles.js';

describe('passwords', () => {
  it('wants length first, a mixture only when short', () => {
    for (const good of ['secure123', 'mypass123', 'correct horse battery', 'pässwort-1'])
      assert.equal(passwordProblem(good, 'a@example.com'), null, good);
    for (const bad of ['', 'short1', 'password', '12345678', 'aaaaaaaa1', 'someone1@example.com', 'a'.repeat(201)])
      assert.notEqual(passwordProblem(bad, 'someone1@example.com'), null, bad);
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
