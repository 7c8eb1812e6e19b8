import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

export const CLIENT = { clientId: 'keepwell', clientSecret: 'a secret between the two of them' };

/** Somebody who has an account at the provider. */
export interface ProviderAccount {
  readonly sub: string;
  readonly email: string;
  readonly email_verified: boolean;
  readonly given_name?: string;
  readonly family_name?: string;
}

export interface GoogleStandIn {
  readonly issuer: string;
  /** Who is asked next, and agrees; null refuses. */
  signIn(account: ProviderAccount | null): void;
  /** The API's callback becomes known only when the API listens. */
  register(callbackUrl: string): void;
  close(): Promise<void>;
}

/** A provider of OpenID Connect in the place of Google, in which everybody agrees at once. */
export async function googleStandIn(): Promise<GoogleStandIn> {
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const accounts = new Map<string, ProviderAccount>();
  let next: ProviderAccount | null = null;
  let provider: Provider | undefined;

  function make(callbackUrl: string): Provider {
    const { clientId: client_id, clientSecret: client_secret } = CLIENT;
    const auth = { token_endpoint_auth_method: 'client_secret_post', redirect_uris: [callbackUrl] } as const;
    return new Provider(issuer, {
      clients: [{ client_id, client_secret, ...auth }],
      claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['given_name', 'family_name'] },
      cookies: { keys: ['test'] },
      features: { devInteractions: { enabled: false } },
      interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
      pkce: { required: () => true },
      findAccount: (_context, sub) => ({ accountId: sub, claims: async () => ({ ...accounts.get(sub), sub }) }),
      loadExistingGrant: async ({ oidc }) => {
        const { client, session } = oidc;
        const grant = new oidc.provider.Grant({
          ...(client ? { clientId: client.clientId } : {}),
          ...(session?.accountId ? { accountId: session.accountId } : {}),
        });
        grant.addOIDCScope('openid email profile');
        await grant.save();
        return grant;
      },
    });
  }

  async function handle(...[request, response]: Parameters<Parameters<typeof createServer>[1] & object>) {
    if (!provider) return response.writeHead(503).end();
    if (!request.url?.startsWith('/interaction/')) return provider.callback()(request, response);
    const result = next ? { login: { accountId: next.sub } } : { error: 'access_denied' };
    return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  }

  return {
    issuer,
    signIn(account) {
      if (account) accounts.set(account.sub, account);
      next = account;
    },
    register(callbackUrl) {
      provider = make(callbackUrl);
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
