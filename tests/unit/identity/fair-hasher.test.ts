import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fairHasher } from '../../../src/adapters/passwords/fair-hasher.js';
import type { PasswordHasher } from '../../../src/adapters/passwords/port.js';
import { DomainError } from '../../../src/domain/errors.js';
import { withContext } from '../../../src/observability/context.js';

/** Hashes that end when they are told to, in the order in which they began. */
function heldHasher() {
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const hasher: PasswordHasher = {
    hash: (password) => {
      begun.push(password);
      return new Promise((resolve) => ends.push(() => resolve(password)));
    },
    verify: async () => true,
    isOutdated: () => false,
  };
  return { begun, hasher, endNext: () => ends.shift()?.() };
}

const from = (network: string, hasher: PasswordHasher, password: string) =>
  withContext({ network }, () => hasher.hash(password));

describe('the queue before hashes', () => {
  it('lets addresses take turns, however much one of them sends', async () => {
    const { begun, hasher, endNext } = heldHasher();
    const fair = fairHasher(hasher, { atOnce: 1 });
    const flood = ['f1', 'f2', 'f3', 'f4'].map((password) => from('192.0.2.1', fair, password));
    const others = [from('192.0.2.2', fair, 'a'), from('192.0.2.3', fair, 'b')];
    for (const waited of [flood[0], flood[1], others[0], others[1], flood[2], flood[3]]) {
      endNext();
      await waited;
    }
    assert.deepEqual(begun, ['f1', 'f2', 'a', 'b', 'f3', 'f4']);
  });

  it('refuses at once what comes when it is full, and goes on', async () => {
    const { hasher, endNext } = heldHasher();
    const fair = fairHasher(hasher, { atOnce: 1, mostWaiting: 3, mostWaitingOfOne: 2 });
    const isFull = (error: unknown) => error instanceof DomainError && error.code === 'unavailable';
    const taken = ['1', '2', '3'].map((password) => from('192.0.2.1', fair, password));
    await assert.rejects(from('192.0.2.1', fair, '4'), isFull, 'two of one address wait');
    taken.push(from('192.0.2.2', fair, '5'));
    await assert.rejects(from('192.0.2.3', fair, '6'), isFull, 'three wait in all');
    for (const waited of [taken[0], taken[1], taken[3], taken[2]]) {
      endNext();
      await waited;
    }
    const next = from('192.0.2.3', fair, '7');
    endNext();
    assert.equal(await next, '7');
  });

  it('gives its place on when a hash fails', async () => {
    const failing: PasswordHasher = {
      hash: async () => {
        throw new Error('out of memory');
      },
      verify: async () => true,
      isOutdated: () => false,
    };
    const fair = fairHasher(failing, { atOnce: 1 });
    for (let times = 0; times < 3; times += 1) await assert.rejects(fair.hash('x'), /out of memory/);
    assert.equal(await fair.verify('hash', 'x'), true);
  });
});
