import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { jwtSigner } from '../../../src/adapters/tokens/jwt.js';
import { decodeCursor, encodeCursor } from '../../../src/api/http/paging.js';
import { sessionCache } from '../../../src/usecases/identity/session-cache.js';
import { verifiedTokens } from '../../../src/usecases/identity/verified-tokens.js';

const ID = '7b0c8a52-6c0e-4d3a-9d59-3d6f5a1f7e10';
const at = (ms: number) => new Date(1_700_000_000_000 + ms);

describe('the session cache', () => {
  const session = { userId: ID, role: 'patient' as const, clinicIds: [] };

  it('remembers for its time to live, and that a session is over', () => {
    let now = at(0);
    const cache = sessionCache(() => now, 2_000);
    cache.set('a', session);
    cache.set('b', null);
    now = at(1_999);
    assert.deepEqual([cache.get('a'), cache.get('b'), cache.get('c')], [session, null, undefined]);
    now = at(2_001);
    assert.deepEqual([cache.get('a'), cache.get('b')], [undefined, undefined], 'a read does not prolong it');
  });

  it('forgets on demand and stays small', () => {
    const cache = sessionCache(() => at(0), 2_000, 2);
    cache.set('a', session);
    cache.set('b', session);
    assert.equal(cache.get('a'), session, 'used last');
    cache.set('c', session);
    assert.deepEqual([cache.get('a'), cache.get('b'), cache.get('c')], [session, undefined, session]);
    cache.forget('c');
    assert.equal(cache.get('c'), undefined);
  });
});

describe('tokens', () => {
  const subject = {
    userId: ID,
    sid: ID,
    role: 'patient' as const,
    permissions: ['profile:own' as const],
    clinicId: null,
  };
  const signer = jwtSigner({ secret: 'x'.repeat(32), accessTtlMs: 1_500, refreshTtlMs: 60_000 });

  it('are good for at least their time, not much longer', async () => {
    const { token, expiresIn } = await signer.access(subject, at(400));
    assert.equal(expiresIn, 1);
    assert.equal((await signer.readAccess(token, at(1_800)))?.userId, ID);
    assert.equal(await signer.readAccess(token, at(3_000)), null);
  });

  it('are verified once, and end at their time all the same', async () => {
    const { token } = await signer.access(subject, at(400));
    let asked = 0;
    const read = verifiedTokens({
      readAccess: (given, now) => {
        asked += 1;
        return signer.readAccess(given, now);
      },
    });
    for (let times = 0; times < 3; times += 1) assert.equal((await read(token, at(1_800)))?.userId, ID);
    assert.equal(asked, 1);
    assert.equal(await read(token, at(3_000)), null);
    assert.equal(await read(`${token}x`, at(1_800)), null);
    assert.equal(asked, 3, 'what is not valid is asked about each time');
  });

  it('are void when forged, unsigned or of the other kind', async () => {
    const { token } = await signer.access(subject, at(0));
    const other = jwtSigner({ secret: 'y'.repeat(32), accessTtlMs: 60_000, refreshTtlMs: 60_000 });
    const [header, payload] = token.split('.');
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    for (const bad of [
      '',
      'a.b.c',
      `${header}.${payload}.`,
      `${none}.${payload}.`,
      (await other.access(subject, at(0))).token,
    ])
      assert.equal(await signer.readAccess(bad, at(1)), null, bad);
    assert.equal(await signer.readRefresh(token, at(1)), null);
    assert.equal(await signer.readAccess((await signer.refresh({ userId: ID, sid: ID }, at(0))).token, at(1)), null);
  });
});

describe('cursors', () => {
  it('come back as they were', () => {
    assert.deepEqual(decodeCursor('orders', encodeCursor('orders', { at: at(0), id: ID })), {
      at: at(0).toISOString(),
      id: ID,
    });
  });

  it('are refused when they are not ours', () => {
    const foreign = [
      '',
      'zzz',
      encodeCursor('appointments', { at: at(0), id: ID }),
      encodeCursor('orders', { at: 'x', id: ID }),
      encodeCursor('orders', { at: at(0), id: 'x' }),
      `${encodeCursor('orders', { at: at(0), id: ID })}.`,
      Buffer.from(JSON.stringify({ at: at(0), id: ID })).toString('base64url'),
    ];
    for (const text of foreign) assert.throws(() => decodeCursor('orders', text), { code: 'validation_failed' });
  });
});
