import type { Permission } from '../../src/domain/permissions.js';

/** Operations that anybody may call, with the reason (`x-public`). A new one is a decision: it is made here. */
export const PUBLIC_OPERATIONS: Readonly<Record<string, string>> = {
  checkLiveness: 'a probe has no account; tells nothing but that the process runs',
  checkEverything: 'a probe has no account; names dependencies, no addresses',
  checkReadiness: 'a probe has no account; names dependencies, no addresses',
  registerUser: 'a patient opens an account; any other role needs `users:manage` or `clinics:manage`',
  logIn: 'where a session comes from; limited per address and account',
  completeSignIn: 'the token of the sign-in and the second factor are the proof; limited per account',
  exchangeSignInCode: 'the code that the browser came back with is the proof',
  verifyEmail: 'the token of the mailed link is the proof',
  resendVerification: 'the answer is the same for every address',
  undoEmailChange: 'the token of the mailed link is the proof',
  openGuestSession: 'the token of the mailed link is the proof',
  acceptInvitation: 'the token of the mailed link is the proof',
  forgotPassword: 'the answer is the same for every address',
  resetPassword: 'the token of the mailed link is the proof',
  refreshTokens: 'the refresh token is the proof',
  listDocuments: 'what a clinic publishes is read before anybody has an account there',
  downloadChatAttachment: 'the sealed link is the proof, for five minutes and one person, who is judged again',
  readPaymentsStatus: 'whether a client shows a payment step at all',
  verifyPrescription: 'number and code are the proof; limited per address, and every look is recorded',
  dispensePrescription: 'number and code are the proof, or a pharmacy’s API key; limited per address',
  undoSupply: 'number and code are the proof, a pharmacy’s API key, or a login that may; limited per address',
  declinePrescription: 'number and code are the proof, or a pharmacy’s API key; limited per address',
  receiveStripeWebhook: 'the signature over the raw body is the proof',
  receivePaystackWebhook: 'the signature over the raw body is the proof',
};

/** A route outside the controllers, which the document therefore does not have. */
export interface HandWrittenRoute {
  /** File below `src/api`, method and path as they stand in the source. */
  readonly source: string;
  readonly path: string;
  /** A reason for anybody, or the permission that it needs. */
  readonly access: { readonly open: string } | { readonly permission: Permission; readonly but: string };
}

export const HAND_WRITTEN_ROUTES: readonly HandWrittenRoute[] = [
  { source: 'http/web-pages.ts get /', path: '/', access: { open: 'the home page' } },
  { source: 'http/brand.ts get /favicon.ico', path: '/favicon.ico', access: { open: 'leads to the logo' } },
  { source: 'http/web-pages.ts get /openapi.json', path: '/openapi.json', access: { open: 'the documentation' } },
  {
    source: 'http/well-known.ts get /.well-known/security.txt',
    path: '/.well-known/security.txt',
    access: { open: 'whom to tell of a hole' },
  },
  {
    source: 'http/well-known.ts get /.well-known/change-password',
    path: '/.well-known/change-password',
    access: { open: 'leads a password manager to the form' },
  },
  { source: 'http/reference.ts get /docs', path: '/docs', access: { open: 'the documentation' } },
  { source: 'http/reference.ts get /docs/scalar.js', path: '/docs/scalar.js', access: { open: 'the documentation' } },
  {
    source: 'http/web-pages.ts get /pay/:token',
    path: '/pay/{token}',
    access: { open: 'the signature in the link is the proof, and it pays nothing' },
  },
  {
    source: 'prescriptions/verify-pages.ts get /verify',
    path: '/verify',
    access: { open: 'a form; number and code are the proof, and every look is recorded' },
  },
  {
    source: 'prescriptions/verify-pages.ts get /verify/:number',
    path: '/verify/{number}',
    access: { open: 'number and code are the proof, and every look is recorded' },
  },
  {
    source: 'prescriptions/verify-pages.ts get /verify/ca.pem',
    path: '/verify/ca.pem',
    access: { open: 'certificates are public' },
  },
  {
    source: 'prescriptions/verify-pages.ts get /verify/keys.json',
    path: '/verify/keys.json',
    access: { open: 'public keys' },
  },
  {
    source: 'identity/account-pages.ts get /account/{purpose}',
    path: '/account/{purpose}',
    access: { open: 'forms that post the token of a link that was mailed' },
  },
  {
    source: 'identity/account-pages.ts get /account/signed-in',
    path: '/account/signed-in',
    access: { open: 'says how a sign-in with Google ended' },
  },
  {
    source: 'clinics/legal-pages.ts get /legal/:clinic/:kind',
    path: '/legal/{clinic}/{kind}',
    access: { open: 'what a clinic publishes, for people to read' },
  },
  {
    source: 'identity/google-routes.ts get /api/v1/users/oauth/google/start',
    path: '/api/v1/users/oauth/google/start',
    access: { open: 'sends a browser to the provider, to sign in there' },
  },
  {
    source: 'identity/google-routes.ts get /api/v1/users/oauth/google/callback',
    path: '/api/v1/users/oauth/google/callback',
    access: { open: 'state, cookie and the provider’s signature are the proof' },
  },
  {
    source: 'payments/payment-pages.ts get /payment/{outcome}',
    path: '/payment/{outcome}',
    access: { open: 'the two pages after a payment; the token in the link shows the appointment' },
  },
  {
    source: 'payments/payment-pages.ts get /payment/calendar.ics',
    path: '/payment/calendar.ics',
    access: { open: 'the token in the link is the proof, and it changes nothing' },
  },
  {
    source: 'http/web-pages.ts get /metrics',
    path: '/metrics',
    access: { permission: 'health:read', but: 'open where the product is embedded, and to a scraper with its token' },
  },
  { source: 'support/codec.ts get /login', path: '/codec/login', access: { open: 'the form itself' } },
  {
    source: 'support/codec.ts post /login',
    path: '/codec/login',
    access: { open: 'mail address and password are the proof' },
  },
  {
    source: 'support/codec.ts post /decode',
    path: '/codec/decode',
    access: { permission: 'staff:decode', but: 'embedded: this machine without a login' },
  },
  {
    source: 'support/codec.ts post /encode',
    path: '/codec/encode',
    access: { permission: 'staff:decode', but: 'embedded: this machine without a login' },
  },
];

/** `get /codec/login` */
export function nameOfRoute({ source, path }: HandWrittenRoute): string {
  return `${source.split(' ')[1] ?? ''} ${path}`;
}
