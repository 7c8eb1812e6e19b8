import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Request } from 'express';
import { limitedSignIn } from '../../../src/api/http/limited-attempt.js';
import { DomainError } from '../../../src/domain/errors.js';

/** A request under a limit that counts as slowly as the test wants, and what became of the count. */
function slowlyCounted() {
  const told: string[] = [];
  let count: () => void = () => undefined;
  const login = {
    consume: () =>
      new Promise<void>((resolve) => {
        count = () => {
          told.push('counted');
          resolve();
        };
      }),
    restore: async () => void told.push('restored'),
  };
  const request: object = { ip: '198.51.100.1', app: { locals: { limits: { login } } } };
  return { request: request as Request, told, count: () => count() };
}

test('a sign-in that fails on our side before its attempt is counted is taken off once it is', async () => {
  const { request, told, count } = slowlyCounted();
  const signing = limitedSignIn(request, 'ann@example.invalid', async (admit) => {
    await Promise.all([admit('a device'), Promise.reject(new DomainError('unavailable', 'The queue is full.'))]);
  });
  setImmediate(count);
  await assert.rejects(signing, /The queue is full/);
  assert.deepEqual(told, ['counted', 'restored']);
});

test('one that was refused stays counted', async () => {
  const { request, told, count } = slowlyCounted();
  const signing = limitedSignIn(request, 'ann@example.invalid', async (admit) => {
    await admit('a device');
    throw new DomainError('unauthenticated', 'The password is wrong.');
  });
  setImmediate(count);
  await assert.rejects(signing, /The password is wrong/);
  assert.deepEqual(told, ['counted']);
});
