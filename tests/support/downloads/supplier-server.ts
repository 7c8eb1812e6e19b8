import { webcrypto } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

export type Answering = (request: IncomingMessage, response: ServerResponse) => void;

/** The server of a supplier on this machine: what it was asked, and what it answers from now on. */
export class SupplierServer {
  readonly requests: { readonly path: string; readonly headers: IncomingMessage['headers'] }[] = [];
  answer: Answering = (_, response) => response.end();

  private constructor(
    private readonly server: Server,
    readonly scheme: 'http' | 'https',
    readonly host: string,
  ) {}

  /** @param certificate for https; without it, http */
  static async start(host = '127.0.0.1', certificate?: Certificate): Promise<SupplierServer> {
    const listener: RequestListener = (request, response) => {
      started.requests.push({ path: request.url ?? '', headers: request.headers });
      started.answer(request, response);
    };
    const server = certificate ? createTlsServer({ ...certificate }, listener) : createServer(listener);
    const started = new SupplierServer(server, certificate ? 'https' : 'http', host);
    await new Promise<void>((resolve) => server.listen(0, host, resolve));
    return started;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** An address of it, by a name in place of its own host where one is given. */
  url(path = '/list.csv', name = this.host): string {
    return `${this.scheme}://${name}:${this.port}${path}`;
  }

  get allowed(): { readonly host: string; readonly port: number } {
    return { host: this.host, port: this.port };
  }

  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeAllConnections();
    await closed;
  }
}

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** A certificate for these names, signed by itself. */
export async function certificateFor(...names: readonly string[]): Promise<Certificate> {
  await import('reflect-metadata');
  const x509 = await import('@peculiar/x509');
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const day = 86_400_000;
  const signed = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name: `CN=${names[0]}`,
    notBefore: new Date(Date.now() - day),
    notAfter: new Date(Date.now() + day),
    signingAlgorithm: algorithm,
    keys,
    extensions: [new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns', value })))],
  });
  const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  return { key: `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----\n`, cert: signed.toString('pem') };
}
