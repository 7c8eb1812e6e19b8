import { promises as dns, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { DownloadFailed } from './port.js';

/** All addresses of a name. @throws Error of the system's resolver */
export type Resolver = (host: string) => Promise<readonly LookupAddress[]>;

export const systemResolver: Resolver = (host) => dns.lookup(host, { all: true, verbatim: true });

/**
 * Looks a name up for a connection, which is then made to an address that was checked: nobody looks the name up a second time, so an
 * answer that changes in between changes nothing. One address that is not allowed refuses all of them.
 */
export function checkedLookup(resolve: Resolver, isAllowed: (address: string) => boolean): LookupFunction {
  return (host, { all }, callback) => {
    void addressesOf(resolve, isAllowed, host).then(
      (addresses) => {
        const [first] = addresses;
        if (all) callback(null, [...addresses]);
        else if (first) callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, []),
    );
  };
}

async function addressesOf(
  resolve: Resolver,
  isAllowed: (address: string) => boolean,
  host: string,
): Promise<readonly LookupAddress[]> {
  const addresses = await resolve(host).catch((error: unknown) => {
    throw new DownloadFailed('name_not_found', error);
  });
  if (addresses.length === 0) throw new DownloadFailed('name_not_found');
  if (!addresses.every(({ address }) => isAllowed(address))) throw new DownloadFailed('address_refused');
  return addresses;
}
