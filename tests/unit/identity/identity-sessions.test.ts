import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { SignJWT } from 'jose';
import { jwtSigner } from '../../../src/adapters/tokens/jwt.js';
import { decodeCursor, encodeCursor } from '../../../src/api/http/paging.js';
import { TokenKeys } from '../../../src/config/token-keys.js';
import { type SessionCache, sessionCache } from '../../../src/usecases/identity/session-cache.js';
import { verifiedTokens } from '../../../src/usecases/identity/verified-tokens.js';

const ID = '7b0c8a52-6c0e-4d3a-9d59-3d6f5a1f7e10';
const at = (ms: number) => new Date(1_700_000_000_000 + ms);

describe('the session cache', () => {
  const acting = { userId: ID, membershipId: ID, role: 'patient' as const, clinicIds: [] };
  const session = { ...acting, secondFactor: null, clinicRequiresMfa: false };

  /** Which of these sessions are read anew, when each is asked for once. */
  async function readAnew(cache: SessionCache, ...ids: readonly string[]): Promise<readonly string[]> {
    const read: string[] = [];
    for (const id of ids) {
      await cache.live(id, async () => {
        read.push(id);
        return id === 'over' ? null : { ...session, userId: id.toUpperCase() };
      });
    }
    return read;
  }

  it('remembers for its time to live, and that a session is over', async () => {
    let now = at(0);
    const cache = sessionCache(() => now, 2_000);
    assert.deepEqual(await readAnew(cache, 'a', 'over'), ['a', 'over']);
    now = at(1_999);
    assert.deepEqual(await readAnew(cache, 'a', 'over', 'c'), ['c']);
    assert.equal(await cache.live('over', async () => session), null);
    now = at(2_001);
    assert.deepEqual(await readAnew(cache, 'a', 'over'), ['a', 'over'], 'a read does not prolong it');
  });

  it('forgets a session, a person or everything on demand, and stays small', async () => {
    const cache = sessionCache(() => at(0), 2_000, 2);
    await readAnew(cache, 'a', 'b');
    assert.deepEqual(await readAnew(cache, 'a'), [], 'used last');
    await readAnew(cache, 'c');
    assert.deepEqual(await readAnew(cache, 'a', 'c'), []);
    cache.forget('c');
    assert.deepEqual(await readAnew(cache, 'a', 'c'), ['c']);
    cache.forgetPerson('A');
    assert.deepEqual(await readAnew(cache, 'c', 'a'), ['a']);
    cache.forgetAll();
    assert.deepEqual(await readAnew(cache, 'c', 'a'), ['c', 'a']);
  });

  it('forgets who acts in a clinic, and that a session was over: it may have been for the clinic', async () => {
    const cache = sessionCache(() => at(0), 2_000);
    await readAnew(cache, 'a', 'b', 'over');
    cache.forgetClinic(ID);
    assert.deepEqual(await readAnew(cache, 'a', 'b'), []);
    await cache.live('there', async () => ({ ...session, clinicIds: ['other', ID] }));
    cache.forgetClinic(ID);
    assert.deepEqual(await readAnew(cache, 'a', 'there', 'over'), ['there', 'over']);
  });

  it('does not remember what it read before it was told to forget', async () => {
    const cache = sessionCache(() => at(0), 2_000);
    const late = cache.live('a', async () => {
      cache.forget('a');
      return session;
    });
    assert.equal(await late, session);
    assert.deepEqual(await readAnew(cache, 'a'), ['a']);
  });
});

describe('tokens', () => {
  const subject = {
    userId: ID,
    sid: ID,
    role: 'patient' as const,
    permissions: ['profile:own' as const],
    clinicId: null,
    membershipId: ID,
    amr: ['pwd'],
    authTime: 1_700_000_000,
  };
  const key = (id: string) => ({ id, secret: randomBytes(32) });
  const [first, second] = [key('first'), key('second')];
  const ring = (...keys: readonly ReturnType<typeof key>[]) =>
    jwtSigner({ keys: TokenKeys.of(keys), accessTtlMs: 1_500 });
  const signer = ring(first);

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

  it('outlive the rotation of their key, and end with its removal', async () => {
    const { token } = await signer.access(subject, at(0));
    assert.equal((await ring(second, first).readAccess(token, at(1_000)))?.userId, ID, 'the new key in front');
    assert.equal(await ring(second).readAccess(token, at(1_000)), null, 'the old key removed');
    const renewed = await ring(second, first).access(subject, at(0));
    assert.equal((await ring(first, second).readAccess(renewed.token, at(1_000)))?.userId, ID, 'every key verifies');
  });

  it('are void without their key id, issuer, audience or algorithm, though the key is right', async () => {
    const signed = (change: Record<string, unknown>, header: Record<string, unknown> = {}) =>
      new SignJWT({
        user_id: ID,
        membership_id: ID,
        sid: ID,
        role: 'patient',
        permissions: [],
        clinic_id: null,
        amr: ['pwd'],
        auth_time: 1_700_000_000,
        token_type: 'access',
        iss: 'keepwell',
        aud: 'keepwell-api',
        iat: at(0).getTime() / 1000,
        exp: at(60_000).getTime() / 1000,
        ...change,
      })
        .setProtectedHeader({ alg: 'HS256', kid: 'first', ...header })
        .sign(first.secret);
    const read = (token: string) => signer.readAccess(token, at(0));
    assert.equal((await read(await signed({})))?.userId, ID);
    for (const change of [
      { iss: 'other' },
      { aud: 'keepwell-codec' },
      { aud: undefined },
      { iss: undefined },
      { exp: undefined },
    ])
      assert.equal(await read(await signed(change)), null, JSON.stringify(change));
    for (const header of [{ kid: 'second' }, { kid: undefined }, { alg: 'HS512' }])
      assert.equal(await read(await signed({}, header)), null, JSON.stringify(header));
  });

  it('are void when forged, unsigned or of the other kind', async () => {
    const { token } = await signer.access(subject, at(0));
    const other = ring(key('first'));
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
    assert.equal(
      await signer.readAccess((await signer.refresh({ userId: ID, sid: ID, jti: ID }, at(0), at(60_000))).token, at(1)),
      null,
    );
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
