import { isLiteralAddress, isPublicAddress } from './public-address.js';

/** A host and port that a pull may reach whatever its address is, and without https: `SUPPLIER_PULL_ALLOW` names them. */
export interface AllowedHost {
  /** As `URL.hostname` gives it: lower case, IPv6 addresses in brackets. */
  readonly host: string;
  readonly port: number;
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'https:': 443, 'http:': 80 };

/** Whether somebody who runs the installation has allowed the host and port of this address by name. */
export function isAllowedHost({ protocol, hostname, port }: URL, allowed: readonly AllowedHost[]): boolean {
  const wanted = port === '' ? DEFAULT_PORTS[protocol] : Number(port);
  return allowed.some((one) => one.host === hostname && one.port === wanted);
}

/**
 * Why a pull may not go to this address, as far as it can be seen without looking up a name; null where it may. What a name leads to is
 * checked when it is looked up.
 */
export function targetRefusal(url: URL, allowed: readonly AllowedHost[]): string | null {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'A price list is fetched by https.';
  if (url.username !== '' || url.password !== '')
    return 'Give a user name and password in a header, not in the address.';
  if (isAllowedHost(url, allowed)) return null;
  if (url.protocol !== 'https:') return 'A price list is fetched by https.';
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (isLiteralAddress(url.hostname) && !isPublicAddress(host)) return 'This address is not on the public Internet.';
  return null;
}

/** The address that a text names; null where it is none, or longer than anybody needs. */
export function urlOf(text: string): URL | null {
  return text.length <= LONGEST && URL.canParse(text) ? new URL(text) : null;
}

const LONGEST = 2_000;
