import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FetchFact, PriceListFact } from '../rig/import-facts.js';
import { csvOf } from './price-lists.js';

/** What the server answers for a supplier from now on. */
export interface Offer {
  readonly list: PriceListFact;
  /** Whether it names its list by a tag, so that whoever has it already is answered 304. */
  readonly isTagged: boolean;
  /** The next so many answers are errors. */
  readonly errors?: { readonly status: number; times: number };
}

/** The server on which suppliers offer their price lists: `/lists/<supplier>.csv`. It notes each of its answers. */
export class SupplierSite {
  private readonly offers = new Map<string, Offer>();

  readonly fetches: FetchFact[] = [];

  private constructor(private readonly server: Server) {}

  static async start(): Promise<SupplierSite> {
    const server = createServer((request, response) => site.answer(request, response));
    const site = new SupplierSite(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return site;
  }

  /** What `SUPPLIER_PULL_ALLOW` has to name. */
  get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  urlOf(supplier: string): string {
    return `http://${this.host}/lists/${supplier}.csv`;
  }

  offer(offer: Offer): void {
    this.offers.set(offer.list.supplier, offer);
  }

  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeAllConnections();
    await closed;
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const supplier = /^\/lists\/(\w+)\.csv$/.exec(request.url ?? '')?.[1] ?? '';
    const offer = this.offers.get(supplier);
    const note = (status: number, fileName: string | null) => {
      this.fetches.push({ supplier, status, fileName, at: Date.now() });
      response.writeHead(status, fileName === null ? {} : headersOf(fileName, offer?.isTagged ?? false));
    };
    if (!offer || (offer.errors && offer.errors.times > 0)) {
      if (offer?.errors) offer.errors.times -= 1;
      note(offer?.errors?.status ?? 404, null);
      response.end();
      return;
    }
    const { fileName } = offer.list;
    const isKnown = offer.isTagged && request.headers['if-none-match'] === tagOf(fileName);
    note(isKnown ? 304 : 200, fileName);
    response.end(isKnown ? undefined : csvOf(offer.list));
  }
}

function headersOf(fileName: string, isTagged: boolean): Record<string, string> {
  return {
    'content-disposition': `attachment; filename="${fileName}"`,
    ...(isTagged ? { etag: tagOf(fileName) } : {}),
  };
}

function tagOf(fileName: string): string {
  return `"${fileName}"`;
}
