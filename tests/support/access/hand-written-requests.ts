import type { WalkRequest } from './requests.js';

/** Requests to the routes outside the document, by method and path. */
export const HAND_WRITTEN_REQUESTS: Readonly<Record<string, WalkRequest>> = {
  'get /': {},
  'get /favicon.ico': {},
  'get /account/signed-in': {},
  'get /legal/{clinic}/{kind}': { path: { clinic: 'walk', kind: 'privacy' } },
  'get /api/v1/users/oauth/google/start': {},
  'get /api/v1/users/oauth/google/callback': {},
  'get /openapi.json': {},
  'get /.well-known/security.txt': {},
  'get /.well-known/change-password': {},
  'get /docs': {},
  'get /docs/scalar.js': {},
  'get /account/{purpose}': { path: { purpose: 'verify' } },
  'get /verify': {},
  'get /verify/{number}': { path: { number: 'RX2026000001' }, query: 'code=0000000000' },
  'get /verify/ca.pem': {},
  'get /verify/keys.json': {},
  'get /pay/{token}': { path: { token: 'none' } },
  'get /payment/{outcome}': { path: { outcome: 'success' } },
  'get /payment/calendar.ics': {},
  'get /metrics': {},
  'get /codec/login': {},
  'post /codec/login': { body: 'email=nobody%40walk.keepwell.invalid&password=unknown' },
  'post /codec/decode': { body: { payloads: [] } },
  'post /codec/encode': { body: { payloads: [] } },
};
