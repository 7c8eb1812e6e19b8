import { readFileSync } from 'node:fs';
import { Client, Connection, type ConnectionOptions } from '@temporalio/client';
import type { KeyRing } from '../../config/key-ring.js';
import { dataConverter } from './codec.js';

/** Where the engine is and how to be let in; certificate settings are file names. */
export interface TemporalSettings {
  readonly address: string;
  readonly namespace: string;
  readonly taskQueue: string;
  readonly apiKey?: string | undefined;
  readonly tls?: {
    readonly ca?: string | undefined;
    readonly cert?: string | undefined;
    readonly key?: string | undefined;
  };
}

type SharedConnectionOptions = Pick<ConnectionOptions, 'address' | 'tls'> & { readonly apiKey?: string };

/** Options that clients and workers share; an API key or a certificate means TLS. */
export function connectionOptions(settings: TemporalSettings): SharedConnectionOptions {
  const { ca, cert, key } = settings.tls ?? {};
  const tls: Exclude<ConnectionOptions['tls'], boolean | null | undefined> = {
    ...(ca ? { serverRootCACertificate: readFileSync(ca) } : {}),
    ...(cert && key ? { clientCertPair: { crt: readFileSync(cert), key: readFileSync(key) } } : {}),
  };
  const secured = Object.keys(tls).length > 0 || settings.apiKey !== undefined;
  return {
    address: settings.address,
    ...(settings.apiKey ? { apiKey: settings.apiKey } : {}),
    ...(secured ? { tls: Object.keys(tls).length > 0 ? tls : true } : {}),
  };
}

/** A client that connects on first use, so that the API starts while Temporal is unavailable. */
export function openClient(settings: TemporalSettings, keys: KeyRing): Client {
  const connection = Connection.lazy(connectionOptions(settings));
  return new Client({ connection, namespace: settings.namespace, dataConverter: dataConverter(keys) });
}
