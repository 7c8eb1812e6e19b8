import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { googleProvider } from '../../../src/adapters/openid/google.js';
import { ownPath } from '../../../src/domain/identity/google.js';

const CLIENT = { clientId: 'keepwell', clientSecret: 'secret', callbackUrl: 'https://api.clinic.invalid/callback' };
const QUESTION = { state: 'the state', nonce: 'the nonce', codeVerifier: 'v'.repeat(43) };
const CODE = new URLSearchParams({ code: 'good', state: QUESTION.state }).toString();

/** What an answer of the provider may have wrong; nothing by default. */
interface Forgery {
  readonly claims?: JWTPayload;
  readonly signedBy?: 'another key';
  readonly algorithm?: 'none';
}

describe('answers of the identity provider', () => {
  let server: Server;
  let issuer: string;
  let forgery: Forgery = {};
  let lastGrant: URLSearchParams;

  before(async () => {
    const [own, foreign] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);
    const keys = [{ ...(await exportJWK(own.publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' }];
    const idToken = async ({ claims, signedBy, algorithm }: Forgery) => {
      const now = Math.floor(Date.now() / 1000);
      const right = { iss: issuer, aud: CLIENT.clientId, sub: 's1', nonce: QUESTION.nonce, iat: now, exp: now + 300 };
      const payload = { ...right, email: 'a@clinic.invalid', email_verified: true, ...claims };
      const base64 = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
      if (algorithm === 'none') return `${base64({ alg: 'none' })}.${base64(payload)}.`;
      const key = signedBy ? foreign.privateKey : own.privateKey;
      return new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid: 'k1' }).sign(key);
    };
    const handle = async (request: IncomingMessage, response: ServerResponse) => {
      const body: Buffer[] = [];
      for await (const chunk of request) body.push(chunk as Buffer);
      const answer = async () => {
        if (request.url?.startsWith('/.well-known')) {
          const endpoints = { authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token` };
          const supported = { response_types_supported: ['code'], id_token_signing_alg_values_supported: ['RS256'] };
          return {
            issuer,
            ...endpoints,
            jwks_uri: `${issuer}/keys`,
            subject_types_supported: ['public'],
            ...supported,
          };
        }
        if (request.url === '/keys') return { keys };
        lastGrant = new URLSearchParams(Buffer.concat(body).toString());
        return { access_token: 'x', token_type: 'Bearer', expires_in: 60, id_token: await idToken(forgery) };
      };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(await answer()));
    };
    server = createServer((request, response) => void handle(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  const redeem = (query = CODE, wrong: Forgery = {}) => {
    forgery = wrong;
    return googleProvider({ ...CLIENT, issuer }).redeem(query, QUESTION);
  };

  it('names who came back, and the code is redeemed with its verifier', async () => {
    assert.deepEqual(await redeem(), {
      identity: { subject: 's1', email: 'a@clinic.invalid', emailVerified: true, givenName: null, familyName: null },
    });
    assert.deepEqual([lastGrant.get('code_verifier'), lastGrant.get('code')], [QUESTION.codeVerifier, 'good']);
    const url = new URL(await googleProvider({ ...CLIENT, issuer }).urlOf(QUESTION));
    assert.deepEqual(
      ['state', 'nonce', 'code_challenge_method', 'scope'].map((name) => url.searchParams.get(name)),
      [QUESTION.state, QUESTION.nonce, 'S256', 'openid email profile'],
    );
  });

  const now = Math.floor(Date.now() / 1000);
  const forgeries: readonly (readonly [what: string, wrong: Forgery])[] = [
    ['a foreign signature', { signedBy: 'another key' }],
    ['no signature', { algorithm: 'none' }],
    ['another nonce', { claims: { nonce: 'another' } }],
    ['no nonce', { claims: { nonce: undefined } }],
    ['another audience', { claims: { aud: 'another client' } }],
    ['several audiences, for another party', { claims: { aud: [CLIENT.clientId, 'another'], azp: 'another' } }],
    ['another issuer', { claims: { iss: 'https://accounts.google.com' } }],
    ['an end in the past', { claims: { iat: now - 900, exp: now - 600 } }],
    ['no subject', { claims: { sub: undefined } }],
  ];
  for (const [what, wrong] of forgeries) {
    it(`is refused with ${what}`, async () => {
      const answer = await redeem(CODE, wrong);
      assert.equal('refused' in answer && answer.refused, 'invalid', JSON.stringify(answer));
    });
  }

  it('is refused with another state, without a code, and from a provider that says no', async () => {
    const refusal = async (query: Record<string, string>) => {
      const answer = await redeem(new URLSearchParams(query).toString());
      return 'refused' in answer && answer.refused;
    };
    assert.equal(await refusal({ code: 'good', state: 'another' }), 'invalid');
    assert.equal(await refusal({ code: 'good' }), 'invalid');
    assert.equal(await refusal({ state: QUESTION.state }), 'invalid');
    assert.equal(await refusal({ error: 'access_denied', state: QUESTION.state }), 'access_denied');
    assert.equal(await refusal({ error: 'server_error', state: QUESTION.state }), 'invalid');
    const unreachable = googleProvider({ ...CLIENT, issuer: 'http://127.0.0.1:1' });
    await assert.rejects(unreachable.urlOf(QUESTION), { code: 'unavailable' });
    const answer = await unreachable.redeem(CODE, QUESTION);
    assert.equal('refused' in answer && answer.refused, 'invalid');
  });
});

it('a page to come back to is one of the own front end', () => {
  const app = 'https://app.clinic.invalid';
  for (const own of ['/visits?day=1#x', `${app}/visits?day=1#x`]) assert.equal(ownPath(app, own), '/visits?day=1#x');
  for (const foreign of ['https://app.clinic.invalid.evil.invalid/', '//evil.invalid', '\\\\evil.invalid', 'data:,x']) {
    assert.equal(ownPath(app, foreign), null, foreign);
  }
});
