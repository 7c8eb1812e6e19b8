import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { KeyRing } from '../../../src/config/key-ring.js';
import { SYSTEM } from '../../../src/domain/actor.js';
import { type Binding, lazyScopes } from '../../../src/models/scope.js';

const binding: Binding = {
  // No repository of this test makes a statement.
  db: {} as Binding['db'],
  keys: KeyRing.parse(`k:${randomBytes(32).toString('base64')}`),
  actor: SYSTEM,
};

describe('the scope of a transaction', () => {
  it('makes a repository when it is first asked for, once, and bound to the transaction', () => {
    const made: string[] = [];
    const maker = (name: string) => (bound: Binding) => {
      made.push(name);
      return { bound };
    };
    const scopeOf = lazyScopes({ orders: maker('orders'), slots: maker('slots') });
    const scope = scopeOf(binding);
    assert.deepEqual(made, []);
    assert.equal(scope.orders, scope.orders);
    assert.equal(scope.orders.bound, binding);
    assert.deepEqual(made, ['orders']);
    assert.notEqual(scopeOf(binding).orders, scope.orders);
    assert.deepEqual(made, ['orders', 'orders']);
  });

  it('has the actor and the audit trail in every scope', () => {
    const scope = lazyScopes({})(binding);
    assert.equal(scope.actor, SYSTEM);
    assert.equal(typeof scope.audit.record, 'function');
  });

  it('gives another context what it needs, on the same transaction and of the same repositories', () => {
    const made: string[] = [];
    const maker = (name: string) => (bound: Binding) => {
      made.push(name);
      return { bound };
    };
    const [orders, slots] = [maker('orders'), maker('slots')];
    const scopeOf = lazyScopes({ orders });
    const scope = scopeOf(binding);
    const other = scope.with({ orders, slots });
    assert.equal(other.orders, scope.orders);
    assert.equal(other.slots.bound, binding);
    assert.equal(other.audit, scope.audit);
    assert.equal(other.actor, scope.actor);
    assert.equal(other.with({ slots }).slots, other.slots);
    assert.deepEqual(made, ['orders', 'slots']);
    assert.notEqual(scopeOf(binding).with({ orders }).orders, scope.orders, 'another transaction has its own');
  });
});
